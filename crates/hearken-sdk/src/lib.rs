//! What an analyzer author writes against.
//!
//! An analyzer is a struct that is its own configuration, one method that looks at a post, and one
//! line that exports it. This is a whole plugin:
//!
//! ```
//! #![forbid(unsafe_code)]
//! use hearken_sdk::prelude::*;
//!
//! /// Flags words in capitals.
//! #[config(kinds = ["shouting"])]
//! struct Shouting {
//!     /// Words this long or longer count as shouting.
//!     #[serde(default = "four")]
//!     min_len: usize,
//! }
//! fn four() -> usize { 4 }
//!
//! impl Analyzer for Shouting {
//!     fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
//!         for word in post.words().filter(|w| w.len() >= self.min_len && w.chars().all(char::is_uppercase)) {
//!             cx.emit(Finding::at("shouting", post, word).message(format!("“{word}” is all capitals")))?;
//!         }
//!         Ok(())
//!     }
//! }
//!
//! export!(Shouting);
//! # fn main() {
//! let mut shouting: Shouting = hearken_sdk::test::configured(r#"{"min_len": 5}"#);
//! let found = hearken_sdk::test::run(&mut shouting, TestPost::new("I said NEVER to THEM"));
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].text(), "NEVER");
//! # use hearken_sdk::test::TestPost;
//! # }
//! ```
//!
//! [`Finding::at`] takes the place of a slice from its address, so that a span can't be wrong; `?`
//! works on any error; panics are caught, and cost the one post. A plugin is a pure function of
//! post and configuration: no network, files, clock or randomness, so that the same input gives the
//! same findings.
//!
//! Invariants: nothing here knows the host beyond the C types of `hearken-abi`; no unwinding
//! leaves the plugin; no `unsafe` is asked of the author.

mod analyzer;
mod cx;
mod entry;
mod error;
mod finding;
mod manifest;
mod panics;
mod post;
mod raw;
pub mod test;
pub mod text;

pub use analyzer::{Analyzer, Configured, Kind, KindInfo, Kinds, Severity};
pub use cx::{Cx, LogLevel};
pub use error::{Error, Result};
pub use finding::Finding;
pub use hearken_sdk_macros::{Kinds, config};
pub use post::{Block, BlockKind, Comment, CommentKind, Date, Image, Link, Place, Post, Precision};

/// All that an analyzer needs.
pub mod prelude {
    pub use crate::{
        Analyzer, Block, BlockKind, Comment, CommentKind, Cx, Date, Error, Finding, Kinds,
        LogLevel, Place, Post, Precision, Result, Severity, config, export,
    };
}

/// What the macros write refers to; no part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use hearken_abi::{HkPlugin, SECTION_MAGIC};
    pub use schemars;
    pub use serde;

    pub use crate::{
        entry::table,
        manifest::{RUSTC, SDK_VERSION, TARGET, checked_id, joined, joined_len},
    };
}

/// The examples of the guide, which compile and run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/plugins/README.md")]
struct Guide;
