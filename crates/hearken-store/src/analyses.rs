//! Which analyzer has seen what, and what it said.

mod pending;
mod save;

use hearken_model::{ContentHash, Finding, Post, PostId, Provenance, RevisionId, RunId};
use time::OffsetDateTime;

use crate::texts::{Word, words};

/// How an analyzer's look at a post ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnalysisStatus {
    /// All was seen and said.
    Done,
    /// It was stopped on its way; what it had said is kept.
    Partial,
    /// It failed; what it had said before about the post stays.
    Failed,
    /// It was not run any more, after too many failures.
    Quarantined,
    /// It does not want such posts.
    Skipped,
}

impl AnalysisStatus {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Quarantined => "quarantined",
            Self::Skipped => "skipped",
        }
    }
}

words! { AnalysisStatus { Done, Partial, Failed, Quarantined, Skipped } }

/// Which posts to hand to an analyzer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingQuery {
    /// The analyzer, in which version and configuration.
    pub analyzer: Provenance,
    /// Only these posts; all where empty.
    pub posts: Vec<PostId>,
    /// Only posts after this one, for the next part of a long list.
    pub after: Option<PostId>,
    /// At most so many.
    pub limit: usize,
    /// What counts as seen.
    pub again: Again,
}

/// Which earlier looks do not count as having seen a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Again {
    /// None: whatever came of it, it was seen.
    #[default]
    Never,
    /// Those that failed, stopped half-way or were not run.
    Unfinished,
}

/// A post that an analyzer has not seen as it is now.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PendingPost {
    /// The post.
    pub post_id: PostId,
    /// Its current revision.
    pub revision_id: RevisionId,
    /// Hash of `post`: part of the key of the analysis.
    pub shown_hash: ContentHash,
    /// What the analyzer is to be shown.
    pub post: Post,
}

/// What came of an analyzer's look at a post.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisRecord {
    /// The run it was part of.
    pub run: Option<RunId>,
    /// The post.
    pub post_id: PostId,
    /// What the analyzer was shown: [`PendingPost::shown_hash`].
    pub shown_hash: ContentHash,
    /// The analyzer, in which version and configuration.
    pub analyzer: Provenance,
    /// How it ended.
    pub status: AnalysisStatus,
    /// What it said, each with its fingerprint ([`hearken_model::fingerprint`]).
    pub findings: Vec<(ContentHash, Finding)>,
    /// Findings that were refused.
    pub rejected: u32,
    /// How long it took.
    pub elapsed_ms: u64,
    /// What went wrong.
    pub problem: Option<String>,
    /// Now.
    pub at: OffsetDateTime,
}

/// What saving analyses changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FindingChanges {
    /// Findings not there before.
    pub new: usize,
    /// Findings as before.
    pub unchanged: usize,
    /// Findings with another message, place, data or severity than before.
    pub updated: usize,
    /// Findings no longer made.
    pub gone: usize,
    /// Looks that came too late: the post has changed since, or is gone. Nothing of them is kept.
    pub stale: usize,
}
