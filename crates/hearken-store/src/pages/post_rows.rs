//! Rows of `posts`, `revisions` and `post_addresses`.

use hearken_model::{BlockReading, Post, PostId, RemovedReading, RevisionId, RunId};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{Origin, place::Addresses};
use crate::{
    address::{site, url_key},
    assemble::{ImageRow, LinkRow, assemble},
    error::{Doing, Result, StoreError},
    texts::{DateColumns, Word, json},
    writer::Work,
};

/// Under which circumstances something is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub(super) at: &'a str,
    pub(super) run: RunId,
    pub(super) extractor_version: &'a str,
    pub(super) origin: Origin,
}

const INSERT_POST: &str = "INSERT INTO posts
    (url, url_key, canonical_url, title, author, site, site_name, language, published_at,
     published_precision, published_raw, updated_at, updated_precision, tags, text,
     comment_count_claimed, revision, content_hash, shown_hash, first_seen_at, changed_at)
    VALUES (:url, :url_key, :canonical_url, :title, :author, :site, :site_name, :language,
     :published_at, :published_precision, :published_raw, :updated_at, :updated_precision, :tags,
     :text, :comment_count_claimed, :revision, :content_hash, :shown_hash, :at, :at)
    RETURNING id";
const UPDATE_POST: &str = "UPDATE posts SET
    url = :url, url_key = :url_key, canonical_url = :canonical_url, title = :title,
    author = :author, site = :site, site_name = :site_name, language = :language,
    published_at = :published_at, published_precision = :published_precision,
    published_raw = :published_raw, updated_at = :updated_at,
    updated_precision = :updated_precision, tags = :tags, text = :text,
    comment_count_claimed = :comment_count_claimed, revision = :revision,
    content_hash = :content_hash, changed_at = :at
    WHERE id = :id";
const INSERT_REVISION: &str = "INSERT INTO revisions
    (post_id, number, origin, extractor_version, content_hash, seen_at, run_id, title, authors,
     canonical_url, published, published_raw, updated, language, site_name, tags, blocks,
     links, images, removed, comment_count_claimed)
    VALUES (:post_id, :number, :origin, :extractor_version, :content_hash, :at, :run_id, :title,
     :authors, :canonical_url, :published, :published_raw, :updated, :language, :site_name, :tags,
     :blocks, :links, :images, :removed, :comment_count_claimed)
    RETURNING id";
/// The text of the current revision is the post's; before that becomes another, it is kept here.
const KEEP_TEXT: &str = "UPDATE revisions SET text = (SELECT text FROM posts WHERE id = :post_id)
    WHERE post_id = :post_id AND number = :number";
/// What a page says around the author's words changes in place.
const UPDATE_REVISION: &str = "UPDATE revisions SET
    canonical_url = :canonical_url, published = :published, published_raw = :published_raw,
    updated = :updated, language = :language, site_name = :site_name, tags = :tags,
    blocks = :blocks, links = :links, images = :images, removed = :removed,
    comment_count_claimed = :comment_count_claimed, extractor_version = :extractor_version
    WHERE post_id = :post_id AND number = :number RETURNING id";
/// An address that belonged to another post goes over to this one.
const ADD_ADDRESS: &str = "INSERT INTO post_addresses (url_key, url, post_id, relation, read_at)
    VALUES (:key, :url, :post, :relation, :read_at)
    ON CONFLICT (url_key) DO UPDATE SET post_id = excluded.post_id, relation = excluded.relation,
     read_at = coalesce(read_at, excluded.read_at)";
/// A known address of the post keeps its relation.
const NOTE_READ: &str = "INSERT INTO post_addresses (url_key, url, post_id, relation, read_at)
    VALUES (:key, :url, :post, :relation, :read_at)
    ON CONFLICT (url_key) DO UPDATE SET read_at = excluded.read_at WHERE read_at IS NULL";
/// Whether the content of a post comes from this address: its main one, or an alternate while the
/// main one was never read.
const READS_FOR: &str = "SELECT a.relation = 'main' OR (a.relation = 'alternate'
     AND NOT EXISTS (SELECT 1 FROM post_addresses main WHERE main.post_id = a.post_id
       AND main.relation = 'main' AND main.read_at IS NOT NULL))
    FROM post_addresses a WHERE a.url_key = :key AND a.post_id = :post";
const NO_LONGER_MAIN: &str = "UPDATE post_addresses SET relation = 'duplicate'
    WHERE post_id = :post AND relation = 'main'";
const SET_SHOWN: &str = "UPDATE posts SET shown_hash = :hash, changed_at = :at WHERE id = :id";
const NUMBER: &str = "SELECT revision FROM posts WHERE id = :id";

