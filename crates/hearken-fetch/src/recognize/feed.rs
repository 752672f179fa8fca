//! Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed.

use feed_rs::{
    model::{Entry, Feed, Link},
    parser::{Builder, ParseFeedResult},
};
use hearken_model::PageDate;
use url::Url;

use super::{RecognizeError, repair};

/// A feed's title and entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedDocument {
    /// Title of the feed.
    pub title: Option<String>,
    /// Entries in the feed's order.
    pub entries: Vec<FeedEntry>,
    /// Whether the feed was broken and had to be repaired; entries after a break are lost.
    pub repaired: bool,
}

/// One entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Where the post is: the link `alternate` of Atom, else the link, else an identifier that is an
    /// address.
    pub url: Option<Url>,
    /// Title, as the feed has it.
    pub title: Option<String>,
    /// When it was published, else when it was changed.
    pub published: Option<PageDate>,
    /// The whole text, where the feed has it, as HTML.
    pub content_html: Option<String>,
}

/// Reads a feed, strictly first and after a repair pass where that fails.
pub(super) fn parse(text: &str, base: &Url) -> Result<FeedDocument, RecognizeError> {
    if let Ok(feed) = read(text, base) {
        return Ok(document(feed, base, false));
    }
    let repaired = repair::with_version(repair::repair(text));
    if let Ok(feed) = read(&repaired, base) {
        return Ok(document(feed, base, true));
    }
    let whole = repair::cut_to_whole_items(&repaired);
    match read(&whole, base) {
        Ok(feed) => Ok(document(feed, base, true)),
        Err(source) => Err(RecognizeError::Feed {
            url: base.clone(),
            source: Box::new(source),
        }),
    }
}

fn read(text: &str, base: &Url) -> ParseFeedResult<Feed> {
    Builder::new()
        .base_uri(Some(base.as_str()))
        .build()
        .parse(text.as_bytes())
}

fn document(feed: Feed, base: &Url, repaired: bool) -> FeedDocument {
    FeedDocument {
        title: feed.title.and_then(|title| filled(&title.content)),
        entries: feed
            .entries
            .into_iter()
            .map(|entry| feed_entry(entry, base))
            .collect(),
        repaired,
    }
}

fn feed_entry(entry: Entry, base: &Url) -> FeedEntry {
    let url = post_link(&entry.links)
        .map(|link| link.href.clone())
        .or_else(|| entry.id.starts_with("http").then(|| entry.id.clone()))
        .and_then(|href| base.join(href.trim()).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    FeedEntry {
        url,
        title: entry.title.and_then(|title| filled(&title.content)),
        published: entry
            .published
            .or(entry.updated)
            .and_then(|at| at.to_rfc3339().parse().ok()),
        content_html: entry
            .content
            .and_then(|content| content.body)
            .and_then(|body| filled(&body)),
    }
}

/// The link to the post: `alternate`, HTML before others (RFC 4287, 4.2.7.2); links to the feed
/// itself, to comments, enclosures and edit addresses are none.
fn post_link(links: &[Link]) -> Option<&Link> {
    links
        .iter()
        .filter(|link| matches!(link.rel.as_deref(), None | Some("alternate" | "")))
        .min_by_key(|link| {
            let media = link.media_type.as_deref().unwrap_or("text/html");
            !media.contains("html")
        })
}

fn filled(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}
