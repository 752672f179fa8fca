//! Which post a page belongs to.
//!
//! Addresses decide first: a known one, then the one the page names as its own. A page at an
//! unknown address with the very content of a known post is its duplicate.

use hearken_model::{ContentHash, Post, PostId, RunId};
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::{
    address::{believable_canonical, url_key, without_fragment},
    error::{Doing, Result},
    runs::round_of,
};

/// Where a page's content goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// It is a post not met before.
    New,
    /// It is the post's own page: the post becomes what the page says.
    Own(PostId),
    /// It is the same post at a better address, met in the same round: the post moves there. So
    /// the order in which a round meets two addresses does not show.
    Moves(PostId),
    /// It is another page of the post: only comments it has more are taken.
    Other(PostId),
}

/// A page's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addresses {
    /// Where it was read, without fragment.
    pub(super) own: String,
    pub(super) own_key: String,
    /// What it names as its own address, where that is another and may be believed.
    pub(super) canonical: Option<String>,
}

impl Addresses {
    pub(super) fn of(final_url: &str, post: &Post) -> Self {
        let is_web = !crate::address::authority(final_url).is_empty();
        let own = if is_web {
            without_fragment(final_url)
        } else {
            final_url
        };
        let own_key = url_key(own);
        let canonical = post.canonical_url.as_deref();
        let canonical = canonical.and_then(|named| believable_canonical(named, own));
        Self {
            own: own.to_owned(),
            own_key,
            canonical: canonical.map(str::to_owned),
        }
    }

    /// The post's address: the canonical one, where it differs.
    pub(super) fn main(&self) -> &str {
        self.canonical.as_deref().unwrap_or(&self.own)
    }
}

struct Known {
    post: PostId,
    url_key: String,
    title: Option<String>,
    content_hash: String,
    relation: String,
    main_was_read: bool,
}

const BY_ADDRESS: &str = "SELECT p.id, p.url_key, p.title, p.content_hash, a.relation,
    main.read_at IS NOT NULL AS main_was_read
    FROM post_addresses a JOIN posts p ON p.id = a.post_id
    LEFT JOIN post_addresses main ON main.url_key = p.url_key
    WHERE a.url_key = :key";
const BY_CONTENT: &str = "SELECT p.id, p.url_key, p.title, p.content_hash,
    'duplicate' AS relation, 1 AS main_was_read
    FROM posts p WHERE p.content_hash = :hash ORDER BY p.id LIMIT 1";
const FIRST_RUN: &str = "SELECT run_id FROM revisions WHERE post_id = :post AND number = 1";

/// Finds the post the page belongs to; may take back `addresses.canonical` where it is not to be
/// believed after all.
pub(super) fn place(
    db: &Connection,
    run: RunId,
    addresses: &mut Addresses,
    post: &Post,
    content_hash: ContentHash,
) -> Result<Place> {
    let hash = content_hash.to_string();
    let same_title = |known: &Known| known.title == post.title || known.content_hash == hash;
    if let Some(known) = find(db, BY_ADDRESS, ":key", &addresses.own_key)? {
        let is_main = known.url_key == addresses.own_key;
        let own = is_main || (known.relation == "alternate" && !known.main_was_read);
        if own {
            return Ok(Place::Own(known.post));
        }
        if same_title(&known) {
            return Ok(Place::Other(known.post));
        }
        // What was the same once is another post by now.
        addresses.canonical = None;
        return Ok(Place::New);
    }
    if let Some(canonical) = &addresses.canonical
        && let Some(known) = find(db, BY_ADDRESS, ":key", &url_key(canonical))?
    {
        if same_title(&known) {
            return Ok(Place::Other(known.post));
        }
        // Themes that name one address on all pages would fold all posts into one.
        addresses.canonical = None;
    }
    if post.text.is_empty() {
        return Ok(Place::New);
    }
    let Some(known) = find(db, BY_CONTENT, ":hash", &hash)? else {
        return Ok(Place::New);
    };
    let better = order(&url_key(addresses.main())) < order(&known.url_key);
    if better && is_new_in_round(db, known.post, run)? {
        return Ok(Place::Moves(known.post));
    }
    Ok(Place::Other(known.post))
}

/// Short addresses before long ones.
fn order(key: &str) -> (usize, &str) {
    (key.len(), key)
}

fn is_new_in_round(db: &Connection, post: PostId, run: RunId) -> Result<bool> {
    let first: Option<i64> = db
        .prepare_cached(FIRST_RUN)
        .and_then(|mut statement| {
            statement
                .query_row(named_params! {":post": post.0}, |row| row.get(0))
                .optional()
        })
        .doing("look up a post's first run")?
        .flatten();
    match first {
        Some(first) => Ok(round_of(db, RunId(first))? == round_of(db, run)?),
        None => Ok(false),
    }
}

fn find(db: &Connection, sql: &str, name: &str, value: &str) -> Result<Option<Known>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| {
            statement
                .query_row(&[(name, value)], |row| {
                    Ok(Known {
                        post: PostId(row.get("id")?),
                        url_key: row.get("url_key")?,
                        title: row.get("title")?,
                        content_hash: row.get("content_hash")?,
                        relation: row.get("relation")?,
                        main_was_read: row.get("main_was_read")?,
                    })
                })
                .optional()
        })
        .doing("look for a page's post")
}
