//! Comments that nothing marks, told by how people speak under a post.
//!
//! Praise of the post and thanks to a reader are marks that a comment begins ([`Turn`]); so are a
//! greeting, an emoji, a change of the language, and the line after an author's question. Who
//! speaks follows from it: praise comes from readers, thanks to a reader from the author, and a
//! reader thanked by name must have said something since the author spoke last.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    language,
    vocab::{Turn, Words, voice},
};

use super::{thread::Said, unit::Unit};

/// Paragraphs and words that the post must have before its first comment is guessed.
const MIN_POST_UNITS: usize = 3;
const MIN_POST_WORDS: usize = 60;
/// From the first comment to the end, at least one line in so many must open like a comment.
const LINES_PER_MARK: usize = 8;
/// A line of thanks of at most so many words is followed by the answer itself.
const SHORT_THANKS: usize = 8;
/// Thanks of at most so many words may end a comment.
const SHORT_CLOSING: usize = 12;

/// What one line says about the talk.
struct Line {
    turn: Option<Turn>,
    name: Option<String>,
    emoji: bool,
    closing: bool,
    question: bool,
    n_words: usize,
    language: Option<String>,
    first_word: Option<String>,
}

/// Where the comments begin in `post`, by the marks of speech alone.
pub(super) fn border(units: &[Unit], post: Range<usize>) -> Option<usize> {
    let lines: Vec<Line> = units[post.clone()].iter().map(look).collect();
    let strong: Vec<usize> = (0..lines.len())
        .filter(|at| is_strong(&lines[*at]))
        .collect();
    let last_thanks = strong
        .iter()
        .rposition(|at| lines[*at].turn == Some(Turn::ThanksReader));
    let mut words_before = vec![0; lines.len() + 1];
    for (at, unit) in units[post.clone()].iter().enumerate() {
        words_before[at + 1] = words_before[at] + unit.n_words;
    }
    for (nth, at) in strong.iter().copied().enumerate() {
        let marks = strong.len() - nth;
        let thanks = last_thanks.is_some_and(|last| last >= nth);
        let dense = marks * LINES_PER_MARK >= lines.len() - at;
        // The author's thanks answer a comment that stands before them.
        let answers = lines[at].turn == Some(Turn::ThanksReader);
        let first = if answers { at.saturating_sub(1) } else { at };
        let enough = first >= MIN_POST_UNITS && words_before[first] >= MIN_POST_WORDS;
        if enough && dense && marks >= if thanks { 2 } else { 3 } {
            return Some(post.start + first);
        }
    }
    None
}

fn is_strong(line: &Line) -> bool {
    match line.turn {
        Some(Turn::Praise | Turn::ThanksReader) => true,
        Some(Turn::Answer | Turn::Closing) => line.name.is_some(),
        _ => false,
    }
}

fn look(unit: &Unit) -> Line {
    let emoji = unit.text.chars().next().is_some_and(is_emoji);
    let (vocative, turn) = turn_of(unit);
    Line {
        name: vocative.or_else(|| turn.and_then(|(_, n)| addressed(&unit.text, &unit.words, n))),
        turn: turn.map(|(turn, _)| turn),
        emoji,
        closing: voice().begins(&unit.words, Turn::Closing),
        question: unit
            .text
            .trim_end_matches(['"', '”', '»', ')'])
            .ends_with(['?', '？', '؟']),
        n_words: unit.n_words,
        language: language::detect(&unit.text),
        first_word: unit.words.as_slice().first().cloned(),
    }
}

/// The opening of a line, and a name before it: `Ann, thanks for…`.
fn turn_of(unit: &Unit) -> (Option<String>, Option<(Turn, usize)>) {
    if let Some(turn) = voice().turn(&unit.words) {
        return (None, Some(turn));
    }
    let Some((name, rest)) = unit.text.split_once([',', '–', '—', ':', '!']) else {
        return (None, None);
    };
    let is_name = name.split(' ').count() <= 2
        && name.chars().next().is_some_and(char::is_uppercase)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    if !is_name {
        return (None, None);
    }
    let turn = voice().turn(&Words::of(rest));
    (turn.map(|_| name.trim().to_owned()), turn)
}

