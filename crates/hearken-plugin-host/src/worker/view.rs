//! A post in the form of the ABI.

use hearken_abi::{
    HK_COMMENT_BY_POST_AUTHOR, HK_POST_HAS_COMMENT_COUNT, HkBlock, HkComment, HkDate, HkImage,
    HkLink, HkPost, HkStr,
};

use crate::wire::{WireComment, WireDate, WirePost};

/// The arrays that a [`HkPost`] points to.
pub(super) struct View<'a> {
    post: &'a WirePost<'a>,
    authors: Vec<HkStr>,
    tags: Vec<HkStr>,
    blocks: Vec<HkBlock>,
    links: Vec<HkLink>,
    images: Vec<HkImage>,
    comments: Vec<HkComment>,
    comment_keys: Vec<&'a str>,
}

impl<'a> View<'a> {
    /// Lays out the arrays of `post`.
    pub(super) fn of(post: &'a WirePost<'a>) -> Self {
        Self {
            post,
            authors: post.authors.iter().map(|name| HkStr::new(name)).collect(),
            tags: post.tags.iter().map(|tag| HkStr::new(tag)).collect(),
            blocks: post.blocks.iter().map(block).collect(),
            links: post.links.iter().map(link).collect(),
            images: post.images.iter().map(image).collect(),
            comments: (1..).zip(&post.comments).map(comment).collect(),
            comment_keys: post.comments.iter().map(|one| one.key).collect(),
        }
    }

    /// Keys of the comments, in the order of their numbers.
    pub(super) fn comment_keys(&self) -> &[&'a str] {
        &self.comment_keys
    }

    /// The post itself; good as long as this view.
    pub(super) fn raw(&self) -> HkPost {
        let post = self.post;
        let count = post.comment_count_claimed;
        HkPost {
            flags: count.map_or(0, |_| HK_POST_HAS_COMMENT_COUNT),
            text: HkStr::new(post.text),
            title: HkStr::from_option(post.title),
            url: HkStr::from_option(post.url),
            canonical_url: HkStr::from_option(post.canonical_url),
            language: HkStr::from_option(post.language),
            site_name: HkStr::from_option(post.site_name),
            published: date(post.published.as_ref()),
            updated: date(post.updated.as_ref()),
            authors: self.authors.as_ptr(),
            author_count: self.authors.len(),
            tags: self.tags.as_ptr(),
            tag_count: self.tags.len(),
            blocks: self.blocks.as_ptr(),
            block_count: self.blocks.len(),
            links: self.links.as_ptr(),
            link_count: self.links.len(),
            images: self.images.as_ptr(),
            image_count: self.images.len(),
            comments: self.comments.as_ptr(),
            comment_count: self.comments.len(),
            comment_count_claimed: count.map_or(0, u64::from),
            ..HkPost::EMPTY
        }
    }
}

fn block((kind, level, start, end): &(u32, u32, u64, u64)) -> HkBlock {
    HkBlock {
        size: size::<HkBlock>(),
        kind: *kind,
        level: *level,
        flags: 0,
        start: *start,
        end: *end,
    }
}

fn link((start, end, href): &(u64, u64, &str)) -> HkLink {
    HkLink {
        size: size::<HkLink>(),
        flags: 0,
        start: *start,
        end: *end,
        href: HkStr::new(href),
    }
}

fn image((src, alt): &(&str, Option<&str>)) -> HkImage {
    HkImage {
        size: size::<HkImage>(),
        flags: 0,
        src: HkStr::new(src),
        alt: HkStr::from_option(*alt),
    }
}

fn comment((id, comment): (u64, &WireComment<'_>)) -> HkComment {
    HkComment {
        size: size::<HkComment>(),
        flags: if comment.by_post_author {
            HK_COMMENT_BY_POST_AUTHOR
        } else {
            0
        },
        id,
        parent_id: comment.parent,
        kind: comment.kind,
        reserved: 0,
        published: date(comment.published.as_ref()),
        key: HkStr::new(comment.key),
        author: HkStr::from_option(comment.author),
        author_url: HkStr::from_option(comment.author_url),
        text: HkStr::new(comment.text),
    }
}

fn date(date: Option<&WireDate<'_>>) -> HkDate {
    date.map_or(HkDate::NONE, |date| HkDate {
        unix_ms: date.unix_ms,
        precision: date.precision,
        reserved: 0,
        text: HkStr::new(&date.text),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "structs have a few hundred bytes"
)]
const fn size<T>() -> u32 {
    size_of::<T>() as u32
}
