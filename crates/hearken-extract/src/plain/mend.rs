//! Joins what the scraper broke: lines wrapped at a width, sentences cut at links, bullets apart
//! from their items.

use crate::{
    language,
    vocab::{Words, phrases},
};

use super::lines::Line;

/// A bullet or number that stood before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `•`, `-`, `*` and the like.
    Bullet,
    /// `3.` or `3)`.
    Number(u32),
}

/// A line mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) text: String,
    /// Words that spaces part, counted while lines are joined.
    pub(super) pieces: usize,
    pub(super) gap: bool,
    pub(super) marker: Option<Marker>,
}

/// Characters that mark list items. Dashes longer than `-` begin speech in many languages.
const BULLETS: [char; 11] = ['•', '·', '‣', '▪', '●', '○', '◦', '*', '-', '■', '∙'];

/// Joins the lines; `language` is that of the whole text, where it is known.
pub(super) fn mend(lines: Vec<Line>, language: Option<&str>) -> Vec<Mended> {
    let width = wrap_width(&lines);
    let gaps = has_gaps(&lines);
    let mut mended: Vec<Mended> = Vec::new();
    let mut waiting: Option<(Marker, bool)> = None;
    let mut last_raw = String::new();
    for line in lines {
        let (marker, text) = split_marker(&line.text);
        let raw = line.text.clone();
        if let Some(marker) = marker
            && text.is_empty()
        {
            waiting = Some((marker, line.gap));
            last_raw.clear();
            continue;
        }
        let text = text.to_owned();
        if let Some((marker, gap)) = waiting.take() {
            mended.push(Mended {
                gap,
                marker: Some(marker),
                ..Mended::line(&text)
            });
        } else if let Some(last) = mended.last_mut()
            && marker.is_none()
            && !line.gap
            && goes_on(
                last,
                &last_raw,
                &text,
                &Paper {
                    width,
                    gaps,
                    language,
                },
            )
        {
            join(last, &text);
        } else {
            mended.push(Mended {
                gap: line.gap,
                marker,
                ..Mended::line(&text)
            });
        }
        last_raw = raw;
    }
    mended
}

/// What is known of the whole text.
struct Paper<'a> {
    width: Option<usize>,
    gaps: bool,
    language: Option<&'a str>,
}

fn goes_on(last: &Mended, last_raw: &str, next: &str, paper: &Paper<'_>) -> bool {
    if let Some(width) = paper.width {
        let first_word = next.split(' ').next().unwrap_or_default();
        let full = last_raw.chars().count() + 1 + first_word.chars().count() > width;
        if full && last_raw.chars().count() * 2 > width {
            return true;
        }
    }
    if ends_sentence(&last.text) {
        return false;
    }
    let Some(first) = next.chars().next() else {
        return false;
    };
    // A mark that can't begin a line: the words before it were a link.
    let tail_mark = matches!(
        first,
        ',' | ';' | '.' | ')' | '!' | '?' | '’' | '”' | ']' | '»'
    ) && next
        .chars()
        .nth(1)
        .is_none_or(|second| !is_same_mark(first, second));
    if tail_mark {
        return true;
    }
    let n_words = last.pieces;
    let open = last.text.ends_with([',', '(', '„', '«', '–', '—']) && n_words >= 3;
    let last_word = last.text.rsplit(' ').next().unwrap_or_default();
    let function_word = paper
        .language
        .is_some_and(|tag| language::is_function_word(tag, &last_word.to_lowercase()));
    // A title may end with such a word, and its date line is no part of it.
    if phrases()
        .best(&Words::of(next))
        .is_some_and(|phrase| phrase.sure)
    {
        return false;
    }
    // "Log in" and "Sign up" end with function words too, hence the count.
    if (function_word && n_words >= 4 && last_word.chars().all(char::is_lowercase)) || open {
        return true;
    }
    let whole_words = n_words + next.split(' ').count() >= 4;
    first.is_lowercase() && whole_words && (paper.gaps || n_words >= 3 || function_word)
}

/// `...` and `))` are a smiley or an ellipsis of their own, not the end of a sentence.
fn is_same_mark(first: char, second: char) -> bool {
    first == second && first != '’'
}

impl Mended {
    /// A line that needs no mending.
    pub(super) fn line(text: &str) -> Self {
        Self {
            pieces: pieces(text),
            text: text.to_owned(),
            gap: false,
            marker: None,
        }
    }
}

fn pieces(text: &str) -> usize {
    text.split(' ').count()
}

fn join(last: &mut Mended, next: &str) {
    last.pieces += pieces(next);
    let text = &mut last.text;
    let glued = next.starts_with([',', ';', '.', ')', '!', '?', '’', '”', ']', '»'])
        || text.ends_with(['(', '„', '«', '“']);
    if !glued {
        text.push(' ');
    }
    text.push_str(next);
}

/// Whether the text ends as a sentence, a quotation or a heading with a colon does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let inner = text.trim_end_matches(['"', '”', '“', '’', '\'', '»', '«', ')', ']', '*', ' ']);
    inner.ends_with([
        '.', '!', '?', '…', ':', '。', '！', '？', '；', '։', '؟', '۔', '।',
    ]) || text
        .chars()
        .next_back()
        .is_some_and(|last| !last.is_alphanumeric() && last > '\u{2600}')
}

/// The bullet or number at the beginning of a line, and the rest. A number is taken off only
/// where it stands alone: "2. Late nights" is a heading's own words.
fn split_marker(text: &str) -> (Option<Marker>, &str) {
    let mut chars = text.chars();
    let first = chars.next();
    if first.is_some_and(|c| BULLETS.contains(&c)) {
        let rest = chars.as_str();
        if rest.is_empty() || rest.starts_with(' ') {
            return (Some(Marker::Bullet), rest.trim_start());
        }
        if first == Some('•') || first == Some('·') {
            return (Some(Marker::Bullet), rest);
        }
    }
    match text
        .strip_suffix(['.', ')'])
        .and_then(|digits| digits.parse::<u32>().ok())
    {
        Some(number) if text.len() <= 4 => (Some(Marker::Number(number)), ""),
        _ => (None, text),
    }
}

/// The width the text was wrapped at, where it was: a third of the longer lines end within a
/// word's length of the longest, and no line is longer than a terminal's 100 columns.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    const WIDEST: usize = 100;
    const NARROWEST: usize = 50;
    const WORD: usize = 12;
    let lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    let longest = lengths.iter().copied().max()?;
    if !(NARROWEST..=WIDEST).contains(&longest) {
        return None;
    }
    let long = lengths
        .iter()
        .filter(|length| **length * 2 > longest)
        .count();
    let full = lengths
        .iter()
        .filter(|length| **length + WORD > longest)
        .count();
    (full >= 4 && full * 3 >= long).then_some(longest)
}

/// Whether empty lines part the paragraphs, so that a single line break says little.
fn has_gaps(lines: &[Line]) -> bool {
    let gaps = lines.iter().filter(|line| line.gap).count();
    gaps * 4 >= lines.len()
}
