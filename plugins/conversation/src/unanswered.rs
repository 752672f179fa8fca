//! The finding `conversation.unanswered`: a reader's question that nobody answered.
//!
//! Why it matters: a question left open is the cheapest one to answer, and the one readers
//! remember. Example: "Do you post to Norway?" below a shop's post, and nothing under it. Known misses:
//! answers given elsewhere, in an edit of the post or in a later comment that names nobody;
//! questions without a question mark.

use hearken_sdk::Finding;
use serde::Serialize;

use crate::{analyzer::Kind, questions::Question, thread::Thread};

#[derive(Debug, Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_by: Option<&'a str>,
    comment: &'a str,
    /// Whether anyone but the asker replied to the comment at all.
    replied: bool,
}

/// The question as a finding.
pub(crate) fn finding<'a>(thread: &Thread<'a>, question: &Question<'a>) -> Finding<'a> {
    let comment = thread.comment(question.comment);
    let who = comment.author().unwrap_or("a reader");
    let data = Data {
        asked_by: comment.author(),
        comment: comment.key(),
        replied: thread.any_answer(question.comment).is_some(),
    };
    Finding::whole(Kind::Unanswered)
        .span("question", question.sentence)
        .about(comment)
        .message(format!(
            "{who} asked and got no answer: {}",
            question.sentence
        ))
        .confidence(question.confidence)
        .data(data)
}
