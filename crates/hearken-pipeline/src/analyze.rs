//! Stored posts to stored findings.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use hearken_model::{ContentHash, PostId, Provenance, RunId};
use hearken_plugin_host::{HostSettings, Job, LogLevel, Outcome, PluginSpec, Status};
use hearken_store::{
    Again, AnalysisRecord, AnalysisStatus, NewRun, PendingPost, PendingQuery, Reader, Resume,
    RunStatus, Store, StoreError,
};
use serde::Serialize;

use crate::{AnalyzedReport, Cancel, Event, EventSink, PipelineError, clock::now};

/// Posts read ahead for the workers, per analyzer: four of the host's batches.
const READ_AHEAD: usize = 256;
/// Outcomes stored in one transaction, as many as the host sends to a worker at once.
const STORED_AT_ONCE: usize = 64;

/// What to analyze.
#[derive(Debug, Clone)]
pub struct AnalyzeRequest {
    /// Analyzers to run.
    pub plugins: Vec<PluginSpec>,
    /// How they are run.
    pub host: HostSettings,
    /// Posts to look at; all where empty.
    pub posts: Vec<PostId>,
    /// Look again at what failed or was set aside before.
    pub again: bool,
    /// Name of the run.
    pub name: String,
}

/// What came of it, counted in pairs of a post and an analyzer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AnalyzeSummary {
    /// Pairs that ended well.
    pub done: usize,
    /// Pairs of which some findings were refused.
    pub partial: usize,
    /// Pairs whose analyzer said it failed.
    pub failed: usize,
    /// Pairs set aside because they killed a worker twice.
    pub quarantined: usize,
    /// Pairs that were not run because their analyzer was switched off.
    pub skipped: usize,
    /// Findings that are new.
    pub findings_new: usize,
    /// Findings that stand no more.
    pub findings_gone: usize,
    /// Whether the run was ended before its time.
    pub interrupted: bool,
}

impl AnalyzeSummary {
    /// Pairs in all.
    #[must_use]
    pub const fn pairs(&self) -> usize {
        self.done + self.partial + self.failed + self.quarantined + self.skipped
    }

    /// Whether all pairs ended well.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.done == self.pairs()
    }

    fn count(&mut self, status: Status) {
        *match status {
            Status::Done => &mut self.done,
            Status::Partial => &mut self.partial,
            Status::Failed => &mut self.failed,
            Status::Quarantined => &mut self.quarantined,
            Status::Skipped => &mut self.skipped,
        } += 1;
    }
}

/// Runs the analyzers over the posts that have no analysis yet under their key: what is shown,
/// analyzer, version, file, configuration.
///
/// # Errors
///
/// [`PipelineError`] where the run as a whole can not go on. An analyzer that fails on a post is
/// reported and stored as such, and the run goes on.
pub fn analyze(
    store: &Store,
    request: &AnalyzeRequest,
    sink: &dyn EventSink,
    cancel: &Cancel,
) -> Result<AnalyzeSummary, PipelineError> {
    let provenances: Vec<Provenance> = request.plugins.iter().map(provenance).collect();
    let reader = store.reader()?;
    let mut ahead = ReadAhead::new(&reader, request, &provenances);
    if !ahead.fill()? {
        return Ok(AnalyzeSummary::default());
    }
    sink.event(&Event::AnalysisStarted {
        posts: ahead.posts.len(),
    });
    let run = store.begin_run(NewRun {
        name: request.name.clone(),
        command: "analyze".to_owned(),
        started_at: now(),
        resume: Resume::Never,
    })?;
    let ahead = RefCell::new(ahead);
    let mut keeper = Keeper {
        store,
        run: run.id(),
        provenances: &provenances,
        sink,
        cancel,
        ahead: &ahead,
        waiting: Vec::new(),
        summary: AnalyzeSummary::default(),
        broken: None,
        told: BTreeSet::new(),
    };
    let jobs = std::iter::from_fn(|| ahead.borrow_mut().next_job());
    let host = hearken_plugin_host::analyze(
        &request.host,
        &request.plugins,
        jobs,
        cancel.flag(),
        &mut |outcome| keeper.take(outcome),
    );
    let summary = keeper.finish();
    let broken = ahead.borrow_mut().broken.take();
    let result = host.map_err(PipelineError::from).and(summary);
    let result = broken.map_or(result, |error| Err(error.into()));
    let status = match &result {
        Ok(summary) if summary.interrupted => RunStatus::Interrupted,
        Ok(_) => RunStatus::Done,
        Err(_) => RunStatus::Failed,
    };
    // A struct of numbers always serialises.
    let counts = result
        .as_ref()
        .ok()
        .and_then(|summary| serde_json::to_value(summary).ok());
    run.finish(
        status,
        counts.unwrap_or_else(|| serde_json::json!({})),
        now(),
    )?;
    result
}

