//! Separates a blog page into the post, the readers' comments and the rest.
//!
//! [`extract`] takes the bytes of a page, HTML or scraped plain text, and yields a
//! [`hearken_model::Post`]: title, authors, dates, the post's blocks, the comments as a tree, and
//! an account of everything that was left out and why. `docs/reading.md` fixes the form of such a
//! reading, `docs/extraction.md` says how it comes about.
//!
//! ```no_run
//! use hearken_extract::{PageHints, extract};
//!
//! let page = b"<title>Tea - My blog</title><h1>Tea</h1><p>Water first, then the leaves.</p>";
//! let post = extract(page, &PageHints::default())?;
//! assert!(post.title.is_some_and(|title| title.contains("Tea")));
//! # Ok::<(), hearken_extract::ExtractError>(())
//! ```
//!
//! Invariants: a value comes in, a value goes out, nothing else happens; the same bytes and hints
//! give the same post; no input makes it panic; time and memory grow with the size of the input,
//! and what would break that is refused ([`ExtractError`]).

mod blocks;
mod boilerplate;
mod charset;
mod comments;
pub mod dates;
mod error;
mod extract;
mod hints;
mod html;
mod language;
mod limits;
mod metadata;
mod plain;
mod post;
mod sniff;
mod table;
mod vocab;

pub use error::ExtractError;
pub use extract::extract;
pub use hints::{PageFormat, PageHints};
pub use sniff::{Sniffed, sniff};

/// Raised when the readings of existing pages change, so that stores know what to read anew.
pub const EXTRACTOR_VERSION: u32 = 1;
