//! The words of `data/languages.toml`, weighed by how few languages share them.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    tag: String,
    #[serde(default)]
    letters: String,
    words: Vec<String>,
}

/// What a word and a letter say about the language.
#[derive(Debug)]
pub(super) struct Model {
    /// The languages' tags, in the order of the file.
    pub(super) tags: Vec<String>,
    words: HashMap<String, Vec<(usize, f32)>>,
    letters: HashMap<char, Vec<usize>>,
}

/// The languages of `data/languages.toml`.
pub(super) fn model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(Model::read);
    &MODEL
}

impl Model {
    fn read() -> Self {
        let file: File = toml::from_str(include_str!("../../data/languages.toml"))
            .expect("vocabulary files are checked by tests");
        let mut words: HashMap<String, Vec<usize>> = HashMap::new();
        let mut letters: HashMap<char, Vec<usize>> = HashMap::new();
        let mut tags = Vec::new();
        for (index, entry) in file.language.into_iter().enumerate() {
            for word in entry.words {
                let same = words.entry(word.to_lowercase()).or_default();
                if !same.contains(&index) {
                    same.push(index);
                }
            }
            for letter in entry.letters.chars().flat_map(char::to_lowercase) {
                letters.entry(letter).or_default().push(index);
            }
            tags.push(entry.tag);
        }
        let words = words
            .into_iter()
            .map(|(word, languages)| {
                let weight = word_weight(&word, languages.len());
                let weighed = languages.into_iter().map(|index| (index, weight)).collect();
                (word, weighed)
            })
            .collect();
        Self {
            tags,
            words,
            letters,
        }
    }

    /// Whether the language with this tag has the word among its function words.
    pub(super) fn has(&self, tag: &str, word: &str) -> bool {
        let known = self.words.get(word).into_iter().flatten();
        known.into_iter().any(|(index, _)| self.tags[*index] == tag)
    }

    /// Adds what a word in lower case says to each language's score.
    pub(super) fn weigh(&self, word: &str, scores: &mut [f32]) {
        for (index, weight) in self.words.get(word).into_iter().flatten() {
            scores[*index] += weight;
        }
        // One mark a word: a letter that comes twice says nothing more.
        if let Some(languages) = word.chars().find_map(|letter| self.letters.get(&letter)) {
            for index in languages {
                scores[*index] += 0.6 / languages.len() as f32;
            }
        }
    }
}

/// A word that one language has alone counts 1; one that `n` share counts less for each, but
/// stays evidence against all others. Single letters are names and list marks as often as words.
fn word_weight(word: &str, n: usize) -> f32 {
    let shared = 1.0 / (n as f32).powf(0.7);
    if word.chars().count() == 1 && word.is_ascii() {
        shared * 0.5
    } else {
        shared
    }
}
