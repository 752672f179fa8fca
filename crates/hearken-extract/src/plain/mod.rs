//! Scraped plain text to a post.

use hearken_model::Post;

use crate::{ExtractError, PageHints};

/// Reads a page that was saved as text, its boilerplate included.
pub(crate) fn extract_text(_text: &str, _hints: &PageHints<'_>) -> Result<Post, ExtractError> {
    Err(ExtractError::NoText)
}
