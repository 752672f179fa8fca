//! Checks of a database's health.

use hearken_model::RunId;
use rusqlite::Connection;

use crate::{
    Store,
    error::{Doing, Result},
    migrate::SCHEMA_VERSION,
    run_lock::stale_runs,
};

/// What a look at the database found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// What `PRAGMA integrity_check` says; empty for a sound file.
    pub damage: Vec<String>,
    /// Rows that point to rows that are not there: table and how many.
    pub dangling: Vec<(String, usize)>,
    /// Indexes that are out of step with their tables, and what SQLite says of it.
    pub index_problems: Vec<(String, String)>,
    /// Version of the schema.
    pub schema_version: u32,
    /// Runs that count as running and whose process is gone.
    pub stale_runs: Vec<RunId>,
    /// Version of SQLite.
    pub sqlite_version: String,
    /// Pages of the file.
    pub page_count: u64,
    /// Bytes of a page.
    pub page_size_bytes: u64,
    /// Pages that hold nothing.
    pub free_pages: u64,
}

impl Health {
    /// Whether there is nothing to mend.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty()
            && self.dangling.is_empty()
            && self.index_problems.is_empty()
            && self.schema_version == SCHEMA_VERSION
    }
}

/// Rank 1: the index is compared with the words of the tables, not only with itself.
const CHECKS: [(&str, &str); 2] = [
    (
        "posts_fts",
        "INSERT INTO posts_fts (posts_fts, rank) VALUES ('integrity-check', 1)",
    ),
    (
        "comments_fts",
        "INSERT INTO comments_fts (comments_fts, rank) VALUES ('integrity-check', 1)",
    ),
];

impl Store {
    /// Looks whether the file, its references and its indexes are sound; reads all of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) where the file is too broken to be looked at.
    pub fn check_health(&self) -> Result<Health> {
        let path = self.path().to_owned();
        self.writer().call_alone(move |db| {
            let number = |name| {
                db.pragma_query_value(None, name, |row| row.get(0))
                    .doing("measure the file")
            };
            Ok(Health {
                damage: damage(db)?,
                dangling: dangling(db)?,
                index_problems: index_problems(db),
                schema_version: db
                    .pragma_query_value(None, "user_version", |row| row.get(0))
                    .doing("read the schema version")?,
                stale_runs: stale_runs(db, &path)?,
                sqlite_version: rusqlite::version().to_owned(),
                page_count: number("page_count")?,
                page_size_bytes: number("page_size")?,
                free_pages: number("freelist_count")?,
            })
        })
    }
}

fn damage(db: &Connection) -> Result<Vec<String>> {
    let doing = "check the file";
    let mut statement = db.prepare("PRAGMA integrity_check").doing(doing)?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .doing(doing)?;
    let lines = rows.collect::<rusqlite::Result<Vec<_>>>().doing(doing)?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn dangling(db: &Connection) -> Result<Vec<(String, usize)>> {
    let doing = "check the references";
    let sql = r#"SELECT "table", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1"#;
    let mut statement = db.prepare(sql).doing(doing)?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .doing(doing)?;
    rows.collect::<rusqlite::Result<_>>().doing(doing)
}

fn index_problems(db: &Connection) -> Vec<(String, String)> {
    let problem = |(index, sql): (&str, &str)| {
        let error = db.execute(sql, []).err()?;
        Some((index.to_owned(), error.to_string()))
    };
    CHECKS.into_iter().filter_map(problem).collect()
}
