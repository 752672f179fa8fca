//! Five findings on every post, at a place that costs nothing to find: what the bench measures the
//! way of a post with.

use hearken_sdk::prelude::*;

/// Marks five places.
#[config(kinds = ["place"])]
struct Five {}

impl Analyzer for Five {
    fn post(&mut self, _post: &Post, cx: &mut Cx) -> Result {
        for _ in 0..5 {
            cx.emit(Finding::new("place", 0..9).message("a place in the text"))?;
        }
        Ok(())
    }
}

export!(Five);