/// Inserts a new post with its first revision; its comments are the caller's.
pub(super) fn insert_post(
    work: &mut Work<'_>,
    post: &Post,
    url: &str,
    now: Circumstances<'_>,
) -> Result<(PostId, RevisionId)> {
    let shown_hash = post.shown_hash().to_string();
    let values = PostValues::of(post)?;
    let id = values.write(work.db, INSERT_POST, url, 1, now, |statement, columns| {
        let mut columns = columns.to_vec();
        columns.push((":shown_hash", &shown_hash));
        statement.query_row(&*columns, |row| row.get(0))
    })?;
    work.index.added_post(id);
    let revision = insert_revision(work.db, PostId(id), 1, post, now)?;
    Ok((PostId(id), revision))
}

/// Makes the post's row say what `post` says; with a new revision where `revised`.
pub(super) fn update_post(
    work: &mut Work<'_>,
    id: PostId,
    post: &Post,
    url: &str,
    revised: bool,
    now: Circumstances<'_>,
) -> Result<RevisionId> {
    let number: u32 = work
        .db
        .query_row(NUMBER, named_params! {":id": id.0}, |row| row.get(0))
        .doing("look up a post")?;
    if revised {
        work.index.before_post_changes(work.db, id.0)?;
        let values = named_params! {":post_id": id.0, ":number": number};
        work.db
            .execute(KEEP_TEXT, values)
            .doing("keep an earlier text")?;
    }
    let number = if revised { number + 1 } else { number };
    let values = PostValues::of(post)?;
    values.write(
        work.db,
        UPDATE_POST,
        url,
        number,
        now,
        |statement, columns| {
            let mut columns = columns.to_vec();
            columns.push((":id", &id.0));
            statement.execute(&*columns).map(|_| id.0)
        },
    )?;
    if revised {
        insert_revision(work.db, id, number, post, now)
    } else {
        update_revision(work.db, id, number, post, now)
    }
}

/// Columns of `posts` that are made, not copied.
struct PostValues<'p> {
    post: &'p Post,
    author: Option<String>,
    published: DateColumns,
    updated: DateColumns,
    tags: String,
    content_hash: String,
}

impl<'p> PostValues<'p> {
    fn of(post: &'p Post) -> Result<Self> {
        Ok(Self {
            post,
            author: (!post.authors.is_empty()).then(|| post.authors.join(", ")),
            published: post.published.into(),
            updated: post.updated.into(),
            tags: json("tags", &post.tags)?,
            content_hash: post.content_hash().to_string(),
        })
    }

    /// Runs `sql` through `run` with the columns both statements have.
    fn write(
        &self,
        db: &Connection,
        sql: &str,
        url: &str,
        number: u32,
        now: Circumstances<'_>,
        run: impl FnOnce(
            &mut rusqlite::Statement<'_>,
            &[(&str, &dyn rusqlite::ToSql)],
        ) -> rusqlite::Result<i64>,
    ) -> Result<i64> {
        let post = self.post;
        let columns = named_params! {
            ":url": url, ":url_key": url_key(url), ":canonical_url": post.canonical_url,
            ":title": post.title, ":author": self.author, ":site": site(url),
            ":site_name": post.site_name, ":language": post.language,
            ":published_at": self.published.at, ":published_precision": self.published.precision,
            ":published_raw": post.published_raw, ":updated_at": self.updated.at,
            ":updated_precision": self.updated.precision, ":tags": self.tags, ":text": post.text,
            ":comment_count_claimed": post.comment_count_claimed, ":revision": number,
            ":content_hash": self.content_hash, ":at": now.at,
        };
        db.prepare_cached(sql)
            .and_then(|mut statement| run(&mut statement, columns))
            .doing("write a post")
    }
}

/// JSON columns of a revision.
struct RevisionLists {
    tags: String,
    blocks: String,
    links: String,
    images: String,
    removed: String,
}

impl RevisionLists {
    fn of(post: &Post) -> Result<Self> {
        let blocks: Vec<_> = post.blocks.iter().map(BlockReading::from).collect();
        let links: Vec<_> = post.links.iter().map(LinkRow::from).collect();
        let images: Vec<_> = post.images.iter().map(ImageRow::from).collect();
        let removed: Vec<_> = post.removed.iter().map(RemovedReading::from).collect();
        Ok(Self {
            tags: json("tags", &post.tags)?,
            blocks: json("blocks", &blocks)?,
            links: json("links", &links)?,
            images: json("images", &images)?,
            removed: json("removed pieces", &removed)?,
        })
    }
}

