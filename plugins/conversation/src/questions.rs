//! The questions of readers, and which of them were answered.

use hearken_sdk::text;

use crate::{analyzer::AnswersFrom, thread::Thread};

/// A reader's question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    /// The comment it stands in.
    pub(crate) comment: usize,
    /// The sentence.
    pub(crate) sentence: &'a str,
    /// The comment that answers it.
    pub(crate) answer: Option<usize>,
    /// How sure it is that it wants an answer.
    pub(crate) confidence: f32,
}

// Set by hand, to order questions by how much they want an answer; nothing was measured.
/// A plain question at the end of a comment.
const PLAIN: f32 = 0.9;
/// One that its writer goes on from, perhaps to the answer.
const GONE_ON_FROM: f32 = 0.6;
/// One that asks for a nod: "isn't it?", "oder?".
const TAG: f32 = 0.4;
/// One in quotation marks is somebody else's.
const QUOTED: f32 = 0.3;
/// One that shouts or doubts: "Really?!", "Why???".
const SHOUTED: f32 = 0.4;
/// Sentences behind a question after which its writer has gone on from it.
const NEAR_END: usize = 2;

/// Last words of questions that ask for a nod, in the languages of the sample blogs; written down by
/// hand.
const TAGS: [&str; 26] = [
    "right",
    "isn't it",
    "isn’t it",
    "aren't they",
    "don't you think",
    "don’t you think",
    "doesn't it",
    "doesn’t it",
    "eh",
    "huh",
    "no",
    "oder",
    "nicht wahr",
    "gell",
    "ne",
    "n'est-ce pas",
    "n’est-ce pas",
    "non",
    "hein",
    "verdad",
    "né",
    "não é",
    "vero",
    "toch",
    "hè",
    "prawda",
];

/// The questions in the comments of readers, in order.
pub(crate) fn by_readers<'a>(thread: &Thread<'a>, from: AnswersFrom) -> Vec<Question<'a>> {
    let mut asked = Vec::new();
    for at in (0..thread.len()).filter(|at| !thread.is_by_author(*at)) {
        let answer = match from {
            AnswersFrom::Anyone => thread.any_answer(at),
            AnswersFrom::Author => thread.author_answer(at),
        };
        let sentences = parts(thread.comment(at).text());
        for (nth, sentence) in sentences.iter().enumerate().filter(|(_, one)| asks(one)) {
            let behind = sentences.len() - nth - 1;
            let confidence = confidence(sentence, behind);
            asked.push(Question {
                comment: at,
                sentence,
                answer,
                confidence,
            });
        }
    }
    asked
}

/// The sentences of a text. Greek asks with the mark that ends a clause elsewhere (`;`), which the
/// rules of Unicode don't split at.
fn parts(text: &str) -> Vec<&str> {
    let greek = text
        .chars()
        .any(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'));
    let sentences = text::sentences(text);
    if !greek {
        return sentences.collect();
    }
    sentences
        .flat_map(|one| one.split_inclusive([';', '\u{37e}']))
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .collect()
}

/// Whether the sentence ends with a question mark of any script, and says something.
fn asks(sentence: &str) -> bool {
    let ended = sentence.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '»' | '“' | '「' | '」' | ')' | ']' | '!' | '！'
            )
            || is_emoji(c)
    });
    let greek = ended.ends_with([';', '\u{37e}'])
        && ended
            .chars()
            .any(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'));
    let marked = greek || ended.ends_with(['?', '？', '؟', '⁇', '⁈', '՞', '፧']);
    // A sentence may seem to end within an address: `https://example.org/?`.
    let address = ended
        .split_whitespace()
        .next_back()
        .is_some_and(|last| last.contains("://"));
    marked && !address && ended.chars().any(char::is_alphabetic)
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}')
}

/// How sure it is that the question wants an answer; `behind` sentences follow it.
fn confidence(sentence: &str, behind: usize) -> f32 {
    let opened = sentence.starts_with(['"', '“', '„', '«', '「', '‘']);
    let closed = sentence.ends_with(['"', '”', '“', '»', '」', '’']);
    if opened && closed {
        return QUOTED;
    }
    let words = sentence
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .to_lowercase();
    let short = text::words(&words).count() <= 2;
    let tagged = TAGS.iter().any(|tag| {
        let before = words.strip_suffix(tag);
        // "No?" alone is a question like any other short one.
        before
            .is_some_and(|before| before.ends_with([',', ' ']) && before.trim_end().ends_with(','))
    });
    let shouted = sentence.contains("?!") || sentence.contains("!?") || sentence.contains("???");
    match () {
        () if tagged => TAG,
        () if shouted && short => SHOUTED,
        () if behind > NEAR_END => GONE_ON_FROM,
        () => PLAIN,
    }
}
