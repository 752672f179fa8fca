//! Time of a whole reading over that of `scraper`'s parse and a walk over its texts, on the sample
//! blogs: a ratio within one run, so that the machine's speed and load fall out of it.
//!
//! `cargo bench -p hearken-extract --bench ratio`

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use hearken_extract::{PageHints, extract};
use hearken_testkit::blogs;
use scraper::Html;

/// Rounds over all pages; the best of each kind counts, as load only ever adds.
const ROUNDS: usize = 15;

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn main() {
    let pages = pages();
    let bytes: usize = pages.iter().map(String::len).sum();
    let floor = best(|| {
        for page in &pages {
            let html = Html::parse_document(page);
            black_box(html.root_element().text().map(str::len).sum::<usize>());
        }
    });
    let whole = best(|| {
        for page in &pages {
            black_box(extract(page.as_bytes(), &PageHints::default()).is_ok());
        }
    });
    println!("{} pages, {} KiB", pages.len(), bytes / 1024);
    println!("parse and text walk  {:>8.2} ms", floor.as_secs_f64() * 1e3);
    println!("whole reading        {:>8.2} ms", whole.as_secs_f64() * 1e3);
    println!(
        "ratio                {:>8.2}",
        whole.as_secs_f64() / floor.as_secs_f64()
    );
}

fn best(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
}

/// All pages of the sample blogs that are UTF-8, in the order of their paths.
fn pages() -> Vec<String> {
    let mut files = Vec::new();
    for blog in blogs().expect("the sample blogs are in the checkout") {
        collect(&blog.www(), &mut files);
    }
    files.sort();
    files
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a sample blog can be listed");
    for path in entries.map(|entry| entry.expect("an entry can be read").path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "html") {
            files.push(path);
        }
    }
}