/// The name that an opening of `n` words addresses: the last capitalised word before the first
/// mark that ends it ("Thanks for your note Ann!", "Hi Ann,").
fn addressed(text: &str, words: &Words, n: usize) -> Option<String> {
    let rest = text.get(words.end_of(n.checked_sub(1)?)?..)?;
    let until = rest
        .find(['!', '.', ',', '?', ':', '–', '—', ';', '…'])
        .unwrap_or(rest.len());
    let last = rest[..until].split_whitespace().next_back()?;
    let is_name = last.chars().next().is_some_and(char::is_uppercase)
        && last.chars().count() >= 2
        && last
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    is_name.then(|| last.to_owned())
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}')
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Reader,
    Author,
}

impl Speaker {
    const fn other(self) -> Self {
        match self {
            Self::Reader => Self::Author,
            Self::Author => Self::Reader,
        }
    }
}

/// What a line does to the talk.
enum Step {
    GoesOn,
    Opens(Speaker, bool),
}

/// A talk as far as it was followed.
struct Talk<'a> {
    lines: &'a [Line],
    home: Option<&'a str>,
    said: Vec<(Speaker, Said)>,
    /// Names thanked so far.
    names: BTreeSet<String>,
    /// Places of the last comment by a reader and by the author.
    last: [Option<usize>; 2],
    start: usize,
}

/// Parts the units of `zone`, all of them comments, at the marks of speech; `home` is the post's
/// language.
pub(super) fn split(units: &[Unit], zone: Range<usize>, home: Option<&str>) -> Vec<Said> {
    let lines: Vec<Line> = units[zone.clone()].iter().map(look).collect();
    let mut talk = Talk {
        lines: &lines,
        home,
        said: Vec::new(),
        names: BTreeSet::new(),
        last: [None; 2],
        start: zone.start,
    };
    for (at, line) in lines.iter().enumerate() {
        match talk.step(at) {
            Step::GoesOn => {
                if let Some((_, last)) = talk.said.last_mut() {
                    last.body.push(zone.start + at);
                }
            }
            Step::Opens(speaker, answers) => talk.open(at, speaker, answers),
        }
        if let (Some(Turn::ThanksReader), Some(name)) = (line.turn, &line.name) {
            talk.names.insert(name.to_lowercase());
        }
    }
    talk.said
        .into_iter()
        .map(|(speaker, said)| Said {
            by_author: speaker == Speaker::Author,
            ..said
        })
        .collect()
}

