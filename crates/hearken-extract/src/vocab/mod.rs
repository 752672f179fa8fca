//! The words of boilerplate, by language and meaning, from `data/*.toml`.
//!
//! [`phrases`] tells what a line of a page says ("Leave a Reply", "Beitragsnavigation"), [`voice`]
//! how a comment begins. Both compare [`Words`]: lower case, punctuation and white space aside.

mod phrases;
mod voice;
mod words;

pub(crate) use phrases::{Mark, Phrase, phrases};
pub(crate) use voice::{Turn, voice};
pub(crate) use words::{Words, is_unspaced};
