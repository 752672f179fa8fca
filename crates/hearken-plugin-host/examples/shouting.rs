//! The smallest analyzer, as in the guide: built as a library and loaded by the tests of the host.

#![forbid(unsafe_code)]

use hearken_sdk::prelude::*;

/// Flags words in capitals.
#[config(kinds = ["shouting"])]
struct Shouting {
    /// Words this long or longer count as shouting.
    #[serde(default = "four")]
    min_len: usize,
}
fn four() -> usize {
    4
}

impl Analyzer for Shouting {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let loud = |w: &&str| w.len() >= self.min_len && w.chars().all(char::is_uppercase);
        for word in post.words().filter(loud) {
            let message = format!("“{word}” is all capitals");
            cx.emit(Finding::at("shouting", post, word).message(message))?;
        }
        Ok(())
    }
}

export!(Shouting);
