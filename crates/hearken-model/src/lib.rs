//! Posts, comments, findings and their identities: the words every hearken crate speaks.
//!
//! A [`Post`] is what a page was read as: the author's article with its blocks, the readers'
//! [`Comment`]s as a tree, and an account of what was [`Removed`] and why. A [`Finding`] is one
//! thing an analyzer says about a place in it. Nothing here does input or output, reads a clock
//! or knows of HTML, HTTP or SQL.
//!
//! ```
//! use hearken_model::{Post, Span};
//!
//! let post = Post { text: "Listening comes first.".to_owned(), ..Post::default() };
//! let span = Span::new(0, 9).expect("0 <= 9");
//! assert_eq!(span.slice(&post.text), Some("Listening"));
//! ```
//!
//! Invariants: every [`Span`] counts UTF-8 bytes, half open, into a text that is named beside it;
//! texts are NFC; hashes depend on content alone, never on row ids, offsets of a run or the clock.

mod comment;
mod date;
mod finding;
mod hash;
mod id;
mod post;
mod reading;
mod span;

pub use comment::{Comment, CommentKind};
pub use date::{DateParseError, DatePrecision, PageDate};
pub use finding::{
    CheckError, Finding, FindingDraft, FindingSpan, FindingState, Provenance, Quote, Severity,
    SpanDraft, Target, fingerprint,
};
pub use hash::{ContentHash, HashParseError};
pub use id::{CommentId, FindingId, PostId, RevisionId, RunId};
pub use post::{Block, BlockKind, Image, Link, Post, Removed, RemovedKind};
pub use reading::{BlockReading, CommentReading, PageReading, RemovedReading};
pub use span::Span;
