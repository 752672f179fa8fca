//! The JSON shape of `hearken extract`: apart from [`Post`], so that each can grow on its own.

use serde::{Deserialize, Serialize};

use crate::{Image, Post};

/// One line of `hearken extract --format jsonl`. Absent means unknown; `null` is never written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageReading {
    /// The path or address as it was given.
    pub source: String,
    /// Address of the page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// Title without the site's name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// The authors in one string, joined by `, `.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author: Option<String>,
    /// The authors one by one.
    #[serde(default)]
    pub authors: Vec<String>,
    /// RFC 3339 as far as the page goes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published: Option<String>,
    /// RFC 3339 as far as the page goes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub updated: Option<String>,
    /// BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// Name of the blog.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_name: Option<String>,
    /// Tags and categories.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The post's words.
    pub text: String,
    /// The blocks of `text`.
    #[serde(default)]
    pub blocks: Vec<BlockReading>,
    /// Addresses that `text` links to, in order.
    #[serde(default)]
    pub links: Vec<String>,
    /// Images of the post.
    #[serde(default)]
    pub images: Vec<Image>,
    /// Comments in the page's order.
    #[serde(default)]
    pub comments: Vec<CommentReading>,
    /// How many comments the page says it has.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comment_count_claimed: Option<u32>,
    /// With `--explain`: what was left out and why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub removed: Option<Vec<RemovedReading>>,
}

/// A block; `start` and `end` are UTF-8 bytes into the reading's `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockReading {
    /// `paragraph`, `heading`, `list-item`, `quote`, `code`, `table-row`.
    pub kind: String,
    /// 1 to 6 of a heading, or the depth of a list item.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<u8>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentReading {
    /// Unique within the page.
    pub id: String,
    /// Id of the comment it answers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reply_to: Option<String>,
    /// `comment` or `pingback`.
    pub kind: String,
    /// Name shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author: Option<String>,
    /// The writer's own address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author_url: Option<String>,
    /// RFC 3339 as far as the page goes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published: Option<String>,
    /// The words.
    pub text: String,
    /// Whether the post's author wrote it.
    #[serde(default)]
    pub by_post_author: bool,
}

/// A piece that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedReading {
    /// A word of the closed list in `docs/reading.md`.
    pub kind: String,
    /// Its words.
    pub text: String,
    /// The rule and what it saw.
    pub why: String,
}

impl PageReading {
    /// The reading of `post`, which came from `source`; `explain` adds what was removed.
    #[must_use]
    pub fn new(source: &str, post: &Post, explain: bool) -> Self {
        let removed = explain.then(|| post.removed.iter().map(RemovedReading::from).collect());
        Self {
            source: source.to_owned(),
            url: post.url.clone(),
            title: post.title.clone(),
            author: (!post.authors.is_empty()).then(|| post.authors.join(", ")),
            authors: post.authors.clone(),
            published: post.published.map(|date| date.to_string()),
            updated: post.updated.map(|date| date.to_string()),
            language: post.language.clone(),
            site_name: post.site_name.clone(),
            tags: post.tags.clone(),
            text: post.text.clone(),
            blocks: post.blocks.iter().map(BlockReading::from).collect(),
            links: post.links.iter().map(|link| link.href.clone()).collect(),
            images: post.images.clone(),
            comments: post.comments.iter().map(CommentReading::from).collect(),
            comment_count_claimed: post.comment_count_claimed,
            removed,
        }
    }
}

impl From<&crate::Block> for BlockReading {
    fn from(block: &crate::Block) -> Self {
        Self {
            kind: block.kind.as_str().to_owned(),
            level: block.level,
            start: block.span.start(),
            end: block.span.end(),
        }
    }
}

impl From<&crate::Comment> for CommentReading {
    fn from(comment: &crate::Comment) -> Self {
        Self {
            id: comment.key.clone(),
            reply_to: comment.reply_to.clone(),
            kind: comment.kind.as_str().to_owned(),
            author: comment.author.clone(),
            author_url: comment.author_url.clone(),
            published: comment.published.map(|date| date.to_string()),
            text: comment.text.clone(),
            by_post_author: comment.by_post_author,
        }
    }
}

impl From<&crate::Removed> for RemovedReading {
    fn from(removed: &crate::Removed) -> Self {
        Self {
            kind: removed.kind.as_str().to_owned(),
            text: removed.text.clone(),
            why: removed.why.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, BlockKind, Comment, Span};

    #[test]
    fn writes_no_null_and_reads_back() {
        let post = Post {
            text: "Hello".to_owned(),
            blocks: vec![Block {
                kind: BlockKind::Paragraph,
                level: None,
                span: Span::new(0, 5).unwrap(),
            }],
            images: vec![Image {
                src: "a.png".to_owned(),
                alt: None,
            }],
            comments: vec![Comment {
                key: "c1".to_owned(),
                ..Comment::default()
            }],
            ..Post::default()
        };
        let reading = PageReading::new("a.html", &post, false);
        let json = serde_json::to_string(&reading).unwrap();
        assert!(!json.contains("null"), "{json}");
        assert_eq!(serde_json::from_str::<PageReading>(&json).unwrap(), reading);
    }
}
