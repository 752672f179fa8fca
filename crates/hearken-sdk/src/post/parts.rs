//! Blocks, links, images and dates.

use std::fmt;

use hearken_abi::{
    HK_BLOCK_CODE, HK_BLOCK_HEADING, HK_BLOCK_LIST_ITEM, HK_BLOCK_QUOTE, HK_BLOCK_TABLE_ROW,
    HK_DATE_DAY, HK_DATE_LOCAL, HK_DATE_MONTH, HK_DATE_NONE, HK_DATE_SECOND, HkBlock, HkDate,
    HkImage, HkLink,
};

use crate::raw;

/// A block of the post's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// 1 to 6 of a heading, or the depth from 1 of a list item.
    pub level: Option<u32>,
    /// Its words, a slice of the post's text.
    pub text: &'a str,
}

/// Kinds of [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A paragraph of a quotation set apart.
    Quote,
    /// Code or other preformatted text.
    Code,
    /// A row of a table.
    TableRow,
}

impl<'a> Block<'a> {
    /// A block of `text`; `None` where it does not lie in it.
    pub(super) fn from_raw(block: &HkBlock, text: &'a str) -> Option<Self> {
        let kind = match block.kind {
            HK_BLOCK_HEADING => BlockKind::Heading,
            HK_BLOCK_LIST_ITEM => BlockKind::ListItem,
            HK_BLOCK_QUOTE => BlockKind::Quote,
            HK_BLOCK_CODE => BlockKind::Code,
            HK_BLOCK_TABLE_ROW => BlockKind::TableRow,
            _ => BlockKind::Paragraph,
        };
        Some(Self {
            kind,
            level: (block.level != 0).then_some(block.level),
            text: part(text, block.start, block.end)?,
        })
    }
}

/// A link within the post's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// The address: absolute where the page's own is known.
    pub href: &'a str,
    /// The linked words, a slice of the post's text.
    pub text: &'a str,
}

impl<'a> Link<'a> {
    /// A link within `text`; `None` where it does not lie in it.
    ///
    /// # Safety
    ///
    /// The host made `link` for a call that lasts as long as `'a`.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(super) unsafe fn from_raw(link: &HkLink, text: &'a str) -> Option<Self> {
        // SAFETY: the text is the host's, and lives as long as the call.
        let href = unsafe { raw::text(link.href) };
        Some(Self {
            href: href.unwrap_or(""),
            text: part(text, link.start, link.end)?,
        })
    }
}

/// An image of the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Image<'a> {
    /// The address: absolute where the page's own is known.
    pub src: &'a str,
    /// The alternative text.
    pub alt: Option<&'a str>,
}

impl<'a> Image<'a> {
    /// Views an image of the host.
    ///
    /// # Safety
    ///
    /// The host made `image` for a call that lasts as long as `'a`.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(super) unsafe fn from_raw(image: &HkImage) -> Self {
        // SAFETY: the texts are the host's, and live as long as the call.
        let text = |one| unsafe { raw::text::<'a>(one) };
        Self {
            src: text(image.src).unwrap_or(""),
            alt: text(image.alt),
        }
    }
}

/// When something was written, in the precision its page gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date<'a> {
    unix_ms: i64,
    precision: Precision,
    text: &'a str,
}

/// How exact a [`Date`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the second, zone known.
    Second,
    /// To the second, zone unknown.
    Local,
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

impl<'a> Date<'a> {
    /// Views a date of the host; `None` where there is none.
    ///
    /// # Safety
    ///
    /// The host made `date` for a call that lasts as long as `'a`.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(super) unsafe fn from_raw(date: HkDate) -> Option<Self> {
        let precision = match date.precision {
            HK_DATE_NONE => return None,
            HK_DATE_SECOND => Precision::Second,
            HK_DATE_LOCAL => Precision::Local,
            HK_DATE_DAY => Precision::Day,
            HK_DATE_MONTH => Precision::Month,
            _ => Precision::Year,
        };
        // SAFETY: the text is the host's, and lives as long as the call.
        let text = unsafe { raw::text(date.text) };
        Some(Self {
            unix_ms: date.unix_ms,
            precision,
            text: text.unwrap_or(""),
        })
    }

    /// Start of the named time, in milliseconds from 1970-01-01 in UTC.
    #[must_use]
    pub const fn unix_ms(&self) -> i64 {
        self.unix_ms
    }

    /// How exact it is.
    #[must_use]
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// RFC 3339 as far as the date goes.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }
}

impl fmt::Display for Date<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// The part of `text` from byte `start` to `end`, where there is one.
fn part(text: &str, start: u64, end: u64) -> Option<&str> {
    text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}
