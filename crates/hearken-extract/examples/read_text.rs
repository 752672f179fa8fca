//! Reads scraped text files and prints what they read as, one JSON object a line.
//!
//! `cargo run -p hearken-extract --example read_text -- page.txt …`

#![expect(clippy::print_stdout, reason = "an example that prints what it read")]

use std::{env, error::Error, fs};

use hearken_extract::{PageFormat, PageHints, extract};
use hearken_model::PageReading;

fn main() -> Result<(), Box<dyn Error>> {
    let hints = PageHints {
        format: Some(PageFormat::Text),
        ..PageHints::default()
    };
    for path in env::args().skip(1) {
        let post = extract(&fs::read(&path)?, &hints)?;
        let reading = PageReading::new(&path, &post, true);
        println!("{}", serde_json::to_string(&reading)?);
    }
    Ok(())
}