/// Who makes a plugin's findings, and with what.
fn provenance(plugin: &PluginSpec) -> Provenance {
    // A JSON value always serialises; its object keys are sorted, so that the hash is stable.
    let config = serde_json::to_vec(&plugin.config).unwrap_or_default();
    let manifest = &plugin.file.manifest;
    Provenance {
        analyzer: manifest.id.clone(),
        version: manifest.version.clone(),
        abi: manifest.abi.clone(),
        artifact_hash: plugin.file.artifact_hash,
        config_hash: ContentHash::of(&config),
    }
}

/// Posts that some analyzer has not seen, in the order of their rows.
struct ReadAhead<'a> {
    reader: &'a Reader<'a>,
    request: &'a AnalyzeRequest,
    provenances: &'a [Provenance],
    after: Option<PostId>,
    ended: bool,
    posts: VecDeque<(PendingPost, Vec<usize>)>,
    /// Posts that the host has, until all their outcomes are in.
    under_way: BTreeMap<u64, (ContentHash, usize)>,
    broken: Option<StoreError>,
}

impl<'a> ReadAhead<'a> {
    const fn new(
        reader: &'a Reader<'a>,
        request: &'a AnalyzeRequest,
        provenances: &'a [Provenance],
    ) -> Self {
        Self {
            reader,
            request,
            provenances,
            after: None,
            ended: false,
            posts: VecDeque::new(),
            under_way: BTreeMap::new(),
            broken: None,
        }
    }

    /// Reads the next posts; false where there are none.
    ///
    /// Each analyzer's list may end elsewhere: only posts up to the earliest end are taken, and the
    /// next reading begins there.
    fn fill(&mut self) -> Result<bool, StoreError> {
        let mut merged: BTreeMap<PostId, (PendingPost, Vec<usize>)> = BTreeMap::new();
        let mut until = None;
        for (index, analyzer) in self.provenances.iter().enumerate() {
            let pending = self.reader.pending(&PendingQuery {
                analyzer: analyzer.clone(),
                posts: self.request.posts.clone(),
                after: self.after,
                limit: READ_AHEAD,
                again: if self.request.again {
                    Again::Unfinished
                } else {
                    Again::Never
                },
            })?;
            if pending.len() == READ_AHEAD {
                let last = pending.last().map(|post| post.post_id);
                until = until.min(last).or(last);
            }
            for post in pending {
                merged
                    .entry(post.post_id)
                    .or_insert_with(|| (post, Vec::new()))
                    .1
                    .push(index);
            }
        }
        self.ended = until.is_none();
        self.after = until;
        let within = |id: &PostId| until.is_none_or(|until| *id <= until);
        self.posts.extend(
            merged
                .into_iter()
                .filter(|(id, _)| within(id))
                .map(|(_, entry)| entry),
        );
        Ok(!self.posts.is_empty())
    }

    fn next_job(&mut self) -> Option<Job> {
        if self.posts.is_empty()
            && !self.ended
            && let Err(error) = self.fill()
        {
            self.broken = Some(error);
            return None;
        }
        let (pending, wanted) = self.posts.pop_front()?;
        let id = pending.post_id.0.unsigned_abs();
        self.under_way
            .insert(id, (pending.shown_hash, wanted.len()));
        Some(Job {
            id,
            post: Arc::new(pending.post),
            wanted,
        })
    }

    /// What the post of a job was shown as; forgotten with its last outcome.
    fn shown(&mut self, job: u64) -> Option<ContentHash> {
        let (hash, left) = self.under_way.get_mut(&job)?;
        let hash = *hash;
        *left -= 1;
        if *left == 0 {
            self.under_way.remove(&job);
        }
        Some(hash)
    }
}

