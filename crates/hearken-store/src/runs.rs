//! Executions that write, and how one goes on where a killed one stopped.

use std::path::Path;

use hearken_model::RunId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use crate::{
    Reader, SourceId, Store, Writer,
    error::{Doing, Result, StoreError},
    run_lock::RunLock,
    texts::{Word, from_json, time_from, time_maybe, time_text, words},
};

/// A run to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// What runs: `ingest`, `analyze`, a pipeline's name.
    pub name: String,
    /// The command as given: an interrupted run is gone on with by the same one.
    pub command: String,
    /// Now.
    pub started_at: OffsetDateTime,
    /// Which interrupted run it goes on with.
    pub resume: Resume,
}

/// Which interrupted run a new one goes on with: the addresses that one finished are not asked
/// again, those it left are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resume {
    /// The latest run of the same name and command, where that was interrupted.
    #[default]
    SameCommand,
    /// The latest run of the same name, whatever its command, where that was interrupted.
    SameName,
    /// None.
    Never,
}

/// How a run is going or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunStatus {
    /// It goes on.
    Running,
    /// It came to its end.
    Done,
    /// It could not do what was asked.
    Failed,
    /// It was stopped, or its process ended.
    Interrupted,
}

impl RunStatus {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }
}

words! { RunStatus { Running, Done, Failed, Interrupted } }

/// A run that goes on. Dropped without [`ActiveRun::finish`], it counts as interrupted from the
/// next opening of the store on.
#[derive(Debug)]
pub struct ActiveRun {
    id: RunId,
    resumes: Option<RunId>,
    writer: Writer,
    // Held for its lock.
    _lock: RunLock,
}

/// A stored run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Run {
    /// Its row.
    pub id: RunId,
    /// What ran.
    pub name: String,
    /// The command as given.
    pub command: String,
    /// How it went.
    pub status: RunStatus,
    /// When it began.
    pub started_at: OffsetDateTime,
    /// When it ended; unknown where its process was killed.
    pub finished_at: Option<OffsetDateTime>,
    /// What it counted: a JSON object.
    pub counts: serde_json::Value,
}

const LATEST: &str = "SELECT id, round_id, status FROM runs
    WHERE name = :name AND (:command IS NULL OR command = :command)
    ORDER BY id DESC LIMIT 1";
const BEGIN: &str = "INSERT INTO runs (name, command, round_id, status, started_at)
    VALUES (:name, :command, coalesce(:round_id, 0), 'running', :started_at) RETURNING id";
const OWN_ROUND: &str = "UPDATE runs SET round_id = id WHERE id = :id";
const OFFER_AGAIN: &str = "UPDATE frontier SET state = 'pending'
    WHERE round_id = :round_id AND state = 'claimed'";
const FINISH: &str = "UPDATE runs
    SET status = :status, finished_at = :finished_at, counts = :counts WHERE id = :id";
const READ_SOURCE: &str = "UPDATE sources SET last_run_id = :run, last_run_at = :at
    WHERE id = :source";
const LIST: &str = "SELECT id, name, command, status, started_at, finished_at, counts
    FROM runs ORDER BY id DESC LIMIT :limit";
const ROUND: &str = "SELECT round_id FROM runs WHERE id = :id";

impl Store {
    /// Begins a run.
    ///
    /// # Errors
    ///
    /// [`StoreError::File`] where the run's lock cannot be taken, else as every writing function.
    pub fn begin_run(&self, run: NewRun) -> Result<ActiveRun> {
        let (writer, database) = (self.writer(), self.path().to_owned());
        let (id, resumes, lock) = writer.call(move |work| begin(work.db, &run, &database))?;
        Ok(ActiveRun {
            id,
            resumes,
            writer,
            _lock: lock,
        })
    }
}

fn begin(
    db: &Connection,
    run: &NewRun,
    database: &Path,
) -> Result<(RunId, Option<RunId>, RunLock)> {
    let doing = "begin a run";
    let before = interrupted_before(db, run)?;
    let round_id = before.map(|(_, round_id)| round_id);
    let values = named_params! {
        ":name": run.name, ":command": run.command, ":round_id": round_id,
        ":started_at": time_text(run.started_at),
    };
    let id = db
        .query_row(BEGIN, values, |row| row.get("id"))
        .map(RunId)
        .doing(doing)?;
    match round_id {
        None => db
            .execute(OWN_ROUND, named_params! {":id": id.0})
            .doing(doing)?,
        Some(round_id) => db
            .execute(OFFER_AGAIN, named_params! {":round_id": round_id})
            .doing(doing)?,
    };
    // Within the transaction: whoever sees the run as running finds its lock taken.
    let lock = RunLock::take(database, id)?;
    Ok((id, before.map(|(run, _)| run), lock))
}

