//! What can go wrong in the store.

use std::{io, path::PathBuf, sync::Arc};

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file, and none was to be made.
    #[error("no database at `{path}`; `hearken ingest` makes one, `--db` names another")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file is something else than a SQLite database, or is damaged at its start.
    #[error(
        "`{path}` is no database, or a broken one; it was left as it is: name another with `--db`, \
         or put a backup in its place"
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// A SQLite database of another program.
    #[error(
        "`{path}` is a database of another program (application id {application_id:#x}); it was \
         left as it is: name another with `--db`"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The `application_id` found.
        application_id: u32,
    },
    /// A newer hearken wrote the database.
    #[error(
        "`{path}` has schema version {found}, this hearken knows up to {known}; use a newer \
         hearken, or the copy made before the change"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The file or its connection could not be opened.
    #[error("failed to open the database at `{path}`")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// A step to a newer schema failed; the database is as it was before.
    #[error("failed to bring `{path}` to schema version {to}; it is as it was")]
    Migrate {
        /// The file.
        path: PathBuf,
        /// The version wanted.
        to: u32,
        /// What went wrong.
        #[source]
        source: Box<rusqlite_migration::Error>,
    },
    /// A copy of the database could not be made.
    #[error("failed to copy the database to `{to}`")]
    Copy {
        /// Where to.
        to: PathBuf,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The place for a copy is taken.
    #[error("`{to}` is there already; name a file that is not")]
    CopyExists {
        /// Where to.
        to: PathBuf,
    },
    /// A copy did not pass SQLite's own check.
    #[error("the copy at `{to}` is not sound: {problem}")]
    CopyUnsound {
        /// Where to.
        to: PathBuf,
        /// What the check said.
        problem: String,
    },
    /// A statement failed.
    #[error("failed to {doing}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        #[source]
        source: rusqlite::Error,
    },
    /// The transaction that held the work could not be kept; nothing of it was.
    #[error("failed to keep what was written")]
    Commit {
        /// What SQLite said, the same for all work in the transaction.
        #[source]
        source: Arc<rusqlite::Error>,
    },
    /// A value in the database cannot be read.
    #[error("`{value}` in {place} of the database cannot be read; `hearken doctor` tells more")]
    Corrupt {
        /// Table and column.
        place: &'static str,
        /// The value, cut.
        value: String,
    },
    /// A value could not be brought into the form the database keeps.
    #[error("failed to write {what} as JSON")]
    Json {
        /// What was to be written.
        what: &'static str,
        /// Why not.
        #[source]
        source: serde_json::Error,
    },
    /// A file operation failed.
    #[error("failed to {doing} `{path}`")]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A raw page could not be packed or unpacked.
    #[error("failed to {doing} the raw page of `{url}`")]
    Page {
        /// What was being done.
        doing: &'static str,
        /// Its address.
        url: String,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A row that should be there is not.
    #[error("no {what} `{id}` in the database")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// By which name.
        id: String,
    },
    /// An address that cannot be one.
    #[error("`{url}` is no address a post can have")]
    Address {
        /// The address.
        url: String,
    },
    /// A search that names nothing to look for.
    #[error("`{text}` names no word to look for")]
    EmptySearch {
        /// What was typed.
        text: String,
    },
    /// A search that names too much.
    #[error("the search names {terms} things; {most} are the most")]
    LongSearch {
        /// How many it names.
        terms: usize,
        /// How many it may.
        most: usize,
    },
    /// The thread that writes has ended.
    #[error("the store is closed")]
    Closed,
}

/// What the store's functions give back.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Says what was being done when SQLite failed.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for rusqlite::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|source| StoreError::Sql { doing, source })
    }
}

impl StoreError {
    /// A value of `place` that does not read, cut to a length that fits a message.
    pub(crate) fn corrupt(place: &'static str, value: &str) -> Self {
        let value = value.chars().take(60).collect();
        Self::Corrupt { place, value }
    }
}
