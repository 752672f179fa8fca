//! Feeds, sitemaps and OPML lists: followed to what they name.

use hearken_fetch::{Document, normalize_url};
use hearken_store::{FrontierKind, NewFrontierEntry, SourceId};
use url::Url;

/// A list that was followed.
#[derive(Debug)]
pub(super) struct Followed {
    /// The word of the report: `feed`, `sitemap` or `opml`.
    pub(super) reason: &'static str,
    /// What it names, in its order.
    pub(super) entries: Vec<NewFrontierEntry>,
}

/// What `document`, which came from `from`, leads to; `None` for a page.
pub(super) fn follow(document: Document, from: &str, source: Option<SourceId>) -> Option<Followed> {
    let entry = |url: &Url, kind| NewFrontierEntry {
        url: normalize_url(url).into(),
        kind,
        source,
        discovered_from: Some(from.to_owned()),
    };
    let (reason, entries) = match document {
        Document::Feed(feed) => {
            let pages = feed.entries.iter().filter_map(|item| item.url.as_ref());
            (
                "feed",
                pages.map(|url| entry(url, FrontierKind::Page)).collect(),
            )
        }
        Document::Sitemap(sitemap) => {
            // A sitemap names the site's front page too, which is no post.
            let is_post = |url: &&Url| url.path() != "/" || url.query().is_some();
            let posts = sitemap.urls.iter().filter(is_post);
            let pages = posts.map(|url| entry(url, FrontierKind::Page));
            let more = sitemap
                .sitemaps
                .iter()
                .map(|url| entry(url, FrontierKind::Sitemap));
            ("sitemap", pages.chain(more).collect())
        }
        Document::Opml(feeds) => {
            let feeds = feeds
                .iter()
                .map(|feed| entry(&feed.xml_url, FrontierKind::Feed));
            ("opml", feeds.collect())
        }
        _ => return None,
    };
    Some(Followed { reason, entries })
}
