//! Texts with what doesn't matter taken out, and the way back to their bytes.
//!
//! Folding lowers the case, composes letters (NFC), makes every apostrophe `'`, every hyphen `-`
//! and every run of white space one space. [`Folded`] remembers for each byte of the folded text
//! which bytes of the original it came from, so that a match in one is a range of the other.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A folded text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    text: String,
    /// For each byte of `text`, the bytes of the original character.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `original`.
    pub(crate) fn of(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len()),
        };
        let mut space = false;
        for (at, cluster) in original.grapheme_indices(true) {
            // Posts are far smaller than 4 GiB; one that is not has no mentions past there.
            let (Ok(start), Ok(end)) = (u32::try_from(at), u32::try_from(at + cluster.len()))
            else {
                break;
            };
            let before = folded.text.len();
            if cluster.chars().all(char::is_whitespace) {
                if !space {
                    folded.text.push(' ');
                }
                space = true;
            } else {
                fold_cluster(cluster, &mut folded.text);
                space = false;
            }
            let added = folded.text.len() - before;
            folded
                .origin
                .extend(std::iter::repeat_n((start, end), added));
            if added == 0
                && let Some(last) = folded.origin.last_mut()
            {
                // A run of white space belongs to its one space.
                last.1 = end;
            }
        }
        folded
    }

    /// The folded text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a range of the folded text came from.
    pub(crate) fn original(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let (start, _) = *self.origin.get(folded.start)?;
        let (_, end) = *self.origin.get(folded.end.checked_sub(1)?)?;
        Some(start as usize..end as usize)
    }
}

fn fold_cluster(cluster: &str, into: &mut String) {
    if cluster.is_ascii() {
        into.extend(cluster.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in cluster.nfc().flat_map(char::to_lowercase) {
        into.push(match c {
            '’' | '‘' | 'ʼ' | '＇' => '\'',
            '‐' | '‑' | '–' => '-',
            c => c,
        });
    }
}

/// A name folded, without white space around it.
pub(crate) fn fold_name(name: &str) -> String {
    Folded::of(name.trim()).text
}

/// A name with its own capitals, all else folded.
pub(crate) fn fold_but_case(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let joined = words.join(" ").nfc().collect::<String>();
    joined
        .replace(['’', '‘', 'ʼ'], "'")
        .replace(['‐', '‑', '–'], "-")
}

/// Whether `range` of a folded text begins and ends where words do.
pub(crate) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let inside = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let (Some(first), Some(last)) = (inside.chars().next(), inside.chars().next_back()) else {
        return false;
    };
    let joins_before = is_spaced(first) || matches!(first, '@' | '#');
    let free_before = !joins_before || before.is_none_or(|c| !is_spaced(c));
    let free_after = !is_spaced(last) || after.is_none_or(|c| !is_spaced(c));
    free_before && free_after
}

/// Letters and digits of scripts that put spaces between words: next to one of these a word goes
/// on. Chinese, Japanese and Thai words stand side by side.
fn is_spaced(c: char) -> bool {
    let unspaced = matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}');
    (c.is_alphanumeric() || c == '_') && !unspaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_to_the_original() {
        let original = "Der  STRAẞE\u{a0}nach, cafe\u{301}";
        let folded = Folded::of(original);
        assert_eq!(folded.as_str(), "der straße nach, café");
        for words in ["straße", "café", "der straße"] {
            let start = folded.as_str().find(words).unwrap();
            let range = folded.original(start..start + words.len()).unwrap();
            assert_eq!(fold_name(&original[range]), words);
        }
    }
}
