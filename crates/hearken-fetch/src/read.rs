//! The step from a page to its post.

use hearken_extract::{ExtractError, PageHints};
use hearken_model::Post;
use url::Url;

use crate::{FetchedPage, MaskedUrl};

/// A page that could not be read as a post.
#[derive(Debug, thiserror::Error)]
#[error("failed to read `{}` as a post", MaskedUrl(.url))]
#[non_exhaustive]
pub struct ReadError {
    /// The page's address.
    pub url: Url,
    /// What the extractor said.
    #[source]
    pub source: ExtractError,
}

/// Separates a fetched page into its post, the comments and the rest.
///
/// # Errors
///
/// [`ReadError`] where the extractor refuses the page.
pub fn read(page: &FetchedPage) -> Result<Post, ReadError> {
    let hints = PageHints {
        url: Some(page.url.as_str()),
        content_type: page.content_type.as_deref(),
        ..PageHints::default()
    };
    hearken_extract::extract(&page.body, &hints).map_err(|source| ReadError {
        url: page.url.clone(),
        source,
    })
}
