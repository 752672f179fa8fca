//! The language of a text, from its script, its letters and its function words.
//!
//! [`detect`] is meant for a whole post and for a single comment alike: it answers only where the
//! words tell, so that two words of praise stay without a language.

mod model;
mod script;
#[cfg(test)]
mod tests;

use model::model;
use script::Script;

/// Words of evidence that a text must show before its language is named: two words that the
/// language shares with one other each, which is what the shortest comments in `tests.rs` hold.
const MIN_EVIDENCE: f32 = 1.6;
/// How far the best language must be ahead of the next.
const MIN_LEAD: f32 = 1.15;
/// Words of a text that are looked at; more tell nothing new.
const MAX_WORDS: usize = 600;

/// BCP 47 tag of the language of `text`, where its words tell.
pub(crate) fn detect(text: &str) -> Option<String> {
    match script::of(text)? {
        Script::One(tag) => Some(tag.to_owned()),
        Script::Shared => by_words(text).map(str::to_owned),
    }
}

fn by_words(text: &str) -> Option<&'static str> {
    let model = model();
    let mut scores = vec![0.0_f32; model.tags.len()];
    let mut seen = 0_usize;
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    for word in words.take(MAX_WORDS) {
        seen += 1;
        let word = word.to_lowercase();
        model.weigh(&word, &mut scores);
    }
    let mut ranked: Vec<usize> = (0..scores.len()).collect();
    ranked.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let (best, next) = (scores[*ranked.first()?], scores[*ranked.get(1)?]);
    // A text without function words is a list of names, not a language.
    let dense = best >= 0.08 * seen as f32;
    (best >= MIN_EVIDENCE && best >= next * MIN_LEAD && dense)
        .then(|| model.tags[ranked[0]].as_str())
}

/// Whether `word`, in lower case, is a function word of the language with this tag: one that a
/// sentence can't end with as a rule.
pub(crate) fn is_function_word(tag: &str, word: &str) -> bool {
    model().has(tag, word)
}
