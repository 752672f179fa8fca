//! Why a page was not read.

/// Why a page was not read. Each message says what was wrong and, where something helps, what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// There are no bytes, or white space alone.
    #[error("the page is empty; save or fetch it anew")]
    Empty,
    /// The bytes are no text.
    #[error("{what} is no text; give an HTML page or plain text")]
    Binary {
        /// What the bytes look like: `a PNG image`.
        what: &'static str,
    },
    /// The bytes are text, but no page.
    #[error("{what} is no page; ingest follows feeds and sitemaps, extract reads pages")]
    NotAPage {
        /// What the text is: ``XML (`rss`)``.
        what: String,
    },
    /// The page shows no words.
    #[error(
        "the page has no text to read; it may be filled by scripts, which hearken does not run"
    )]
    NoText,
    /// The page has more bytes than a page has.
    #[error("the page has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Size of the page, in bytes.
        bytes: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The text has more lines than a page has.
    #[error("the text has more than the {limit} lines that are read")]
    TooManyLines {
        /// The limit.
        limit: usize,
    },
    /// The page has more tags than a page has.
    #[error("the page has more than the {limit} tags that are read")]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
}
