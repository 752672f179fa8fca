//! Where posts come from.

use rusqlite::{Row, named_params};
use time::OffsetDateTime;

use crate::{
    Reader, Writer,
    error::{Doing, Result},
    texts::{Word, time_from, time_maybe, time_text, words},
};

/// Row identity of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub i64);

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// The address of one post.
    Url,
    /// A feed (RSS, Atom, JSON Feed).
    Feed,
    /// An OPML list of feeds.
    Opml,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// A blog to be followed from link to link.
    Crawl,
    /// A local file.
    File,
    /// A local folder.
    Directory,
}

impl SourceKind {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Feed => "feed",
            Self::Opml => "opml",
            Self::Sitemap => "sitemap",
            Self::Crawl => "crawl",
            Self::File => "file",
            Self::Directory => "directory",
        }
    }
}

words! { SourceKind { Url, Feed, Opml, Sitemap, Crawl, File, Directory } }

/// A source to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What it is.
    pub kind: SourceKind,
    /// Address or path.
    pub location: String,
    /// Name for people.
    pub title: Option<String>,
    /// Now.
    pub added_at: OffsetDateTime,
}

/// A stored source.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// Its row.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// Address or path.
    pub location: String,
    /// Name for people.
    pub title: Option<String>,
    /// When it was added.
    pub added_at: OffsetDateTime,
    /// When a run last read it.
    pub last_run_at: Option<OffsetDateTime>,
    /// How many posts it led to.
    pub posts: u64,
}

const ADD: &str = "INSERT INTO sources (kind, location, title, added_at)
    VALUES (:kind, :location, :title, :added_at)
    ON CONFLICT (location, kind) DO UPDATE SET title = coalesce(excluded.title, title)
    RETURNING id";
const REMOVE: &str = "DELETE FROM sources WHERE location = :location";
const LIST: &str = "SELECT s.id, s.kind, s.location, s.title, s.added_at, s.last_run_at,
    (SELECT count(*) FROM post_sources l WHERE l.source_id = s.id) AS posts
    FROM sources s ORDER BY s.id";

impl Writer {
    /// Adds a source; the same kind and location again gives the same row, and a new title if one
    /// is given.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and [`StoreError::Commit`](crate::StoreError::Commit).
    pub fn add_source(&self, source: NewSource) -> Result<SourceId> {
        self.call(move |work| {
            work.db
                .prepare_cached(ADD)
                .and_then(|mut statement| {
                    statement.query_row(
                        named_params! {
                            ":kind": source.kind.word(), ":location": source.location,
                            ":title": source.title, ":added_at": time_text(source.added_at),
                        },
                        |row| row.get("id"),
                    )
                })
                .map(SourceId)
                .doing("add a source")
        })
    }

    /// Removes the sources at `location`; posts they led to stay. Gives how many there were.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and [`StoreError::Commit`](crate::StoreError::Commit).
    pub fn remove_source(&self, location: &str) -> Result<usize> {
        let location = location.to_owned();
        self.call(move |work| {
            work.db
                .execute(REMOVE, named_params! {":location": location})
                .doing("remove a source")
        })
    }
}

impl Reader<'_> {
    /// All sources, in the order they were added.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn sources(&self) -> Result<Vec<Source>> {
        let doing = "list the sources";
        let mut statement = self.connection().prepare_cached(LIST).doing(doing)?;
        let mut rows = statement.query([]).doing(doing)?;
        let mut sources = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            sources.push(source_from(row)?);
        }
        Ok(sources)
    }
}

pub(crate) fn source_from(row: &Row<'_>) -> Result<Source> {
    let doing = "read a source";
    let kind: String = row.get("kind").doing(doing)?;
    let added_at: String = row.get("added_at").doing(doing)?;
    let last_run_at: Option<String> = row.get("last_run_at").doing(doing)?;
    Ok(Source {
        id: SourceId(row.get("id").doing(doing)?),
        kind: SourceKind::from_word("sources.kind", &kind)?,
        location: row.get("location").doing(doing)?,
        title: row.get("title").doing(doing)?,
        added_at: time_from("sources.added_at", &added_at)?,
        last_run_at: time_maybe("sources.last_run_at", last_run_at)?,
        posts: row.get("posts").doing(doing)?,
    })
}
