//! The HTML path: parse, flatten, comments, post, metadata.

use hearken_model::Post;
use scraper::Html;
use url::Url;

use crate::{
    ExtractError, PageHints, blocks,
    comments::{self, CommentContext},
    limits::{self, Noscript},
    table::{self, Tag, squash},
};

/// Reads an HTML page.
pub(crate) fn extract_html(text: &str, hints: &PageHints<'_>) -> Result<Post, ExtractError> {
    let url = hints.url.and_then(|url| Url::parse(url).ok());
    let guarded = limits::guard(text, Noscript::Drop)?;
    let html = Html::parse_document(&guarded.html);
    let page = table::flatten(&html, url, guarded.streamed);
    let context = CommentContext {
        language: None,
        url: page.url.as_ref(),
    };
    let found = comments::find(&page, &context);
    let rendered = blocks::render(&page, page.subtree(0), &|_| false);
    if rendered.text.is_empty() {
        return Err(ExtractError::NoText);
    }
    let title = (0..page.nodes.len()).find(|id| page.node(*id).tag == Tag::Title);
    Ok(Post {
        title: title.map(|id| squash(&page.raw_text(id))),
        url: hints.url.map(str::to_owned),
        text: rendered.text,
        blocks: rendered.blocks,
        links: rendered.links,
        images: rendered.images,
        comments: found.comments,
        comment_count_claimed: found.claimed,
        ..Post::default()
    })
}
