//! The erasing itself.

use std::{collections::BTreeSet, fs};

use hearken_model::{PostId, RemovedReading};
use rusqlite::{Connection, named_params};

use super::{
    EraseReport, EraseRequest,
    known::{is_meant, remember},
    words::{Runs, hash_of, page_words, words},
};
use crate::{
    Mode, Store, StoreError,
    assemble::removed_from,
    error::{Doing, Result},
    migrate::copies_of,
    pages::{page_from, refresh_shown_hash},
    texts::{json, time_text},
    writer::Work,
};

/// A comment that goes.
struct Target {
    id: i64,
    post: PostId,
    text: String,
}

const WRITTEN: &str = "SELECT id, post_id, author, author_url, text FROM comments
    WHERE author IS NOT NULL ORDER BY id";
const FORMERLY: &str = "SELECT author FROM comment_versions WHERE comment_id = :id";
const VERSIONS: &str = "SELECT text FROM comment_versions WHERE comment_id = :id";
/// Answers to an erased comment go to what that answered.
const LIFT_ANSWERS: &str = "UPDATE comments SET parent_id =
    (SELECT parent_id FROM comments gone WHERE gone.id = :id) WHERE parent_id = :id";
const DELETE: &str = "DELETE FROM comments WHERE id = :id";
const DELETE_FINDINGS: &str = "DELETE FROM findings WHERE post_id = :post";
const DELETE_ANALYSES: &str = "DELETE FROM analyses WHERE post_id = :post";
const DELETE_PAGE: &str = "DELETE FROM pages WHERE id = :id";
const NEXT_PAGE: &str = "SELECT id, post_id, url, content_type, extractor_version, codec, body
    FROM pages WHERE id > :after ORDER BY id LIMIT 1";
const PIECES: &str = "SELECT id, removed FROM revisions WHERE removed <> '[]'";
const PUT_PIECES: &str = "UPDATE revisions SET removed = :removed WHERE id = :id";
/// The whole index is made anew: what FTS5 deletes stays in its older segments else.
const REBUILD: &str = "INSERT INTO comments_fts (comments_fts) VALUES ('rebuild')";

impl Store {
    /// Erases what a commenter wrote: comments with their earlier words, the findings of those
    /// posts, archived pages and left-out pieces that hold the words or the name, copies made
    /// before migrations. Then packs the file, so that no byte of it stays there, and remembers a
    /// hash of the name, so that the next ingest does not bring it back.
    ///
    /// # Errors
    ///
    /// As every writing function; [`StoreError::File`] where a copy cannot be deleted.
    pub fn erase_commenter(&self, request: EraseRequest, mode: Mode) -> Result<EraseReport> {
        let writer = self.writer();
        let copies = copies_of(self.path());
        let work = move |work: &mut Work<'_>| {
            let mut report = erase(work, &request)?;
            report.copies = copies;
            Ok(report)
        };
        if mode == Mode::DryRun {
            return writer.rehearse(work);
        }
        let report = writer.call(work)?;
        for copy in &report.copies {
            fs::remove_file(copy).map_err(|source| StoreError::File {
                doing: "delete the copy",
                path: copy.clone(),
                source,
            })?;
        }
        self.close_idle_readers();
        writer.call_alone(|connection| pack(connection))?;
        Ok(report)
    }
}

/// Writes the file anew without what was deleted, and empties the log.
fn pack(connection: &Connection) -> Result<()> {
    let run = |sql| connection.execute_batch(sql).doing("pack the database");
    // The new file is built on disk: a database may be larger than the memory.
    run("PRAGMA temp_store = FILE")?;
    run("VACUUM")?;
    run("PRAGMA temp_store = MEMORY")?;
    let busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .doing("empty the log")?;
    if busy != 0 {
        tracing::warn!("another process reads: the log is emptied when it ends");
    }
    Ok(())
}

