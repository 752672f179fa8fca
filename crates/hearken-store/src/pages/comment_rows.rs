//! Rows of `comments` and `comment_versions`.

use std::collections::{HashMap, HashSet};

use hearken_model::{Comment, PostId};
use rusqlite::{Connection, named_params};

use super::{
    comment_match::{StoredComment, match_comments},
    post_rows::Circumstances,
    prepare::free_key,
};
use crate::{
    assemble::comment_from,
    error::{Doing, Result},
    texts::{DateColumns, Word},
    writer::Work,
};

/// What happened to a post's comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CommentChanges {
    pub(super) total: usize,
    pub(super) new: usize,
    pub(super) edited: usize,
    pub(super) gone: usize,
    /// Places, dates, keys or parents that changed with nobody writing a word.
    pub(super) touched: usize,
}

impl CommentChanges {
    pub(super) const fn wrote_words(&self) -> bool {
        self.new + self.edited + self.gone > 0
    }

    pub(super) const fn any(&self) -> bool {
        self.wrote_words() || self.touched > 0
    }
}

/// Whether a page speaks for all comments read at its address, or only adds to the post's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// What it no longer has, is gone.
    All,
    /// What it does not have, it does not speak of.
    More,
}

const STORED: &str = "SELECT c.*, parent.key AS reply_to FROM comments c
    LEFT JOIN comments parent ON parent.id = c.parent_id
    WHERE c.post_id = :post ORDER BY c.position, c.id";
const INSERT: &str = "INSERT INTO comments
    (post_id, parent_id, key, position, kind, author, author_url, published, published_at,
     published_precision, published_raw, text, by_post_author, page_key, first_seen_at, changed_at)
    VALUES (:post, :parent, :key, :position, :kind, :author, :author_url, :published,
     :published_at, :published_precision, :published_raw, :text, :by_post_author, :page_key, :at,
     :at)
    RETURNING id";
const UPDATE: &str = "UPDATE comments SET parent_id = :parent, key = :key, position = :position,
    kind = :kind, author = :author, author_url = :author_url, published = :published,
    published_at = :published_at, published_precision = :published_precision,
    published_raw = :published_raw, text = :text, by_post_author = :by_post_author,
    changed_at = :at, gone_at = NULL
    WHERE id = :id";
const KEEP_VERSION: &str = "INSERT INTO comment_versions
    (comment_id, number, origin, author, text, replaced_at)
    SELECT id, (SELECT count(*) + 1 FROM comment_versions v WHERE v.comment_id = c.id), :origin,
     author, text, :at
    FROM comments c WHERE id = :id";
const GONE: &str = "UPDATE comments SET gone_at = :at WHERE id = :id AND gone_at IS NULL";
/// Two comments may swap keys: for a moment each that changes has one that no page can give it.
const FREE_KEY: &str = "UPDATE comments SET key = char(31) || id WHERE id = :id";

/// Inserts the comments of a new post.
pub(super) fn insert_all(
    work: &mut Work<'_>,
    post: PostId,
    comments: &[Comment],
    page_key: &str,
    at: &str,
) -> Result<CommentChanges> {
    let mut ids = HashMap::new();
    for (comment, position) in comments.iter().zip(1..) {
        let row = Row {
            post,
            comment,
            position,
            page_key,
            at,
        };
        let id = row.insert(work, &ids)?;
        ids.insert(comment.key.as_str(), id);
    }
    let total = comments.len();
    Ok(CommentChanges {
        total,
        new: total,
        ..CommentChanges::default()
    })
}

/// Brings the comments of a known post in step with those of a page of it.
pub(super) fn merge(
    work: &mut Work<'_>,
    post: PostId,
    comments: &[Comment],
    page_key: &str,
    says: Says,
    now: Circumstances<'_>,
) -> Result<CommentChanges> {
    let stored = stored_comments(work.db, post)?;
    let matched = match_comments(comments, &stored);
    let mut changes = CommentChanges::default();
    let kept: HashSet<usize> = matched.iter().flatten().copied().collect();
    if says == Says::All {
        for (at, old) in stored.iter().enumerate() {
            if !kept.contains(&at) && !old.is_gone && old.page_key == page_key {
                execute(work.db, GONE, named_params! {":id": old.id, ":at": now.at})?;
                changes.gone += 1;
            }
        }
    }
    let keys = free_keys(work.db, comments, &stored, &matched, says, page_key)?;
    let final_keys: HashMap<_, _> = comments
        .iter()
        .map(|comment| comment.key.as_str())
        .zip(&keys)
        .collect();
    let mut ids = HashMap::new();
    for (((comment, partner), key), position) in comments.iter().zip(&matched).zip(&keys).zip(1..) {
        let mut own = comment.clone();
        own.key.clone_from(key);
        own.reply_to = own
            .reply_to
            .and_then(|key| Some((*final_keys.get(&*key)?).clone()));
        let row = Row {
            post,
            comment: &own,
            position,
            page_key,
            at: now.at,
        };
        let id = match partner.map(|at| &stored[at]) {
            None => {
                changes.new += 1;
                row.insert(work, &ids)?
            }
            Some(old) if says == Says::More && !old.is_gone => old.id,
            Some(old) => {
                row.update(work, old, &ids, now, &mut changes)?;
                old.id
            }
        };
        ids.insert(key.as_str(), id);
    }
    changes.total = total(work.db, post)?;
    Ok(changes)
}

