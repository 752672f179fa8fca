//! A run: jobs in, outcomes out in the same order, over as many lanes as there are workers.

use std::{
    collections::BTreeMap,
    iter::Peekable,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use hearken_model::Post;

use super::{
    breaker::BreakerState,
    check::{died, explained, start_plugin, started},
    child::Worker,
    copies,
    death::Death,
    lane::Lane,
    verdict::Checker,
};
use crate::{
    HostError, HostReport, HostSettings, Job, Outcome, PluginError, PluginReport, PluginSpec,
    Status,
    wire::{Phase, StartPlugin},
};

/// Batches a worker may be ahead of the one whose outcomes are due: the price of order.
const AHEAD: usize = 8;
/// Deaths of a worker that name no plugin, after which the worker itself is to blame.
const NAMELESS_DEATHS: usize = 3;

/// Runs `plugins` over `jobs` and calls `on_outcome` once for each wanted pair.
///
/// Outcomes come in the order of the jobs and, within one, of the plugins. Indexes beyond the list
/// of plugins are passed over. Once `cancel` is set no more jobs are taken, and what was taken
/// ends as skipped.
///
/// # Errors
///
/// A [`HostError`] where no worker can be started at all.
pub fn analyze(
    settings: &HostSettings,
    plugins: &[PluginSpec],
    jobs: impl IntoIterator<Item = Job>,
    cancel: &AtomicBool,
    on_outcome: &mut dyn FnMut(Outcome),
) -> Result<HostReport, HostError> {
    let mut gate = Gate::new(settings, plugins, on_outcome);
    let jobs = jobs.into_iter().map(|job| normal(job, plugins.len()));
    let mut jobs = jobs.filter(|job| !job.wanted.is_empty()).peekable();
    if cancel.load(Ordering::Relaxed) || jobs.peek().is_none() {
        return Ok(gate.report(0, cancel.load(Ordering::Relaxed)));
    }
    copies::make_folder(&settings.cache_dir)?;
    let mut shared = Shared::new(settings, plugins, cancel);
    let first = shared.first_worker(plugins)?;
    for (plugin, off) in shared.off.iter().enumerate() {
        gate.report.plugins[plugin].off = off.get().cloned();
    }
    let (to_lanes, batches) = mpsc::channel();
    let batches = Mutex::new(batches);
    thread::scope(|scope| {
        let (to_gate, results) = mpsc::channel();
        let workers = settings.workers.max(1);
        let firsts = std::iter::once(first).chain(std::iter::repeat_with(|| None));
        for worker in firsts.take(workers) {
            let (shared, batches, to_gate) = (&shared, &batches, to_gate.clone());
            scope.spawn(move || lane(shared, worker, batches, &to_gate));
        }
        drop(to_gate);
        let mut flow = Flow {
            to_lanes,
            results,
            ahead: workers * AHEAD,
        };
        flow.pump(&shared, &mut jobs, &mut gate);
    });
    let started = shared.spawned.load(Ordering::Relaxed);
    Ok(gate.report(started, cancel.load(Ordering::Relaxed)))
}

/// A job whose plugins are in order, each once, and all known.
fn normal(mut job: Job, plugins: usize) -> Job {
    job.wanted.sort_unstable();
    job.wanted.dedup();
    job.wanted.retain(|plugin| *plugin < plugins);
    job
}

/// Jobs that go to a worker together.
struct Batch {
    number: u64,
    jobs: Vec<Job>,
}

/// What the lanes of a run share.
pub(super) struct Shared<'a> {
    pub(super) settings: &'a HostSettings,
    pub(super) cancel: &'a AtomicBool,
    pub(super) checkers: Vec<Checker<'a>>,
    /// What each worker loads.
    pub(super) starts: Vec<StartPlugin>,
    /// Why a plugin is off, by index.
    off: Vec<OnceLock<String>>,
    spawned: AtomicU64,
}

impl<'a> Shared<'a> {
    fn new(settings: &'a HostSettings, plugins: &'a [PluginSpec], cancel: &'a AtomicBool) -> Self {
        let mut shared = Self {
            settings,
            cancel,
            checkers: plugins.iter().map(Checker::new).collect(),
            starts: Vec::new(),
            off: plugins.iter().map(|_| OnceLock::new()).collect(),
            spawned: AtomicU64::new(0),
        };
        for (index, plugin) in (0..).zip(plugins) {
            match start_plugin(index, plugin, settings) {
                Ok(start) => shared.starts.push(start),
                Err(error) => shared.switch_off(index as usize, &error),
            }
        }
        shared
    }

    pub(super) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    pub(super) fn off(&self, plugin: usize) -> Option<String> {
        self.off[plugin].get().cloned()
    }

    pub(super) fn spawn(&self) -> Result<Worker, HostError> {
        self.spawned.fetch_add(1, Ordering::Relaxed);
        Worker::spawn(&self.settings.worker, self.settings.post_time_limit)
    }

    /// Keeps the first reason.
    fn switch_off(&mut self, plugin: usize, error: &PluginError) {
        let words = match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        self.off[plugin].get_or_init(|| words);
        self.starts.retain(|start| start.index as usize != plugin);
    }

