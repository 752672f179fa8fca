//! Counts for summaries.

use std::collections::BTreeMap;

use hearken_model::RemovedKind;
use rusqlite::{Connection, named_params};

use crate::{
    Reader, Source, SourceId,
    error::{Doing, Result},
    texts::Word,
};

/// What the database holds, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Posts.
    pub posts: u64,
    /// Their revisions.
    pub revisions: u64,
    /// Comments that are not gone.
    pub comments: u64,
    /// Archived pages.
    pub pages: u64,
    /// Findings that are not gone.
    pub findings: u64,
    /// By kind, the most frequent first.
    pub findings_by_kind: Vec<(String, u64)>,
    /// In the order the sources were added.
    pub by_source: Vec<SourceStats>,
}

/// What one source led to. A post of two sources counts for both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceStats {
    /// The source.
    pub source: Source,
    /// Posts.
    pub posts: u64,
    /// Comments under them that are not gone.
    pub comments: u64,
    /// Findings about them that are not gone.
    pub findings: u64,
    /// Pieces left out of the posts' current revisions.
    pub removed: BTreeMap<RemovedKind, u64>,
}

const COUNTS: &str = "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM revisions),
    (SELECT count(*) FROM comments WHERE gone_at IS NULL), (SELECT count(*) FROM pages),
    (SELECT count(*) FROM findings WHERE state <> 'gone')";
const BY_KIND: &str = "SELECT kind, count(*) AS n FROM findings WHERE state <> 'gone'
    GROUP BY kind ORDER BY n DESC, kind";
const OF_SOURCE: &str = "SELECT count(*),
    coalesce(sum((SELECT count(*) FROM comments c
      WHERE c.post_id = s.post_id AND c.gone_at IS NULL)), 0),
    coalesce(sum((SELECT count(*) FROM findings f
      WHERE f.post_id = s.post_id AND f.state <> 'gone')), 0)
    FROM post_sources s WHERE s.source_id = :source";
const REMOVED_OF_SOURCE: &str = "SELECT piece.value ->> 'kind' AS kind, count(*) AS n
    FROM post_sources s
    JOIN posts p ON p.id = s.post_id
    JOIN revisions r ON r.post_id = p.id AND r.number = p.revision,
    json_each(r.removed) piece
    WHERE s.source_id = :source GROUP BY kind";
const TABLES: &str = "SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

impl Reader<'_> {
    /// What the database holds, in numbers.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn stats(&self) -> Result<Stats> {
        let sources = self.sources()?;
        let db = self.snapshot()?;
        let counts: [u64; 5] = db
            .query_row(COUNTS, [], |row| {
                Ok([
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ])
            })
            .doing("count rows")?;
        let [posts, revisions, comments, pages, findings] = counts;
        let findings_by_kind = pairs(&db, BY_KIND, None)?;
        let by_source: Result<Vec<_>> = sources
            .into_iter()
            .map(|source| source_stats(&db, source))
            .collect();
        Ok(Stats {
            posts,
            revisions,
            comments,
            pages,
            findings,
            findings_by_kind,
            by_source: by_source?,
        })
    }

    /// Every table with its number of rows, by name.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql).
    pub fn table_counts(&self) -> Result<Vec<(String, u64)>> {
        let doing = "count rows";
        let db = self.snapshot()?;
        let mut names = db.prepare_cached(TABLES).doing(doing)?;
        let names = names
            .query_map([], |row| row.get::<_, String>(0))
            .doing(doing)?;
        let count = |name: rusqlite::Result<String>| {
            let name = name?;
            let sql = format!("SELECT count(*) FROM \"{name}\"");
            let rows = db.query_row(&sql, [], |row| row.get(0))?;
            Ok((name, rows))
        };
        names
            .map(count)
            .collect::<rusqlite::Result<_>>()
            .doing(doing)
    }
}

fn source_stats(db: &Connection, source: Source) -> Result<SourceStats> {
    let counts: [u64; 3] = db
        .query_row(OF_SOURCE, named_params! {":source": source.id.0}, |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?])
        })
        .doing("count rows")?;
    let [posts, comments, findings] = counts;
    let removed = pairs(db, REMOVED_OF_SOURCE, Some(source.id))?
        .into_iter()
        .map(|(kind, n)| Ok((RemovedKind::from_word("revisions.removed", &kind)?, n)))
        .collect::<Result<_>>()?;
    Ok(SourceStats {
        source,
        posts,
        comments,
        findings,
        removed,
    })
}

fn pairs(db: &Connection, sql: &str, source: Option<SourceId>) -> Result<Vec<(String, u64)>> {
    let doing = "count rows";
    let mut statement = db.prepare_cached(sql).doing(doing)?;
    let pair = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let rows = match source {
        Some(source) => statement.query_map(named_params! {":source": source.0}, pair),
        None => statement.query_map([], pair),
    };
    rows.doing(doing)?
        .collect::<rusqlite::Result<_>>()
        .doing(doing)
}