/// The key each comment gets: the page's, unless another comment that stays has it.
fn free_keys(
    db: &Connection,
    comments: &[Comment],
    stored: &[StoredComment],
    matched: &[Option<usize>],
    says: Says,
    page_key: &str,
) -> Result<Vec<String>> {
    let kept: HashSet<usize> = matched.iter().flatten().copied().collect();
    let kept_key = |(at, old): (usize, &StoredComment)| {
        let spoken_for = says == Says::All && (old.page_key == page_key || kept.contains(&at));
        let goes = old.is_gone || spoken_for;
        (!goes).then(|| old.comment.key.clone())
    };
    let mut taken: HashSet<String> = stored.iter().enumerate().filter_map(kept_key).collect();
    let mut keys = Vec::with_capacity(comments.len());
    for (comment, partner) in comments.iter().zip(matched) {
        let old = partner.map(|at| &stored[at]);
        let key = match old {
            Some(old) if says == Says::More && !old.is_gone => old.comment.key.clone(),
            _ if taken.contains(&comment.key) => free_key(&comment.key, &taken),
            _ => comment.key.clone(),
        };
        if let Some(old) = old
            && old.comment.key != key
        {
            execute(db, FREE_KEY, named_params! {":id": old.id})?;
        }
        taken.insert(key.clone());
        keys.push(key);
    }
    Ok(keys)
}

fn stored_comments(db: &Connection, post: PostId) -> Result<Vec<StoredComment>> {
    let doing = "read comments";
    let mut statement = db.prepare_cached(STORED).doing(doing)?;
    let mut rows = statement
        .query(named_params! {":post": post.0})
        .doing(doing)?;
    let mut stored = Vec::new();
    while let Some(row) = rows.next().doing(doing)? {
        stored.push(StoredComment {
            id: row.get("id").doing(doing)?,
            is_gone: row
                .get::<_, Option<String>>("gone_at")
                .doing(doing)?
                .is_some(),
            page_key: row.get("page_key").doing(doing)?,
            position: row.get("position").doing(doing)?,
            comment: comment_from(row)?,
        });
    }
    Ok(stored)
}

fn total(db: &Connection, post: PostId) -> Result<usize> {
    let sql = "SELECT count(*) FROM comments WHERE post_id = :post AND gone_at IS NULL";
    db.prepare_cached(sql)
        .and_then(|mut statement| {
            statement.query_row(named_params! {":post": post.0}, |row| row.get(0))
        })
        .doing("count comments")
}

/// A comment as a row.
struct Row<'a> {
    post: PostId,
    comment: &'a Comment,
    position: i64,
    page_key: &'a str,
    at: &'a str,
}

impl Row<'_> {
    fn insert(&self, work: &mut Work<'_>, ids: &HashMap<&str, i64>) -> Result<i64> {
        let comment = self.comment;
        let date = DateColumns::from(comment.published);
        let values = named_params! {
            ":post": self.post.0, ":parent": parent(comment, ids), ":key": comment.key,
            ":position": self.position, ":kind": comment.kind.word(), ":author": comment.author,
            ":author_url": comment.author_url, ":published": date.text, ":published_at": date.at,
            ":published_precision": date.precision, ":published_raw": comment.published_raw,
            ":text": comment.text, ":by_post_author": comment.by_post_author,
            ":page_key": self.page_key, ":at": self.at,
        };
        let id = work
            .db
            .prepare_cached(INSERT)
            .and_then(|mut statement| statement.query_row(values, |row| row.get(0)))
            .doing("write a comment")?;
        work.index.added_comment(id);
        Ok(id)
    }

    /// Makes the row of `old` say what the page says, where it does not yet.
    fn update(
        &self,
        work: &mut Work<'_>,
        old: &StoredComment,
        ids: &HashMap<&str, i64>,
        now: Circumstances<'_>,
        changes: &mut CommentChanges,
    ) -> Result<()> {
        let comment = self.comment;
        let same_place = old.position == self.position && !old.is_gone;
        if same_place && old.comment == *comment {
            return Ok(());
        }
        let (was, is) = (&old.comment, comment);
        let edited = was.text != is.text || was.author != is.author;
        if edited {
            let origin = now.origin.word();
            let kept = named_params! {":id": old.id, ":origin": origin, ":at": self.at};
            execute(work.db, KEEP_VERSION, kept)?;
            work.index.before_comment_changes(work.db, old.id)?;
        }
        match (old.is_gone, edited) {
            (true, _) => changes.new += 1,
            (false, true) => changes.edited += 1,
            (false, false) => changes.touched += 1,
        }
        let date = DateColumns::from(comment.published);
        let values = named_params! {
            ":id": old.id, ":parent": parent(comment, ids), ":key": comment.key,
            ":position": self.position, ":kind": comment.kind.word(), ":author": comment.author,
            ":author_url": comment.author_url, ":published": date.text, ":published_at": date.at,
            ":published_precision": date.precision, ":published_raw": comment.published_raw,
            ":text": comment.text, ":by_post_author": comment.by_post_author, ":at": self.at,
        };
        execute(work.db, UPDATE, values)
    }
}

fn parent(comment: &Comment, ids: &HashMap<&str, i64>) -> Option<i64> {
    comment
        .reply_to
        .as_deref()
        .and_then(|key| ids.get(key))
        .copied()
}

fn execute(db: &Connection, sql: &str, values: &[(&str, &dyn rusqlite::ToSql)]) -> Result<()> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .doing("write a comment")?;
    Ok(())
}
