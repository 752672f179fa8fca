//! One lane of a run: a worker at a time, and the batches it is given.
//!
//! A batch is sent whole. When the worker dies over it, the page of progress names the pair to
//! blame; that pair is tried once more alone in a fresh worker, and the rest is sent again. The
//! lone try also covers a plugin that wrote over the page: wrong blame costs a try, not a post.
//! Each death settles at least one pair, so that a batch always ends.

use super::{
    breaker::BreakerState, check::started, child::Worker, death::Death, run::Shared,
    verdict::Verdict,
};
use crate::{
    HostError, Job, Outcome,
    wire::{Answer, Ask, Item, Phase, Progress, Tell, WirePost},
};

/// Times a worker that died while it loaded what had loaded before is started again.
const START_TRIES: usize = 3;

/// A worker, when there is one, and what the run's lanes share.
pub(super) struct Lane<'a> {
    shared: &'a Shared<'a>,
    worker: Option<Worker>,
}

/// Why a lane has no worker.
enum NoWorker {
    Cancelled,
    Failed(String),
}

impl<'a> Lane<'a> {
    pub(super) const fn new(shared: &'a Shared<'a>, worker: Option<Worker>) -> Self {
        Self { shared, worker }
    }

    /// Lets the worker go in peace.
    pub(super) fn finish(self) {
        if let Some(worker) = self.worker
            && !self.shared.cancelled()
        {
            worker.finish();
        }
    }

    /// The outcomes of a batch, in the order of its jobs.
    pub(super) fn run(&mut self, jobs: &[Job]) -> Vec<Outcome> {
        let mut table = Table::new(jobs);
        loop {
            if self.shared.cancelled() {
                table.settle_rest(|_| Verdict::Skipped("the run was cancelled".to_owned()));
            }
            self.skip_switched_off(&mut table);
            if !table.has_pending() {
                break;
            }
            match self.ready() {
                Ok(worker) => self.whole(worker, &mut table),
                Err(NoWorker::Cancelled) => {}
                Err(NoWorker::Failed(problem)) => {
                    table.settle_rest(|_| Verdict::Failed(problem.clone()));
                }
            }
        }
        let outcome = |pair: Pair| {
            let verdict = pair
                .verdict
                .unwrap_or_else(|| Verdict::Failed("lost".to_owned()));
            let (plugin, job) = (pair.plugin as usize, &jobs[pair.post as usize]);
            verdict.into_outcome(job, plugin, &self.shared.checkers[plugin])
        };
        table.pairs.into_iter().map(outcome).collect()
    }

    /// Sends all that is pending.
    fn whole(&mut self, mut worker: Worker, table: &mut Table<'_>) {
        match self.exchange(&mut worker, table, None) {
            Ok(()) => {
                table.settle_rest(|_| Verdict::Failed("the worker gave no answer".to_owned()));
                self.worker = Some(worker);
            }
            Err(Death::Cancelled) => {}
            Err(Death::Died(cause)) => {
                let suspects = table.suspects(worker.progress());
                drop(worker);
                tracing::debug!(%cause, suspects = suspects.len(), "plugin worker died");
                for suspect in suspects {
                    self.alone(table, suspect);
                }
            }
        }
    }

    /// Tries a pair alone, in a fresh worker that is kept if it survives.
    fn alone(&mut self, table: &mut Table<'_>, index: usize) {
        self.worker = None;
        let mut worker = match self.ready() {
            Ok(worker) => worker,
            Err(NoWorker::Cancelled) => return,
            Err(NoWorker::Failed(problem)) => {
                table.pairs[index].verdict = Some(Verdict::Failed(problem));
                return;
            }
        };
        match self.exchange(&mut worker, table, Some(index)) {
            Ok(()) => self.worker = Some(worker),
            Err(Death::Cancelled) => {}
            Err(Death::Died(cause)) => {
                let problem = format!("killed its worker twice, then alone: {cause}");
                let verdict = Verdict::Quarantined(problem, worker.printed());
                table.pairs[index].verdict = Some(verdict);
            }
        }
    }

    /// Sends pending pairs, or the one given, and settles what is answered.
    fn exchange(
        &self,
        worker: &mut Worker,
        table: &mut Table<'_>,
        only: Option<usize>,
    ) -> Result<(), Death> {
        let (items, posts) = table.message(only);
        worker.ask(
            &Ask::Batch(items),
            &posts,
            self.shared.cancel,
            |tell| match tell {
                Tell::Answers(answers) => {
                    for answer in answers {
                        table.settle(answer);
                    }
                    false
                }
                Tell::End => true,
                Tell::Started(..) | Tell::Described(_) => false,
            },
        )
    }

    /// The worker at hand, or a fresh one with all plugins started.
    fn ready(&mut self) -> Result<Worker, NoWorker> {
        if let Some(worker) = self.worker.take() {
            return Ok(worker);
        }
        let mut last = String::new();
        for _ in 0..START_TRIES {
            let mut worker = self
                .shared
                .spawn()
                .map_err(|error| NoWorker::Failed(words(&error)))?;
            let plugins = self.shared.starts.clone();
            match started(
                &mut worker,
                self.shared.settings,
                plugins,
                self.shared.cancel,
            ) {
                Ok(_) => return Ok(worker),
                Err(Death::Cancelled) => return Err(NoWorker::Cancelled),
                Err(Death::Died(cause)) => last = cause,
            }
        }
        Err(NoWorker::Failed(format!(
            "no worker could start its plugins again: {last}"
        )))
    }

