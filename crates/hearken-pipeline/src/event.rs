//! What a run tells while it works. The pipeline prints nothing; whoever runs it listens.

use serde::{Deserialize, Serialize};

use crate::SourceError;

/// Listener to a run; called from several threads.
pub trait EventSink: Sync {
    /// Takes one event.
    fn event(&self, event: &Event);
}

/// Something that happened in a run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A run begins, or an interrupted one goes on with `left` addresses.
    RunStarted {
        /// Addresses that the interrupted run had left; 0 for a new run.
        left: usize,
    },
    /// More addresses are to be asked for.
    Queued {
        /// How many are known in all, finished ones among them.
        total: usize,
    },
    /// An address or a file is done.
    PageDone(UrlReport),
    /// Analysis begins.
    AnalysisStarted {
        /// Posts to analyze.
        posts: usize,
    },
    /// An analyzer has ended with a post, well or not.
    Analyzed(AnalyzedReport),
    /// Something a person should know that is no result.
    Warning {
        /// One sentence.
        message: String,
    },
}

/// How one address ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UrlStatus {
    /// Something new is in the store.
    Stored,
    /// Nothing has changed.
    Unchanged,
    /// The same content is stored under another address.
    Duplicate,
    /// Left out for a reason that is no fault.
    Skipped,
    /// Could not be read.
    Failed,
}

impl UrlStatus {
    /// The word of the report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Unchanged => "unchanged",
            Self::Duplicate => "duplicate",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// One line of `hearken ingest --report jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlReport {
    /// Address the content came from, after redirects.
    pub url: String,
    /// Address that was asked for.
    pub requested_url: String,
    /// How it ended.
    pub status: UrlStatus,
    /// Why, by a word of `docs/reasons.md`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Status of the last answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub http_status: Option<u16>,
    /// Requests made for it.
    pub attempts: u32,
    /// Row of the post.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub post_id: Option<i64>,
    /// Comments the post now has.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub comments: Option<u64>,
    /// What was wrong, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}

impl UrlReport {
    /// The report on a source that names nothing that could be asked for.
    #[must_use]
    pub fn of_bad_source(text: &str, error: &SourceError) -> Self {
        Self {
            url: text.to_owned(),
            requested_url: text.to_owned(),
            status: UrlStatus::Failed,
            reason: Some(error.reason().to_owned()),
            http_status: None,
            attempts: 0,
            post_id: None,
            comments: None,
            problem: Some(error.to_string()),
        }
    }
}

/// How an analyzer ended with a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalyzedReport {
    /// Row of the post.
    pub post_id: i64,
    /// Id of the analyzer.
    pub analyzer: String,
    /// `done`, `partial`, `failed`, `quarantined` or `skipped`.
    pub status: String,
    /// Findings made.
    pub findings: usize,
    /// Findings refused, each with the reason.
    pub rejected: Vec<String>,
    /// What went wrong.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<String>,
}