    /// The first worker, with all plugins started that can be; the others are off from now on.
    ///
    /// A plugin that kills the worker twice while it starts is one that can't be.
    fn first_worker(&mut self, plugins: &[PluginSpec]) -> Result<Option<Worker>, HostError> {
        let (mut deaths, mut nameless) = (vec![0; plugins.len()], 0);
        while !self.starts.is_empty() {
            let mut worker = self.spawn()?;
            let asked = self.starts.clone();
            match started(&mut worker, self.settings, asked.clone(), self.cancel) {
                Ok(results) => {
                    for (start, result) in asked.iter().zip(results) {
                        let plugin = start.index as usize;
                        if let Err(problem) = result {
                            self.switch_off(plugin, &explained(problem, &plugins[plugin].file));
                        }
                    }
                    return Ok(Some(worker));
                }
                Err(Death::Cancelled) => return Ok(None),
                Err(Death::Died(cause)) => {
                    let progress = worker.progress();
                    let plugin = progress.plugin as usize;
                    let loading = matches!(progress.phase, Phase::Load | Phase::Start);
                    if !loading || !asked.iter().any(|start| start.index == progress.plugin) {
                        nameless += 1;
                    } else if deaths[plugin] > 0 {
                        let death = Death::Died(cause.clone());
                        self.switch_off(plugin, &died(&worker, death, &plugins[plugin].file));
                    } else {
                        deaths[plugin] += 1;
                    }
                    if nameless >= NAMELESS_DEATHS {
                        return Err(HostError::NoWorker {
                            program: self.settings.worker.program.clone(),
                            problem: cause,
                        });
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Takes batches until there are no more.
fn lane(
    shared: &Shared<'_>,
    worker: Option<Worker>,
    batches: &Mutex<Receiver<Batch>>,
    to_gate: &Sender<(u64, Vec<Outcome>)>,
) {
    let mut lane = Lane::new(shared, worker);
    loop {
        // A poisoned lock is one whose holder panicked while it waited; the channel is whole.
        let next = batches
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .recv();
        let Ok(batch) = next else {
            break;
        };
        let outcomes = lane.run(&batch.jobs);
        if to_gate.send((batch.number, outcomes)).is_err() {
            break;
        }
    }
    lane.finish();
}

/// Feeds the lanes and puts what comes back in order.
struct Flow {
    to_lanes: Sender<Batch>,
    results: Receiver<(u64, Vec<Outcome>)>,
    ahead: usize,
}

impl Flow {
    fn pump<I: Iterator<Item = Job>>(
        &mut self,
        shared: &Shared<'_>,
        jobs: &mut Peekable<I>,
        gate: &mut Gate<'_>,
    ) {
        let (mut sent, mut due) = (0_u64, 0_u64);
        let mut early = BTreeMap::new();
        loop {
            while sent - due < self.ahead as u64 && !shared.cancelled() {
                let Some(jobs) = next_batch(shared.settings, jobs) else {
                    break;
                };
                if self.to_lanes.send(Batch { number: sent, jobs }).is_err() {
                    return;
                }
                sent += 1;
            }
            if sent == due {
                return;
            }
            let Ok((number, outcomes)) = self.results.recv() else {
                return;
            };
            early.insert(number, outcomes);
            while let Some(outcomes) = early.remove(&due) {
                for outcome in outcomes {
                    gate.pass(outcome, shared);
                }
                due += 1;
            }
        }
    }
}

/// As many jobs as go together; `None` when there are no more.
fn next_batch<I: Iterator<Item = Job>>(
    settings: &HostSettings,
    jobs: &mut Peekable<I>,
) -> Option<Vec<Job>> {
    let first = jobs.next()?;
    let mut bytes = weight(&first.post);
    let mut batch = vec![first];
    while batch.len() < settings.batch_posts
        && let Some(job) =
            jobs.next_if(|job| bytes.saturating_add(weight(&job.post)) <= settings.batch_bytes)
    {
        bytes += weight(&job.post);
        batch.push(job);
    }
    Some(batch)
}

/// About how many bytes a post takes on its way.
fn weight(post: &Post) -> usize {
    let comments = post.comments.iter().map(|comment| comment.text.len() + 128);
    let links = post.links.iter().map(|link| link.href.len() + 16);
    post.text.len() + 512 + post.blocks.len() * 8 + comments.chain(links).sum::<usize>()
}

/// Where outcomes pass in order: counts them, and keeps the breakers.
///
/// The breakers live here, where the order is that of the jobs, so that what is skipped does not
/// depend on which worker was quicker.
struct Gate<'a> {
    on_outcome: &'a mut dyn FnMut(Outcome),
    breakers: Vec<BreakerState>,
    report: HostReport,
}

impl<'a> Gate<'a> {
    fn new(
        settings: &HostSettings,
        plugins: &[PluginSpec],
        on_outcome: &'a mut dyn FnMut(Outcome),
    ) -> Self {
        Self {
            on_outcome,
            breakers: plugins
                .iter()
                .map(|_| BreakerState::new(settings.breaker))
                .collect(),
            report: HostReport {
                plugins: plugins.iter().map(|_| PluginReport::default()).collect(),
                ..HostReport::default()
            },
        }
    }

    fn pass(&mut self, mut outcome: Outcome, shared: &Shared<'_>) {
        let plugin = outcome.plugin;
        if let Some(reason) = &self.report.plugins[plugin].off {
            outcome = Outcome {
                status: Status::Skipped,
                problem: Some(reason.clone()),
                findings: Vec::new(),
                fingerprints: Vec::new(),
                rejected: Vec::new(),
                logs: Vec::new(),
                ..outcome
            };
        } else if outcome.status != Status::Skipped {
            let off = self.breakers[plugin].push(outcome.status == Status::Quarantined);
            if let Some(reason) = &off {
                tracing::warn!(plugin, reason, "plugin switched off");
                shared.off[plugin].get_or_init(|| reason.clone());
            }
            self.report.plugins[plugin].off = off;
        }
        self.report.plugins[plugin].count(&outcome);
        (self.on_outcome)(outcome);
    }

    fn report(self, workers_started: u64, cancelled: bool) -> HostReport {
        HostReport {
            workers_started,
            cancelled,
            ..self.report
        }
    }
}
