//! How people speak under a post.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::Words;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    praise: BTreeMap<String, Vec<String>>,
    thanks_reader: BTreeMap<String, Vec<String>>,
    answers: BTreeMap<String, Vec<String>>,
    greetings: BTreeMap<String, Vec<String>>,
    closings: BTreeMap<String, Vec<String>>,
}

/// What the opening of a paragraph says about who speaks to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Turn {
    /// A reader speaks of the post.
    Praise,
    /// A reader is thanked, as a rule by the post's author.
    ThanksReader,
    /// Something said before is answered.
    Answer,
    /// A greeting.
    Greeting,
    /// Short thanks or wishes, which end a comment as often as they begin one.
    Closing,
}

/// The openings, found by their first word.
#[derive(Debug)]
pub(crate) struct Voice {
    by_first: BTreeMap<String, Vec<(Vec<String>, Turn)>>,
}

/// The openings of `data/comment-voice.toml`.
pub(crate) fn voice() -> &'static Voice {
    static VOICE: LazyLock<Voice> = LazyLock::new(Voice::read);
    &VOICE
}

impl Voice {
    fn read() -> Self {
        let file: File = toml::from_str(include_str!("../../data/comment-voice.toml"))
            .expect("vocabulary files are checked by tests");
        let mut by_first: BTreeMap<String, Vec<(Vec<String>, Turn)>> = BTreeMap::new();
        for (lists, turn) in [
            (file.praise, Turn::Praise),
            (file.thanks_reader, Turn::ThanksReader),
            (file.answers, Turn::Answer),
            (file.greetings, Turn::Greeting),
            (file.closings, Turn::Closing),
        ] {
            for phrase in lists.into_values().flatten() {
                let words = Words::of(&phrase).as_slice().to_vec();
                if let Some(first) = words.first() {
                    by_first
                        .entry(first.clone())
                        .or_default()
                        .push((words, turn));
                }
            }
        }
        for found in by_first.values_mut() {
            found.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.cmp(&b.1)));
        }
        Self { by_first }
    }

    /// What the words begin with, and how many words it has; the longest opening counts.
    pub(crate) fn turn(&self, line: &Words) -> Option<(Turn, usize)> {
        let words = line.as_slice();
        let candidates = self.by_first.get(words.first()?)?;
        candidates
            .iter()
            .find(|(phrase, _)| words.starts_with(phrase))
            .map(|(phrase, turn)| (*turn, phrase.len()))
    }

    /// Whether the words begin with an opening of this kind, be there a longer one of another.
    pub(crate) fn begins(&self, line: &Words, turn: Turn) -> bool {
        let words = line.as_slice();
        let candidates = words.first().and_then(|first| self.by_first.get(first));
        candidates
            .into_iter()
            .flatten()
            .any(|(phrase, kind)| *kind == turn && words.starts_with(phrase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_told_apart() {
        for (text, expected) in [
            ("Great article, I will try it.", Some(Turn::Praise)),
            (
                "Danke für deinen Kommentar, Jana!",
                Some(Turn::ThanksReader),
            ),
            ("Gracias por compartir", Some(Turn::Praise)),
            ("Hahaha, that happened to me", Some(Turn::Answer)),
            ("Здравствуйте!", Some(Turn::Greeting)),
            ("Thanks again", Some(Turn::Closing)),
            ("Water first, then the leaves.", None),
        ] {
            let turn = voice().turn(&Words::of(text)).map(|(turn, _)| turn);
            assert_eq!(turn, expected, "{text}");
        }
    }
}
