//! The store as a whole: one file, one thread that writes, connections that read.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, Transaction};

use crate::{
    connection::{open_reading, open_writing, set_up_writing},
    error::{Doing, Result, StoreError},
    migrate::{check_version, migrate},
    run_lock::close_dead_runs,
    writer::{Writer, WriterThread},
};

/// Reading connections kept for the next reader; more are opened where more read at once.
const READERS_KEPT: usize = 8;

/// How to open a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Whether a file that is not there is made, with its folder.
    pub create: bool,
}

/// An open database. Dropping it ends the thread that writes, after the work handed to it.
#[derive(Debug)]
pub struct Store {
    // Declared first: the thread ends, and its connection closes, before the readers do.
    thread: WriterThread,
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    copied_to: Option<PathBuf>,
}

/// A connection that reads; several may be used at once, each sees what was kept when its
/// function began.
#[derive(Debug)]
pub struct Reader<'s> {
    store: &'s Store,
    connection: Option<Connection>,
}

impl Store {
    /// Opens the database at `path`, brings its schema up to date (after a copy), and closes runs
    /// that a killed process left open.
    ///
    /// # Errors
    ///
    /// [`StoreError::Missing`] where there is no file and none is to be made;
    /// [`StoreError::NotADatabase`], [`StoreError::Foreign`] and [`StoreError::Newer`] where the
    /// file is not for this program, which leaves it as it is; [`StoreError::Migrate`] and
    /// [`StoreError::Copy`] where bringing it up to date fails.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Self> {
        if options.create
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::File {
                doing: "make the folder",
                path: folder.to_owned(),
                source,
            })?;
        }
        let mut connection = open_writing(path, options.create)?;
        check_version(&connection, path)?;
        set_up_writing(&connection, path)?;
        let copied_to = migrate(&mut connection, path)?;
        close_dead_runs(&connection, path)?;
        let thread = WriterThread::start(connection).map_err(|source| StoreError::File {
            doing: "start the thread that writes to",
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            thread,
            path: path.to_owned(),
            idle: Mutex::default(),
            copied_to,
        })
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The copy made before this opening changed the schema, if it did.
    #[must_use]
    pub fn copied_to(&self) -> Option<&Path> {
        self.copied_to.as_deref()
    }

    /// A handle to write with.
    #[must_use]
    pub fn writer(&self) -> Writer {
        self.thread.writer().clone()
    }

    /// Closes the reading connections nobody uses, so that the log can be emptied.
    pub(crate) fn close_idle_readers(&self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// A connection to read with.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`] where the file does not open (any more).
    pub fn reader(&self) -> Result<Reader<'_>> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = idle.map_or_else(|| open_reading(&self.path), Ok)?;
        Ok(Reader {
            store: self,
            connection: Some(connection),
        })
    }
}

impl Reader<'_> {
    pub(crate) fn connection(&self) -> &Connection {
        self.connection
            .as_ref()
            .expect("the connection leaves only when the reader is dropped")
    }

    /// A view of the database that stays the same over several statements.
    pub(crate) fn snapshot(&self) -> Result<Transaction<'_>> {
        self.connection()
            .unchecked_transaction()
            .doing("begin to read")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = self
            .store
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.extend(self.connection.take());
        }
    }
}
