//! Days written in numbers: `2014-10-29`, `29.10.2014`, `12/05/2014`, `2014年10月29日`.

use super::{
    context::{DateContext, NumberOrder},
    day::{DayParts, Read, full_year},
    tokens::Line,
};

/// A date in numbers that starts at `at`.
///
/// `short_years` also takes years of two digits, which a line may use that is a date throughout;
/// elsewhere `1.2.14` is as likely a version.
pub(super) fn numeric(
    line: &Line<'_>,
    at: usize,
    ctx: &DateContext,
    short_years: bool,
) -> Read<DayParts> {
    let (value, digits) = line.number(at)?;
    match digits {
        4 => counted(line, at).or_else(|| year_first(line, at)),
        1 | 2 => year_last(line, at, ctx, short_years),
        // The compact form of ISO 8601, which only machines write: a time follows.
        8 if line.word(at + 1) == Some("T") && line.glued(at + 1) => {
            let parts = parts(value / 10_000, value / 100 % 100, value % 100)?;
            Some((parts, at + 1))
        }
        _ => None,
    }
}

/// The first two numbers of the first date in `line` that parts three numbers by slashes or
/// hyphens and has its year last.
pub(super) fn slashed_numbers(line: &Line<'_>) -> Option<(u32, u32)> {
    (0..line.len()).find_map(|at| {
        let mark = parting_mark(line, at + 1).filter(|mark| matches!(mark, '/' | '-'))?;
        let (first, second) = (line.short_number(at)?, line.short_number(at + 2)?);
        let year = parting_mark(line, at + 3) == Some(mark) && line.number(at + 4).is_some();
        year.then_some((first, second))
    })
}

fn parts(year: u32, month: u32, day: u32) -> Option<DayParts> {
    Some(DayParts {
        year: Some(i32::try_from(year).ok()?),
        month: u8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))?,
        day: Some(
            u8::try_from(day)
                .ok()
                .filter(|day| (1..=31).contains(day))?,
        ),
    })
}

/// The mark at `at` where it can part the numbers of a date.
fn parting_mark(line: &Line<'_>, at: usize) -> Option<char> {
    line.mark(at)
        .filter(|mark| matches!(mark, '.' | '/' | '-' | '‐' | '‑') && line.glued(at))
}

/// Three numbers parted by one mark twice; a full stop may have a space behind it.
fn three(line: &Line<'_>, at: usize) -> Option<(char, [(u32, u8); 3])> {
    let mark = parting_mark(line, at + 1)?;
    // "17.07, 2011": some blogs set the year apart.
    let set_apart = mark == '.' && line.mark(at + 3) == Some(',');
    if !set_apart && parting_mark(line, at + 3)? != mark {
        return None;
    }
    let near = mark == '.' || (line.glued(at + 2) && line.glued(at + 4));
    let numbers = [line.number(at)?, line.number(at + 2)?, line.number(at + 4)?];
    near.then_some((mark, numbers))
}

fn year_first(line: &Line<'_>, at: usize) -> Read<DayParts> {
    let (mark, [year, month, day]) = three(line, at)?;
    if month.1 > 2 || day.1 > 2 {
        return None;
    }
    let end = at + 5 + usize::from(mark == '.' && line.mark(at + 5) == Some('.'));
    Some((parts(year.0, month.0, day.0)?, end))
}

/// Year, month and day, each with its word behind it.
fn counted(line: &Line<'_>, at: usize) -> Read<DayParts> {
    let is = |at: usize, words: &[&str]| line.word(at).is_some_and(|word| words.contains(&word));
    if !is(at + 1, &["年", "년"]) || !is(at + 3, &["月", "월"]) {
        return None;
    }
    let (year, _) = line.number(at)?;
    let month = line.short_number(at + 2)?;
    match line.short_number(at + 4) {
        Some(day) if is(at + 5, &["日", "号", "號", "일"]) => {
            Some((parts(year, month, day)?, at + 6))
        }
        _ => {
            let parts = parts(year, month, 1)?;
            Some((DayParts { day: None, ..parts }, at + 4))
        }
    }
}

fn year_last(line: &Line<'_>, at: usize, ctx: &DateContext, short_years: bool) -> Read<DayParts> {
    let (mark, [first, second, year]) = three(line, at)?;
    if second.1 > 2 {
        return None;
    }
    let end = at + 5;
    if year.1 == 2 && short_years {
        if ctx.year_first() {
            let full = full_year(i32::try_from(first.0).ok()?)?;
            return Some((parts(u32::try_from(full).ok()?, second.0, year.0)?, end));
        }
        let full = full_year(i32::try_from(year.0).ok()?)?;
        return Some((
            ordered(mark, first.0, second.0, u32::try_from(full).ok()?, ctx)?,
            end,
        ));
    }
    if year.1 != 4 {
        return None;
    }
    Some((ordered(mark, first.0, second.0, year.0, ctx)?, end))
}

fn ordered(mark: char, first: u32, second: u32, year: u32, ctx: &DateContext) -> Option<DayParts> {
    // Full stops part day, month and year in all languages that use them.
    let day_first = mark == '.' || ctx.order() == NumberOrder::DayFirst;
    let as_day_first = parts(year, second, first);
    let as_month_first = parts(year, first, second);
    if day_first {
        as_day_first.or(as_month_first)
    } else {
        as_month_first.or(as_day_first)
    }
}
