//! Reads the conversation under a post: who takes part, who was answered, what was asked in vain.
//!
//! Three kinds of findings, a file each: `summary` counts, `unanswered` points to a
//! reader's question that nobody took up, `answered` to a question and the words that answer it.
//! `README.md` defines every number.
//!
//! ```
//! use conversation::Conversation;
//! use hearken_sdk::test::{TestComment, TestPost, configured, run};
//!
//! let post = TestPost::new("We moved the mast.")
//!     .comment(TestComment::new("c1", "How high is it now?").author("Ida"));
//! let found = run(&mut configured::<Conversation>("{}"), post);
//! assert_eq!(found[0].data["questions"], 1);
//! assert_eq!(found[1].text(), "How high is it now?");
//! ```

#![forbid(unsafe_code)]

mod analyzer;
mod answered;
mod questions;
mod summary;
mod thread;
mod unanswered;

pub use analyzer::{AnswersFrom, Conversation, Kind};

hearken_sdk::export!(Conversation);
