//! Dates as far as a page tells them: with zone, without, or only a day, a month, a year.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{
    Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset, format_description::well_known,
    macros::format_description,
};

/// When something was written, in the precision its page gave.
///
/// Ordered and compared by what is known, so `2014-10-29` and `2014-10-29T00:00:00` differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PageDate {
    /// A time with its zone.
    Instant(OffsetDateTime),
    /// A time whose zone the page does not tell.
    Local(PrimitiveDateTime),
    /// A day.
    Day(Date),
    /// A month of a year.
    Month(i32, Month),
    /// A year alone.
    Year(i32),
}

/// How exact a [`PageDate`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
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

impl DatePrecision {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Local => "local",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl PageDate {
    /// How exact the date is.
    #[must_use]
    pub const fn precision(&self) -> DatePrecision {
        match self {
            Self::Instant(_) => DatePrecision::Second,
            Self::Local(_) => DatePrecision::Local,
            Self::Day(_) => DatePrecision::Day,
            Self::Month(..) => DatePrecision::Month,
            Self::Year(_) => DatePrecision::Year,
        }
    }

    /// The start of the named time in UTC; an unknown zone counts as UTC, as the precision tells.
    #[must_use]
    pub fn utc_start(&self) -> OffsetDateTime {
        let first =
            |year, month| Date::from_calendar_date(year, month, 1).map_or(Date::MIN, |date| date);
        match *self {
            Self::Instant(at) => at.to_offset(UtcOffset::UTC),
            Self::Local(at) => at.assume_utc(),
            Self::Day(date) => date.midnight().assume_utc(),
            Self::Month(year, month) => first(year, month).midnight().assume_utc(),
            Self::Year(year) => first(year, Month::January).midnight().assume_utc(),
        }
    }

    /// The day as the page counts it, where the date goes that far.
    #[must_use]
    pub const fn day(&self) -> Option<Date> {
        match self {
            Self::Instant(at) => Some(at.date()),
            Self::Local(at) => Some(at.date()),
            Self::Day(date) => Some(*date),
            Self::Month(..) | Self::Year(_) => None,
        }
    }
}

impl fmt::Display for PageDate {
    /// RFC 3339 as far as the date goes: `2014-10-29T08:00:00+01:00`, `2014-10-29T08:00:00`,
    /// `2014-10-29`, `2014-10`, `2014`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |f: &mut fmt::Formatter<'_>, at: PrimitiveDateTime| {
            let (date, time) = (at.date(), at.time());
            write!(f, "{}", Self::Day(date))?;
            write!(
                f,
                "T{:02}:{:02}:{:02}",
                time.hour(),
                time.minute(),
                time.second()
            )
        };
        match *self {
            Self::Instant(at) => {
                clock(f, PrimitiveDateTime::new(at.date(), at.time()))?;
                let offset = at.offset();
                if offset.is_utc() {
                    return f.write_str("Z");
                }
                let sign = if offset.is_negative() { '-' } else { '+' };
                let (hours, minutes) =
                    (offset.whole_hours().abs(), offset.minutes_past_hour().abs());
                write!(f, "{sign}{hours:02}:{minutes:02}")
            }
            Self::Local(at) => clock(f, at),
            Self::Day(date) => {
                write!(
                    f,
                    "{:04}-{:02}-{:02}",
                    date.year(),
                    u8::from(date.month()),
                    date.day()
                )
            }
            Self::Month(year, month) => write!(f, "{year:04}-{:02}", u8::from(month)),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// A text that is no date in the form [`PageDate`] writes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no RFC 3339 date, in full or in part")]
pub struct DateParseError {
    text: String,
}

impl FromStr for PageDate {
    type Err = DateParseError;

    /// Reads what [`PageDate`]'s `Display` writes, and any RFC 3339 time.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || DateParseError {
            text: text.to_owned(),
        };
        let local = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
        let day = format_description!("[year]-[month]-[day]");
        if let Ok(at) = OffsetDateTime::parse(text, &well_known::Rfc3339) {
            return Ok(Self::Instant(at));
        }
        if let Ok(at) = PrimitiveDateTime::parse(text, local) {
            return Ok(Self::Local(at));
        }
        if let Ok(date) = Date::parse(text, day) {
            return Ok(Self::Day(date));
        }
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let year = year
            .parse::<u16>()
            .ok()
            .filter(|_| year.len() == 4)
            .ok_or_else(wrong)?;
        match month {
            None => Ok(Self::Year(year.into())),
            Some(month) => {
                let number = month.parse::<u8>().ok().filter(|_| month.len() == 2);
                let month = number
                    .and_then(|n| Month::try_from(n).ok())
                    .ok_or_else(wrong)?;
                Ok(Self::Month(year.into(), month))
            }
        }
    }
}

impl TryFrom<String> for PageDate {
    type Error = DateParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PageDate> for String {
    fn from(date: PageDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_every_precision() {
        for (text, precision) in [
            ("2014-10-29T08:00:00+01:00", DatePrecision::Second),
            ("2014-10-29T08:00:00Z", DatePrecision::Second),
            ("2014-10-29T08:00:00", DatePrecision::Local),
            ("2014-10-29", DatePrecision::Day),
            ("2014-10", DatePrecision::Month),
            ("2014", DatePrecision::Year),
        ] {
            let date: PageDate = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(date.precision(), precision, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "14", "2014-13", "2014-10-32", "yesterday", "2014-1"] {
            assert!(text.parse::<PageDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn starts_in_utc() {
        let date: PageDate = "2014-10-29T08:00:00+02:00".parse().unwrap();
        assert_eq!(
            PageDate::Instant(date.utc_start()).to_string(),
            "2014-10-29T06:00:00Z"
        );
    }
}
