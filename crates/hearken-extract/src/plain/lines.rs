//! The text as lines.

use unicode_normalization::UnicodeNormalization;

use crate::table::squash;

/// One line with visible characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, NFC, white space squashed.
    pub(super) text: String,
    /// Whether an empty line stands before it.
    pub(super) gap: bool,
}

/// The lines of `text` that show something.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = false;
    for raw in text.split(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}']) {
        let text = squash(&raw.nfc().collect::<String>());
        if text.is_empty() {
            gap = true;
        } else {
            lines.push(Line { text, gap });
            gap = false;
        }
    }
    mark_line_ends(text, &mut lines);
    lines
}

/// `\r\n` reads as an empty line between every two; then only two in a row are one.
fn mark_line_ends(text: &str, lines: &mut [Line]) {
    if !text.contains("\r\n") {
        return;
    }
    let mut gap = false;
    let mut at = 0;
    for raw in text.lines() {
        if squash(raw).is_empty() {
            gap = true;
        } else if let Some(line) = lines.get_mut(at) {
            line.gap = gap;
            gap = false;
            at += 1;
        }
    }
}
