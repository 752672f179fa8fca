//! The loop that takes addresses from the frontier until none is left.

use std::sync::Arc;

use hearken_fetch::Fetcher;
use hearken_model::RunId;
use hearken_store::{Claim, FrontierEntry, FrontierKind, Store};
use tokio::task::JoinSet;

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
type Ended = (String, Result<Done, PipelineError>);

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
            );
        }
        let ended = tokio::select! {
            ended = tasks.join_next() => ended,
            () = cancel.cancelled() => None,
        };
        let Some(ended) = ended else { break };
        let (host, done) = ended.map_err(|error| PipelineError::Task {
            problem: error.to_string(),
        })?;
        let done = done?;
        queues.done(&host);
        if done.queued > 0 {
            total += done.queued;
            sink.event(&Event::Queued { total });
        }
        if done.is_page {
            summary.add(&done.report);
            summary.comments_new += done.comments_new;
        }
        sink.event(&Event::PageDone(done.report));
    }
    // Ends the fetches under way: their addresses stay claimed, and the next run of the same
    // command is offered them again.
    tasks.abort_all();
    Ok(summary)
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

fn start(tasks: &mut JoinSet<Ended>, job: Job, fetcher: Fetcher) {
    let host = job.entry.authority.clone();
    if job.entry.kind == FrontierKind::File {
        tasks.spawn(async move { (host, blocking(move || local(&job)).await) });
    } else {
        tasks.spawn(async move { (host, web(job, fetcher).await) });
    }
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