impl Talk<'_> {
    fn step(&self, at: usize) -> Step {
        let line = &self.lines[at];
        let Some((speaker, last)) = self.said.last() else {
            let author = line.turn == Some(Turn::ThanksReader);
            return Step::Opens(
                if author {
                    Speaker::Author
                } else {
                    Speaker::Reader
                },
                false,
            );
        };
        let speaker = *speaker;
        if line.closing
            && line.name.is_none()
            && line.n_words <= SHORT_CLOSING
            && self.opens_or_ends(at + 1)
            && (line.turn != Some(Turn::ThanksReader) || speaker == Speaker::Author)
        {
            return Step::GoesOn;
        }
        if line.emoji {
            let known = self.begins_with_known_name(at);
            return match (known, speaker) {
                (true, _) => Step::Opens(Speaker::Author, true),
                (false, speaker) => Step::Opens(Speaker::Reader, speaker == Speaker::Author),
            };
        }
        match line.turn {
            Some(Turn::Praise) => return Step::Opens(Speaker::Reader, false),
            Some(Turn::ThanksReader) => return Step::Opens(Speaker::Author, true),
            Some(Turn::Answer | Turn::Greeting) if !self.is_foreign(at) => {
                let to_reader = line.name.is_some() && speaker == Speaker::Reader;
                return if to_reader {
                    Step::Opens(Speaker::Author, true)
                } else {
                    Step::Opens(Speaker::Reader, speaker == Speaker::Author)
                };
            }
            _ => {}
        }
        let before = last.body.last().and_then(|unit| self.line_of(*unit));
        if speaker == Speaker::Author && before.is_some_and(|line| line.question) {
            return Step::Opens(Speaker::Reader, true);
        }
        self.step_by_language(at, speaker, before)
    }

    /// In a second language people exchange a line each; the post's own language ends the talk.
    fn step_by_language(&self, at: usize, speaker: Speaker, before: Option<&Line>) -> Step {
        let was_foreign = before.is_some_and(|line| self.foreign(line));
        if self.is_foreign(at) {
            return Step::Opens(speaker.other(), true);
        }
        if was_foreign && self.lines[at].language.is_some() {
            return Step::Opens(Speaker::Reader, false);
        }
        Step::GoesOn
    }

    fn is_foreign(&self, at: usize) -> bool {
        self.foreign(&self.lines[at])
    }

    fn foreign(&self, line: &Line) -> bool {
        matches!((self.home, line.language.as_deref()), (Some(home), Some(own)) if home != own)
    }

    fn line_of(&self, unit: usize) -> Option<&Line> {
        self.lines.get(unit.checked_sub(self.start)?)
    }

    /// Whether the line at `at` opens a comment by itself, or there is none.
    fn opens_or_ends(&self, at: usize) -> bool {
        self.lines.get(at).is_none_or(|line| {
            line.emoji
                || (line.turn.is_some() && !line.closing)
                || is_strong(line)
                || self.foreign(line)
        })
    }

    /// Whether the line addresses somebody thanked before, be it by a short form of the name.
    fn begins_with_known_name(&self, at: usize) -> bool {
        /// Shorter beginnings are words sooner than short forms of names.
        const MIN_LETTERS: usize = 3;
        let Some(word) = self.lines[at].first_word.as_deref() else {
            return false;
        };
        // The names stand in order: those that begin with the word come right at it.
        let from = self.names.range(word.to_owned()..).next();
        word.chars().count() >= MIN_LETTERS && from.is_some_and(|name| name.starts_with(word))
    }

    fn open(&mut self, at: usize, speaker: Speaker, answers: bool) {
        let name = self.lines[at].name.clone();
        let new_name = name.is_some_and(|name| !self.names.contains(&name.to_lowercase()));
        let thanks = self.lines[at].turn == Some(Turn::ThanksReader);
        if speaker == Speaker::Author && thanks {
            self.find_hidden_comment(new_name);
        }
        let to = if speaker == Speaker::Author {
            Speaker::Reader
        } else {
            Speaker::Author
        };
        let reply_to = answers.then(|| self.last[to as usize]).flatten();
        let said = Said {
            body: vec![self.start + at],
            reply_to,
            ..Said::default()
        };
        self.push(speaker, said);
    }

    /// Who is thanked must have spoken: where no comment of a new reader stands between two
    /// answers of the author, the later lines of what stands there are it.
    fn find_hidden_comment(&mut self, new_name: bool) {
        let Some((speaker, last)) = self.said.last_mut() else {
            return;
        };
        let hidden = match speaker {
            Speaker::Author => {
                let short = last
                    .body
                    .first()
                    .and_then(|unit| self.lines.get(unit.checked_sub(self.start)?))
                    .is_some_and(|line| line.n_words <= SHORT_THANKS);
                let own = if short { 2 } else { 1 };
                if last.body.len() <= own {
                    return;
                }
                last.body.split_off(own)
            }
            // An answer to the author belongs to a reader whom the author has thanked already.
            Speaker::Reader if new_name && last.reply_to.is_some() && last.body.len() >= 2 => {
                last.body.split_off(1)
            }
            Speaker::Reader => return,
        };
        let hidden = Said {
            body: hidden,
            ..Said::default()
        };
        self.push(Speaker::Reader, hidden);
    }

    fn push(&mut self, speaker: Speaker, said: Said) {
        self.last[speaker as usize] = Some(self.said.len());
        self.said.push((speaker, said));
    }
}
