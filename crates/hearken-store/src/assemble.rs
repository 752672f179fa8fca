//! Puts a post together again from its rows.

use hearken_model::{
    Block, BlockKind, BlockReading, Comment, CommentKind, Image, Link, Post, PostId, Removed,
    RemovedKind, RemovedReading, RevisionId, Span,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Doing, Result, StoreError},
    texts::{Word, from_json, parsed_maybe},
};

/// A link as `revisions.links` keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct LinkRow {
    href: String,
    start: usize,
    end: usize,
}

/// An image as `revisions.images` keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct ImageRow {
    src: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    alt: Option<String>,
}

impl From<&Link> for LinkRow {
    fn from(link: &Link) -> Self {
        Self {
            href: link.href.clone(),
            start: link.span.start(),
            end: link.span.end(),
        }
    }
}

impl From<&Image> for ImageRow {
    fn from(image: &Image) -> Self {
        Self {
            src: image.src.clone(),
            alt: image.alt.clone(),
        }
    }
}

/// The current revision of a post, or the one numbered `:number`.
const REVISION: &str = "SELECT p.url, r.*, coalesce(r.text, p.text) AS own_text FROM posts p
    JOIN revisions r ON r.post_id = p.id AND r.number = coalesce(:number, p.revision)
    WHERE p.id = :post";
/// Those read at the main address come first, in the page's order.
const COMMENTS: &str = "SELECT c.*, parent.key AS reply_to FROM comments c
    JOIN posts p ON p.id = c.post_id
    LEFT JOIN comments parent ON parent.id = c.parent_id AND parent.gone_at IS NULL
    WHERE c.post_id = :post AND c.gone_at IS NULL
    ORDER BY c.page_key <> p.url_key, c.position, c.id";

/// The post as analyzers are shown it, with the revision it stands in; `None` where there is no
/// such post or revision.
pub(crate) fn assemble(
    db: &Connection,
    post: PostId,
    number: Option<u32>,
) -> Result<Option<(RevisionId, Post)>> {
    let doing = "read a post";
    let mut statement = db.prepare_cached(REVISION).doing(doing)?;
    let mut rows = statement
        .query(named_params! {":post": post.0, ":number": number})
        .doing(doing)?;
    let Some(row) = rows.next().doing(doing)? else {
        return Ok(None);
    };
    let mut assembled = post_from(row)?;
    let revision = RevisionId(row.get("id").doing(doing)?);
    assembled.comments = comments_of(db, post)?;
    Ok(Some((revision, assembled)))
}

/// Id of the post's current revision.
pub(crate) fn current_revision(db: &Connection, post: PostId) -> Result<RevisionId> {
    let sql = "SELECT r.id FROM posts p
        JOIN revisions r ON r.post_id = p.id AND r.number = p.revision WHERE p.id = :post";
    db.prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_row(named_params! {":post": post.0}, |row| row.get(0))
                .optional()
        })
        .doing("look up a revision")?
        .map(RevisionId)
        .ok_or_else(|| StoreError::NotFound {
            what: "post",
            id: post.to_string(),
        })
}

fn post_from(row: &Row<'_>) -> Result<Post> {
    let doing = "read a post";
    let text = |name: &str| row.get::<_, String>(name).doing(doing);
    let maybe = |name: &str| row.get::<_, Option<String>>(name).doing(doing);
    let links: Vec<LinkRow> = from_json("revisions.links", &text("links")?)?;
    let images: Vec<ImageRow> = from_json("revisions.images", &text("images")?)?;
    let images = images.into_iter().map(|image| Image {
        src: image.src,
        alt: image.alt,
    });
    Ok(Post {
        url: maybe("url")?,
        canonical_url: maybe("canonical_url")?,
        title: maybe("title")?,
        authors: from_json("revisions.authors", &text("authors")?)?,
        published: parsed_maybe("revisions.published", maybe("published")?)?,
        published_raw: maybe("published_raw")?,
        updated: parsed_maybe("revisions.updated", maybe("updated")?)?,
        language: maybe("language")?,
        site_name: maybe("site_name")?,
        tags: from_json("revisions.tags", &text("tags")?)?,
        text: text("own_text")?,
        blocks: blocks_from(&text("blocks")?)?,
        links: links.into_iter().map(link_from).collect::<Result<_>>()?,
        images: images.collect(),
        comments: Vec::new(),
        comment_count_claimed: row.get("comment_count_claimed").doing(doing)?,
        removed: removed_from(&text("removed")?)?,
    })
}

fn blocks_from(json: &str) -> Result<Vec<Block>> {
    let rows: Vec<BlockReading> = from_json("revisions.blocks", json)?;
    let block = |row: BlockReading| {
        let kind = BlockKind::from_word("revisions.blocks", &row.kind)?;
        Ok(Block {
            kind,
            level: row.level,
            span: span_from(row.start, row.end)?,
        })
    };
    rows.into_iter().map(block).collect()
}

fn link_from(row: LinkRow) -> Result<Link> {
    Ok(Link {
        span: span_from(row.start, row.end)?,
        href: row.href,
    })
}

fn span_from(start: usize, end: usize) -> Result<Span> {
    Span::new(start, end).ok_or_else(|| StoreError::corrupt("a span", &format!("{start}..{end}")))
}

/// What was left out, from `revisions.removed`.
pub(crate) fn removed_from(json: &str) -> Result<Vec<Removed>> {
    let rows: Vec<RemovedReading> = from_json("revisions.removed", json)?;
    let removed = |row: RemovedReading| {
        let kind = RemovedKind::from_word("revisions.removed", &row.kind)?;
        Ok(Removed {
            kind,
            text: row.text,
            why: row.why,
        })
    };
    rows.into_iter().map(removed).collect()
}

/// The comments under a post that are not gone.
pub(crate) fn comments_of(db: &Connection, post: PostId) -> Result<Vec<Comment>> {
    let doing = "read comments";
    let mut statement = db.prepare_cached(COMMENTS).doing(doing)?;
    let mut rows = statement
        .query(named_params! {":post": post.0})
        .doing(doing)?;
    let mut comments = Vec::new();
    while let Some(row) = rows.next().doing(doing)? {
        comments.push(comment_from(row)?);
    }
    Ok(comments)
}

/// A comment from a row that has `reply_to` beside the columns of `comments`.
pub(crate) fn comment_from(row: &Row<'_>) -> Result<Comment> {
    let doing = "read a comment";
    let maybe = |name: &str| row.get::<_, Option<String>>(name).doing(doing);
    let kind: String = row.get("kind").doing(doing)?;
    Ok(Comment {
        key: row.get("key").doing(doing)?,
        reply_to: maybe("reply_to")?,
        kind: CommentKind::from_word("comments.kind", &kind)?,
        author: maybe("author")?,
        author_url: maybe("author_url")?,
        published: parsed_maybe("comments.published", maybe("published")?)?,
        published_raw: maybe("published_raw")?,
        text: row.get("text").doing(doing)?,
        by_post_author: row.get("by_post_author").doing(doing)?,
    })
}
