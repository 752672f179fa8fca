//! Tells a run that goes on from one whose process was killed: a living run holds a lock on a
//! small file beside the database, and a lock ends with its process, however that ends.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use hearken_model::RunId;
use rusqlite::{Connection, named_params};

use crate::{
    error::{Doing, Result, StoreError},
    migrate::beside,
};

/// The lock of a living run.
#[derive(Debug)]
pub(crate) struct RunLock {
    path: PathBuf,
    // Held for its lock.
    _file: File,
}

const RUNNING: &str = "SELECT id FROM runs WHERE status = 'running'";
const INTERRUPT: &str = "UPDATE runs SET status = 'interrupted' WHERE id = :id";

fn path_of(database: &Path, run: RunId) -> PathBuf {
    beside(database, &format!(".run-{run}"))
}

impl RunLock {
    /// Takes the lock of a run that begins.
    pub(crate) fn take(database: &Path, run: RunId) -> Result<Self> {
        let path = path_of(database, run);
        let file = File::create(&path).and_then(|file| file.lock().map(|()| file));
        match file {
            Ok(file) => Ok(Self { path, _file: file }),
            Err(source) => Err(StoreError::File {
                doing: "lock",
                path,
                source,
            }),
        }
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::debug!(path = %self.path.display(), %error, "left the file of a run");
        }
    }
}

/// Marks the runs whose process is gone as interrupted.
pub(crate) fn close_dead_runs(connection: &Connection, database: &Path) -> Result<()> {
    for run in running(connection)? {
        if is_alive(database, run)? {
            continue;
        }
        tracing::info!(run = run.0, "a run was interrupted");
        connection
            .execute(INTERRUPT, named_params! {":id": run.0})
            .doing("close an interrupted run")?;
        // Not there where the process died before it made the file.
        fs::remove_file(path_of(database, run)).ok();
    }
    Ok(())
}

/// The runs that count as running and whose process is gone.
pub(crate) fn stale_runs(connection: &Connection, database: &Path) -> Result<Vec<RunId>> {
    let mut stale = Vec::new();
    for run in running(connection)? {
        if !is_alive(database, run)? {
            stale.push(run);
        }
    }
    Ok(stale)
}

fn running(connection: &Connection) -> Result<Vec<RunId>> {
    let mut statement = connection.prepare(RUNNING).doing("look for runs")?;
    let rows = statement
        .query_map([], |row| row.get("id").map(RunId))
        .doing("look for runs")?;
    rows.collect::<rusqlite::Result<_>>().doing("look for runs")
}

fn is_alive(database: &Path, run: RunId) -> Result<bool> {
    let path = path_of(database, run);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(source) => {
            return Err(StoreError::File {
                doing: "open",
                path,
                source,
            });
        }
    };
    match file.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(source)) => Err(StoreError::File {
            doing: "lock",
            path,
            source,
        }),
    }
}
