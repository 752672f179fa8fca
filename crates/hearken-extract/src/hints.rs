//! What a caller knows of a page beside its bytes.

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageHints<'a> {
    /// Address of the page, for absolute links.
    pub url: Option<&'a str>,
    /// The `Content-Type` header, for its charset and media type.
    pub content_type: Option<&'a str>,
    /// The format, where the caller knows it; `None` looks at the bytes.
    pub format: Option<PageFormat>,
}

/// Formats that [`extract`](crate::extract) reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageFormat {
    /// An HTML page.
    Html,
    /// Scraped plain text, boilerplate included.
    Text,
}
