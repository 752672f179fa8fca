//! Addresses to ask, and what came of each. Rows in the database, so that a killed run goes on.
//!
//! A row belongs to a *round*: one run and those that go on with it after it was interrupted. In
//! a round each address is finished once; offered again by a later round, it is asked again.

mod finish;
mod hosts;
mod queue;

use hearken_model::{PostId, RunId};
use rusqlite::Row;
use time::OffsetDateTime;

use crate::{
    SourceId,
    error::{Doing, Result},
    texts::{Word, time_maybe, words},
};

pub(crate) use finish::finish;
pub use hosts::HostState;
pub(crate) use queue::link_post;

/// Row identity of an address on the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrontierId(pub i64);

/// What an address is expected to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrontierKind {
    /// A page, perhaps with a post.
    Page,
    /// A feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// An OPML list.
    Opml,
    /// A local file.
    File,
}

impl FrontierKind {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Opml => "opml",
            Self::File => "file",
        }
    }
}

/// What came of an address: the `status` of a run's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FetchStatus {
    /// A new post, a new revision, or new comments.
    Stored,
    /// Nothing new.
    Unchanged,
    /// A post that is known from another address.
    Duplicate,
    /// Not asked, or not kept, for a reason that is no fault.
    Skipped,
    /// It could not be had.
    Failed,
}

impl FetchStatus {
    /// The word that stands for it in the database and in JSON.
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

words! {
    FrontierKind { Page, Feed, Sitemap, Opml, File }
    FetchStatus { Stored, Unchanged, Duplicate, Skipped, Failed }
}

/// Where in a round an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrontierState {
    /// It waits.
    Pending,
    /// Somebody asks it.
    Claimed,
    /// It was asked.
    Finished,
}

impl FrontierState {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Finished => "finished",
        }
    }
}

words! { FrontierState { Pending, Claimed, Finished } }

/// An address to put on the frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFrontierEntry {
    /// The address, or a path.
    pub url: String,
    /// What it is expected to give.
    pub kind: FrontierKind,
    /// The source it comes from.
    pub source: Option<SourceId>,
    /// The feed, sitemap or page that names it.
    pub discovered_from: Option<String>,
}

/// What became of addresses that were put on the frontier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offered {
    /// Never met before.
    pub new: usize,
    /// Known from an earlier round, now to be asked again.
    pub again: usize,
    /// Waiting or finished in this round already.
    pub known: usize,
}

/// Which waiting addresses to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The run that takes them.
    pub run: RunId,
    /// At most so many.
    pub limit: usize,
    /// At most so many of one host, so that no host holds up the others.
    pub per_authority: usize,
}

/// An address on the frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrontierEntry {
    /// Its row.
    pub id: FrontierId,
    /// The address, or a path.
    pub url: String,
    /// Host and port; empty for a file.
    pub authority: String,
    /// What it is expected to give.
    pub kind: FrontierKind,
    /// What names it.
    pub discovered_from: Option<String>,
    /// Where in its round it is.
    pub state: FrontierState,
    /// What came of it when it was last finished.
    pub status: Option<FetchStatus>,
    /// Why, by the closed list of the report.
    pub reason: Option<String>,
    /// The last answer's status.
    pub http_status: Option<u16>,
    /// Requests made in the last round that finished it.
    pub attempts: u32,
    /// `ETag` of the last answer, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer, byte for byte.
    pub last_modified: Option<String>,
    /// Who asks before this breaks what the server or the schedule said.
    pub next_due_at: Option<OffsetDateTime>,
    /// The post it led to.
    pub post: Option<PostId>,
    /// The sources it comes from.
    pub sources: Vec<SourceId>,
}

/// What came of asking an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The run that asked.
    pub run: RunId,
    /// The address as it stands on the frontier.
    pub url: String,
    /// What came of it.
    pub status: FetchStatus,
    /// Why, by the closed list of the report.
    pub reason: Option<String>,
    /// Status of the last answer.
    pub http_status: Option<u16>,
    /// Requests made.
    pub attempts: u32,
    /// What to keep of the answer's validators.
    pub validators: Validators,
    /// When to ask again at the earliest.
    pub next_due_at: Option<OffsetDateTime>,
    /// Now.
    pub finished_at: OffsetDateTime,
}

/// The answer's validators for the next conditional request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Validators {
    /// As they were: after a 304 that names none, or a failure.
    #[default]
    Keep,
    /// These, byte for byte, in place of the old ones.
    Set {
        /// `ETag`.
        etag: Option<String>,
        /// `Last-Modified`.
        last_modified: Option<String>,
    },
}

/// Columns of a [`FrontierEntry`]; `sources` is a list of ids with commas.
macro_rules! select_entry {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.url, f.authority, f.kind, f.discovered_from, f.state, f.status,
                f.reason, f.http_status, f.attempts, f.etag, f.last_modified, f.next_due_at,
                f.post_id,
                (SELECT group_concat(source_id) FROM frontier_sources s
                 WHERE s.frontier_id = f.id) AS sources
            FROM frontier f ",
            $rest
        )
    };
}
use select_entry;

fn entry_from(row: &Row<'_>) -> Result<FrontierEntry> {
    let doing = "read an address of the frontier";
    let kind: String = row.get("kind").doing(doing)?;
    let state: String = row.get("state").doing(doing)?;
    let status: Option<String> = row.get("status").doing(doing)?;
    let sources: Option<String> = row.get("sources").doing(doing)?;
    let ids = sources
        .iter()
        .flat_map(|list| list.split(','))
        .flat_map(str::parse);
    Ok(FrontierEntry {
        id: FrontierId(row.get("id").doing(doing)?),
        url: row.get("url").doing(doing)?,
        authority: row.get("authority").doing(doing)?,
        kind: FrontierKind::from_word("frontier.kind", &kind)?,
        discovered_from: row.get("discovered_from").doing(doing)?,
        state: FrontierState::from_word("frontier.state", &state)?,
        status: status
            .map(|word| FetchStatus::from_word("frontier.status", &word))
            .transpose()?,
        reason: row.get("reason").doing(doing)?,
        http_status: row.get("http_status").doing(doing)?,
        attempts: row.get("attempts").doing(doing)?,
        etag: row.get("etag").doing(doing)?,
        last_modified: row.get("last_modified").doing(doing)?,
        next_due_at: time_maybe("frontier.next_due_at", row.get("next_due_at").doing(doing)?)?,
        post: row
            .get::<_, Option<i64>>("post_id")
            .doing(doing)?
            .map(PostId),
        sources: ids.map(SourceId).collect(),
    })
}
