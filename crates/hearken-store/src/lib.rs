//! The SQLite store: posts with revisions, comments, raw pages, frontier, findings, runs.
//!
//! A [`Store`] is one database file. A [`Writer`] hands work to the one thread that writes, which
//! groups it in transactions and replies once they are kept; a [`Reader`] is a connection that
//! only reads. No function reads a clock: times are arguments.
//!
//! ```
//! use hearken_store::{NewRun, OpenOptions, Resume, RunStatus, Store};
//! use time::OffsetDateTime;
//!
//! # let folder = tempfile::tempdir().unwrap();
//! let store = Store::open(&folder.path().join("h.db"), &OpenOptions { create: true })?;
//! let now = OffsetDateTime::UNIX_EPOCH;
//! let run = store.begin_run(NewRun {
//!     name: "ingest".to_owned(),
//!     command: "hearken ingest".to_owned(),
//!     started_at: now,
//!     resume: Resume::SameCommand,
//! })?;
//! run.finish(RunStatus::Done, serde_json::json!({"posts": 0}), now)?;
//! assert_eq!(store.reader()?.runs(10)?.len(), 1);
//! # Ok::<(), hearken_store::StoreError>(())
//! ```
//!
//! Invariants: this is the only crate with SQL. The same input again changes no row but the
//! frontier's and the run's. Nothing that was read is lost: what changes is kept as a revision or
//! a version, what vanishes is marked, until a person removes or erases it. The index never lags
//! behind the tables. A file that is not ours is left as it is.

mod address;
mod analyses;
mod assemble;
mod backup;
mod connection;
mod doctor;
mod erase;
mod error;
mod findings;
mod frontier;
mod index;
mod migrate;
mod pages;
mod posts;
mod remove;
mod run_lock;
mod runs;
mod search;
mod sources;
mod stats;
mod store;
mod texts;
mod writer;

pub use analyses::{
    Again, AnalysisRecord, AnalysisStatus, FindingChanges, PendingPost, PendingQuery,
};
pub use backup::BackupReport;
pub use doctor::Health;
pub use erase::{EraseReport, EraseRequest};
pub use error::{Result, StoreError};
pub use findings::{FindingQuery, StoredFinding};
pub use frontier::{
    Claim, FetchStatus, FrontierEntry, FrontierId, FrontierKind, FrontierState, HostState,
    NewFrontierEntry, Offered, Outcome, Validators,
};
pub use migrate::SCHEMA_VERSION;
pub use pages::{ArchivedPage, Change, Origin, PageAnswer, PageRecord, ReextractedPage, Saved};
pub use posts::{PostQuery, PostRef, PostSummary, Revision, StoredComment, StoredPost};
pub use remove::{Mode, PostSelector, RemoveReport};
pub use runs::{ActiveRun, NewRun, Resume, Run, RunStatus};
pub use search::{SearchHit, SearchQuery, SearchScope};
pub use sources::{NewSource, Source, SourceId, SourceKind};
pub use stats::{SourceStats, Stats};
pub use store::{OpenOptions, Reader, Store};
pub use writer::{Ticket, Writer};
