//! Times of day and their zones.

use time::{Time, UtcOffset};

use super::{day::Read, tokens::Line, vocabulary::Role};

/// A time of day, and its zone where the page tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) zone: Option<UtcOffset>,
}

/// At most this many marks and words ("at", "um", "|") stand between a day and its time.
const MAX_LEAD: usize = 5;

/// The time that follows a day which ends before `at`.
pub(super) fn clock_after(line: &Line<'_>, at: usize) -> Read<Clock> {
    let mut led = false;
    for start in at..=at + MAX_LEAD {
        if let Some(read) = clock(line, start, led) {
            return Some(read);
        }
        if !is_lead(line, start) {
            return None;
        }
        led |= line.word(start).is_some();
    }
    None
}

/// The time that stands before a day which starts at `day`; gives the time's first token.
pub(super) fn clock_before(line: &Line<'_>, day: usize) -> Option<(Clock, usize)> {
    /// Hour, minute, second with their marks, half of day, zone and lead.
    const LONGEST: usize = 12;
    (day.saturating_sub(LONGEST)..day).find_map(|start| {
        let (clock, end) = clock(line, start, true)?;
        let joined = end <= day && (end..day).all(|at| is_lead(line, at));
        // The number of the clock must not be the tail of another: "1.2:30".
        let own = start == 0
            || !line.glued(start)
            || line
                .mark(start - 1)
                .is_some_and(|mark| "([|,".contains(mark));
        (joined && own).then_some((clock, start))
    })
}

/// What may stand between a day and its time.
pub(super) fn is_lead(line: &Line<'_>, at: usize) -> bool {
    match line.mark(at) {
        Some(mark) => ",-–—|·•@()（）/.:;،、，".contains(mark),
        None => {
            line.word(at).is_some_and(|word| word == "T")
                || line.meaning(at).is_some_and(|meaning| {
                    meaning.is(Role::At) || meaning.is(Role::Weekday) || meaning.is(Role::Clock)
                })
        }
    }
}

