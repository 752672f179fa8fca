//! What no page is like: refused, or cut down before the parser sees it.

mod guard;
mod scan;

pub(crate) use guard::{Noscript, guard};

use crate::ExtractError;

/// Most bytes of one page: a choice well above what a page of text needs, not a measurement.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Refuses a page that is too large to be one.
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), ExtractError> {
    if bytes.len() > MAX_BYTES {
        return Err(ExtractError::TooLarge {
            bytes: bytes.len(),
            limit: MAX_BYTES,
        });
    }
    Ok(())
}
