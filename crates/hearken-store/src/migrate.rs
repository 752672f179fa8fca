//! Numbered schema versions, and the copy that is made before an existing database changes.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{
    backup::copy_database,
    connection::{APPLICATION_ID, open_error},
    error::{Result, StoreError},
};

/// One file a version, in order; `user_version` counts them. Files are only ever added.
const VERSIONS: [&str; SCHEMA_VERSION as usize] = [
    include_str!("../migrations/001-first.sql"),
    include_str!("../migrations/002-views.sql"),
];

/// The newest schema version this program knows.
pub const SCHEMA_VERSION: u32 = 2;

/// What the name of a copy made before a migration has after the database's own.
const BEFORE: &str = ".before-v";

/// Brings the database at `path` to [`SCHEMA_VERSION`]; gives the copy made before, if any.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<Option<PathBuf>> {
    if check_version(connection, path)? == SCHEMA_VERSION {
        return Ok(None);
    }
    // Two processes may start on a new database at once: the second waits, then finds it done.
    let lock_path = beside(path, ".migrate-lock");
    let lock = File::create(&lock_path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|source| StoreError::File {
            doing: "lock",
            path: lock_path.clone(),
            source,
        })?;
    let found = check_version(connection, path)?;
    let copy = match found {
        0 => None,
        SCHEMA_VERSION => return Ok(None),
        version => Some(copy_before(connection, path, version)?),
    };
    let migrations = VERSIONS
        .iter()
        .map(|sql| M::up(sql))
        .collect::<Migrations<'_>>();
    migrations
        .to_latest(connection)
        .map_err(|source| StoreError::Migrate {
            path: path.to_owned(),
            to: SCHEMA_VERSION,
            source: Box::new(source),
        })?;
    drop(lock);
    // Another process may hold the file; then it goes with that one.
    fs::remove_file(&lock_path).ok();
    Ok(copy)
}

/// The version of the database, once it is known to be ours or new.
pub(crate) fn check_version(connection: &Connection, path: &Path) -> Result<u32> {
    let read = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, u32>(0))
            .map_err(|source| open_error(path, source))
    };
    let (version, application_id) = (read("user_version")?, read("application_id")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|source| open_error(path, source))?;
    if application_id != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign {
            path: path.to_owned(),
            application_id,
        });
    }
    if version > SCHEMA_VERSION {
        let path = path.to_owned();
        return Err(StoreError::Newer {
            path,
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    Ok(version)
}

/// Copies the database to `<name>.before-v<new version>`; a copy that is there keeps its name.
fn copy_before(connection: &Connection, path: &Path, version: u32) -> Result<PathBuf> {
    let name = format!("{BEFORE}{SCHEMA_VERSION}");
    let mut to = beside(path, &name);
    let mut number = 1;
    while to.exists() {
        number += 1;
        to = beside(path, &format!("{name}.{number}"));
    }
    tracing::info!(from = version, to = SCHEMA_VERSION, copy = %to.display(), "copying database");
    copy_database(connection, &to)?;
    Ok(to)
}

/// The copies made before migrations of the database at `path`.
pub(crate) fn copies_of(path: &Path) -> Vec<PathBuf> {
    let start = beside(path, BEFORE);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut copies: Vec<_> = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| path.parent().map(|folder| folder.join(entry.file_name())))
        .filter(|copy| {
            copy.to_string_lossy()
                .starts_with(&*start.to_string_lossy())
        })
        .collect();
    copies.sort();
    copies
}

/// The path with `suffix` put after its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
