//! Words as erasing compares them, and the runs of words it looks for.

use std::collections::{BTreeSet, HashSet};

use hearken_model::ContentHash;

/// Words of a comment that in a row tell it from other texts: six is where chance repeats become
/// rare in running text (as w-shingles of near-duplicate detection: Broder 1997 takes 4 to 10).
const SHINGLE: usize = 6;

/// Letters and digits in a row, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Words of a page's bytes, with tags left out.
pub(super) fn page_words(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut visible = String::with_capacity(text.len());
    for (at, piece) in text.split('<').enumerate() {
        // What stands before the first `<` is text; a piece begins with a tag else.
        let after_tag = if at == 0 {
            piece
        } else {
            piece.split_once('>').map_or(piece, |p| p.1)
        };
        visible.push_str(after_tag);
        visible.push(' ');
    }
    words(&visible)
}

/// Hash of words in a row.
pub(super) fn hash_of(words: &[String]) -> ContentHash {
    ContentHash::of_parts(words.iter().map(String::as_bytes))
}

/// Runs of words to look for, by their hashes.
#[derive(Debug, Default)]
pub(super) struct Runs {
    lengths: BTreeSet<usize>,
    hashes: HashSet<ContentHash>,
}

impl Runs {
    /// Adds a run of `length` words.
    pub(super) fn add(&mut self, length: usize, hash: ContentHash) {
        if length > 0 {
            self.lengths.insert(length);
            self.hashes.insert(hash);
        }
    }

    /// Adds each run of [`SHINGLE`] words of a text; a shorter text is too common to look for.
    pub(super) fn add_shingles(&mut self, text: &str) {
        for run in words(text).windows(SHINGLE) {
            self.add(SHINGLE, hash_of(run));
        }
    }

    /// Whether one of the runs stands in `words`.
    pub(super) fn are_in(&self, words: &[String]) -> bool {
        self.lengths.iter().any(|length| {
            words
                .windows(*length)
                .any(|run| self.hashes.contains(&hash_of(run)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_and_sentences_through_tags() {
        let mut runs = Runs::default();
        let name = words("Ann O'Hara");
        runs.add(name.len(), hash_of(&name));
        runs.add_shingles("I never said that to anybody in town.");
        for (page, found) in [
            ("<p>by <b>ANN</b> O&#8217;hara", false),
            ("<p>by <b>ANN</b> O'hara", true),
            ("he <i>never</i> said that to anybody", false),
            ("and never said that<br>to anybody in the", true),
            ("Annie O'Hara", false),
            ("", false),
        ] {
            assert_eq!(runs.are_in(&page_words(page.as_bytes())), found, "{page}");
        }
    }
}
