//! A line as numbers, words and marks.

use super::vocabulary::{Meaning, Role, is_dense, vocabulary};

/// A date line is short; what stands behind this many bytes is not looked at.
const MAX_BYTES: usize = 600;

/// One number, word or mark of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number { value: u32, digits: u8 },
    Word,
    Mark(char),
}

/// A line cut into tokens; white space parts them and is dropped.
#[derive(Debug)]
pub(super) struct Line<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

/// The value of a decimal digit of the scripts that dates are written in.
pub(super) fn digit(letter: char) -> Option<u32> {
    let zero = match letter {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u32::from(letter) - u32::from(zero))
}

/// Signs that stand right behind a number in Chinese, Japanese and Korean dates.
const fn is_counter(letter: char) -> bool {
    matches!(
        letter,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '時'
            | '时'
            | '点'
            | '點'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}

impl<'t> Line<'t> {
    /// Reads the start of `text`.
    pub(super) fn read(text: &'t str) -> Self {
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        let mut tokens: Vec<Token> = Vec::new();
        let mut letters = text.char_indices().peekable();
        while let Some(&(start, letter)) = letters.peek() {
            let after_number = tokens
                .last()
                .is_some_and(|last| last.end == start && matches!(last.kind, Kind::Number { .. }));
            let kind = if digit(letter).is_some() {
                let (mut value, mut digits) = (0_u32, 0_u8);
                while let Some(more) = letters.peek().and_then(|(_, letter)| digit(*letter)) {
                    value = value.saturating_mul(10).saturating_add(more);
                    digits = digits.saturating_add(1);
                    letters.next();
                }
                Kind::Number { value, digits }
            } else if is_counter(letter) && after_number {
                letters.next();
                Kind::Word
            } else if letter.is_alphabetic() {
                let dense = is_dense(letter);
                while letters
                    .next_if(|(_, next)| is_word_part(*next) && is_dense(*next) == dense)
                    .is_some()
                {}
                Kind::Word
            } else {
                letters.next();
                Kind::Mark(letter)
            };
            let end = letters.peek().map_or(text.len(), |(at, _)| *at);
            if !matches!(kind, Kind::Mark(mark) if mark.is_whitespace() || is_invisible(mark)) {
                tokens.push(Token { kind, start, end });
            }
        }
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Value and count of digits of the number at `at`.
    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.token(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            Kind::Word | Kind::Mark(_) => None,
        }
    }

    /// The number at `at` where it has one or two digits.
    pub(super) fn short_number(&self, at: usize) -> Option<u32> {
        self.number(at)
            .filter(|(_, digits)| *digits <= 2)
            .map(|(value, _)| value)
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            Kind::Number { .. } | Kind::Word => None,
        }
    }

    pub(super) fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.token(at)?;
        (token.kind == Kind::Word).then(|| &self.text[token.start..token.end])
    }

    /// Whether the token at `at` follows the one before without a space.
    pub(super) fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        match (before, self.token(at)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    pub(super) fn meaning(&self, at: usize) -> Option<&'static Meaning> {
        vocabulary().meaning(self.word(at)?)
    }

    /// Whether the word at `at` can play this part.
    pub(super) fn means(&self, at: usize, role: Role) -> bool {
        self.meaning(at).is_some_and(|meaning| meaning.is(role))
    }
}

fn is_word_part(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}')
}

/// Marks of writing direction and width that pages put between the parts of a date.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
