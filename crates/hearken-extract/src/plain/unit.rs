//! What each line says.

use hearken_model::{RemovedKind, Span};

use crate::{
    dates::{self, DateContext, Stamp},
    vocab::{Mark, Phrase, Words, phrases},
};

use super::mend::{Marker, Mended, ends_sentence};

/// A mended line and what was seen in it.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its words.
    pub(super) text: String,
    /// Whether an empty line stands before it.
    pub(super) gap: bool,
    /// Its bullet or number.
    pub(super) marker: Option<Marker>,
    /// Its words to compare.
    pub(super) words: Words,
    /// What the vocabulary says it is.
    pub(super) phrase: Option<Phrase>,
    /// A date in it, where the line is short enough to be about it.
    pub(super) date: Option<(Span, Stamp)>,
    /// Words as a reader counts them; two Chinese or Japanese characters count as one.
    pub(super) n_words: usize,
    /// Whether it ends as a sentence does.
    pub(super) sentence: bool,
    /// How dates of the text are read.
    ctx: DateContext,
}

/// Longer lines hold dates that they tell of, not their own.
const MAX_DATE_WORDS: usize = 16;
/// From this length on a line is running text even without a full stop.
const PROSE_WORDS: usize = 14;
/// The shortest sentence that counts as running text by itself.
const SENTENCE_WORDS: usize = 6;

impl Unit {
    /// Looks at a line.
    pub(super) fn of(line: Mended, ctx: &DateContext) -> Self {
        let words = Words::of(&line.text);
        let short = words.len() <= MAX_DATE_WORDS;
        let date = short
            .then(|| dates::recognise(until_glued_year(&line.text), ctx))
            .flatten();
        Self {
            n_words: count_words(&line.text),
            phrase: phrases().best(&words),
            sentence: ends_sentence(&line.text),
            text: line.text,
            gap: line.gap,
            marker: line.marker,
            words,
            date,
            ctx: *ctx,
        }
    }

    /// Whether it is running text by its form.
    pub(super) fn is_prose(&self) -> bool {
        let sentence = self.sentence && !self.text.ends_with(':');
        self.n_words >= PROSE_WORDS || (sentence && self.n_words >= SENTENCE_WORDS)
    }

    /// What part of the page it is, where the vocabulary is sure of it.
    pub(super) fn boilerplate(&self) -> Option<RemovedKind> {
        let Some(phrase) = self.phrase.as_ref() else {
            return self.is_arrow_line().then_some(RemovedKind::Navigation);
        };
        let weak = match phrase.mark {
            Mark::By
            | Mark::In
            | Mark::Says
            | Mark::Signed
            | Mark::Date
            | Mark::Tags
            | Mark::ReplyTo => true,
            Mark::End => !phrase.sure && !self.is_titled_box(),
            _ => !phrase.sure,
        };
        // "Share this loaf with a neighbour." is a sentence that happens to begin like a button.
        let telling = matches!(phrase.mark, Mark::Comments | Mark::Closed)
            || matches!(
                phrase.rule,
                "consent"
                    | "comment-form-privacy"
                    | "comment-form-cancel"
                    | "newsletter"
                    | "share-new-window"
            )
            || (phrase.rule == "page-footer" && self.phrase_words() >= 3);
        let few = self.phrase_words() * 2 < self.words.len();
        let spoken = self.is_prose() && few && !telling;
        let told = (!weak && !spoken).then_some(phrase.kind);
        told.or_else(|| self.is_arrow_line().then_some(RemovedKind::Navigation))
    }

    /// Whether the vocabulary is sure that the line has this mark.
    pub(super) fn is_marked(&self, mark: Mark) -> bool {
        self.phrase.is_some_and(|phrase| phrase.mark == mark) && self.boilerplate().is_some()
    }

    /// Whether the line is about a date and little else.
    pub(super) fn is_date_line(&self) -> bool {
        let Some((span, _)) = self.date else {
            return false;
        };
        let rest = self
            .words
            .len()
            .saturating_sub(Words::of(&self.text[span.range()]).len());
        rest <= 3
            || (rest <= 9
                && self.phrase.is_some_and(|phrase| {
                    matches!(
                        phrase.mark,
                        Mark::Date
                            | Mark::By
                            | Mark::Says
                            | Mark::Signed
                            | Mark::Tags
                            | Mark::ReplyTo
                    )
                }))
    }

    /// A date in the line, however long it is.
    pub(super) fn date_anywhere(&self) -> Option<(Span, Stamp)> {
        self.date
            .or_else(|| dates::recognise(until_glued_year(&self.text), &self.ctx))
    }

    /// Whether it may be a person's name: a few words, no sentence, nothing the vocabulary knows.
    pub(super) fn may_be_name(&self) -> bool {
        let short =
            self.words.len() <= 5 && self.words.len() >= 1 && self.text.chars().count() <= 48;
        let said = self
            .phrase
            .is_some_and(|phrase| phrase.sure && phrase.mark != Mark::Says);
        let numbers = self
            .words
            .as_slice()
            .iter()
            .filter(|word| *word == "#")
            .count();
        short && !said && !self.sentence && self.date.is_none() && numbers * 2 < self.words.len()
    }

    /// `About Rye & Sons`: a short word for a box and a name behind it.
    fn is_titled_box(&self) -> bool {
        let mut rest = self
            .after_phrase()
            .split(' ')
            .filter(|word| !word.is_empty());
        let upper = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        !self.sentence && self.words.len() <= 5 && rest.all(upper)
    }

    /// Links to neighbouring pages point there: `« Older`, `Next →`, `Rye >>`.
    fn is_arrow_line(&self) -> bool {
        let quoted = self.text.contains('«') && self.text.contains('»');
        let text = self.text.as_str();
        let points = text.starts_with(['←', '«', '‹', '⟵', '◄'])
            || text.ends_with(['→', '»', '›', '⟶', '►'])
            || text.ends_with(">>")
            || text.starts_with("<<");
        points && !quoted && self.words.len() <= 18
    }

    /// Words of the phrase that was found.
    fn phrase_words(&self) -> usize {
        self.phrase
            .map_or(0, |phrase| phrase.words.1 - phrase.words.0)
    }

    /// What stands behind the phrase, without marks of punctuation around it.
    pub(super) fn after_phrase(&self) -> &str {
        let end = self
            .phrase
            .and_then(|phrase| self.words.end_of(phrase.words.1.checked_sub(1)?));
        let rest = end.and_then(|end| self.text.get(end..)).unwrap_or_default();
        rest.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '('))
    }
}

/// The text up to a year with another number glued to it: themes print the day of writing and the
/// day of the last change side by side, and the dump loses the border ("4. Mai 20145. Mai 2016").
fn until_glued_year(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate() {
        run = if byte.is_ascii_digit() { run + 1 } else { 0 };
        let year = run == 5 && matches!(bytes.get(at - 4..at - 2), Some(b"19" | b"20"));
        // A long number is an amount or an identifier.
        let longer = bytes.get(at + 2).is_some_and(u8::is_ascii_digit);
        if year && !longer {
            return &text[..at];
        }
    }
    text
}

/// Words as a reader counts them.
fn count_words(text: &str) -> usize {
    let unspaced = text
        .chars()
        .filter(|c| crate::vocab::is_unspaced(*c))
        .count();
    let spaced = text
        .split_whitespace()
        .filter(|word| {
            word.chars()
                .any(|c| c.is_alphanumeric() && !crate::vocab::is_unspaced(c))
        })
        .count();
    spaced + unspaced / 2
}