/// Stores outcomes, many in a transaction.
struct Keeper<'a> {
    store: &'a Store,
    run: RunId,
    provenances: &'a [Provenance],
    sink: &'a dyn EventSink,
    cancel: &'a Cancel,
    ahead: &'a RefCell<ReadAhead<'a>>,
    waiting: Vec<AnalysisRecord>,
    summary: AnalyzeSummary,
    broken: Option<StoreError>,
    /// Warnings passed on, by plugin and words.
    told: BTreeSet<(usize, String)>,
}

impl Keeper<'_> {
    fn take(&mut self, outcome: Outcome) {
        let Some(shown_hash) = self.ahead.borrow_mut().shown(outcome.job) else {
            tracing::error!(
                job = outcome.job,
                "an outcome came for a post that nobody asked about"
            );
            return;
        };
        let analyzer = &self.provenances[outcome.plugin];
        self.log(analyzer, &outcome);
        // A pair that was not run stays pending: the next run takes it up.
        let skipped = outcome.status == Status::Skipped;
        if skipped && self.cancel.is_cancelled() {
            return;
        }
        self.summary.count(outcome.status);
        self.sink
            .event(&Event::Analyzed(report(analyzer, &outcome)));
        if skipped {
            return;
        }
        self.waiting
            .push(record(self.run, shown_hash, analyzer, outcome));
        if self.waiting.len() >= STORED_AT_ONCE {
            self.store();
        }
    }

    /// Passes on what a plugin logged. A person needs to be told the same thing only once a run.
    fn log(&mut self, analyzer: &Provenance, outcome: &Outcome) {
        let (post_id, plugin) = (outcome.job, analyzer.analyzer.as_str());
        for line in &outcome.logs {
            let heavy = matches!(line.level, LogLevel::Error | LogLevel::Warn);
            if heavy && self.told.insert((outcome.plugin, line.text.clone())) {
                tracing::warn!(plugin, "{}", line.text);
            } else if line.level == LogLevel::Info {
                tracing::info!(post_id, plugin, "{}", line.text);
            } else {
                tracing::debug!(post_id, plugin, "{}", line.text);
            }
        }
    }

    fn store(&mut self) {
        let records = std::mem::take(&mut self.waiting);
        match self.store.writer().save_analyses(records) {
            Ok(changes) => {
                self.summary.findings_new += changes.new;
                self.summary.findings_gone += changes.gone;
            }
            Err(error) => {
                // Nothing more can be kept: the host is asked to end.
                self.broken.get_or_insert(error);
                self.cancel.cancel();
            }
        }
    }

    fn finish(mut self) -> Result<AnalyzeSummary, PipelineError> {
        if !self.waiting.is_empty() {
            self.store();
        }
        self.summary.interrupted = self.cancel.is_cancelled();
        self.broken
            .map_or(Ok(self.summary), |error| Err(error.into()))
    }
}

fn record(
    run: RunId,
    shown_hash: ContentHash,
    analyzer: &Provenance,
    outcome: Outcome,
) -> AnalysisRecord {
    AnalysisRecord {
        run: Some(run),
        // Made from a row's number, which is positive.
        post_id: PostId(outcome.job.cast_signed()),
        shown_hash,
        analyzer: analyzer.clone(),
        status: match outcome.status {
            Status::Done => AnalysisStatus::Done,
            Status::Partial => AnalysisStatus::Partial,
            Status::Failed => AnalysisStatus::Failed,
            Status::Quarantined => AnalysisStatus::Quarantined,
            Status::Skipped => AnalysisStatus::Skipped,
        },
        findings: outcome
            .fingerprints
            .into_iter()
            .zip(outcome.findings)
            .collect(),
        rejected: u32::try_from(outcome.rejected.len()).unwrap_or(u32::MAX),
        elapsed_ms: u64::try_from(outcome.elapsed.as_millis()).unwrap_or(u64::MAX),
        problem: outcome.problem,
        at: now(),
    }
}

fn report(analyzer: &Provenance, outcome: &Outcome) -> AnalyzedReport {
    AnalyzedReport {
        post_id: outcome.job.cast_signed(),
        analyzer: analyzer.analyzer.clone(),
        status: outcome.status.as_str().to_owned(),
        findings: outcome.findings.len(),
        rejected: outcome.rejected.clone(),
        problem: outcome.problem.clone(),
    }
}
