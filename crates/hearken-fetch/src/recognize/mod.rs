//! Tells what a fetched document is, by its content and not by its label alone.

mod feed;
mod opml;
mod repair;
mod sitemap;
mod sniff;
mod xml;

use std::io::Read;

use flate2::read::MultiGzDecoder;
use url::Url;

pub use feed::{FeedDocument, FeedEntry};
pub use opml::OpmlFeed;
pub use sitemap::SitemapDocument;

use crate::{FetchedPage, MaskedUrl};
use sniff::Kind;

/// Unpacked bytes of a compressed sitemap: the protocol's own limit of 50 MB.
const UNPACKED_LIMIT_BYTES: u64 = 52_428_800;

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Document {
    /// A page, HTML or plain text, that may hold a post.
    Page,
    /// A feed: RSS, RDF, Atom or JSON Feed.
    Feed(FeedDocument),
    /// A sitemap or an index of sitemaps, XML or plain text.
    Sitemap(SitemapDocument),
    /// A list of feeds.
    Opml(Vec<OpmlFeed>),
    /// Something that holds no post.
    Unsupported {
        /// What it is, in a word such as `pdf`, `image` or `json`.
        what: &'static str,
    },
}

/// A document that looks like a feed, a sitemap or an OPML list and can't be read as one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecognizeError {
    /// A feed that stays broken after the repair pass.
    #[error("the feed at `{}` can't be read", MaskedUrl(.url))]
    Feed {
        /// Its address.
        url: Url,
        /// What the parser said of the repaired text.
        #[source]
        source: Box<feed_rs::parser::ParseFeedError>,
    },
    /// A sitemap or OPML list with no usable entry before the place where it breaks.
    #[error("the {what} at `{}` can't be read", MaskedUrl(.url))]
    Xml {
        /// `sitemap` or `OPML list`.
        what: &'static str,
        /// Its address.
        url: Url,
        /// What the parser said.
        #[source]
        source: Box<quick_xml::Error>,
    },
    /// A compressed file that is broken or unpacks to more than 50 MB.
    #[error("the compressed file at `{}` can't be unpacked", MaskedUrl(.url))]
    Unpack {
        /// Its address.
        url: Url,
        /// What the decoder said.
        #[source]
        source: std::io::Error,
    },
}

/// Tells what a page is and reads it, where it is a feed, a sitemap or an OPML list.
///
/// Entities other than the five of XML and the characters of HTML are never expanded, and no
/// address inside a document is fetched.
///
/// # Errors
///
/// [`RecognizeError`] where the document is of such a kind and too broken to be of use.
pub fn recognize(page: &FetchedPage) -> Result<Document, RecognizeError> {
    if sniff::is_gzip(&page.body) {
        let body = unpack(page)?;
        return recognize_bytes(page, &body);
    }
    recognize_bytes(page, &page.body)
}

fn recognize_bytes(page: &FetchedPage, body: &[u8]) -> Result<Document, RecognizeError> {
    let kind = sniff::kind(body, page.content_type.as_deref(), page.url.path());
    Ok(match kind {
        Kind::Page => Document::Page,
        Kind::Unsupported(what) => Document::Unsupported { what },
        Kind::Feed => {
            let text = xml::to_utf8(body, page.content_type.as_deref());
            Document::Feed(feed::parse(&text, &page.url)?)
        }
        Kind::Sitemap => {
            let text = xml::to_utf8(body, page.content_type.as_deref());
            Document::Sitemap(sitemap::parse_xml(&text, &page.url)?)
        }
        Kind::TextSitemap => {
            let text = String::from_utf8_lossy(body);
            Document::Sitemap(sitemap::parse_text(&text, &page.url))
        }
        Kind::Opml => {
            let text = xml::to_utf8(body, page.content_type.as_deref());
            Document::Opml(opml::parse(&text, &page.url)?)
        }
    })
}

fn unpack(page: &FetchedPage) -> Result<Vec<u8>, RecognizeError> {
    let wrong = |source| RecognizeError::Unpack {
        url: page.url.clone(),
        source,
    };
    let mut body = Vec::new();
    MultiGzDecoder::new(page.body.as_slice())
        .take(UNPACKED_LIMIT_BYTES + 1)
        .read_to_end(&mut body)
        .map_err(wrong)?;
    if body.len() as u64 > UNPACKED_LIMIT_BYTES {
        return Err(wrong(std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(body)
}
