//! Keeps control characters of scraped text away from the terminal.

use std::borrow::Cow;

/// `text` on one line, without anything that could move a cursor or change a colour.
///
/// Control characters (Unicode category Cc) and the bidirectional overrides U+202A–U+202E and
/// U+2066–U+2069 become U+FFFD; line breaks and tabs become spaces.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .any(|c| is_unsafe(c) || matches!(c, '\n' | '\t'))
    {
        let safe = |c| match c {
            '\n' | '\t' => ' ',
            c if is_unsafe(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        };
        Cow::Owned(text.chars().map(safe).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` with its line breaks and tabs, otherwise as [`one_line`].
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unsafe) {
        let safe = |c| {
            if is_unsafe(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        };
        Cow::Owned(text.chars().map(safe).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_unsafe(c: char) -> bool {
    let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    bidi || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// `text` cut to at most `width` code points, the last one an ellipsis where it was cut.
pub(crate) fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disarms_escape_sequences() {
        assert_eq!(one_line("a\u{1b}[31mb\nc"), "a\u{fffd}[31mb c");
        assert_eq!(lines("a\r\nb\u{202e}"), "a\u{fffd}\nb\u{fffd}");
        assert_eq!(one_line("plain"), "plain");
    }

    #[test]
    fn shortens_by_code_points() {
        assert_eq!(shorten("Überraschung", 6), "Überr…");
        assert_eq!(shorten("kurz", 6), "kurz");
    }
}
