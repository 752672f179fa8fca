//! Sources to stored posts.
//!
//! Every address and file goes over the frontier, so that a run that was killed goes on where it
//! stopped and asks for nothing twice. Fetching is asynchronous; reading a page and storing it run
//! on blocking threads, a page at a time each.

mod followed;
mod offer;
mod page;
mod queues;
mod work;

use std::{collections::BTreeMap, sync::Arc};

use hearken_fetch::{FetchSettings, Fetcher};
use hearken_store::{NewRun, Resume, RunStatus, Store};
use serde::Serialize;

use crate::{Cancel, Event, EventSink, PipelineError, Source, UrlReport, UrlStatus, clock::now};

/// What to ingest.
#[derive(Debug, Clone)]
pub struct IngestRequest {
    /// Where posts come from.
    pub sources: Vec<Source>,
    /// How pages are asked for.
    pub fetch: FetchSettings,
    /// Name of the run: `ingest`, or the pipeline's.
    pub name: String,
    /// What was asked for in full; an interrupted run of the same command is gone on with.
    pub command: String,
}

/// What came of it. Lists (feeds, sitemaps, OPML) are followed and not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct IngestSummary {
    /// Pages with something new.
    pub stored: usize,
    /// Pages without anything new.
    pub unchanged: usize,
    /// Pages known under another address.
    pub duplicate: usize,
    /// Pages left out for a reason that is no fault.
    pub skipped: usize,
    /// Pages that could not be read.
    pub failed: usize,
    /// Comments that are new.
    pub comments_new: u64,
    /// Whether the run was ended before its time.
    pub interrupted: bool,
    /// Reasons with their counts.
    pub reasons: BTreeMap<String, usize>,
}

impl IngestSummary {
    /// Pages in all.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.stored + self.unchanged + self.duplicate + self.skipped + self.failed
    }

    fn add(&mut self, report: &UrlReport) {
        *match report.status {
            UrlStatus::Stored => &mut self.stored,
            UrlStatus::Unchanged => &mut self.unchanged,
            UrlStatus::Duplicate => &mut self.duplicate,
            UrlStatus::Skipped => &mut self.skipped,
            UrlStatus::Failed => &mut self.failed,
        } += 1;
        if let Some(reason) = &report.reason {
            *self.reasons.entry(reason.clone()).or_default() += 1;
        }
    }
}

/// Fetches, reads and stores what `request` names.
///
/// # Errors
///
/// [`PipelineError`] where the run as a whole can not go on: the store fails, or the fetch settings
/// are unusable. A page that fails is reported and the run goes on.
pub async fn ingest(
    store: Arc<Store>,
    request: IngestRequest,
    sink: &dyn EventSink,
    cancel: &Cancel,
) -> Result<IngestSummary, PipelineError> {
    let fetcher = Fetcher::new(request.fetch.clone())?;
    let run = store.begin_run(NewRun {
        name: request.name.clone(),
        command: request.command.clone(),
        started_at: now(),
        resume: Resume::SameCommand,
    })?;
    let left = store.reader()?.frontier_left(run.id())?.len();
    sink.event(&Event::RunStarted {
        left: if run.resumes().is_some() { left } else { 0 },
    });
    let total = offer::offer_sources(&store, run.id(), &request.sources, sink)?;
    let result = work::work(&store, &fetcher, run.id(), total, sink, cancel).await;
    let mut summary = match result {
        Ok(summary) => summary,
        Err(error) => {
            run.finish(RunStatus::Failed, serde_json::json!({}), now())?;
            return Err(error);
        }
    };
    summary.interrupted = cancel.is_cancelled();
    let status = if summary.interrupted {
        RunStatus::Interrupted
    } else {
        RunStatus::Done
    };
    // A struct of numbers and words always serialises.
    let counts = serde_json::to_value(&summary).unwrap_or_default();
    run.finish(status, counts, now())?;
    Ok(summary)
}
