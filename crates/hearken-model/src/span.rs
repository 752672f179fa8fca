//! Half-open byte ranges into a named text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes, `start <= end`, into a text that is named beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`; `None` where `end < start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Option<Self> {
        if start <= end {
            Some(Self { start, end })
        } else {
            None
        }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words of `text` that the span names, or `None` where it runs past the end or cuts a
    /// character.
    #[must_use]
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The same span counted in code points of `text`, or `None` as for [`Span::slice`].
    #[must_use]
    pub fn to_chars(self, text: &str) -> Option<Range<usize>> {
        let inside = self.slice(text)?;
        let start = text.get(..self.start)?.chars().count();
        Some(start..start + inside.chars().count())
    }

    /// As a range, for indexing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_bytes_and_code_points_apart() {
        let text = "né 🙂 ok";
        let span = Span::new(4, 8).unwrap();
        assert_eq!(span.slice(text), Some("🙂"));
        assert_eq!(span.to_chars(text), Some(3..4));
    }

    #[test]
    fn refuses_what_cuts_a_character_or_runs_over() {
        let text = "né";
        assert_eq!(Span::new(0, 2).unwrap().slice(text), None);
        assert_eq!(Span::new(0, 9).unwrap().slice(text), None);
        assert!(Span::new(2, 1).is_none());
    }
}
