//! Opening SQLite connections: the only place that sets `PRAGMA`s.

use std::{fs, io::Read, path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::{Doing, Result, StoreError};

/// `Hear` in ASCII: tells a database of hearken from other programs' (`file` and SQLite read it).
pub(crate) const APPLICATION_ID: u32 = 0x4865_6172;

/// How long a statement waits for another process that writes: longer than any group of works takes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Prepared statements kept by a connection: more than the store has (about 90).
const STATEMENTS: usize = 160;
/// First bytes of every SQLite database (sqlite.org/fileformat.html, 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Opens the connection that writes; makes the file where `create` says so. It changes nothing
/// yet: the file may turn out to be another program's.
pub(crate) fn open_writing(path: &Path, create: bool) -> Result<Connection> {
    check_file(path, create)?;
    open(path, create)
}

/// Sets up the connection that writes, once the file is known to be ours.
pub(crate) fn set_up_writing(connection: &Connection, path: &Path) -> Result<()> {
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .map_err(|source| open_error(path, source))?;
    let settings = [
        ("synchronous", "NORMAL"),
        ("foreign_keys", "ON"),
        // 16 MiB of page cache keep the index's hot pages in memory during bulk imports.
        ("cache_size", "-16384"),
        // 16 MiB of log before it is written back: pages that many transactions touch go to the
        // file once.
        ("wal_autocheckpoint", "4096"),
        ("journal_size_limit", "67108864"),
        // Each piece of work is a savepoint; what it would undo stays in memory, not in a file.
        ("temp_store", "MEMORY"),
    ];
    pragmas(connection, &settings)
}

/// Opens a connection that cannot write.
pub(crate) fn open_reading(path: &Path) -> Result<Connection> {
    let connection = open(path, false)?;
    pragmas(&connection, &[("foreign_keys", "ON"), ("query_only", "ON")])?;
    Ok(connection)
}

fn open(path: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection =
        Connection::open_with_flags(path, flags).map_err(|source| open_error(path, source))?;
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .doing("set the time to wait for other writers")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn pragmas(connection: &Connection, settings: &[(&str, &str)]) -> Result<()> {
    for (name, value) in settings {
        connection
            .pragma_update(None, name, value)
            .doing("set up the database connection")?;
    }
    Ok(())
}

/// Refuses what is no database before SQLite touches it.
fn check_file(path: &Path, create: bool) -> Result<()> {
    let missing = || StoreError::Missing {
        path: path.to_owned(),
    };
    let file = |doing| {
        move |source| StoreError::File {
            doing,
            path: path.to_owned(),
            source,
        }
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return if create { Ok(()) } else { Err(missing()) };
        }
        Err(error) => return Err(file("look at")(error)),
        Ok(metadata) if metadata.is_dir() => {
            return Err(StoreError::NotADatabase {
                path: path.to_owned(),
            });
        }
        Ok(metadata) if metadata.len() == 0 => return Ok(()),
        Ok(_) => {}
    }
    let mut start = Vec::new();
    fs::File::open(path)
        .and_then(|opened| opened.take(MAGIC.len() as u64).read_to_end(&mut start))
        .map_err(file("read"))?;
    if start == MAGIC {
        Ok(())
    } else {
        Err(StoreError::NotADatabase {
            path: path.to_owned(),
        })
    }
}

/// The error for a file that would not open, told apart by what a person can do about it.
pub(crate) fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            StoreError::NotADatabase { path }
        }
        _ => StoreError::Open { path, source },
    }
}
