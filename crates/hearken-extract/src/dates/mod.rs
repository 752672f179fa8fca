//! Dates as pages write them, in the languages of `data/dates.toml`.
//!
//! [`parse`] takes a text that is a date and nothing more (an attribute, a date line), [`find`] a
//! date within a line ("Posted on December 4, 2012 at 8:00 am by Ann"), and [`recognise`] also
//! tells a date that names no day (“3 days ago”, "December 4"), so that a line which is one can be
//! told from a reader's words. There is no clock: such a date has no value.
//!
//! Years before 1990 and after 2100 are no dates of blog posts and are refused; machine-written
//! times with a zone are taken from 1900 on.

mod clock;
mod context;
mod day;
mod numeric;
mod relative;
mod search;
#[cfg(test)]
mod tests;
mod tokens;
mod vocabulary;

pub use context::{DateContext, NumberOrder};
pub use search::{Stamp, find, parse, recognise};

/// Whether the words before a date call it the day of a change: "Last updated on".
pub(crate) fn leads_to_change(lead: &str) -> bool {
    // A name or a remark may stand between, another sentence or part of the line may not.
    let part = lead
        .trim_end()
        .trim_end_matches([':', '.', ','])
        .rsplit(['.', '|', '·', '•', '\n'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let words = part.split_whitespace().count();
    let changed = &vocabulary::vocabulary().changed;
    words <= MOST_LEADING && changed.iter().any(|word| part.contains(word.as_str()))
}

/// Words of the longest lead to a date that are looked at; a sentence has more. A choice.
const MOST_LEADING: usize = 6;
