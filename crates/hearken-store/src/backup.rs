//! Copies of the database, made while it is in use.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, backup::Backup};

use crate::{
    Store,
    error::{Result, StoreError},
    migrate::beside,
};

/// Pages copied between two looks at other writers: 4 MiB of pages of 4 KiB.
const PAGES_A_STEP: i32 = 1024;

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BackupReport {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub size_bytes: u64,
}

impl Store {
    /// Copies the database to the new file `to`, checks the copy, and only then gives it its name.
    ///
    /// # Errors
    ///
    /// [`StoreError::CopyExists`] where `to` is taken, [`StoreError::Copy`] and
    /// [`StoreError::CopyUnsound`] where the copy fails; `to` is then not there.
    pub fn backup(&self, to: &Path) -> Result<BackupReport> {
        let reader = self.reader()?;
        let size_bytes = copy_database(reader.connection(), to)?;
        Ok(BackupReport {
            path: to.to_owned(),
            size_bytes,
        })
    }
}

/// Copies to a file beside `to`, checks it, renames it; gives its size.
pub(crate) fn copy_database(from: &Connection, to: &Path) -> Result<u64> {
    if to.exists() {
        return Err(StoreError::CopyExists { to: to.to_owned() });
    }
    let unfinished = beside(to, ".unfinished");
    let file = |doing| {
        let path = unfinished.clone();
        move |source| StoreError::File {
            doing,
            path,
            source,
        }
    };
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(file("remove"))?;
    }
    let copied = copy_and_check(from, &unfinished, to);
    if copied.is_err() {
        // The first error is the one to report; a rest is overwritten by the next copy.
        fs::remove_file(&unfinished).ok();
        return copied.map(|()| 0);
    }
    fs::rename(&unfinished, to).map_err(file("rename"))?;
    let size = fs::metadata(to).map_err(|source| StoreError::File {
        doing: "look at",
        path: to.to_owned(),
        source,
    })?;
    Ok(size.len())
}

fn copy_and_check(from: &Connection, unfinished: &Path, to: &Path) -> Result<()> {
    let failed = |source| StoreError::Copy {
        to: to.to_owned(),
        source,
    };
    let mut target = Connection::open(unfinished).map_err(failed)?;
    Backup::new(from, &mut target)
        .and_then(|backup| backup.run_to_completion(PAGES_A_STEP, Duration::from_millis(1), None))
        .map_err(failed)?;
    // A copy is one file: it needs no log beside it.
    target
        .pragma_update(None, "journal_mode", "DELETE")
        .map_err(failed)?;
    let problem: String = target
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(failed)?;
    if problem == "ok" {
        return Ok(());
    }
    Err(StoreError::CopyUnsound {
        to: to.to_owned(),
        problem,
    })
}
