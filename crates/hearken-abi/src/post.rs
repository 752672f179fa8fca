//! What an analyzer is shown: the post, its parts and its comments.

use core::ptr;

use crate::{HkDate, HkStr, layout::size_of_u32};

/// A block of the post's text. Blocks are in order and don't overlap.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkBlock {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// One of `HK_BLOCK_…`.
    pub kind: u32,
    /// 1 to 6 of a heading, the depth from 1 of a list item, else 0.
    pub level: u32,
    /// Zero.
    pub flags: u32,
    /// First byte in the post's text.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

/// A link within the post's text.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkLink {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// Zero.
    pub flags: u32,
    /// First byte of the linked words in the post's text.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// The address: absolute where the page's own is known.
    pub href: HkStr,
}

/// An image of the post.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkImage {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// Zero.
    pub flags: u32,
    /// The address: absolute where the page's own is known.
    pub src: HkStr,
    /// The alternative text, or absent.
    pub alt: HkStr,
}

/// A comment under the post.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkComment {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// `HK_COMMENT_BY_POST_AUTHOR` or 0.
    pub flags: u32,
    /// Its number within this post and this call, from 1; what findings name it by.
    pub id: u64,
    /// Number of the comment it answers; 0 where it answers the post.
    pub parent_id: u64,
    /// `HK_COMMENT_WORDS` or `HK_COMMENT_PINGBACK`.
    pub kind: u32,
    /// Zero.
    pub reserved: u32,
    /// When it was written.
    pub published: HkDate,
    /// Its lasting name within the page: `comment-12`.
    pub key: HkStr,
    /// Name the page shows for its writer, or absent.
    pub author: HkStr,
    /// Address of the writer's own site or profile, or absent.
    pub author_url: HkStr,
    /// Its words; findings' spans count bytes of it.
    pub text: HkStr,
}

/// A post with its comments, as one call of [`HkPlugin::post`](crate::HkPlugin::post) sees it.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkPost {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// `HK_POST_HAS_COMMENT_COUNT` or 0.
    pub flags: u32,
    /// The post's words: NFC, blocks parted by a blank line. Spans count bytes of it.
    pub text: HkStr,
    /// Title without the site's name, or absent.
    pub title: HkStr,
    /// Address the page was read from, or absent.
    pub url: HkStr,
    /// Address the page names as its own, or absent.
    pub canonical_url: HkStr,
    /// BCP 47 tag, or absent.
    pub language: HkStr,
    /// Name of the blog, or absent.
    pub site_name: HkStr,
    /// When the post came out.
    pub published: HkDate,
    /// When it was last changed.
    pub updated: HkDate,
    /// Names of the authors, in the page's order.
    pub authors: *const HkStr,
    /// Number of authors.
    pub author_count: usize,
    /// Tags and categories, in the page's order.
    pub tags: *const HkStr,
    /// Number of tags.
    pub tag_count: usize,
    /// Blocks of the text.
    pub blocks: *const HkBlock,
    /// Number of blocks.
    pub block_count: usize,
    /// Bytes from one block to the next.
    pub block_stride: usize,
    /// Links within the text.
    pub links: *const HkLink,
    /// Number of links.
    pub link_count: usize,
    /// Bytes from one link to the next.
    pub link_stride: usize,
    /// Images of the post.
    pub images: *const HkImage,
    /// Number of images.
    pub image_count: usize,
    /// Bytes from one image to the next.
    pub image_stride: usize,
    /// Comments in the page's order.
    pub comments: *const HkComment,
    /// Number of comments.
    pub comment_count: usize,
    /// Bytes from one comment to the next.
    pub comment_stride: usize,
    /// How many comments the page says it has, with `HK_POST_HAS_COMMENT_COUNT`.
    pub comment_count_claimed: u64,
}

impl HkPost {
    /// A post of which nothing is known but that its text is empty.
    pub const EMPTY: Self = Self {
        size: size_of_u32::<Self>(),
        flags: 0,
        text: HkStr::NONE,
        title: HkStr::NONE,
        url: HkStr::NONE,
        canonical_url: HkStr::NONE,
        language: HkStr::NONE,
        site_name: HkStr::NONE,
        published: HkDate::NONE,
        updated: HkDate::NONE,
        authors: ptr::null(),
        author_count: 0,
        tags: ptr::null(),
        tag_count: 0,
        blocks: ptr::null(),
        block_count: 0,
        block_stride: size_of::<HkBlock>(),
        links: ptr::null(),
        link_count: 0,
        link_stride: size_of::<HkLink>(),
        images: ptr::null(),
        image_count: 0,
        image_stride: size_of::<HkImage>(),
        comments: ptr::null(),
        comment_count: 0,
        comment_stride: size_of::<HkComment>(),
        comment_count_claimed: 0,
    };
}
