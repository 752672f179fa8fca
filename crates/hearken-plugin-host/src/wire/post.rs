//! A post on its way to the worker: what plugins are shown, borrowed on both sides.

use std::{borrow::Cow, collections::HashMap};

use hearken_abi as abi;
use hearken_model::{BlockKind, Comment, CommentKind, DatePrecision, PageDate, Post};
use serde::{Deserialize, Serialize};

/// A post with numbers of the ABI in place of enums.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WirePost<'a> {
    pub(crate) text: &'a str,
    pub(crate) title: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
    pub(crate) canonical_url: Option<&'a str>,
    pub(crate) language: Option<&'a str>,
    pub(crate) site_name: Option<&'a str>,
    #[serde(borrow)]
    pub(crate) published: Option<WireDate<'a>>,
    #[serde(borrow)]
    pub(crate) updated: Option<WireDate<'a>>,
    pub(crate) authors: Vec<&'a str>,
    pub(crate) tags: Vec<&'a str>,
    /// Kind, level (0 for none), start, end.
    pub(crate) blocks: Vec<(u32, u32, u64, u64)>,
    /// Start, end, address.
    #[serde(borrow)]
    pub(crate) links: Vec<(u64, u64, &'a str)>,
    /// Address, alternative text.
    #[serde(borrow)]
    pub(crate) images: Vec<(&'a str, Option<&'a str>)>,
    #[serde(borrow)]
    pub(crate) comments: Vec<WireComment<'a>>,
    pub(crate) comment_count_claimed: Option<u32>,
}

/// A date.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WireDate<'a> {
    pub(crate) unix_ms: i64,
    pub(crate) precision: u32,
    #[serde(borrow)]
    pub(crate) text: Cow<'a, str>,
}

/// A comment; its number is its place in the list, from 1.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WireComment<'a> {
    pub(crate) key: &'a str,
    /// Number of the comment it answers, 0 for the post.
    pub(crate) parent: u64,
    pub(crate) kind: u32,
    pub(crate) by_post_author: bool,
    pub(crate) author: Option<&'a str>,
    pub(crate) author_url: Option<&'a str>,
    #[serde(borrow)]
    pub(crate) published: Option<WireDate<'a>>,
    pub(crate) text: &'a str,
}

impl<'a> From<&'a Post> for WirePost<'a> {
    fn from(post: &'a Post) -> Self {
        Self {
            text: &post.text,
            title: post.title.as_deref(),
            url: post.url.as_deref(),
            canonical_url: post.canonical_url.as_deref(),
            language: post.language.as_deref(),
            site_name: post.site_name.as_deref(),
            published: post.published.as_ref().map(WireDate::from),
            updated: post.updated.as_ref().map(WireDate::from),
            authors: post.authors.iter().map(String::as_str).collect(),
            tags: post.tags.iter().map(String::as_str).collect(),
            blocks: post
                .blocks
                .iter()
                .map(|block| {
                    let level = block.level.map_or(0, u32::from);
                    let (start, end) = (block.span.start() as u64, block.span.end() as u64);
                    (block_number(block.kind), level, start, end)
                })
                .collect(),
            links: post
                .links
                .iter()
                .map(|link| {
                    (
                        link.span.start() as u64,
                        link.span.end() as u64,
                        link.href.as_str(),
                    )
                })
                .collect(),
            images: post
                .images
                .iter()
                .map(|image| (image.src.as_str(), image.alt.as_deref()))
                .collect(),
            comments: wire_comments(&post.comments),
            comment_count_claimed: post.comment_count_claimed,
        }
    }
}

fn wire_comments(comments: &[Comment]) -> Vec<WireComment<'_>> {
    let by_key: HashMap<&str, u64> = comments
        .iter()
        .map(|one| one.key.as_str())
        .zip(1..)
        .collect();
    comments
        .iter()
        .map(|comment| WireComment {
            key: &comment.key,
            parent: comment
                .reply_to
                .as_deref()
                .and_then(|key| by_key.get(key).copied())
                .unwrap_or(0),
            kind: match comment.kind {
                CommentKind::Comment => abi::HK_COMMENT_WORDS,
                CommentKind::Pingback => abi::HK_COMMENT_PINGBACK,
            },
            by_post_author: comment.by_post_author,
            author: comment.author.as_deref(),
            author_url: comment.author_url.as_deref(),
            published: comment.published.as_ref().map(WireDate::from),
            text: &comment.text,
        })
        .collect()
}

impl From<&PageDate> for WireDate<'_> {
    fn from(date: &PageDate) -> Self {
        let start = date.utc_start();
        Self {
            unix_ms: start.unix_timestamp() * 1000 + i64::from(start.millisecond()),
            precision: match date.precision() {
                DatePrecision::Second => abi::HK_DATE_SECOND,
                DatePrecision::Local => abi::HK_DATE_LOCAL,
                DatePrecision::Day => abi::HK_DATE_DAY,
                DatePrecision::Month => abi::HK_DATE_MONTH,
                DatePrecision::Year => abi::HK_DATE_YEAR,
            },
            text: Cow::Owned(date.to_string()),
        }
    }
}

const fn block_number(kind: BlockKind) -> u32 {
    match kind {
        BlockKind::Paragraph => abi::HK_BLOCK_PARAGRAPH,
        BlockKind::Heading => abi::HK_BLOCK_HEADING,
        BlockKind::ListItem => abi::HK_BLOCK_LIST_ITEM,
        BlockKind::Quote => abi::HK_BLOCK_QUOTE,
        BlockKind::Code => abi::HK_BLOCK_CODE,
        BlockKind::TableRow => abi::HK_BLOCK_TABLE_ROW,
    }
}
