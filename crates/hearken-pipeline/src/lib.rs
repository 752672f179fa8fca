//! Joins fetch, extract, store and analyze as steps that report what happens and print nothing.
//!
//! [`ingest`] takes sources over the frontier to stored posts; [`analyze()`] runs the analyzers over
//! posts that have no analysis yet; [`reextract()`] reads the archived pages again. Each tells an
//! [`EventSink`] what happens, ends early on a [`Cancel`], and gives a summary. A [`Definition`] is a
//! pipeline in a file; [`report`] makes what a person reads at its end.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use hearken_pipeline::{Cancel, Event, EventSink, IngestRequest, Source, SourceKind, ingest};
//! use hearken_store::{OpenOptions, Store};
//!
//! struct Quiet;
//! impl EventSink for Quiet {
//!     fn event(&self, _: &Event) {}
//! }
//!
//! let store = Arc::new(Store::open("blogs.db".as_ref(), &OpenOptions { create: true })?);
//! let request = IngestRequest {
//!     sources: vec![Source::parse("https://example.org/feed/", SourceKind::Feed)?],
//!     fetch: hearken_fetch::FetchSettings::default(),
//!     name: "ingest".to_owned(),
//!     command: "ingest https://example.org/feed/".to_owned(),
//! };
//! let summary = ingest(store, request, &Quiet, &Cancel::default()).await?;
//! assert_eq!(summary.failed, 0);
//! # Ok(())
//! # }
//! ```
//!
//! Invariants: a run that is killed loses nothing that was reported, and the next run of the same
//! command asks for no finished address again; what is stored does not depend on how many hosts are
//! asked at once.

mod analyze;
mod cancel;
mod clock;
mod definition;
mod error;
mod event;
mod files;
mod ingest;
mod markdown;
mod reextract;
pub mod report;
mod source;

pub use analyze::{AnalyzeRequest, AnalyzeSummary, analyze};
pub use cancel::Cancel;
pub use definition::{
    AnalyzeStep, Definition, DefinitionError, IngestStep, ReportStep, SourceEntry, toml_problem,
};
pub use error::PipelineError;
pub use event::{AnalyzedReport, Event, EventSink, UrlReport, UrlStatus};
pub use files::{format_of, read_file};
pub use ingest::{IngestRequest, IngestSummary, ingest};
pub use markdown::markdown;
pub use reextract::{ReextractSummary, reextract};
pub use source::{
    FolderPages, Place, Source, SourceError, SourceKind, file_url, is_page, pages_below,
};
