//! Takes marks out of lines that are otherwise kept.

use std::collections::BTreeSet;

/// Shortcodes of a text: `[name]…[/name]`, `[name key="value"]`, `[name_of_two]`.
///
/// A word in brackets alone may be the author's ("[sic]", "[1]"), so a name counts only where it
/// is closed somewhere, has attributes or is written as code is.
#[derive(Debug, Default)]
pub(crate) struct Shortcodes {
    closed: BTreeSet<String>,
}

/// A mark in brackets.
struct Bracket<'a> {
    start: usize,
    end: usize,
    name: &'a str,
    closing: bool,
    attributes: bool,
}

impl Shortcodes {
    /// Learns which names are closed somewhere in the lines.
    pub(crate) fn learn<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut closed = BTreeSet::new();
        for line in lines {
            closed.extend(
                brackets(line)
                    .filter(|mark| mark.closing)
                    .map(|mark| mark.name.to_owned()),
            );
        }
        Self { closed }
    }

    /// The line without its shortcodes, and the marks that were taken out.
    pub(crate) fn strip(&self, line: &str) -> (String, Vec<String>) {
        let mut kept = String::with_capacity(line.len());
        let mut taken = Vec::new();
        let mut at = 0;
        for mark in brackets(line) {
            let code = mark.closing
                || mark.attributes
                || mark.name.contains('_')
                || self.closed.contains(mark.name);
            if code {
                kept.push_str(&line[at..mark.start]);
                taken.push(line[mark.start..mark.end].to_owned());
                at = mark.end;
            }
        }
        kept.push_str(&line[at..]);
        (kept.trim().to_owned(), taken)
    }
}

/// The bracketed marks of a line that have the form of a shortcode.
fn brackets(line: &str) -> impl Iterator<Item = Bracket<'_>> {
    line.match_indices('[').filter_map(|(start, _)| {
        let inner = line[start + 1..].split([']', '[']).next()?;
        let end = start + 1 + inner.len();
        if line.as_bytes().get(end) != Some(&b']') {
            return None;
        }
        let (closing, body) = match inner.strip_prefix('/') {
            Some(body) => (true, body),
            None => (false, inner),
        };
        let body = body.trim_end_matches('/').trim_end();
        let name = body.split(' ').next()?;
        let first = name.chars().next()?;
        let named = first.is_ascii_lowercase()
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
        let attributes = body.len() > name.len() && body[name.len()..].contains('=');
        let fits = named && (body.len() == name.len() || attributes);
        fits.then_some(Bracket {
            start,
            end: end + 1,
            name,
            closing,
            attributes,
        })
    })
}

/// An image's alternative text glued to the first word of a paragraph: `Ann BergI grew up…` under
/// a title that names Ann Berg. Gives the length of the glued words in bytes.
pub(super) fn glued_alt(paragraph: &str, known: &[&str]) -> Option<usize> {
    /// Alternative texts longer than this don't get glued by accident of a missing space alone.
    const MAX_WORDS: usize = 6;
    let mut words = 0;
    let mut last = ' ';
    for (at, c) in paragraph.char_indices() {
        if c == ' ' {
            words += 1;
            if words >= MAX_WORDS {
                return None;
            }
        }
        if last.is_lowercase() && c.is_uppercase() {
            let glued = &paragraph[..at];
            let named = words >= 1 && known.iter().any(|text| holds_words(text, glued));
            return named.then_some(at);
        }
        last = c;
    }
    None
}

/// Whether `text` holds `words` between word borders.
fn holds_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_go_and_their_words_stay() {
        for (line, expected) in [
            ("[pull]Salt comes last[/pull]", "Salt comes last"),
            ("See [gallery ids=\"1,2\"] here", "See  here"),
            (
                "He wrote “teh [sic] bread” [1]",
                "He wrote “teh [sic] bread” [1]",
            ),
            ("[click_to_share]Rest the dough", "Rest the dough"),
            ("an open [bracket", "an open [bracket"),
        ] {
            let codes = Shortcodes::learn([line].into_iter());
            assert_eq!(codes.strip(line).0, expected, "{line}");
        }
    }

    #[test]
    fn alternative_texts_are_found_at_a_glued_border() {
        let title = "A talk with Ann Berg about rye";
        assert_eq!(glued_alt("Ann BergWe met in March.", &[title]), Some(8));
        assert_eq!(glued_alt("Ann Berg met us in March.", &[title]), None);
        assert_eq!(glued_alt("The McDonald farm lies low.", &[title]), None);
    }
}
