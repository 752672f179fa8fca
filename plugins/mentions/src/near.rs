//! Near spellings: "Hollaway" for "Holloway".
//!
//! A name of several words is met near where each of its words is there in order, the long ones
//! perhaps misspelt. A word is near where it has the same first letter, at least six letters on
//! the list's side, and one edit (a letter more, less, other, or two swapped) for up to eight letters,
//! two for more. A capital in the name asks for one in the text, so that "leaders" is no "Leader".

use std::{collections::HashMap, ops::Range};

use strsim::osa_distance;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    config::Watch,
    exact::{Hit, How},
    fold::fold_name,
};

/// Shorter words are near to too many others: "Marin" to "Maria" and "Martin".
const MIN_LETTERS: usize = 6;
/// Words with more letters may have two edits.
const ONE_EDIT_UP_TO: usize = 8;
/// Longer runs of letters are no words; comparing them would cost without an answer.
const MAX_LETTERS: usize = 40;

/// A name as words.
#[derive(Debug)]
struct Name {
    watch: usize,
    spelling: String,
    /// Places of its words in `NearMatcher::words`.
    words: Vec<usize>,
}

#[derive(Debug)]
struct Word {
    folded: String,
    letters: usize,
    capital: bool,
    /// Whether it holds a digit: another number is another thing.
    numbered: bool,
}

/// The names that may be misspelt.
#[derive(Debug, Default)]
pub(crate) struct NearMatcher {
    names: Vec<Name>,
    words: Vec<Word>,
    /// Words of the list by their first letter.
    by_letter: HashMap<char, Vec<usize>>,
    /// Names by their first word.
    by_word: HashMap<usize, Vec<usize>>,
}

/// A word of a text and what it may be.
struct Token {
    range: Range<usize>,
    /// Words of the list with the number of edits between.
    like: Vec<(usize, usize)>,
}

impl NearMatcher {
    /// Takes the entries that ask for near spellings.
    pub(crate) fn new(watch: &[Watch]) -> Self {
        let mut matcher = Self::default();
        let mut known: HashMap<(String, bool), usize> = HashMap::new();
        for (at, entry) in watch.iter().enumerate().filter(|(_, entry)| entry.near) {
            for spelling in entry.aliases.iter().chain([&entry.name]) {
                let words = spelling
                    .unicode_words()
                    .map(|word| matcher.word(word, &mut known));
                let words: Vec<usize> = words.collect();
                let Some(first) = words.first().copied() else {
                    continue;
                };
                let name = Name {
                    watch: at,
                    spelling: spelling.clone(),
                    words,
                };
                matcher
                    .by_word
                    .entry(first)
                    .or_default()
                    .push(matcher.names.len());
                matcher.names.push(name);
            }
        }
        matcher
    }

    fn word(&mut self, word: &str, known: &mut HashMap<(String, bool), usize>) -> usize {
        let folded = fold_name(word);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if let Some(at) = known.get(&(folded.clone(), capital)) {
            return *at;
        }
        let at = self.words.len();
        if let Some(letter) = folded.chars().next() {
            self.by_letter.entry(letter).or_default().push(at);
        }
        known.insert((folded.clone(), capital), at);
        self.words.push(Word {
            letters: folded.chars().count(),
            numbered: folded.contains(|c: char| c.is_numeric()),
            folded,
            capital,
        });
        at
    }

    /// Every near spelling in `text`; exact ones are left to the other matcher.
    pub(crate) fn find(&self, text: &str) -> Vec<Hit> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let mut seen: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        let tokens: Vec<Token> = text
            .unicode_word_indices()
            .map(|(at, word)| Token {
                range: at..at + word.len(),
                like: seen.entry(word).or_insert_with(|| self.like(word)).clone(),
            })
            .collect();
        let mut hits = Vec::new();
        for at in 0..tokens.len() {
            for (word, _) in &tokens[at].like {
                let names = self.by_word.get(word).into_iter().flatten();
                hits.extend(
                    names.filter_map(|name| self.hit(text, &tokens[at..], &self.names[*name])),
                );
            }
        }
        hits
    }

    /// Words of the list that `word` may be.
    fn like(&self, word: &str) -> Vec<(usize, usize)> {
        let possessive = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        let folded = fold_name(possessive.unwrap_or(word));
        let letters = folded.chars().count();
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let first = folded.chars().next();
        let candidates = first.and_then(|first| self.by_letter.get(&first));
        let near = candidates.into_iter().flatten().filter_map(|at| {
            let listed = &self.words[*at];
            if listed.folded == folded {
                return Some((*at, 0));
            }
            let allowed = if listed.letters <= ONE_EDIT_UP_TO {
                1
            } else {
                2
            };
            let comparable = listed.letters >= MIN_LETTERS
                && !listed.numbered
                && letters <= MAX_LETTERS
                && letters.abs_diff(listed.letters) <= allowed
                && (capital || !listed.capital);
            let edits = comparable.then(|| osa_distance(&listed.folded, &folded))?;
            (edits <= allowed).then_some((*at, edits))
        });
        near.collect()
    }

    fn hit(&self, text: &str, tokens: &[Token], name: &Name) -> Option<Hit> {
        let (mut edits, mut letters) = (0, 0);
        for (nth, word) in name.words.iter().enumerate() {
            let token = tokens.get(nth)?;
            edits += token.like.iter().find(|(like, _)| like == word)?.1;
            letters += self.words[*word].letters;
            if nth > 0 {
                let between = text.get(tokens[nth - 1].range.end..token.range.start)?;
                let joined = between
                    .chars()
                    .all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '.' | '&'));
                if !joined || between.contains("\n\n") {
                    return None;
                }
            }
        }
        let last = tokens.get(name.words.len() - 1)?;
        let words = text.get(last.range.clone())?;
        let possessive = words.ends_with("'s") || words.ends_with("’s");
        let end = last.range.end
            - if possessive {
                words.len() - words.rfind(['\'', '’'])?
            } else {
                0
            };
        (edits > 0).then(|| Hit {
            watch: name.watch,
            range: tokens[0].range.start..end,
            how: How::Near,
            spelling: name.spelling.clone(),
            confidence: 1.0 - edits as f32 / letters as f32,
        })
    }
}
