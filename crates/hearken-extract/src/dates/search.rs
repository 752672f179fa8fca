//! Finding a date in a line and giving it its value.

use hearken_model::{PageDate, Span};
use time::{Date, Month, PrimitiveDateTime};

use super::{
    clock::{Clock, clock_after, clock_before, is_lead},
    context::DateContext,
    day::{DayParts, Read, named},
    numeric::numeric,
    relative::{may_hold_date, relative},
    tokens::Line,
    vocabulary::Role,
};

/// What a date in a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// A date of its own.
    Date(PageDate),
    /// A date only for who knows when the page was read: "3 days ago", "December 4".
    Vague,
}

/// Reads a text that is a date and nothing more, but for words such as "Posted on".
#[must_use]
pub fn parse(text: &str, ctx: &DateContext) -> Option<PageDate> {
    let text = text.trim();
    if let Ok(date) = text.parse::<PageDate>() {
        return in_range(date).then_some(date);
    }
    if !may_hold_date(text) {
        return None;
    }
    let line = Line::read(text);
    let found = search(&line, ctx, true)?;
    let rest = (0..found.start).chain(found.end..line.len());
    let alone =
        line.text().len() == text.len() && rest.into_iter().all(|at| is_furniture(&line, at));
    alone.then_some(found.date)
}

/// The first date in a line, and where it stands.
#[must_use]
pub fn find(text: &str, ctx: &DateContext) -> Option<(Span, PageDate)> {
    match recognise(text, ctx)? {
        (span, Stamp::Date(date)) => Some((span, date)),
        (_, Stamp::Vague) => None,
    }
}

/// The first date in a line, be it one without a value, and where it stands.
#[must_use]
pub fn recognise(text: &str, ctx: &DateContext) -> Option<(Span, Stamp)> {
    if !may_hold_date(text) {
        return None;
    }
    let line = Line::read(text);
    let span = |start: usize, end: usize| {
        Span::new(
            line.token(start)?.start,
            line.token(end.checked_sub(1)?)?.end,
        )
    };
    if let Some(found) = search(&line, ctx, false) {
        return Some((span(found.start, found.end)?, Stamp::Date(found.date)));
    }
    // Short years only where the line is a date throughout.
    if let Some(found) = search(&line, ctx, true) {
        let rest = (0..found.start).chain(found.end..line.len());
        if found.timed || rest.into_iter().all(|at| is_furniture(&line, at)) {
            return Some((span(found.start, found.end)?, Stamp::Date(found.date)));
        }
    }
    if let Some((start, end)) = without_year(&line, ctx) {
        return Some((span(start, end)?, Stamp::Vague));
    }
    let (start, end) = relative(&line)?;
    Some((Span::new(start, end)?, Stamp::Vague))
}

/// A date and the tokens it takes.
struct Found {
    start: usize,
    end: usize,
    date: PageDate,
    timed: bool,
}

fn search(line: &Line<'_>, ctx: &DateContext, short_years: bool) -> Option<Found> {
    (0..line.len()).find_map(|at| {
        if !may_start(line, at) {
            return None;
        }
        let (day, end) = numeric(line, at, ctx, short_years).or_else(|| named(line, at, ctx))?;
        dated(line, at, day, end)
    })
}

/// A cheap look at whether a date may start at `at`: a number that is not the tail of another
/// thing, or a word with a number close behind.
fn may_start(line: &Line<'_>, at: usize) -> bool {
    if line.number(at).is_some() {
        let inside = at > 0
            && line.glued(at)
            && line
                .mark(at - 1)
                .is_some_and(|mark| matches!(mark, '.' | '/' | '-'))
            && line.glued(at - 1)
            && line.number(at.saturating_sub(2)).is_some();
        return at < 2 || !inside;
    }
    line.word(at).is_some() && (at + 1..at + 4).any(|next| line.number(next).is_some())
}

