//! The one way in: bytes and hints to a post.

use hearken_model::Post;

use crate::{
    ExtractError, PageFormat, PageHints, Sniffed, charset, html, limits, plain, sniff::sniff,
};

/// Reads a page: HTML or scraped plain text, told by the hints or by a look at the bytes.
///
/// # Errors
///
/// [`ExtractError::Empty`], [`ExtractError::Binary`] and [`ExtractError::NotAPage`] for what is no
/// page, [`ExtractError::NoText`] for a page without words, [`ExtractError::TooLarge`],
/// [`ExtractError::TooManyLines`] and [`ExtractError::TooManyElements`] for what no page is like.
pub fn extract(bytes: &[u8], hints: &PageHints<'_>) -> Result<Post, ExtractError> {
    limits::check_size(bytes)?;
    let format = match sniff(bytes, hints.content_type) {
        Sniffed::Empty => return Err(ExtractError::Empty),
        Sniffed::Binary { what } => return Err(ExtractError::Binary { what }),
        _ if hints.format.is_some() => hints.format,
        Sniffed::Html => Some(PageFormat::Html),
        Sniffed::Text => Some(PageFormat::Text),
        Sniffed::Xml { root } => {
            let what = format!("XML (`{root}`)");
            return Err(ExtractError::NotAPage { what });
        }
        Sniffed::Json => {
            let what = "JSON".to_owned();
            return Err(ExtractError::NotAPage { what });
        }
    };
    let text = charset::decode(bytes, hints.content_type);
    match format {
        Some(PageFormat::Text) => plain::extract_text(&text, hints),
        Some(PageFormat::Html) | None => html::extract_html(&text, hints),
    }
}
