//! Lines that bear a date, told from sentences that tell of one.

use hearken_model::{PageDate, Span};

use super::lines::is_edge_phrase;
use crate::{
    dates::{self, DateContext},
    vocab::Words,
};

/// Words beside a date from which a line with a full stop is a sentence; a name, a place and "by"
/// are fewer. A choice, like the next.
const SENTENCE: usize = 4;

/// The same for a month without a day, which stands in running text more often than alone.
const BESIDE_MONTH: usize = 3;

/// Whether a short line bears a date as a byline does.
pub(super) fn bears_date(line: &str, ctx: &DateContext) -> bool {
    dates::find(line, ctx).is_some_and(|(span, date)| !tells_of(line, span, date))
}

/// Whether a line with a date in it is a sentence that tells of the date.
pub(crate) fn tells_of(line: &str, span: Span, date: PageDate) -> bool {
    let own = Words::of(span.slice(line).unwrap_or_default()).len();
    let beside = Words::of(line).len().saturating_sub(own);
    let inner = line.trim_end_matches(['"', '”', '’', '»', ')']);
    let stops = inner.ends_with(['.', '!', '?', '…', '。', '！', '？']);
    let sentence = beside >= SENTENCE && stops;
    let month = beside >= BESIDE_MONTH && date.day().is_none();
    (sentence || month) && !is_edge_phrase(line)
}