/// The time of day that starts at `at`; `led` tells that a word ("at", "kl") announced it, after
/// which a full stop may part hours and minutes.
fn clock(line: &Line<'_>, at: usize, led: bool) -> Read<Clock> {
    let early_half = line.meaning(at).and_then(|meaning| meaning.half);
    let start = at + usize::from(early_half.is_some());
    let (hour, minute, second, mut end) =
        compact(line, start).or_else(|| digits(line, start, led))?;
    let mut half = early_half;
    if half.is_none()
        && let Some((afternoon, after)) = half_of_day(line, end)
    {
        (half, end) = (Some(afternoon), after);
    }
    while line.means(end, Role::Clock) {
        end += 1;
    }
    let hour = match half {
        Some(_) if hour > 12 => hour,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    let time = Time::from_hms(hour, minute, second).ok()?;
    let (zone, end) = match zone(line, end) {
        Some((zone, after)) => (Some(zone), after),
        None => (None, end),
    };
    Some((Clock { time, zone }, end))
}

/// Hour, minute, second and the token behind them.
type Digits = (u8, u8, u8, usize);

/// `080000` behind the `T` of a compact ISO 8601 time.
fn compact(line: &Line<'_>, at: usize) -> Option<Digits> {
    let (value, digits) = line.number(at)?;
    let behind_t = line.word(at.checked_sub(1)?) == Some("T") && line.glued(at);
    let (hour, minute, second) = match digits {
        6 => (value / 10_000, value / 100 % 100, value % 100),
        4 => (value / 100, value % 100, 0),
        _ => return None,
    };
    let small = |value: u32| u8::try_from(value).ok();
    behind_t.then_some((small(hour)?, small(minute)?, small(second)?, at + 1))
}

fn digits(line: &Line<'_>, at: usize, led: bool) -> Option<Digits> {
    let small = |at: usize| {
        line.short_number(at)
            .and_then(|value| u8::try_from(value).ok())
    };
    let hour = small(at).filter(|hour| *hour < 24)?;
    let full = |at: usize| small(at).filter(|value| *value < 60);
    let parted = match line.mark(at + 1) {
        Some(':' | '：') => true,
        Some('.') => led || half_of_day(line, at + 3).is_some() || line.means(at + 3, Role::Clock),
        _ => line.word(at + 1).is_some_and(is_hour_word),
    };
    let two_digits = line.number(at + 2).is_some_and(|(_, digits)| digits == 2);
    let counted = line
        .word(at + 3)
        .is_some_and(|word| matches!(word, "分" | "분"));
    if !parted || !(two_digits || counted) || full(at + 2).is_none() {
        // An hour alone: "8 am", "14h", "14 Uhr".
        let end = at + 1;
        let told = half_of_day(line, end).is_some()
            || line.means(end, Role::Clock)
            || (line.glued(end) && line.word(end).is_some_and(is_hour_word));
        let end = end + usize::from(line.word(end).is_some_and(is_hour_word));
        return told.then_some((hour, 0, 0, end));
    }
    let minute = full(at + 2)?;
    let mut end = at
        + 3
        + usize::from(
            counted
                || line
                    .word(at + 3)
                    .is_some_and(|word| matches!(word, "min" | "m")),
        );
    let mut second = 0;
    let seconds_at = end + usize::from(!counted);
    let joined = counted || matches!(line.mark(end), Some(':' | '：' | '.') if line.glued(end));
    if joined
        && line
            .number(seconds_at)
            .is_some_and(|(_, digits)| digits == 2)
        && let Some(value) = full(seconds_at)
    {
        second = value;
        end = seconds_at + 1;
        if line.mark(end) == Some('.') && line.glued(end + 1) && line.number(end + 1).is_some() {
            end += 2;
        }
        end += usize::from(
            line.word(end)
                .is_some_and(|word| matches!(word, "秒" | "초")),
        );
    }
    Some((hour, minute, second, end))
}

fn is_hour_word(word: &str) -> bool {
    matches!(word, "h" | "H" | "時" | "时" | "点" | "點" | "시")
}

/// Whether the words at `at` say afternoon, and the token behind them.
fn half_of_day(line: &Line<'_>, at: usize) -> Read<bool> {
    if let Some(half) = line.meaning(at).and_then(|meaning| meaning.half) {
        let end = at + 1 + usize::from(line.mark(at + 1) == Some('.'));
        return Some((half, end));
    }
    // "a.m.", and "a. m." as Spanish writes it.
    let half = match line.word(at)? {
        "a" | "A" | "π" | "ق" => false,
        "p" | "P" | "μ" | "ب" => true,
        _ => return None,
    };
    let second = matches!(line.word(at + 2)?, "m" | "M" | "μ" | "ظ");
    let end = at + 3 + usize::from(line.mark(at + 3) == Some('.'));
    (line.mark(at + 1) == Some('.') && second).then_some((half, end))
}

fn zone(line: &Line<'_>, at: usize) -> Read<UtcOffset> {
    if line.mark(at) == Some('(') {
        let (zone, end) = zone(line, at + 1)?;
        return Some((zone, end + usize::from(line.mark(end) == Some(')'))));
    }
    let named = line
        .word(at)
        .filter(|word| word.chars().all(char::is_uppercase));
    if named.is_some()
        && let Some(minutes) = line.meaning(at).and_then(|meaning| meaning.zone)
    {
        let base = UtcOffset::from_whole_seconds(i32::from(minutes) * 60).ok()?;
        let signed = minutes == 0 && line.glued(at + 1);
        return match signed.then(|| signed_offset(line, at + 1, true)).flatten() {
            Some(read) => Some(read),
            None => Some((base, at + 1)),
        };
    }
    signed_offset(line, at, false)
}

/// `+01:00`, `+0100`; `+01` right behind the time, `+1` only behind a name.
fn signed_offset(line: &Line<'_>, at: usize, named: bool) -> Read<UtcOffset> {
    let sign: i8 = match line.mark(at)? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let (value, digits) = line.number(at + 1).filter(|_| line.glued(at + 1))?;
    let parted = line.mark(at + 2) == Some(':') && line.glued(at + 2);
    let minutes = line
        .number(at + 3)
        .filter(|(_, digits)| parted && *digits == 2);
    let (hours, minutes, end) = match (digits, minutes) {
        (4, _) => (value / 100, value % 100, at + 2),
        (1 | 2, Some((minutes, _))) => (value, minutes, at + 4),
        (2, None) if line.glued(at) => (value, 0, at + 2),
        (1 | 2, None) if named => (value, 0, at + 2),
        _ => return None,
    };
    if minutes >= 60 || hours > 14 {
        return None;
    }
    let part = |value: u32| i8::try_from(value).ok().map(|value| value * sign);
    Some((
        UtcOffset::from_hms(part(hours)?, part(minutes)?, 0).ok()?,
        end,
    ))
}