/// The interrupted run to go on with, and its round.
fn interrupted_before(db: &Connection, run: &NewRun) -> Result<Option<(RunId, i64)>> {
    let command = match run.resume {
        Resume::Never => return Ok(None),
        Resume::SameCommand => Some(run.command.as_str()),
        Resume::SameName => None,
    };
    let latest = db
        .query_row(
            LATEST,
            named_params! {":name": run.name, ":command": command},
            |row| {
                let status: String = row.get("status")?;
                Ok((RunId(row.get("id")?), row.get("round_id")?, status))
            },
        )
        .optional()
        .doing("look for an interrupted run")?;
    let interrupted = RunStatus::Interrupted.as_str();
    Ok(latest.and_then(|(id, round_id, status)| (status == interrupted).then_some((id, round_id))))
}

/// The round a run belongs to: its own, or that of the first run it goes on with.
pub(crate) fn round_of(db: &Connection, run: RunId) -> Result<i64> {
    db.prepare_cached(ROUND)
        .and_then(|mut statement| {
            let found = statement.query_row(named_params! {":id": run.0}, |row| row.get(0));
            found.optional()
        })
        .doing("look up a run")?
        .ok_or_else(|| StoreError::NotFound {
            what: "run",
            id: run.to_string(),
        })
}

impl ActiveRun {
    /// Its row.
    #[must_use]
    pub const fn id(&self) -> RunId {
        self.id
    }

    /// The interrupted run that this one goes on with.
    #[must_use]
    pub const fn resumes(&self) -> Option<RunId> {
        self.resumes
    }

    /// Ends the run; `counts` is a JSON object.
    ///
    /// # Errors
    ///
    /// As every writing function.
    pub fn finish(
        self,
        status: RunStatus,
        counts: serde_json::Value,
        finished_at: OffsetDateTime,
    ) -> Result<()> {
        let id = self.id;
        self.writer.call(move |work| {
            let values = named_params! {
                ":id": id.0, ":status": status.word(), ":finished_at": time_text(finished_at),
                ":counts": counts.to_string(),
            };
            work.db
                .execute(FINISH, values)
                .doing("end a run")
                .map(|_| ())
        })
    }
}

impl Writer {
    /// Notes that `run` has read `source`.
    ///
    /// # Errors
    ///
    /// As every writing function.
    pub fn source_was_read(&self, source: SourceId, run: RunId, at: OffsetDateTime) -> Result<()> {
        self.call(move |work| {
            let values = named_params! {":source": source.0, ":run": run.0, ":at": time_text(at)};
            work.db
                .execute(READ_SOURCE, values)
                .doing("note a read source")
                .map(|_| ())
        })
    }
}

impl Reader<'_> {
    /// The latest runs, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`] and [`StoreError::Corrupt`].
    pub fn runs(&self, limit: u32) -> Result<Vec<Run>> {
        let doing = "list the runs";
        let mut statement = self.connection().prepare_cached(LIST).doing(doing)?;
        let mut rows = statement
            .query(named_params! {":limit": limit})
            .doing(doing)?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            runs.push(run_from(row)?);
        }
        Ok(runs)
    }
}

fn run_from(row: &Row<'_>) -> Result<Run> {
    let doing = "read a run";
    let status: String = row.get("status").doing(doing)?;
    let started_at: String = row.get("started_at").doing(doing)?;
    let counts: String = row.get("counts").doing(doing)?;
    Ok(Run {
        id: RunId(row.get("id").doing(doing)?),
        name: row.get("name").doing(doing)?,
        command: row.get("command").doing(doing)?,
        status: RunStatus::from_word("runs.status", &status)?,
        started_at: time_from("runs.started_at", &started_at)?,
        finished_at: time_maybe("runs.finished_at", row.get("finished_at").doing(doing)?)?,
        counts: from_json("runs.counts", &counts)?,
    })
}
