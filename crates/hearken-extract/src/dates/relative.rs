//! Dates that count back from the reading: "3 days ago", "vor 2 Tagen", "gestern".

use super::{
    tokens::{Line, digit},
    vocabulary::{Role, is_dense, vocabulary},
};

/// A relative date fills its line but for a word or two.
const MAX_BYTES: usize = 80;

/// The bytes of a relative date in `text`, which has to be short.
pub(super) fn relative(line: &Line<'_>) -> Option<(usize, usize)> {
    let text = line.text();
    if text.len() > MAX_BYTES {
        return None;
    }
    counted(line).or_else(|| named(text))
}

/// A number, a unit, and a word such as "ago" before or after them.
fn counted(line: &Line<'_>) -> Option<(usize, usize)> {
    let text = line.text();
    (0..line.len()).find_map(|at| {
        let token = line.token(at)?;
        let article = || {
            let word = line.word(at)?;
            ARTICLES
                .contains(&word.to_lowercase().as_str())
                .then_some(())
        };
        line.number(at).map(|_| ()).or_else(article)?;
        let unit_end = unit_end(line, at)?;
        let after = text.get(unit_end..)?.to_lowercase();
        let after_trimmed = after.trim_start();
        if let Some(word) = ago_word(after_trimmed, |text, word| text.starts_with(word)) {
            let end = unit_end + (after.len() - after_trimmed.len()) + word.len();
            return text.is_char_boundary(end).then_some((token.start, end));
        }
        let before = text.get(..token.start)?.to_lowercase();
        let before_trimmed = before.trim_end();
        if let Some(word) = ago_word(before_trimmed, |text, word| text.ends_with(word)) {
            let start = before_trimmed.len() - word.len();
            return text.is_char_boundary(start).then_some((start, unit_end));
        }
        // "3d", "5 h": short forms that fill the line.
        (after_trimmed.is_empty() && before_trimmed.is_empty()).then_some((token.start, unit_end))
    })
}

/// Words that stand for the number one.
const ARTICLES: [&str; 20] = [
    "a", "an", "one", "ein", "eine", "einem", "einer", "einen", "un", "une", "una", "um", "uma",
    "een", "en", "ett", "et", "uno", "jeden", "bir",
];

fn unit_end(line: &Line<'_>, number: usize) -> Option<usize> {
    let text = line.text();
    let start = line.token(number)?.end;
    let behind = text.get(start..)?;
    let trimmed = behind.trim_start();
    if trimmed.starts_with(is_dense) {
        let unit = vocabulary()
            .dense_units
            .iter()
            .find(|unit| trimmed.starts_with(unit.as_str()))?;
        return Some(start + (behind.len() - trimmed.len()) + unit.len());
    }
    line.means(number + 1, Role::Unit)
        .then(|| line.token(number + 1).map(|token| token.end))
        .flatten()
}

fn ago_word(text: &str, stands: fn(&str, &str) -> bool) -> Option<&'static str> {
    let words = &vocabulary().ago;
    let found = words.iter().find(|word| {
        let bounded = || {
            let rest = text
                .strip_prefix(word.as_str())
                .and_then(|rest| rest.chars().next());
            let head = text
                .strip_suffix(word.as_str())
                .and_then(|head| head.chars().next_back());
            let open = |letter: Option<char>| {
                letter.is_none_or(|letter| !letter.is_alphabetic() || is_dense(letter))
            };
            open(rest) && open(head)
        };
        stands(text, word) && bounded()
    });
    found.map(String::as_str)
}

/// "Yesterday", "gestern, 14:22": a word, and at most a time of day behind it.
fn named(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_lowercase();
    // Offsets into the lowered text hold only where no letter changed its length.
    if lower.len() != text.len() {
        return None;
    }
    let start = lower.len() - lower.trim_start().len();
    let body = &lower[start..];
    let word = vocabulary()
        .when
        .iter()
        .find(|word| body.starts_with(word.as_str()))?;
    let rest = &body[word.len()..];
    let line = Line::read(rest);
    let clock = (0..line.len()).all(|at| {
        line.number(at).is_some()
            || line.mark(at).is_some()
            || line.meaning(at).is_some_and(|meaning| {
                meaning.is(Role::At) || meaning.is(Role::Clock) || meaning.half.is_some()
            })
    });
    let parted = rest
        .chars()
        .next()
        .is_none_or(|letter| !letter.is_alphabetic());
    (clock && parted).then(|| (start, start + word.len() + rest.trim_end().len()))
}

/// Whether `text` can hold a date at all: a digit, or few enough bytes for "yesterday".
pub(super) fn may_hold_date(text: &str) -> bool {
    text.len() <= MAX_BYTES || text.chars().any(|letter| digit(letter).is_some())
}
