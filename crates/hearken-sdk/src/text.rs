//! Words, sentences and paragraphs of a text, as slices of it.

use std::iter;

use unicode_segmentation::UnicodeSegmentation;

/// Words by the rules of Unicode (UAX #29): runs with at least one letter or digit.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words()
}

/// Sentences by the rules of Unicode (UAX #29), without the white space around them.
///
/// A line break ends a sentence; an abbreviation before a capital ("Dr. Who") does too.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut all = text.unicode_sentences();
    // Not handed out as it is: its `size_hint` overflows on an empty text (unicode-segmentation
    // 1.13.3), and `collect` asks for it.
    iter::from_fn(move || all.next()).map(str::trim)
}

/// Paragraphs: what blank lines part.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Sentences that ask: their last mark, closing quotes and brackets aside, is a question mark.
pub fn questions(text: &str) -> impl Iterator<Item = &str> {
    sentences(text).filter(|sentence| asks(sentence))
}

fn asks(sentence: &str) -> bool {
    let closing = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '!')
    };
    sentence
        .trim_end_matches(closing)
        .ends_with(['?', '？', '؟', '⁇', '⁈'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_slices_in_order() {
        let text = "Who asks? «Nobody does», she said.\n\nReally?! Yes. 何ですか？";
        assert_eq!(
            words(text).take(3).collect::<Vec<_>>(),
            ["Who", "asks", "Nobody"]
        );
        assert_eq!(paragraphs(text).count(), 2);
        assert_eq!(
            questions(text).collect::<Vec<_>>(),
            ["Who asks?", "Really?!", "何ですか？"]
        );
        assert_eq!(sentences(text).next(), Some("Who asks?"));
    }

    #[test]
    fn nothing_has_no_parts() {
        for text in ["", " \n\n \t"] {
            assert_eq!(
                words(text).count() + paragraphs(text).count() + questions(text).count(),
                0
            );
        }
    }
}