fn insert_revision(
    db: &Connection,
    id: PostId,
    number: u32,
    post: &Post,
    now: Circumstances<'_>,
) -> Result<RevisionId> {
    let lists = RevisionLists::of(post)?;
    let values = named_params! {
        ":post_id": id.0, ":number": number, ":origin": now.origin.word(),
        ":extractor_version": now.extractor_version,
        ":content_hash": post.content_hash().to_string(), ":at": now.at, ":run_id": now.run.0,
        ":title": post.title, ":authors": json("authors", &post.authors)?,
        ":canonical_url": post.canonical_url,
        ":published": post.published.map(|date| date.to_string()),
        ":published_raw": post.published_raw,
        ":updated": post.updated.map(|date| date.to_string()), ":language": post.language,
        ":site_name": post.site_name, ":tags": lists.tags, ":blocks": lists.blocks, ":links": lists.links, ":images": lists.images,
        ":removed": lists.removed, ":comment_count_claimed": post.comment_count_claimed,
    };
    db.prepare_cached(INSERT_REVISION)
        .and_then(|mut statement| statement.query_row(values, |row| row.get(0)))
        .map(RevisionId)
        .doing("write a revision")
}

fn update_revision(
    db: &Connection,
    id: PostId,
    number: u32,
    post: &Post,
    now: Circumstances<'_>,
) -> Result<RevisionId> {
    let lists = RevisionLists::of(post)?;
    let values = named_params! {
        ":post_id": id.0, ":number": number, ":canonical_url": post.canonical_url,
        ":published": post.published.map(|date| date.to_string()),
        ":published_raw": post.published_raw,
        ":updated": post.updated.map(|date| date.to_string()), ":language": post.language,
        ":site_name": post.site_name, ":tags": lists.tags, ":blocks": lists.blocks,
        ":links": lists.links, ":images": lists.images, ":removed": lists.removed,
        ":comment_count_claimed": post.comment_count_claimed,
        ":extractor_version": now.extractor_version,
    };
    db.prepare_cached(UPDATE_REVISION)
        .and_then(|mut statement| statement.query_row(values, |row| row.get(0)))
        .map(RevisionId)
        .doing("write a revision")
}

/// Notes the addresses of a new post's page; the main one is the post's.
pub(super) fn note_own(db: &Connection, id: PostId, addresses: &Addresses, at: &str) -> Result<()> {
    let (own, main) = (addresses.own.as_str(), addresses.main());
    if url_key(main) == addresses.own_key {
        return note_address(db, ADD_ADDRESS, id, (own, "main"), Some(at));
    }
    note_address(db, ADD_ADDRESS, id, (main, "main"), None)?;
    note_address(db, ADD_ADDRESS, id, (own, "alternate"), Some(at))
}

/// Notes that a known address of the post was read.
pub(super) fn note_own_address(db: &Connection, id: PostId, url: &str, at: &str) -> Result<()> {
    note_address(db, NOTE_READ, id, (url, "main"), Some(at))
}

/// Notes another address of the post.
pub(super) fn note_other_address(
    db: &Connection,
    id: PostId,
    url: &str,
    relation: &str,
    at: &str,
) -> Result<()> {
    note_address(db, NOTE_READ, id, (url, relation), Some(at))
}

fn note_address(
    db: &Connection,
    sql: &str,
    id: PostId,
    (url, relation): (&str, &str),
    read_at: Option<&str>,
) -> Result<()> {
    let values = named_params! {
        ":key": url_key(url), ":url": url, ":post": id.0, ":relation": relation,
        ":read_at": read_at,
    };
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .doing("note an address of a post")?;
    Ok(())
}

/// Whether the post's content comes from the page at this address.
pub(super) fn reads_for(db: &Connection, id: PostId, url_key: &str) -> Result<bool> {
    let found = db
        .query_row(
            READS_FOR,
            named_params! {":key": url_key, ":post": id.0},
            |row| row.get(0),
        )
        .optional()
        .doing("look up an address of a post")?;
    Ok(found.unwrap_or(false))
}

/// Makes the main address of a post that moves one of its others.
pub(super) fn leave_main_address(db: &Connection, id: PostId) -> Result<()> {
    db.execute(NO_LONGER_MAIN, named_params! {":post": id.0})
        .doing("move a post")?;
    Ok(())
}

/// Brings `shown_hash` in step with what the rows say now.
pub(crate) fn refresh_shown_hash(db: &Connection, id: PostId, at: &str) -> Result<()> {
    let (_, post) = assemble(db, id, None)?.ok_or_else(|| StoreError::NotFound {
        what: "post",
        id: id.to_string(),
    })?;
    let values = named_params! {":id": id.0, ":hash": post.shown_hash().to_string(), ":at": at};
    db.prepare_cached(SET_SHOWN)
        .and_then(|mut statement| statement.execute(values))
        .doing("note what analyzers are shown")?;
    Ok(())
}
