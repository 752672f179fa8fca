//! Archived pages read again by this version's extractor.

use std::ops::ControlFlow;

use hearken_extract::{EXTRACTOR_VERSION, PageHints, extract};
use hearken_store::{ArchivedPage, Change, NewRun, ReextractedPage, Resume, RunStatus, Store};
use serde::Serialize;

use crate::{Cancel, Event, EventSink, PipelineError, UrlReport, UrlStatus, clock::now, files};

/// What reading again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReextractSummary {
    /// Pages read.
    pub pages: usize,
    /// Posts whose text is read otherwise now; their history names the extractor as the cause.
    pub revised: usize,
    /// Posts whose comments are read otherwise now.
    pub comments: usize,
    /// Pages that are no post any more; what is stored stays.
    pub failed: usize,
    /// Whether the run was ended before its time.
    pub interrupted: bool,
}

/// Reads each archived page that an older extractor has read, or all where `all`.
///
/// # Errors
///
/// [`PipelineError`] where the store fails. A page that is no post any more is reported, and what
/// is stored of it stays.
pub fn reextract(
    store: &Store,
    all: bool,
    sink: &dyn EventSink,
    cancel: &Cancel,
) -> Result<ReextractSummary, PipelineError> {
    let run = store.begin_run(NewRun {
        name: "reextract".to_owned(),
        command: "reextract".to_owned(),
        started_at: now(),
        resume: Resume::Never,
    })?;
    let mut summary = ReextractSummary::default();
    let mut broken = None;
    let version = if all {
        String::new()
    } else {
        EXTRACTOR_VERSION.to_string()
    };
    store.reader()?.pages_to_reextract(&version, |page| {
        if cancel.is_cancelled() {
            summary.interrupted = true;
            return ControlFlow::Break(());
        }
        match one(store, run.id(), &page, &mut summary) {
            Ok(report) => {
                sink.event(&Event::PageDone(report));
                ControlFlow::Continue(())
            }
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    let status = match (&broken, summary.interrupted) {
        (Some(_), _) => RunStatus::Failed,
        (None, true) => RunStatus::Interrupted,
        (None, false) => RunStatus::Done,
    };
    // A struct of numbers always serialises.
    run.finish(
        status,
        serde_json::to_value(&summary).unwrap_or_default(),
        now(),
    )?;
    broken.map_or(Ok(summary), Err)
}

fn one(
    store: &Store,
    run: hearken_model::RunId,
    page: &ArchivedPage,
    summary: &mut ReextractSummary,
) -> Result<UrlReport, PipelineError> {
    summary.pages += 1;
    let hints = PageHints {
        url: Some(&page.url),
        content_type: page.content_type.as_deref(),
        format: files::format_of(page.url.as_ref()).filter(|_| page.url.starts_with("file:")),
    };
    let report = |status, reason: Option<&str>, problem| UrlReport {
        url: page.url.clone(),
        requested_url: page.url.clone(),
        status,
        reason: reason.map(str::to_owned),
        http_status: None,
        attempts: 0,
        post_id: Some(page.post_id.0),
        comments: None,
        problem,
    };
    let post = match extract(&page.raw, &hints) {
        Ok(post) => post,
        Err(error) => {
            summary.failed += 1;
            return Ok(report(
                UrlStatus::Failed,
                Some("no-text"),
                Some(error.to_string()),
            ));
        }
    };
    let saved = store.writer().save_reextracted(ReextractedPage {
        post_id: page.post_id,
        url: page.url.clone(),
        post,
        extractor_version: EXTRACTOR_VERSION.to_string(),
        run,
        at: now(),
    })?;
    Ok(match saved.change {
        Change::New | Change::Revised => {
            summary.revised += 1;
            report(UrlStatus::Stored, Some("revised"), None)
        }
        Change::Comments => {
            summary.comments += 1;
            report(UrlStatus::Stored, Some("comments"), None)
        }
        Change::Unchanged | Change::Duplicate | Change::Metadata => {
            report(UrlStatus::Unchanged, None, None)
        }
    })
}
