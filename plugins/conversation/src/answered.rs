//! The finding `conversation.answered`: a reader's question and the answer it got.
//!
//! Why it matters: question and answer side by side are what a reader of many blogs can use again.
//! Known misses: whether the answer satisfies is not judged; the first sentence that says
//! something stands for the whole answer.

use hearken_sdk::{Finding, text};
use serde::Serialize;

use crate::{analyzer::Kind, questions::Question, thread::Thread};

/// Sentences of fewer words are thanks and greetings as a rule.
const MIN_WORDS: usize = 4;
/// An answer that only the words link to its question.
const GUESSED: f32 = 0.6;

#[derive(Debug, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<&'a str>,
    by_post_author: bool,
}

/// The question and its answer, the comment at `answer`, as a finding.
pub(crate) fn finding<'a>(
    thread: &Thread<'a>,
    question: &Question<'a>,
    answer: usize,
) -> Finding<'a> {
    let asked = thread.comment(question.comment);
    let reply = thread.comment(answer);
    let told = thread.parent(answer).is_some_and(|parent| parent.told);
    let confidence = if told {
        question.confidence
    } else {
        question.confidence.min(GUESSED)
    };
    let who = match (reply.by_post_author(), reply.author()) {
        (true, _) => "the author",
        (false, Some(name)) => name,
        (false, None) => "a reader",
    };
    let data = Data {
        asked_by: asked.author(),
        answered_by: reply.author(),
        by_post_author: reply.by_post_author(),
    };
    let finding = Finding::whole(Kind::Answered)
        .span("question", question.sentence)
        .about(asked)
        .message(format!("{who} answered: {}", question.sentence))
        .confidence(confidence)
        .data(data);
    match words_of(reply.text()) {
        Some(words) => finding.span("answer", words),
        None => finding,
    }
}

/// The sentence that stands for an answer: the first of some length that asks nothing back.
fn words_of(answer: &str) -> Option<&str> {
    let says = |sentence: &&str| {
        text::words(sentence).count() >= MIN_WORDS && text::questions(sentence).next().is_none()
    };
    text::sentences(answer)
        .find(says)
        .or_else(|| text::sentences(answer).find(|one| !one.is_empty()))
}
