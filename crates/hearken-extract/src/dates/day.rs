//! Days whose month is a word: "29 octobre 2014", "October 29, 2014", "2014 október 29".

use super::{context::DateContext, tokens::Line, vocabulary::Role};

/// A day, month or year as it was written, before it is checked against the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayParts {
    /// Absent where the page leaves it to the reader.
    pub(super) year: Option<i32>,
    pub(super) month: u8,
    pub(super) day: Option<u8>,
}

/// What was read, and the token behind it.
pub(super) type Read<T> = Option<(T, usize)>;

/// Full stops, commas and words such as "de" between the parts of a date; at most four of them.
const MAX_BETWEEN: usize = 4;

pub(super) fn skip_between(line: &Line<'_>, from: usize) -> usize {
    let part = |at: usize| match line.mark(at) {
        Some(mark) => matches!(mark, '.' | ',' | '-' | '–' | '/' | '’' | '\'' | '،'),
        None => line
            .meaning(at)
            .is_some_and(|meaning| meaning.is(Role::Between) || meaning.is(Role::Ordinal)),
    };
    let end = (from..from + MAX_BETWEEN).find(|at| !part(*at));
    end.unwrap_or(from + MAX_BETWEEN)
}

/// A year of four digits, or of two behind an apostrophe or the mark that parted day and month.
pub(super) fn year(line: &Line<'_>, at: usize) -> Option<i32> {
    let (value, digits) = line.number(at)?;
    let value = i32::try_from(value).ok()?;
    match digits {
        4 => Some(value),
        2 if matches!(line.mark(at.checked_sub(1)?), Some('\'' | '’' | '-' | '/'))
            && line.glued(at) =>
        {
            full_year(value)
        }
        _ => None,
    }
}

/// The year a number of two digits stands for; blogs start in the nineties.
pub(super) const fn full_year(short: i32) -> Option<i32> {
    match short {
        0..=50 => Some(2000 + short),
        90..=99 => Some(1900 + short),
        _ => None,
    }
}

fn month(line: &Line<'_>, at: usize, ctx: &DateContext) -> Option<u8> {
    line.meaning(at)?.month(ctx.language())
}

fn day_number(line: &Line<'_>, at: usize) -> Option<u8> {
    line.short_number(at)
        .filter(|day| (1..=31).contains(day))
        .and_then(|day| u8::try_from(day).ok())
}

/// A date with a named month that starts at `at`, be it with day, month or year.
pub(super) fn named(line: &Line<'_>, at: usize, ctx: &DateContext) -> Read<DayParts> {
    if line.word(at).is_some() {
        return month_first(line, at, ctx);
    }
    day_first(line, at, ctx).or_else(|| year_first(line, at, ctx))
}

fn day_first(line: &Line<'_>, at: usize, ctx: &DateContext) -> Read<DayParts> {
    let day = day_number(line, at)?;
    let month_at = skip_between(line, at + 1);
    let month = month(line, month_at, ctx).or_else(|| counted_month(line, month_at))?;
    let year_at = skip_between(line, month_at + 1);
    let (year, end) = match year(line, year_at) {
        Some(year) => (Some(year), year_at + 1),
        None => (None, month_at + 1),
    };
    Some((
        DayParts {
            year,
            month,
            day: Some(day),
        },
        end,
    ))
}

/// A month told by its number after a word for month, as in Vietnamese: "29 tháng 10".
fn counted_month(line: &Line<'_>, at: usize) -> Option<u8> {
    let behind_word = at.checked_sub(1).is_some_and(|before| {
        line.meaning(before)
            .is_some_and(|meaning| meaning.is(Role::Between) && meaning.is(Role::Unit))
    });
    let month = line
        .short_number(at)
        .filter(|month| (1..=12).contains(month))?;
    behind_word.then(|| u8::try_from(month).ok()).flatten()
}

fn month_first(line: &Line<'_>, at: usize, ctx: &DateContext) -> Read<DayParts> {
    let month = month(line, at, ctx)?;
    let next = skip_between(line, at + 1);
    let Some(day) = day_number(line, next) else {
        // "32 December 2012" is no December either.
        if at
            .checked_sub(1)
            .is_some_and(|before| line.number(before).is_some())
        {
            return None;
        }
        let year = year(line, next)?;
        return Some((
            DayParts {
                year: Some(year),
                month,
                day: None,
            },
            next + 1,
        ));
    };
    let year_at = skip_between(line, next + 1);
    let (year, end) = match year(line, year_at) {
        Some(year) => (Some(year), year_at + 1),
        None => (None, next + 1),
    };
    Some((
        DayParts {
            year,
            month,
            day: Some(day),
        },
        end,
    ))
}

fn year_first(line: &Line<'_>, at: usize, ctx: &DateContext) -> Read<DayParts> {
    let year = year(line, at)?;
    let month_at = skip_between(line, at + 1);
    let month = month(line, month_at, ctx)?;
    let day_at = skip_between(line, month_at + 1);
    let Some(day) = day_number(line, day_at) else {
        return Some((
            DayParts {
                year: Some(year),
                month,
                day: None,
            },
            month_at + 1,
        ));
    };
    let end = day_at + 1 + usize::from(line.mark(day_at + 1) == Some('.'));
    Some((
        DayParts {
            year: Some(year),
            month,
            day: Some(day),
        },
        end,
    ))
}
