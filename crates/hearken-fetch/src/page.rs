//! What goes into a fetch and what comes out.

use std::fmt;

use url::Url;

use crate::MaskedUrl;

/// A page to get, with the validators of the copy that is already there.
#[derive(Clone)]
pub struct PageRequest {
    /// Address; a user name and password in it are sent to its own host only.
    pub url: Url,
    /// `ETag` of the copy that is there, byte for byte as it came.
    pub etag: Option<String>,
    /// `Last-Modified` of the copy that is there, byte for byte as it came.
    pub last_modified: Option<String>,
}

impl PageRequest {
    /// Asks for the page at `url`, whatever is already there.
    #[must_use]
    pub const fn new(url: Url) -> Self {
        Self {
            url,
            etag: None,
            last_modified: None,
        }
    }

    /// Whether a server may answer that the page is as it was.
    #[must_use]
    pub const fn is_conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }
}

impl fmt::Debug for PageRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageRequest")
            .field("url", &MaskedUrl(&self.url))
            .field("etag", &self.etag)
            .field("last_modified", &self.last_modified)
            .finish()
    }
}

/// A page as it came: whole, with its content codings undone and its charset untouched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    /// The address asked for, without credentials.
    pub requested_url: Url,
    /// The address that answered, without credentials.
    pub url: Url,
    /// Status of the answer: 2xx, or 304.
    pub status: u16,
    /// Whether the server said that the copy which is there still holds; `body` is empty then.
    pub not_modified: bool,
    /// `Content-Type` as it came.
    pub content_type: Option<String>,
    /// `ETag` as it came, byte for byte; with a 304 that has none, the one that was sent.
    pub etag: Option<String>,
    /// `Last-Modified` as it came, byte for byte; with a 304 that has none, the one that was sent.
    pub last_modified: Option<String>,
    /// The bytes after all content codings.
    pub body: Vec<u8>,
    /// The redirects followed, in order.
    pub redirects: Vec<Redirect>,
    /// How often the page was asked for.
    pub attempts: u32,
}

impl FetchedPage {
    /// Where the page moved for good: the target of an unbroken run of permanent redirects (301,
    /// 308) from the requested address.
    #[must_use]
    pub fn moved_to(&self) -> Option<&Url> {
        self.redirects
            .iter()
            .take_while(|hop| hop.is_permanent())
            .last()
            .map(|hop| &hop.to)
    }
}

/// One redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address that answered, without credentials.
    pub from: Url,
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    /// Where it pointed, without credentials.
    pub to: Url,
}

impl Redirect {
    /// Whether the old address need not be asked again.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
}
