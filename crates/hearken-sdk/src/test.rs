//! Tests an analyzer in its own crate, by plain `cargo test` and without the host.
//!
//! ```
//! # use hearken_sdk::prelude::*;
//! use hearken_sdk::test::{TestComment, TestPost, configured, run};
//! # #[config(kinds = ["question"])]
//! # struct Questions {}
//! # impl Analyzer for Questions {
//! #     fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
//! #         for comment in post.comments() {
//! #             for question in comment.questions() {
//! #                 cx.emit(Finding::at("question", post, question))?;
//! #             }
//! #         }
//! #         Ok(())
//! #     }
//! # }
//!
//! let post = TestPost::new("Rain again.")
//!     .title("Weather")
//!     .comment(TestComment::new("c1", "When does it end?").author("Ida"));
//! let found = run(&mut configured::<Questions>("{}"), post);
//! assert_eq!(found[0].text(), "When does it end?");
//! assert_eq!(found[0].spans[0].place, "comment c1");
//! ```
//!
//! The post goes through the same C structs as in the host, and findings are held against the
//! rules that need no manifest: spans within their text and on borders of characters, confidence
//! from 0 to 1.

mod found;
mod host;
mod sample;

pub use found::{TestFinding, TestSpan};
pub use sample::{TestComment, TestPost};

use crate::{Analyzer, entry};

/// An analyzer with this configuration, started.
///
/// # Panics
///
/// Where the configuration is wrong or the analyzer does not start, with its words.
#[must_use]
pub fn configured<T: Analyzer>(config: &str) -> T {
    match try_configured(config) {
        Ok(analyzer) => analyzer,
        Err(problem) => panic!("the analyzer does not start: {problem}"),
    }
}

/// As [`configured`], for tests of wrong configurations.
///
/// # Errors
///
/// The words the host would show, with the JSON pointer to the place.
pub fn try_configured<T: Analyzer>(config: &str) -> Result<T, String> {
    entry::made(config).map_err(|error| error.message().to_owned())
}

/// What `analyzer` finds in `post`.
///
/// # Panics
///
/// Where it fails, or a finding is wrong.
pub fn run<T: Analyzer>(analyzer: &mut T, post: TestPost) -> Vec<TestFinding> {
    match try_run(analyzer, post) {
        Ok(findings) => findings,
        Err(problem) => panic!("the analyzer failed: {problem}"),
    }
}

/// As [`run`], for tests of failures.
///
/// # Errors
///
/// The analyzer's own words, or what is wrong with a finding.
#[expect(clippy::needless_pass_by_value, reason = "reads best in a test")]
pub fn try_run<T: Analyzer>(analyzer: &mut T, post: TestPost) -> Result<Vec<TestFinding>, String> {
    host::show(analyzer, &post)
}
