//! The one thread that writes: takes work over a bounded channel and groups it in transactions.

use std::{
    fmt,
    sync::{
        Arc,
        mpsc::{self, Receiver, SyncSender},
    },
    thread::{self, JoinHandle},
};

use rusqlite::Connection;

use crate::{
    error::{Doing, Result, StoreError},
    index::IndexQueue,
};

/// Works grouped in one transaction: 50 to 100 keep readers and the log short, and the index
/// cheap (`cargo bench -p hearken-store`).
const GROUP: usize = 100;
/// Works that may wait before a caller is held up: two groups.
const WAITING: usize = 2 * GROUP;

/// A handle to the thread that writes: cheap to clone, usable from many threads. Its functions
/// wait until what they wrote is kept.
#[derive(Clone)]
pub struct Writer {
    jobs: SyncSender<Job>,
}

/// A piece of work that was handed over and is not waited for yet.
#[must_use = "without `wait` nobody learns whether it was kept"]
pub struct Ticket<T> {
    reply: Receiver<Result<T>>,
}

/// What a piece of work may use: the connection within a transaction, and the list of rows the
/// index is to be told of before the commit.
pub(crate) struct Work<'c> {
    pub(crate) db: &'c Connection,
    pub(crate) index: IndexQueue,
}

/// Hands the result to whoever waits, once the commit has its outcome.
type Reply = Box<dyn FnOnce(Option<Arc<rusqlite::Error>>) + Send>;

enum Job {
    Grouped(Box<dyn FnOnce(&mut Work<'_>) -> Reply + Send>),
    Alone(Box<dyn FnOnce(&mut Connection) + Send>),
    Stop,
}

/// The running thread; ends it when dropped.
pub(crate) struct WriterThread {
    writer: Writer,
    thread: Option<JoinHandle<()>>,
}

impl WriterThread {
    pub(crate) fn start(connection: Connection) -> std::io::Result<Self> {
        let (jobs, inbox) = mpsc::sync_channel(WAITING);
        let thread = thread::Builder::new()
            .name("hearken-store-writer".to_owned())
            .spawn(move || run(connection, &inbox))?;
        Ok(Self {
            writer: Writer { jobs },
            thread: Some(thread),
        })
    }

    pub(crate) const fn writer(&self) -> &Writer {
        &self.writer
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        // Fails only where the thread has ended already, which is what is wanted.
        self.writer.jobs.send(Job::Stop).ok();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that writes to the database ended by a panic");
        }
    }
}

impl Writer {
    /// Hands over work that shares a transaction with its neighbours; if it fails, nothing of it
    /// stays, and the neighbours' work does.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    ) -> Ticket<T> {
        let (sender, reply) = mpsc::sync_channel(1);
        let job = Job::Grouped(Box::new(move |group| {
            let result = in_savepoint(group, work);
            Box::new(move |lost| {
                let result = match (result, lost) {
                    (None | Some(Ok(_)), Some(source)) => Err(StoreError::Commit { source }),
                    (Some(result), _) => result,
                    (None, None) => Err(StoreError::Closed),
                };
                // Nobody waits any more: then nobody wants to know.
                sender.send(result).ok();
            })
        }));
        // A closed channel drops the job and with it the sender, which `wait` reports.
        self.jobs.send(job).ok();
        Ticket { reply }
    }

    /// As [`Writer::submit`], and waits.
    pub(crate) fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.submit(work).wait()
    }

    /// As [`Writer::call`], but keeps nothing: tells what the work would come to.
    pub(crate) fn rehearse<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.call(move |group| {
            statement(group.db, "SAVEPOINT rehearsal", "begin a rehearsal")?;
            let mark = group.index.mark();
            let result = work(group);
            group.index.forget_since(mark);
            statement(group.db, "ROLLBACK TO rehearsal", "end a rehearsal")?;
            statement(group.db, "RELEASE rehearsal", "end a rehearsal")?;
            result
        })
    }

    /// Runs work outside any transaction (`VACUUM`), and waits.
    pub(crate) fn call_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (sender, reply) = mpsc::sync_channel(1);
        let job = Job::Alone(Box::new(move |connection| {
            sender.send(work(connection)).ok();
        }));
        self.jobs.send(job).ok();
        Ticket { reply }.wait()
    }
}

