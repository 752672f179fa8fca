//! What an analyzer says.

use core::ptr;

use crate::{HK_SEVERITY_INFO, HK_TARGET_BODY, HkStr, layout::size_of_u32};

/// A place in a text: bytes, half open, on borders of characters.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkSpan {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// Which text: one of `HK_TARGET_…`.
    pub target: u32,
    /// With `HK_TARGET_COMMENT`: the comment's `id`; else 0.
    pub comment_id: u64,
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// What the place is to the finding: `main`, `question`, `answer`; absent means `main`.
    pub role: HkStr,
}

impl HkSpan {
    /// The empty place at the start of the post's text.
    pub const EMPTY: Self = Self {
        size: size_of_u32::<Self>(),
        target: HK_TARGET_BODY,
        comment_id: 0,
        start: 0,
        end: 0,
        role: HkStr::NONE,
    };
}

/// One thing an analyzer says about a place in a post.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkFinding {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// `HK_FINDING_HAS_CONFIDENCE` or 0.
    pub flags: u32,
    /// What the finding speaks of as a whole: one of `HK_TARGET_…`.
    pub target: u32,
    /// One of `HK_SEVERITY_…`.
    pub severity: u32,
    /// With `HK_TARGET_COMMENT`: the comment's `id`; else 0.
    pub comment_id: u64,
    /// 0 to 1, with `HK_FINDING_HAS_CONFIDENCE`.
    pub confidence: f32,
    /// Zero.
    pub reserved: u32,
    /// Kind as the manifest declares it: words of a-z, 0-9 and `-`, parted by dots; at most 64
    /// bytes.
    pub kind: HkStr,
    /// One sentence for a person; at most 4 KiB.
    pub message: HkStr,
    /// The kind's own fields as a JSON object, or absent; at most 64 KiB.
    pub data_json: HkStr,
    /// The analyzer's own lasting identity for the finding, in place of its quoted words; or
    /// absent.
    pub key: HkStr,
    /// The places; none for a statement about the whole target.
    pub spans: *const HkSpan,
    /// Number of places.
    pub span_count: usize,
    /// Bytes from one place to the next.
    pub span_stride: usize,
    /// Free words to filter by.
    pub tags: *const HkStr,
    /// Number of tags.
    pub tag_count: usize,
}

impl HkFinding {
    /// A finding about the post as a whole that says nothing yet.
    pub const EMPTY: Self = Self {
        size: size_of_u32::<Self>(),
        flags: 0,
        target: HK_TARGET_BODY,
        severity: HK_SEVERITY_INFO,
        comment_id: 0,
        confidence: 0.0,
        reserved: 0,
        kind: HkStr::NONE,
        message: HkStr::NONE,
        data_json: HkStr::NONE,
        key: HkStr::NONE,
        spans: ptr::null(),
        span_count: 0,
        span_stride: size_of::<HkSpan>(),
        tags: ptr::null(),
        tag_count: 0,
    };
}
