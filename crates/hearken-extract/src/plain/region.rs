//! Which lines are the post: the densest run of prose before the comments.

use crate::vocab::Mark;

use super::{thread, unit::Unit};

/// Where the post stands among the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// First unit of the post.
    pub(super) start: usize,
    /// One past its last.
    pub(super) end: usize,
    /// The unit that opens comments or their form, where one does.
    pub(super) border: Option<usize>,
}

/// Words of prose that must stand before a comments heading for it to end the post: headings also
/// stand under the title as a link to the comments.
const MIN_BEFORE_BORDER: usize = 25;
/// No paragraph counts for more words than this: one long legal note must not outweigh a post.
const MAX_PARAGRAPH: usize = 80;
/// How much prose behind a heading of comments counts beside that before it: comments are often
/// ten times as long as the post.
const BEHIND_COMMENTS: f32 = 0.04;
/// The same behind a form, which some themes put above the post's text in their markup.
const BEHIND_FORM: f32 = 0.3;
/// Lines behind a heading that are searched for signs of comments.
const SIGNS_WITHIN: usize = 10;
/// Short lines without a label that are taken to the post's end before a labelled one.
const MAX_TAIL: usize = 3;

/// Finds the post; `None` where there is no line to take.
pub(super) fn find(units: &[Unit]) -> Option<Region> {
    let borders = borders(units);
    let mut best: Option<(f32, usize, usize, Option<usize>)> = None;
    let (mut from, mut worth) = (0, 1.0_f32);
    for border in borders.iter().copied().map(Some).chain([None]) {
        let to = border.unwrap_or(units.len());
        if let Some((score, start, end)) = densest(units, from, to) {
            let score = score * worth;
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, start, end, border));
            }
        }
        from = to;
        if let Some(unit) = border.map(|at| &units[at]) {
            let form = unit.is_marked(Mark::Form) || unit.is_marked(Mark::Closed);
            worth = worth.min(if form { BEHIND_FORM } else { BEHIND_COMMENTS });
        }
    }
    let (_, start, end, border) = best?;
    let end = take_tail(units, end, border.unwrap_or(units.len()));
    Some(Region { start, end, border })
}

/// Places where comments or their form begin, with enough prose before each.
fn borders(units: &[Unit]) -> Vec<usize> {
    let last_count = units
        .iter()
        .rposition(|unit| unit.is_marked(Mark::Count) && has_number(unit));
    let last_prose = units.iter().rposition(Unit::is_prose);
    let mut borders = Vec::new();
    let mut prose = 0;
    for (at, unit) in units.iter().enumerate() {
        let opens = unit.is_marked(Mark::Comments)
            || unit.is_marked(Mark::Form)
            || unit.is_marked(Mark::Closed)
            || thread::opens_thread(units, at)
            || (unit.is_marked(Mark::Count)
                && (last_prose.is_none_or(|last| last <= at) || comments_follow(&units[at + 1..]))
                && !is_counted_again(units, at, last_count));
        if opens && prose >= MIN_BEFORE_BORDER {
            borders.push(at);
        }
        if unit.is_prose() && unit.boilerplate().is_none() {
            prose += unit.n_words;
        }
    }
    borders
}

/// Whether the same count stands once more below: then this one is the link under the title.
fn is_counted_again(units: &[Unit], at: usize, last: Option<usize>) -> bool {
    last.is_some_and(|last| {
        last > at && has_number(&units[at]) && number(&units[last]).eq(number(&units[at]))
    })
}

fn has_number(unit: &Unit) -> bool {
    unit.text.contains(|c: char| c.is_ascii_digit())
}

fn number(unit: &Unit) -> impl Iterator<Item = char> + '_ {
    unit.text.chars().filter(char::is_ascii_digit)
}

/// Whether lines behind a heading show signs of comments.
fn comments_follow(units: &[Unit]) -> bool {
    let near = &units[..units.len().min(SIGNS_WITHIN)];
    near.iter().any(|unit| {
        unit.is_marked(Mark::Reply)
            || unit.is_marked(Mark::Form)
            || unit.is_marked(Mark::Closed)
            || unit
                .phrase
                .is_some_and(|phrase| phrase.mark == Mark::Says && unit.sentence)
            || (unit.is_date_line() && !unit.is_prose())
            || thread::is_signature(unit)
    })
}

/// The run of units with the highest sum of weights.
fn densest(units: &[Unit], from: usize, to: usize) -> Option<(f32, usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    let (mut sum, mut start) = (0.0_f32, from);
    for (at, unit) in units.iter().enumerate().take(to).skip(from) {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += weight(unit);
        if best.is_none_or(|(most, ..)| sum > most) {
            best = Some((sum, start, at + 1));
        }
    }
    best
}

/// What a unit says for the post (above 0) or against it.
///
/// Set by hand and checked, not fitted, on text dumps of 126 blog pages in four forms (blocks,
/// paragraphs, text nodes, wrapped lines): token F1 of the post 0.92 to 0.93.
fn weight(unit: &Unit) -> f32 {
    let words = unit.n_words.min(MAX_PARAGRAPH) as f32;
    if unit.boilerplate().is_some() {
        return match unit.phrase.map(|phrase| phrase.mark) {
            Some(Mark::Form) => -100.0,
            Some(Mark::End) => -60.0,
            Some(Mark::Comments | Mark::Closed) => -40.0,
            Some(Mark::Reply) => -20.0,
            Some(Mark::Count | Mark::Tail) => -15.0,
            _ => -8.0,
        };
    }
    if unit.is_prose() {
        return words;
    }
    if unit.is_date_line() {
        return -8.0;
    }
    match (unit.sentence, unit.marker) {
        (true, _) => words * 0.5,
        (false, Some(_)) => -1.0,
        (false, None) => -2.5,
    }
}

/// Last short lines ("Yours, Ann") that stand right before something the vocabulary knows.
fn take_tail(units: &[Unit], end: usize, limit: usize) -> usize {
    for (taken, unit) in units[end..limit].iter().enumerate() {
        if unit.boilerplate().is_some() || unit.is_date_line() || unit.phrase.is_some() {
            return end + taken;
        }
        if taken >= MAX_TAIL {
            return end;
        }
    }
    if limit - end <= MAX_TAIL { limit } else { end }
}
