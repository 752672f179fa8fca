//! Saving what was read from a page: post, comments, raw bytes and the frontier's row in one
//! transaction; the same content again writes nothing but that row.

mod comment_match;
mod comment_rows;
mod place;
mod post_rows;
mod prepare;
mod raw;
mod record;
mod save;

pub(crate) use post_rows::refresh_shown_hash;
use prepare::prepare;
pub use raw::ArchivedPage;
pub(crate) use raw::page_from;
pub use record::{Change, Origin, PageAnswer, PageRecord, ReextractedPage, Saved};
