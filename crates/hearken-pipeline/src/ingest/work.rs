//! The loop that takes addresses from the frontier until none is left.

use std::sync::Arc;

use hearken_fetch::Fetcher;
use hearken_model::RunId;
use hearken_store::{Claim, FrontierEntry, FrontierKind, Store};
use tokio::task::{JoinError, JoinSet};

use super::{
    IngestSummary,
    page::{Done, Job, local, web},
    queues::HostQueues,
};
use crate::{Cancel, Event, EventSink, PipelineError};

/// Addresses under way at once, over all hosts. The fetcher keeps to its own number of hosts.
const UNDER_WAY: usize = 64;
/// Claimed addresses that wait here, and of those of one host: enough that a claim, which is a
/// transaction, is made for many addresses.
const WAITING: usize = 512;
const WAITING_OF_A_HOST: usize = 16;

/// A page's or list's end, and whose host is free for the next.
type Ended = (String, Result<Option<Done>, PipelineError>);

pub(super) async fn work(
    store: &Arc<Store>,
    fetcher: &Fetcher,
    run: RunId,
    offered: usize,
    sink: &dyn EventSink,
    cancel: &Cancel,
) -> Result<IngestSummary, PipelineError> {
    let mut summary = IngestSummary::default();
    let mut tasks: JoinSet<Ended> = JoinSet::new();
    let mut queues = HostQueues::default();
    let mut total = offered;
    while !cancel.is_cancelled() {
        if queues.len() < WAITING / 2 {
            queues.add(claim(store, run).await?);
        }
        while tasks.len() < UNDER_WAY
            && let Some(entry) = queues.take()
        {
            start(
                &mut tasks,
                Job {
                    store: Arc::clone(store),
                    run,
                    entry,
                },
                fetcher.clone(),
                cancel.clone(),
            );
        }
        let ended = tokio::select! {
            ended = tasks.join_next() => ended,
            () = cancel.cancelled() => None,
        };
        let Some(ended) = ended else { break };
        let (host, done) = finished(ended)?;
        queues.done(&host);
        total += take(done, &mut summary, total, sink);
    }
    // Fetches under way end by themselves: their addresses stay claimed, and the next run of the
    // same command is offered them again. What was answered is stored and told of.
    while let Some(ended) = tasks.join_next().await {
        let (_, done) = finished(ended)?;
        total += take(done, &mut summary, total, sink);
    }
    Ok(summary)
}

fn finished(ended: Result<Ended, JoinError>) -> Result<(String, Option<Done>), PipelineError> {
    let (host, done) = ended.map_err(|error| PipelineError::Task {
        problem: error.to_string(),
    })?;
    Ok((host, done?))
}

/// Counts and tells what is done; returns how many addresses it led to.
fn take(
    done: Option<Done>,
    summary: &mut IngestSummary,
    total: usize,
    sink: &dyn EventSink,
) -> usize {
    let Some(done) = done else { return 0 };
    if done.queued > 0 {
        sink.event(&Event::Queued {
            total: total + done.queued,
        });
    }
    if done.is_page {
        summary.add(&done.report);
        summary.comments_new += done.comments_new;
    }
    sink.event(&Event::PageDone(done.report));
    done.queued
}

async fn claim(store: &Arc<Store>, run: RunId) -> Result<Vec<FrontierEntry>, PipelineError> {
    let writer = store.writer();
    let claim = Claim {
        run,
        limit: WAITING,
        per_authority: WAITING_OF_A_HOST,
    };
    blocking(move || Ok(writer.claim(claim)?)).await
}

fn start(tasks: &mut JoinSet<Ended>, job: Job, fetcher: Fetcher, cancel: Cancel) {
    let host = job.entry.authority.clone();
    if is_local(&job.entry) {
        tasks.spawn(async move { (host, blocking(move || local(&job).map(Some)).await) });
    } else {
        tasks.spawn(async move { (host, web(job, fetcher, cancel).await) });
    }
}

/// Whether the entry is a file that the user named. A list's own word for a file is not taken:
/// what came over the web must not make the program read the disk.
fn is_local(entry: &FrontierEntry) -> bool {
    let named = entry.discovered_from.is_none() && entry.url.starts_with("file:");
    entry.kind == FrontierKind::File || named
}

/// Runs work that waits for the disk or the processor away from the threads that wait for servers.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PipelineError> + Send + 'static,
) -> Result<T, PipelineError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| PipelineError::Task {
            problem: error.to_string(),
        })?
}