impl<T> Ticket<T> {
    /// Waits until the work is kept, or has failed.
    ///
    /// # Errors
    ///
    /// The error of the work; [`StoreError::Commit`] where its transaction could not be kept;
    /// [`StoreError::Closed`] where the store was closed before.
    pub fn wait(self) -> Result<T> {
        self.reply.recv().unwrap_or(Err(StoreError::Closed))
    }
}

fn run(mut connection: Connection, inbox: &Receiver<Job>) {
    let mut next = inbox.recv().ok();
    while let Some(job) = next.take() {
        match job {
            Job::Stop => break,
            Job::Alone(work) => work(&mut connection),
            Job::Grouped(work) => next = run_group(&connection, work, inbox),
        }
        if next.is_none() {
            next = inbox.recv().ok();
        }
    }
    // The statistics help the next process's plans; nothing is lost without them.
    if let Err(error) = connection.execute_batch("PRAGMA optimize") {
        tracing::debug!(%error, "no statistics on closing");
    }
}

/// Runs `first` and what waits behind it in one transaction, then replies to all; gives the job
/// that ended the group, if one did.
fn run_group(
    connection: &Connection,
    first: Box<dyn FnOnce(&mut Work<'_>) -> Reply + Send>,
    inbox: &Receiver<Job>,
) -> Option<Job> {
    let begun = connection.execute_batch("BEGIN IMMEDIATE");
    let mut group = Work {
        db: connection,
        index: IndexQueue::default(),
    };
    let mut replies = Vec::new();
    let mut ended_by = None;
    let mut work = Some(first);
    while let Some(job) = work.take() {
        replies.push(job(&mut group));
        if replies.len() < GROUP {
            match inbox.try_recv() {
                Ok(Job::Grouped(next)) => work = Some(next),
                Ok(other) => ended_by = Some(other),
                Err(_) => {}
            }
        }
    }
    let kept = begun
        .and_then(|()| group.index.write(connection))
        .and_then(|()| connection.execute_batch("COMMIT"));
    let lost = kept.err().map(Arc::new);
    if lost.is_some()
        && !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "failed to undo a transaction");
    }
    for reply in replies {
        reply(lost.clone());
    }
    ended_by
}

/// Runs `work`; undoes it alone where it fails. `None` where there is no transaction to work in:
/// it did not begin, or SQLite gave it up (disk full).
fn in_savepoint<T>(
    group: &mut Work<'_>,
    work: impl FnOnce(&mut Work<'_>) -> Result<T>,
) -> Option<Result<T>> {
    if group.db.is_autocommit() {
        return None;
    }
    let mark = group.index.mark();
    let result = statement(group.db, "SAVEPOINT work", "begin a piece of work")
        .and_then(|()| work(group))
        .and_then(|done| statement(group.db, "RELEASE work", "end a piece of work").map(|()| done));
    if result.is_err() {
        group.index.forget_since(mark);
        let undone = statement(group.db, "ROLLBACK TO work", "undo a piece of work")
            .and_then(|()| statement(group.db, "RELEASE work", "end a piece of work"));
        if let Err(error) = undone {
            tracing::warn!(%error, "the transaction was given up");
        }
    }
    Some(result)
}

fn statement(db: &Connection, sql: &str, doing: &'static str) -> Result<()> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.execute([]))
        .doing(doing)?;
    Ok(())
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").finish_non_exhaustive()
    }
}

impl fmt::Debug for WriterThread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriterThread").finish_non_exhaustive()
    }
}
