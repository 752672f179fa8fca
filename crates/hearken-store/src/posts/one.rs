//! One post with all that belongs to it.

use std::collections::HashMap;

use hearken_model::{CommentId, PostId, RevisionId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use time::OffsetDateTime;

use super::{
    PostRef, Revision, StoredComment, StoredPost,
    list::{select_summary, summary_from},
};
use crate::{
    Origin, Reader, Source,
    address::url_key,
    assemble::{assemble, comment_from},
    error::{Doing, Result},
    sources::source_from,
    texts::{Word, time_from, time_maybe},
};

const BY_ADDRESS: &str = "SELECT coalesce(
    (SELECT post_id FROM post_addresses WHERE url_key = :key),
    (SELECT post_id FROM frontier WHERE url = :url))";
const SUMMARY: &str = select_summary!("WHERE p.id = :post");
const COMMENTS: &str = "SELECT c.*, parent.key AS reply_to FROM comments c
    JOIN posts p ON p.id = c.post_id
    LEFT JOIN comments parent ON parent.id = c.parent_id
    WHERE c.post_id = :post ORDER BY c.page_key <> p.url_key, c.position, c.id";
const EARLIER: &str = "SELECT v.comment_id, v.text, v.replaced_at FROM comment_versions v
    JOIN comments c ON c.id = v.comment_id WHERE c.post_id = :post ORDER BY v.comment_id, v.number";
const REVISIONS: &str = "SELECT r.id, r.number, r.origin, r.extractor_version, r.seen_at, r.title,
    coalesce(r.text, p.text) AS text
    FROM revisions r JOIN posts p ON p.id = r.post_id WHERE p.id = :post ORDER BY r.number";
const ADDRESSES: &str = "SELECT url FROM post_addresses
    WHERE post_id = :post ORDER BY relation <> 'main', url";
const SOURCES: &str = "SELECT s.id, s.kind, s.location, s.title, s.added_at, s.last_run_at,
    (SELECT count(*) FROM post_sources l WHERE l.source_id = s.id) AS posts
    FROM sources s JOIN post_sources l ON l.source_id = s.id
    WHERE l.post_id = :post ORDER BY s.id";

impl Reader<'_> {
    /// The post, or `None` where there is no such.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn post(&self, which: &PostRef) -> Result<Option<StoredPost>> {
        let db = self.snapshot()?;
        let id = match which {
            PostRef::Id(id) => Some(*id),
            PostRef::Url(url) => by_address(&db, url)?,
        };
        let assembled = match id {
            Some(id) => assemble(&db, id, None)?.map(|(_, post)| (id, post)),
            None => None,
        };
        let Some((id, post)) = assembled else {
            return Ok(None);
        };
        let mut summary = all(&db, SUMMARY, id, summary_from)?;
        let Some(summary) = summary.pop() else {
            return Ok(None);
        };
        Ok(Some(StoredPost {
            summary,
            post,
            comments: comments(&db, id)?,
            revisions: all(&db, REVISIONS, id, revision_from)?,
            addresses: all(&db, ADDRESSES, id, |row| {
                row.get(0).doing("read an address")
            })?,
            sources: all::<Source>(&db, SOURCES, id, source_from)?,
        }))
    }
}

fn by_address(db: &Connection, url: &str) -> Result<Option<PostId>> {
    let found: Option<Option<i64>> = db
        .query_row(
            BY_ADDRESS,
            named_params! {":key": url_key(url), ":url": url},
            |row| row.get(0),
        )
        .optional()
        .doing("look for a post")?;
    Ok(found.flatten().map(PostId))
}

/// All rows of a statement about one post.
fn all<T>(
    db: &Connection,
    sql: &str,
    post: PostId,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let doing = "read a post";
    let mut statement = db.prepare_cached(sql).doing(doing)?;
    let mut rows = statement
        .query(named_params! {":post": post.0})
        .doing(doing)?;
    let mut list = Vec::new();
    while let Some(row) = rows.next().doing(doing)? {
        list.push(read(row)?);
    }
    Ok(list)
}

fn revision_from(row: &Row<'_>) -> Result<Revision> {
    let doing = "read a revision";
    let (origin, seen_at): (String, String) = (
        row.get("origin").doing(doing)?,
        row.get("seen_at").doing(doing)?,
    );
    Ok(Revision {
        id: RevisionId(row.get("id").doing(doing)?),
        number: row.get("number").doing(doing)?,
        origin: Origin::from_word("revisions.origin", &origin)?,
        extractor_version: row.get("extractor_version").doing(doing)?,
        seen_at: time_from("revisions.seen_at", &seen_at)?,
        title: row.get("title").doing(doing)?,
        text: row.get("text").doing(doing)?,
    })
}

fn comments(db: &Connection, post: PostId) -> Result<Vec<StoredComment>> {
    let mut earlier: HashMap<i64, Vec<(String, OffsetDateTime)>> = HashMap::new();
    for (id, text, at) in all(db, EARLIER, post, earlier_from)? {
        earlier.entry(id).or_default().push((text, at));
    }
    let mut comments = all(db, COMMENTS, post, stored_comment_from)?;
    set_depths(&mut comments);
    for comment in &mut comments {
        comment.earlier = earlier.remove(&comment.id.0).unwrap_or_default();
    }
    Ok(comments)
}

fn earlier_from(row: &Row<'_>) -> Result<(i64, String, OffsetDateTime)> {
    let doing = "read a comment's history";
    let at: String = row.get("replaced_at").doing(doing)?;
    let at = time_from("comment_versions.replaced_at", &at)?;
    Ok((
        row.get("comment_id").doing(doing)?,
        row.get("text").doing(doing)?,
        at,
    ))
}

fn stored_comment_from(row: &Row<'_>) -> Result<StoredComment> {
    let doing = "read a comment";
    let first_seen_at: String = row.get("first_seen_at").doing(doing)?;
    Ok(StoredComment {
        id: CommentId(row.get("id").doing(doing)?),
        parent_id: row
            .get::<_, Option<i64>>("parent_id")
            .doing(doing)?
            .map(CommentId),
        depth: 0,
        comment: comment_from(row)?,
        first_seen_at: time_from("comments.first_seen_at", &first_seen_at)?,
        gone_at: time_maybe("comments.gone_at", row.get("gone_at").doing(doing)?)?,
        earlier: Vec::new(),
    })
}

/// Walks down from the answers to the post, one level after the other.
fn set_depths(comments: &mut [StoredComment]) {
    let mut children: HashMap<Option<CommentId>, Vec<usize>> = HashMap::new();
    for (at, comment) in comments.iter().enumerate() {
        children.entry(comment.parent_id).or_default().push(at);
    }
    let mut level = children.remove(&None).unwrap_or_default();
    let mut depth = 0;
    while !level.is_empty() {
        let mut next = Vec::new();
        for at in level {
            comments[at].depth = depth;
            next.extend(children.remove(&Some(comments[at].id)).unwrap_or_default());
        }
        level = next;
        depth += 1;
    }
}