    /// Settles the pairs of plugins that are off, or that this batch alone switches off.
    fn skip_switched_off(&self, table: &mut Table<'_>) {
        for plugin in 0..self.shared.checkers.len() {
            let index = u32::try_from(plugin).unwrap_or(u32::MAX);
            if let Some(reason) = self.shared.off(plugin) {
                table.settle_rest_of(index, 0, &reason);
            } else if let Some((at, reason)) = self.tripped(table, index) {
                table.settle_rest_of(index, at, &reason);
            }
        }
    }

    /// Where and why a plugin is switched off by this batch alone.
    ///
    /// A row of deaths within the batch is one in the run, too; what is not known yet counts as
    /// life, so that a plugin is never switched off too early.
    fn tripped(&self, table: &Table<'_>, plugin: u32) -> Option<(usize, String)> {
        let mut state = BreakerState::new(self.shared.settings.breaker);
        let mut pairs = table
            .pairs
            .iter()
            .enumerate()
            .filter(|(_, pair)| pair.plugin == plugin);
        pairs.find_map(|(at, pair)| {
            let died = matches!(pair.verdict, Some(Verdict::Quarantined(..)));
            Some((at, state.push(died)?))
        })
    }
}

/// The words of an error and its causes.
pub(super) fn words(error: &HostError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// A (post, plugin) pair of a batch.
struct Pair {
    post: u32,
    plugin: u32,
    verdict: Option<Verdict>,
}

/// The pairs of a batch, by post and then by plugin.
struct Table<'a> {
    jobs: &'a [Job],
    pairs: Vec<Pair>,
}

impl<'a> Table<'a> {
    fn new(jobs: &'a [Job]) -> Self {
        let pairs = (0_u32..).zip(jobs).flat_map(|(post, job)| {
            job.wanted.iter().map(move |plugin| Pair {
                post,
                plugin: u32::try_from(*plugin).unwrap_or(u32::MAX),
                verdict: None,
            })
        });
        Self {
            jobs,
            pairs: pairs.collect(),
        }
    }

    fn has_pending(&self) -> bool {
        self.pairs.iter().any(|pair| pair.verdict.is_none())
    }

    fn place(&self, post: u32, plugin: u32) -> Option<usize> {
        let found = self
            .pairs
            .binary_search_by_key(&(post, plugin), |pair| (pair.post, pair.plugin));
        found
            .ok()
            .filter(|index| self.pairs[*index].verdict.is_none())
    }

    fn settle(&mut self, answer: Answer) {
        // An answer nobody waits for comes from a worker whose memory a plugin wrote over.
        if let Some(index) = self.place(answer.post, answer.plugin) {
            self.pairs[index].verdict = Some(Verdict::Answered(answer));
        }
    }

    fn settle_rest(&mut self, verdict: impl Fn(&Pair) -> Verdict) {
        for pair in self.pairs.iter_mut().filter(|pair| pair.verdict.is_none()) {
            pair.verdict = Some(verdict(pair));
        }
    }

    fn settle_rest_of(&mut self, plugin: u32, from: usize, reason: &str) {
        let rest = self.pairs[from..]
            .iter_mut()
            .filter(|pair| pair.plugin == plugin);
        for pair in rest.filter(|pair| pair.verdict.is_none()) {
            pair.verdict = Some(Verdict::Skipped(reason.to_owned()));
        }
    }

    /// Who may have killed the worker: the pair on the page, or else everyone still pending.
    fn suspects(&self, progress: Progress) -> Vec<usize> {
        let named = match progress.phase {
            Phase::Post => self.place(progress.post, progress.plugin),
            Phase::Idle | Phase::Load | Phase::Start => None,
        };
        match named {
            Some(index) => vec![index],
            None => (0..self.pairs.len())
                .filter(|index| self.pairs[*index].verdict.is_none())
                .collect(),
        }
    }

    /// The items of what is pending, or of the one pair given, and their posts in a row.
    fn message(&self, only: Option<usize>) -> (Vec<Item>, Vec<u8>) {
        let (mut items, mut posts): (Vec<Item>, Vec<u8>) = (Vec::new(), Vec::new());
        for (index, pair) in self.pairs.iter().enumerate() {
            if pair.verdict.is_some() || only.is_some_and(|only| only != index) {
                continue;
            }
            if let Some(item) = items.last_mut().filter(|item| item.post == pair.post) {
                item.wanted.push(pair.plugin);
                continue;
            }
            let post = &*self.jobs[pair.post as usize].post;
            // A struct of texts, numbers and lists always encodes.
            let bytes = postcard::to_stdvec(&WirePost::from(post)).unwrap_or_default();
            items.push(Item {
                post: pair.post,
                wanted: vec![pair.plugin],
                bytes: bytes.len() as u64,
            });
            posts.extend(bytes);
        }
        (items, posts)
    }
}
