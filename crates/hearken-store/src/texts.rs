//! The texts the database keeps for times, dates, hashes and closed lists, both ways.

use std::str::FromStr;

use hearken_model::{
    BlockKind, CommentKind, ContentHash, DatePrecision, FindingState, PageDate, RemovedKind,
    Severity,
};
use serde::{Serialize, de::DeserializeOwned};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::error::{Result, StoreError};

/// RFC 3339 in UTC to the second.
pub(crate) fn time_text(at: OffsetDateTime) -> String {
    PageDate::Instant(at.to_offset(UtcOffset::UTC)).to_string()
}

/// Reads what [`time_text`] writes.
pub(crate) fn time_from(place: &'static str, text: &str) -> Result<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .ok_or_else(|| StoreError::corrupt(place, text))
}

/// As [`time_from`], for a column that may be empty.
pub(crate) fn time_maybe(
    place: &'static str,
    text: Option<String>,
) -> Result<Option<OffsetDateTime>> {
    text.map(|text| time_from(place, &text)).transpose()
}

/// A page's date in its three columns: as the page goes, its start in UTC, its precision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateColumns {
    pub(crate) text: Option<String>,
    pub(crate) at: Option<String>,
    pub(crate) precision: Option<&'static str>,
}

impl From<Option<PageDate>> for DateColumns {
    fn from(date: Option<PageDate>) -> Self {
        Self {
            text: date.map(|date| date.to_string()),
            at: date.map(|date| time_text(date.utc_start())),
            precision: date.map(|date| date.precision().as_str()),
        }
    }
}

/// Reads a value that the model writes as text.
pub(crate) fn parsed<T: FromStr>(place: &'static str, text: &str) -> Result<T> {
    text.parse()
        .ok()
        .ok_or_else(|| StoreError::corrupt(place, text))
}

/// As [`parsed`], for a column that may be empty.
pub(crate) fn parsed_maybe<T: FromStr>(
    place: &'static str,
    text: Option<String>,
) -> Result<Option<T>> {
    text.map(|text| parsed(place, &text)).transpose()
}

/// Writes JSON.
pub(crate) fn json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|source| StoreError::Json { what, source })
}

/// Reads JSON.
pub(crate) fn from_json<T: DeserializeOwned>(place: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .ok()
        .ok_or_else(|| StoreError::corrupt(place, text))
}

/// Hash of a page's bytes as text.
pub(crate) fn hash_text(bytes: &[u8]) -> String {
    ContentHash::of(bytes).to_string()
}

/// A closed list whose words stand in a column.
pub(crate) trait Word: Sized + Copy + 'static {
    /// All of it.
    const ALL: &'static [Self];
    /// The word of one.
    fn word(self) -> &'static str;

    /// Reads a word.
    fn from_word(place: &'static str, word: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|value| value.word() == word);
        found
            .copied()
            .ok_or_else(|| StoreError::corrupt(place, word))
    }
}

macro_rules! words {
    ($($list:ident { $($value:ident),+ $(,)? })+) => {$(
        impl Word for $list {
            const ALL: &'static [Self] = &[$(Self::$value),+];
            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    )+};
}
pub(crate) use words;

words! {
    BlockKind { Paragraph, Heading, ListItem, Quote, Code, TableRow }
    CommentKind { Comment, Pingback }
    FindingState { New, Unchanged, Updated, Gone }
    Severity { Info, Notice, Warning, Alert }
    DatePrecision { Second, Local, Day, Month, Year }
    RemovedKind {
        CommentForm, CommentChrome, Share, Related, AuthorBox, Byline, Navigation, Sidebar, Header,
        Footer, Newsletter, Advert, Consent, Caption, Shortcode, Duplicate, Hidden, Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_times_to_the_second_in_utc() {
        let at = time_from("test", "2014-10-29T08:00:00.75+02:00").unwrap();
        assert_eq!(time_text(at), "2014-10-29T06:00:00Z");
    }

    #[test]
    fn reads_the_words_it_writes() {
        for kind in RemovedKind::ALL {
            assert_eq!(RemovedKind::from_word("test", kind.word()).unwrap(), *kind);
        }
        assert!(RemovedKind::from_word("test", "nothing").is_err());
    }
}
