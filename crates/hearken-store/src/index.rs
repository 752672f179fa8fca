//! Keeps the full-text index in step with the tables.
//!
//! Rows are indexed by one statement at the end of each transaction: row by row, as triggers do
//! it, costs the tokenizer and its merges a time each.

use std::collections::HashSet;

use rusqlite::{Connection, named_params};

use crate::error::{Doing, Result};

/// Rows whose words are to be indexed before the commit.
#[derive(Debug, Default)]
pub(crate) struct IndexQueue {
    posts: Rows,
    comments: Rows,
}

/// Lengths of the queue at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    posts: usize,
    comments: usize,
}

#[derive(Debug, Default)]
struct Rows {
    in_order: Vec<i64>,
    known: HashSet<i64>,
}

/// What FTS5 wants for an external-content row that goes: the words as they are in the index.
const FORGET_POST: &str = "INSERT INTO posts_fts (posts_fts, rowid, title, text)
    SELECT 'delete', id, title, text FROM posts WHERE id = :id";
const FORGET_COMMENT: &str = "INSERT INTO comments_fts (comments_fts, rowid, author, text)
    SELECT 'delete', id, author, text FROM comments WHERE id = :id";
const INDEX_POSTS: &str = "INSERT INTO posts_fts (rowid, title, text)
    SELECT id, title, text FROM posts
    WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id";
const INDEX_COMMENTS: &str = "INSERT INTO comments_fts (rowid, author, text)
    SELECT id, author, text FROM comments
    WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id";

impl IndexQueue {
    /// Notes a post that was inserted.
    pub(crate) fn added_post(&mut self, id: i64) {
        self.posts.push(id);
    }

    /// Notes a comment that was inserted.
    pub(crate) fn added_comment(&mut self, id: i64) {
        self.comments.push(id);
    }

    /// To be called before a post's indexed words change or its row goes.
    pub(crate) fn before_post_changes(&mut self, db: &Connection, id: i64) -> Result<()> {
        self.posts.before_change(db, FORGET_POST, id)
    }

    /// To be called before a comment's indexed words change or its row goes.
    pub(crate) fn before_comment_changes(&mut self, db: &Connection, id: i64) -> Result<()> {
        self.comments.before_change(db, FORGET_COMMENT, id)
    }

    pub(crate) const fn mark(&self) -> Mark {
        Mark {
            posts: self.posts.in_order.len(),
            comments: self.comments.in_order.len(),
        }
    }

    /// Takes back what was noted since `mark`, as the tables were.
    pub(crate) fn forget_since(&mut self, mark: Mark) {
        self.posts.truncate(mark.posts);
        self.comments.truncate(mark.comments);
    }

    /// Indexes the rows noted; those that have gone meanwhile are not found and stay out.
    pub(crate) fn write(&self, db: &Connection) -> rusqlite::Result<()> {
        for (sql, rows) in [(INDEX_POSTS, &self.posts), (INDEX_COMMENTS, &self.comments)] {
            if !rows.in_order.is_empty() {
                let ids = format!("{:?}", rows.in_order);
                db.prepare_cached(sql)?
                    .execute(named_params! {":ids": ids})?;
            }
        }
        Ok(())
    }
}

impl Rows {
    fn push(&mut self, id: i64) {
        if self.known.insert(id) {
            self.in_order.push(id);
        }
    }

    fn before_change(&mut self, db: &Connection, forget: &str, id: i64) -> Result<()> {
        // A row noted in this transaction is not in the index yet.
        if !self.known.contains(&id) {
            db.prepare_cached(forget)
                .and_then(|mut statement| statement.execute(named_params! {":id": id}))
                .doing("take old words out of the index")?;
            self.push(id);
        }
        Ok(())
    }

    fn truncate(&mut self, len: usize) {
        for id in self.in_order.drain(len..) {
            self.known.remove(&id);
        }
    }
}
