//! Numbers that stand for words: codes, kinds and flags.

/// Major number of this ABI; a new one means a new entry symbol.
pub const HK_ABI_MAJOR: u16 = 1;
/// Minor number: one more for each addition.
pub const HK_ABI_MINOR: u16 = 0;

/// The call did its work.
pub const HK_OK: i32 = 0;
/// The call failed; `hk_call.fail` was told why.
pub const HK_ERR: i32 = 1;
/// The plugin panicked and caught it; `hk_call.fail` was told where.
pub const HK_PANIC: i32 = 2;
/// The host wants the call to end (from a callback), or the call ended early (from a plugin).
pub const HK_CANCELLED: i32 = 3;
/// The configuration is wrong; the message begins with a JSON pointer to the place.
pub const HK_CONFIG: i32 = 4;
/// The host did not take this finding, and counts it as refused; the call may go on.
pub const HK_REFUSED: i32 = 5;

/// A fact worth having; nobody needs to look.
pub const HK_SEVERITY_INFO: u32 = 0;
/// Worth reading when one passes by.
pub const HK_SEVERITY_NOTICE: u32 = 1;
/// Somebody should look.
pub const HK_SEVERITY_WARNING: u32 = 2;
/// Somebody should look now.
pub const HK_SEVERITY_ALERT: u32 = 3;

/// The post's text.
pub const HK_TARGET_BODY: u32 = 0;
/// The post's title.
pub const HK_TARGET_TITLE: u32 = 1;
/// The text of the comment whose `id` stands in `comment_id`.
pub const HK_TARGET_COMMENT: u32 = 2;

/// No date: the page gives none.
pub const HK_DATE_NONE: u32 = 0;
/// To the second, zone known.
pub const HK_DATE_SECOND: u32 = 1;
/// To the second, zone unknown; `unix_ms` takes it as UTC.
pub const HK_DATE_LOCAL: u32 = 2;
/// To the day.
pub const HK_DATE_DAY: u32 = 3;
/// To the month.
pub const HK_DATE_MONTH: u32 = 4;
/// To the year.
pub const HK_DATE_YEAR: u32 = 5;

/// Running text.
pub const HK_BLOCK_PARAGRAPH: u32 = 0;
/// A heading; `level` is 1 to 6.
pub const HK_BLOCK_HEADING: u32 = 1;
/// An item of a list; `level` is its depth from 1.
pub const HK_BLOCK_LIST_ITEM: u32 = 2;
/// A paragraph of a quotation set apart.
pub const HK_BLOCK_QUOTE: u32 = 3;
/// Code or other preformatted text.
pub const HK_BLOCK_CODE: u32 = 4;
/// A row of a table.
pub const HK_BLOCK_TABLE_ROW: u32 = 5;

/// Words of a person.
pub const HK_COMMENT_WORDS: u32 = 0;
/// A notice that another site links here (pingback, trackback).
pub const HK_COMMENT_PINGBACK: u32 = 1;

/// Flag of a comment: the post's own author wrote it.
pub const HK_COMMENT_BY_POST_AUTHOR: u32 = 1;
/// Flag of a post: `comment_count_claimed` holds what the page says.
pub const HK_POST_HAS_COMMENT_COUNT: u32 = 1;
/// Flag of a finding: `confidence` holds a number from 0 to 1.
pub const HK_FINDING_HAS_CONFIDENCE: u32 = 1;

/// The call cannot give what was asked of it.
pub const HK_LOG_ERROR: u32 = 1;
/// A person should know.
pub const HK_LOG_WARN: u32 = 2;
/// A step was done.
pub const HK_LOG_INFO: u32 = 3;
/// For the plugin's author.
pub const HK_LOG_DEBUG: u32 = 4;