fn dated(line: &Line<'_>, start: usize, day: DayParts, end: usize) -> Option<Found> {
    if day.year.is_none() {
        return year_behind_clock(line, start, day, end);
    }
    let (clock, start, end) = match clock_after(line, end) {
        Some((clock, after)) => (Some(clock), start, after),
        None => match clock_before(line, start) {
            Some((clock, before)) => (Some(clock), before, end),
            None => (None, start, end),
        },
    };
    let date = value(day, clock)?;
    let (start, end) = with_weekday(line, start, end);
    Some(Found {
        start,
        end,
        date,
        timed: clock.is_some(),
    })
}

/// `Oct 29 08:00:00 UTC 2014`, as C's `ctime` and mail programs write it.
fn year_behind_clock(line: &Line<'_>, start: usize, day: DayParts, end: usize) -> Option<Found> {
    let (clock, after) = clock_after(line, end)?;
    let (year, digits) = line.number(after)?;
    let year = i32::try_from(year).ok().filter(|_| digits == 4)?;
    let date = value(
        DayParts {
            year: Some(year),
            ..day
        },
        Some(clock),
    )?;
    let (start, end) = with_weekday(line, start, after + 1);
    Some(Found {
        start,
        end,
        date,
        timed: true,
    })
}

/// The day of the week before the date, or in brackets behind it, belongs to it.
fn with_weekday(line: &Line<'_>, start: usize, end: usize) -> (usize, usize) {
    let weekday = |at: usize| line.means(at, Role::Weekday);
    let mut first = start;
    let marks = |at: usize| matches!(line.mark(at), Some(',' | '.' | ';' | '،'));
    while let Some(before) = first.checked_sub(1)
        && start - before <= 3
        && (marks(before) || weekday(before))
    {
        first = before;
    }
    // Marks that no day of the week stands before are not part of the date.
    while first < start && marks(first) {
        first += 1;
    }
    let bracketed =
        line.mark(end) == Some('(') && weekday(end + 1) && line.mark(end + 2) == Some(')');
    (first, end + if bracketed { 3 } else { 0 })
}

fn value(day: DayParts, clock: Option<Clock>) -> Option<PageDate> {
    let month = Month::try_from(day.month).ok()?;
    let year = day.year?;
    let Some(number) = day.day else {
        return Some(PageDate::Month(year, month)).filter(|date| in_range(*date));
    };
    let date = Date::from_calendar_date(year, month, number).ok()?;
    let date = match clock {
        None => PageDate::Day(date),
        Some(Clock { time, zone: None }) => PageDate::Local(PrimitiveDateTime::new(date, time)),
        Some(Clock {
            time,
            zone: Some(zone),
        }) => PageDate::Instant(PrimitiveDateTime::new(date, time).assume_offset(zone)),
    };
    in_range(date).then_some(date)
}

/// Blogs begin in the nineties; a time with its zone was written by a machine and may be older.
fn in_range(date: PageDate) -> bool {
    let (year, first) = match date {
        PageDate::Instant(at) => (at.year(), 1900),
        PageDate::Local(at) => (at.year(), 1990),
        PageDate::Day(day) => (day.year(), 1990),
        PageDate::Month(year, _) | PageDate::Year(year) => (year, 1990),
    };
    (first..=2100).contains(&year)
}

/// A day and month that fill the line, with a time at most.
fn without_year(line: &Line<'_>, ctx: &DateContext) -> Option<(usize, usize)> {
    (0..line.len()).find_map(|at| {
        let (_, end): (DayParts, usize) = may_start(line, at)
            .then(|| -> Read<DayParts> { named(line, at, ctx) })
            .flatten()
            .filter(|(day, _)| day.year.is_none() && day.day.is_some())?;
        let end = clock_after(line, end).map_or(end, |(_, after)| after);
        let mut rest = (0..at).chain(end..line.len());
        rest.all(|at| is_furniture(line, at)).then_some((at, end))
    })
}

/// Words and marks that stand around a date without being more than its frame.
fn is_furniture(line: &Line<'_>, at: usize) -> bool {
    if line.mark(at).is_some() {
        return true;
    }
    line.word(at).is_some()
        && (is_lead(line, at)
            || line
                .meaning(at)
                .is_some_and(|meaning| meaning.is(Role::Between) || meaning.zone.is_some()))
}