fn erase(work: &mut Work<'_>, request: &EraseRequest) -> Result<EraseReport> {
    let targets = targets(work.db, request)?;
    let mut runs = Runs::default();
    let name = words(&request.name);
    runs.add(name.len(), hash_of(&name));
    let mut report = EraseReport {
        comments: targets.len(),
        ..EraseReport::default()
    };
    let mut posts = BTreeSet::new();
    for target in &targets {
        runs.add_shingles(&target.text);
        for text in texts(work.db, VERSIONS, target.id)? {
            runs.add_shingles(&text);
            report.versions += 1;
        }
        posts.insert(target.post);
        work.index.before_comment_changes(work.db, target.id)?;
        for sql in [LIFT_ANSWERS, DELETE] {
            work.db
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute(named_params! {":id": target.id}))
                .doing("erase a comment")?;
        }
    }
    remember(work.db, request)?;
    let at = time_text(request.at);
    for post in &posts {
        let values = named_params! {":post": post.0};
        report.findings += work
            .db
            .execute(DELETE_FINDINGS, values)
            .doing("erase findings")?;
        work.db
            .execute(DELETE_ANALYSES, values)
            .doing("erase analyses")?;
        refresh_shown_hash(work.db, *post, &at)?;
    }
    report.pages = erase_pages(work.db, &posts, &runs)?;
    report.removed_pieces = erase_pieces(work.db, &runs)?;
    work.db.execute(REBUILD, []).doing("make the index anew")?;
    report.posts = posts.into_iter().collect();
    Ok(report)
}

fn targets(db: &Connection, request: &EraseRequest) -> Result<Vec<Target>> {
    let doing = "look for a commenter";
    let mut statement = db.prepare(WRITTEN).doing(doing)?;
    let mut rows = statement.query([]).doing(doing)?;
    let mut targets = Vec::new();
    while let Some(row) = rows.next().doing(doing)? {
        let (author, url): (String, Option<String>) = (
            row.get("author").doing(doing)?,
            row.get("author_url").doing(doing)?,
        );
        let id: i64 = row.get("id").doing(doing)?;
        // A comment may have carried the name before.
        let formerly = texts(db, FORMERLY, id)?;
        let names = formerly.iter().chain([&author]);
        if names
            .into_iter()
            .any(|name| is_meant(request, name, url.as_deref()))
        {
            let (post, text) = (
                row.get("post_id").doing(doing)?,
                row.get("text").doing(doing)?,
            );
            targets.push(Target {
                id,
                post: PostId(post),
                text,
            });
        }
    }
    Ok(targets)
}

fn texts(db: &Connection, sql: &str, id: i64) -> Result<Vec<String>> {
    let doing = "read earlier words";
    let mut statement = db.prepare_cached(sql).doing(doing)?;
    let rows = statement
        .query_map(named_params! {":id": id}, |row| {
            row.get::<_, Option<String>>(0)
        })
        .doing(doing)?;
    let texts: Vec<_> = rows.collect::<rusqlite::Result<_>>().doing(doing)?;
    Ok(texts.into_iter().flatten().collect())
}

/// Deletes the archived pages of `posts`, and those that hold one of `runs`.
fn erase_pages(db: &Connection, posts: &BTreeSet<PostId>, runs: &Runs) -> Result<usize> {
    let doing = "look through the archive";
    let (mut after, mut erased) = (0, 0);
    loop {
        let mut statement = db.prepare_cached(NEXT_PAGE).doing(doing)?;
        let mut rows = statement
            .query(named_params! {":after": after})
            .doing(doing)?;
        let Some(row) = rows.next().doing(doing)? else {
            return Ok(erased);
        };
        let (id, page) = page_from(row)?;
        after = id;
        if posts.contains(&page.post_id) || runs.are_in(&page_words(&page.raw)) {
            db.execute(DELETE_PAGE, named_params! {":id": id})
                .doing("erase an archived page")?;
            erased += 1;
        }
    }
}

/// Takes the pieces that hold one of `runs` out of what was removed from posts.
fn erase_pieces(db: &Connection, runs: &Runs) -> Result<usize> {
    let doing = "look through what was left out";
    let mut all = db.prepare(PIECES).doing(doing)?;
    let mut rows = all.query([]).doing(doing)?;
    let mut erased = 0;
    while let Some(row) = rows.next().doing(doing)? {
        let (id, list): (i64, String) = (row.get(0).doing(doing)?, row.get(1).doing(doing)?);
        let pieces = removed_from(&list)?;
        let kept: Vec<_> = pieces
            .iter()
            .filter(|piece| !runs.are_in(&words(&piece.text)))
            .collect();
        if kept.len() < pieces.len() {
            erased += pieces.len() - kept.len();
            let kept: Vec<_> = kept.into_iter().map(RemovedReading::from).collect();
            let kept = json("removed pieces", &kept)?;
            db.execute(PUT_PIECES, named_params! {":id": id, ":removed": kept})
                .doing("erase left-out pieces")?;
        }
    }
    Ok(erased)
}
