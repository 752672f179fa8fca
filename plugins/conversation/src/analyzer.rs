//! The analyzer: configuration, kinds, and the order of its findings.

use hearken_sdk::prelude::*;

use crate::{answered, questions, summary, thread::Thread, unanswered};

/// What the analyzer finds.
#[derive(Debug, Clone, Copy, Kinds)]
pub enum Kind {
    /// How the talk under a post went, in numbers.
    #[kind(name = "conversation.summary")]
    Summary,
    /// A reader's question that nobody answered.
    #[kind(name = "conversation.unanswered", severity = "notice")]
    Unanswered,
    /// A reader's question and the answer it got.
    #[kind(name = "conversation.answered")]
    Answered,
}

/// Reads the conversation under a post: who takes part, whom the author answered, and which
/// questions of readers found no answer.
#[config(kinds = Kind)]
#[derive(Debug)]
pub struct Conversation {
    /// Whose words can answer a question: anyone's but the asker's own, or the post's author's alone.
    #[serde(default)]
    answers_from: AnswersFrom,
}

/// Whose words can answer a question.
#[config]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum AnswersFrom {
    /// Anyone but the asker.
    #[default]
    Anyone,
    /// The author of the post.
    Author,
}

impl Analyzer for Conversation {
    fn post(&mut self, post: &Post<'_>, cx: &mut Cx<'_>) -> Result {
        let thread = Thread::of(post);
        if thread.is_empty() {
            return Ok(());
        }
        let asked = questions::by_readers(&thread, self.answers_from);
        cx.emit(summary::finding(&thread, &asked))?;
        for question in &asked {
            cx.check()?;
            match question.answer {
                Some(answer) => cx.emit(answered::finding(&thread, question, answer))?,
                None => cx.emit(unanswered::finding(&thread, question))?,
            }
        }
        Ok(())
    }
}
