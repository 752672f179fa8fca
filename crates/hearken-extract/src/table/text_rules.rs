//! White space and invisible characters, by the rules of `docs/reading.md`.

/// Characters that take no part in a reading: soft hyphens, zero-width marks, byte order marks,
/// and control characters that are no white space. The joiner (U+200D) and non-joiner (U+200C)
/// stay: Persian, Indic scripts and emoji need them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffc}'
    ) || (c.is_control() && !is_space(c))
}

/// White space of a page, no-break spaces included.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Joins pieces of inline text: runs of white space become one space, none at the ends.
#[derive(Debug, Default)]
pub(crate) struct Squash {
    text: String,
    gap: bool,
}

impl Squash {
    /// Adds a piece.
    pub(crate) fn push(&mut self, piece: &str) {
        for c in piece.chars() {
            if is_space(c) {
                self.gap = true;
            } else if !is_invisible(c) {
                if self.gap && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text.push(c);
            }
        }
    }

    /// Parts what follows from what came.
    pub(crate) fn gap(&mut self) {
        self.gap = true;
    }

    /// Bytes joined so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether the last character joined is an ASCII digit and no gap follows.
    pub(crate) fn ends_in_digit(&self) -> bool {
        !self.gap && self.text.ends_with(|c: char| c.is_ascii_digit())
    }

    /// What was joined.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// `text` with its white space squashed and its invisible characters dropped.
pub(crate) fn squash(text: &str) -> String {
    let mut squash = Squash::default();
    squash.push(text);
    squash.finish()
}
