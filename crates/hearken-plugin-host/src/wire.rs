//! What host and worker say to each other.
//!
//! The two are the same program, so the messages are free to change with [`PROTOCOL`]; what
//! matters is that neither trusts a length or a number of the other, since a plugin may have
//! written over the worker's memory.
//!
//! First the worker writes a greeting of twelve bytes. Then frames go both ways: four bytes of
//! length, little endian, and a message in postcard. A batch of posts follows its message in the
//! same frame, one post after another, so that each is encoded once however often it is sent.

mod frame;
mod page;
mod post;

use serde::{Deserialize, Serialize};

pub(crate) use frame::{Inbox, framed, read_frame, write_frame};
pub(crate) use page::{PAGE_BYTES, Phase, Progress};
pub(crate) use post::{WireComment, WireDate, WirePost};

use crate::LogLine;
use hearken_model::FindingDraft;

/// Number of this form of the messages.
pub(crate) const PROTOCOL: u32 = 1;

/// File descriptors of a worker: the socket to its host, and the page of progress.
pub(crate) const SOCKET_FD: i32 = 3;
pub(crate) const PAGE_FD: i32 = 4;

/// First bytes a worker writes.
pub(crate) fn greeting() -> [u8; 12] {
    let mut bytes = *b"HKWORKER\0\0\0\0";
    bytes[8..].copy_from_slice(&PROTOCOL.to_le_bytes());
    bytes
}

/// A message to the worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Ask {
    /// Load and start these plugins; comes first, once.
    Start(Start),
    /// Load the plugin at this path and let it describe itself; comes in place of a start.
    Describe(String),
    /// Show these posts; the posts themselves follow the message.
    Batch(Vec<Item>),
}

/// What to load.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Start {
    /// The plugins, each with its index in the run.
    pub(crate) plugins: Vec<StartPlugin>,
    /// Milliseconds a plugin has for one post.
    pub(crate) post_limit_ms: u64,
}

/// A plugin to load.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StartPlugin {
    /// Index in the run.
    pub(crate) index: u32,
    /// Path of the copy.
    pub(crate) path: String,
    /// Configuration as JSON.
    pub(crate) config: String,
}

/// A post of a batch.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Item {
    /// Its number in the batch, for the answers.
    pub(crate) post: u32,
    /// Plugins to show it to.
    pub(crate) wanted: Vec<u32>,
    /// Bytes of its encoding.
    pub(crate) bytes: u64,
}

/// A message from the worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Tell {
    /// How the start went, plugin by plugin, and what was printed meanwhile.
    Started(Vec<Result<(), StartProblem>>, Vec<LogLine>),
    /// What the plugin says of itself, as JSON.
    Described(Result<String, StartProblem>),
    /// Some answers of the batch.
    Answers(Vec<Answer>),
    /// The batch is through.
    End,
}

/// Why a plugin did not start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum StartProblem {
    /// The loader refused the library, or its table is wrong.
    Load(String),
    /// The configuration is wrong: JSON pointer and words.
    Config(String, String),
    /// The plugin said so.
    Start(String),
}

/// What a plugin made of a post.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// Number of the post in the batch.
    pub(crate) post: u32,
    /// Index of the plugin in the run.
    pub(crate) plugin: u32,
    /// Why it failed, if it did.
    pub(crate) problem: Option<String>,
    /// What it found.
    pub(crate) findings: Vec<FindingDraft>,
    /// Why findings were refused before they were whole.
    pub(crate) refused: Vec<String>,
    /// Nanoseconds within the plugin.
    pub(crate) nanos: u64,
    /// What it logged and printed.
    pub(crate) logs: Vec<LogLine>,
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        /// A worker whose memory was written over may say anything.
        #[test]
        fn no_bytes_of_a_worker_make_the_host_panic(bytes in vec(any::<u8>(), 0..400)) {
            drop(postcard::from_bytes::<Tell>(&bytes));
            let mut inbox = Inbox::default();
            inbox.push(&bytes);
            while let Ok(Some(frame)) = inbox.frame() {
                drop(postcard::from_bytes::<Tell>(frame));
            }
        }
    }
}
