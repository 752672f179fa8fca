//! Taking posts out of the database.

use hearken_model::PostId;
use rusqlite::{Connection, named_params};

use crate::{
    SourceId, Writer,
    address::url_key,
    error::{Doing, Result},
    writer::Work,
};

/// Which posts to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PostSelector {
    /// Those with these ids.
    Ids(Vec<PostId>),
    /// The one at this address, or that this address led to.
    Url(String),
    /// Those of a blog's host, with or without `www.`.
    Site(String),
    /// Those that this source alone led to.
    Source(SourceId),
}

/// Whether to do a thing or only to tell what it would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Do it.
    Do,
    /// Change nothing.
    DryRun,
}

/// What goes, or went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RemoveReport {
    /// The posts: id, address, title.
    pub posts: Vec<(PostId, String, Option<String>)>,
    /// Their comments.
    pub comments: usize,
    /// Their findings.
    pub findings: usize,
    /// Their archived pages.
    pub pages: usize,
}

const LISTED: &str = "SELECT id, url, title FROM posts
    WHERE id IN (SELECT value FROM json_each(:what)) ORDER BY id";
const AT_URL: &str = "SELECT id, url, title FROM posts
    WHERE id = (SELECT post_id FROM post_addresses WHERE url_key = :what)";
const OF_SITE: &str = "SELECT id, url, title FROM posts
    WHERE site = iif(:what LIKE 'www.%', substr(:what, 5), :what) ORDER BY id";
const OF_SOURCE: &str = "SELECT p.id, p.url, p.title FROM posts p
    JOIN post_sources s ON s.post_id = p.id
    WHERE s.source_id = :what AND NOT EXISTS (SELECT 1 FROM post_sources other
      WHERE other.post_id = p.id AND other.source_id <> :what)
    ORDER BY p.id";
/// The addresses may be asked for again: nothing of the removed posts is remembered.
const FORGET_ADDRESSES: &str = "DELETE FROM frontier WHERE post_id = :post";
const COMMENT_IDS: &str = "SELECT id FROM comments WHERE post_id = :post";
const DELETE: &str = "DELETE FROM posts WHERE id = :post";

impl Writer {
    /// Removes posts with all that belongs to them, and their addresses from the frontier.
    ///
    /// # Errors
    ///
    /// As every writing function.
    pub fn remove_posts(&self, selector: PostSelector, mode: Mode) -> Result<RemoveReport> {
        let work = move |work: &mut Work<'_>| remove(work, &selector);
        match mode {
            Mode::Do => self.call(work),
            Mode::DryRun => self.rehearse(work),
        }
    }
}

fn remove(work: &mut Work<'_>, selector: &PostSelector) -> Result<RemoveReport> {
    let posts = select(work.db, selector)?;
    let mut report = RemoveReport::default();
    for (post, ..) in &posts {
        let count = |table: &str| count_of(work.db, table, *post);
        report.findings += count("findings")?;
        report.pages += count("pages")?;
        let comments = comment_ids(work.db, *post)?;
        report.comments += comments.len();
        for comment in comments {
            work.index.before_comment_changes(work.db, comment)?;
        }
        work.index.before_post_changes(work.db, post.0)?;
        for sql in [FORGET_ADDRESSES, DELETE] {
            work.db
                .execute(sql, named_params! {":post": post.0})
                .doing("remove a post")?;
        }
    }
    report.posts = posts;
    Ok(report)
}

type Listed = Vec<(PostId, String, Option<String>)>;

fn select(db: &Connection, selector: &PostSelector) -> Result<Listed> {
    let (sql, what) = match selector {
        PostSelector::Ids(ids) => {
            let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
            (LISTED, format!("{ids:?}"))
        }
        PostSelector::Url(url) => (AT_URL, url_key(url)),
        PostSelector::Site(site) => (OF_SITE, site.to_ascii_lowercase()),
        PostSelector::Source(source) => (OF_SOURCE, source.0.to_string()),
    };
    let doing = "look for the posts to remove";
    let mut statement = db.prepare(sql).doing(doing)?;
    let rows = statement.query_map(named_params! {":what": what}, |row| {
        Ok((PostId(row.get("id")?), row.get("url")?, row.get("title")?))
    });
    rows.doing(doing)?
        .collect::<rusqlite::Result<_>>()
        .doing(doing)
}

fn comment_ids(db: &Connection, post: PostId) -> Result<Vec<i64>> {
    let doing = "read comments";
    let mut statement = db.prepare_cached(COMMENT_IDS).doing(doing)?;
    let rows = statement.query_map(named_params! {":post": post.0}, |row| row.get(0));
    rows.doing(doing)?
        .collect::<rusqlite::Result<_>>()
        .doing(doing)
}

fn count_of(db: &Connection, table: &str, post: PostId) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM {table} WHERE post_id = :post");
    db.query_row(&sql, named_params! {":post": post.0}, |row| row.get(0))
        .doing("count rows")
}
