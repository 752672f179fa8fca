//! Texts as words to compare phrases with.

use unicode_normalization::UnicodeNormalization;

/// The words of a text: lower case, compatibility forms folded; a run of digits is `#`; `%s` and
/// its like are kept; Chinese and Japanese characters are a word each, as they are not spaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    words: Vec<String>,
    ends: Vec<usize>,
}

/// Phrases are looked for in the first words of a text: no line of boilerplate is longer.
const MAX_WORDS: usize = 160;

impl Words {
    /// Splits `text` into words.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut word = String::new();
        let mut percent = false;
        for (at, c) in text.char_indices() {
            if words.len() >= MAX_WORDS {
                return words;
            }
            if c.is_alphanumeric() || is_joined_mark(c) {
                if is_unspaced(c) || (percent && word.is_empty()) {
                    words.end(&mut word, at);
                    if percent {
                        word.push('%');
                    }
                    fold(c, &mut word);
                    words.end(&mut word, at + c.len_utf8());
                } else {
                    if word.chars().next_back().is_some_and(char::is_numeric) != c.is_numeric() {
                        words.end(&mut word, at);
                    }
                    fold(c, &mut word);
                }
            } else {
                words.end(&mut word, at);
            }
            percent = c == '%';
        }
        words.end(&mut word, text.len());
        words
    }

    fn end(&mut self, word: &mut String, at: usize) {
        if word.is_empty() {
            return;
        }
        if word.chars().all(char::is_numeric) {
            word.clear();
            word.push('#');
            // "1,077" and "10.5" are one number.
            if self.words.last().is_some_and(|last| last == "#") {
                word.clear();
                return;
            }
        }
        self.words.push(std::mem::take(word));
        self.ends.push(at);
    }

    /// The words.
    pub(crate) fn as_slice(&self) -> &[String] {
        &self.words
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.words.len()
    }

    /// Where the word at `index` ends in the text, in bytes.
    pub(crate) fn end_of(&self, index: usize) -> Option<usize> {
        self.ends.get(index).copied()
    }
}

/// Adds a character, lower case and without its compatibility form.
fn fold(c: char, word: &mut String) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
    } else if matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}') {
        // Kana and Han have neither, and texts in them are all such characters.
        word.push(c);
    } else {
        word.extend(c.to_lowercase().nfkc());
    }
}

/// Combining marks belong to the letter before them.
fn is_joined_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Characters of scripts that are written without spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        for (text, expected) in [
            ("Leave a Reply!", vec!["leave", "a", "reply"]),
            ("12 Responses to “Tea”", vec!["#", "responses", "to", "tea"]),
            ("1,077 likes", vec!["#", "likes"]),
            ("Connecting to %s", vec!["connecting", "to", "%s"]),
            (
                "3件のコメント",
                vec!["#", "件", "の", "コ", "メ", "ン", "ト"],
            ),
            ("E-Mail:", vec!["e", "mail"]),
        ] {
            assert_eq!(Words::of(text).as_slice(), expected, "{text}");
        }
    }

    #[test]
    fn ends_lie_behind_their_words() {
        let words = Words::of("Von Öl, für 20");
        assert_eq!(words.end_of(1), Some("Von Öl".len()));
        assert_eq!(words.end_of(3), Some("Von Öl, für 20".len()));
    }
}
