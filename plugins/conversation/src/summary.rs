//! The finding `conversation.summary`: how the talk under a post went, in numbers.
//!
//! Why it matters: a post whose readers are answered is another thing than one under which people
//! speak past each other. Known misses: pages that tell no replies, where names alone link them.

use hearken_sdk::Finding;
use serde::Serialize;

use crate::{analyzer::Kind, questions::Question, thread::Thread};

/// The finding's own fields; `README.md` defines each.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
struct Data {
    comments: usize,
    participants: usize,
    unnamed: usize,
    by_post_author: usize,
    answered: usize,
    of: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_reply_rate: Option<f64>,
    top_level: usize,
    top_level_with_reply: usize,
    questions: usize,
    unanswered_questions: usize,
    replies_told: bool,
}

/// The summary of a thread that is not empty.
pub(crate) fn finding<'p>(thread: &Thread<'_>, asked: &[Question<'_>]) -> Finding<'p> {
    let data = count(thread, asked);
    let message = format!(
        "{} by {}; the author answered {} of {} readers’ comments; {} open",
        plural(data.comments, "comment"),
        plural(data.participants, "participant"),
        data.answered,
        data.of,
        plural(data.unanswered_questions, "question"),
    );
    // One post has one summary, whatever its numbers are in the next run.
    Finding::whole(Kind::Summary)
        .message(message)
        .key("summary")
        .data(data)
}

fn count(thread: &Thread<'_>, asked: &[Question<'_>]) -> Data {
    let all = 0..thread.len();
    let by_author = all.clone().filter(|at| thread.is_by_author(*at)).count();
    let of = thread.len() - by_author;
    let mut replied = vec![false; thread.len()];
    let mut answered = vec![false; thread.len()];
    for at in all.clone() {
        if let Some(parent) = thread.parent(at) {
            replied[parent.at] = true;
            answered[parent.at] |= thread.is_by_author(at);
        }
    }
    let answered = all
        .clone()
        .filter(|at| answered[*at] && !thread.is_by_author(*at))
        .count();
    let top: Vec<usize> = all
        .clone()
        .filter(|at| thread.parent(*at).is_none())
        .collect();
    let told = all
        .clone()
        .filter_map(|at| thread.parent(at))
        .any(|parent| parent.told);
    Data {
        comments: thread.len(),
        participants: thread.names()
            + usize::from(by_author > 0)
            + usize::from(thread.unnamed() > 0),
        unnamed: thread.unnamed(),
        by_post_author: by_author,
        answered,
        of,
        author_reply_rate: (of > 0).then(|| share(answered, of)),
        top_level: top.len(),
        top_level_with_reply: top.iter().filter(|at| replied[**at]).count(),
        questions: asked.len(),
        unanswered_questions: asked.iter().filter(|one| one.answer.is_none()).count(),
        replies_told: told,
    }
}

/// A share with two decimals: more would promise what a handful of comments can't hold.
fn share(part: usize, whole: usize) -> f64 {
    (part as f64 / whole as f64 * 100.0).round() / 100.0
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 {
        format!("1 {word}")
    } else {
        format!("{n} {word}s")
    }
}
