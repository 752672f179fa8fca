//! What no page is like: refused, or cut down before the parser sees it.

mod guard;
mod scan;

pub(crate) use guard::{Noscript, guard};

use crate::ExtractError;

/// Most bytes of one page: a choice well above what a page of text needs, not a measurement.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Most bytes of a page saved as text: a choice above the longest novels; every word of it is
/// kept apart while it is read, which takes up to 60 times its size.
const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// Most lines of a page saved as text: a choice that keeps what is noted of them below 200 MB.
pub(crate) const MAX_LINES: usize = 200_000;

/// Refuses a page that is too large to be one.
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), ExtractError> {
    check(bytes.len(), MAX_BYTES)
}

/// Refuses a text that is too large to be a page's.
pub(crate) fn check_text(text: &str) -> Result<(), ExtractError> {
    check(text.len(), MAX_TEXT_BYTES)
}

fn check(bytes: usize, limit: usize) -> Result<(), ExtractError> {
    if bytes > limit {
        return Err(ExtractError::TooLarge { bytes, limit });
    }
    Ok(())
}
