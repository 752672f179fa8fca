//! The archive of raw pages.

use std::{
    cell::RefCell,
    io::{Error, ErrorKind, Read},
};

use hearken_model::PostId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use zstd::bulk::Compressor;

use crate::{
    Reader,
    error::{Doing, Result, StoreError},
    texts::hash_text,
};

/// Level 3 is zstd's own default: packing is not to be what an ingest waits for.
const LEVEL: i32 = 3;
/// A page larger than this is not unpacked: fetch caps a page far below (64 MiB of decoded bytes).
const UNPACKED_LIMIT: u64 = 256 * 1024 * 1024;

/// A page as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArchivedPage {
    /// The post it was read as.
    pub post_id: PostId,
    /// Its address, or path.
    pub url: String,
    /// The header as it came, with its charset.
    pub content_type: Option<String>,
    /// Version of the extractor that last read it.
    pub extractor_version: String,
    /// The bytes.
    pub raw: Vec<u8>,
}

/// A page to archive.
pub(super) struct NewPage<'a> {
    pub(super) post: PostId,
    pub(super) url: &'a str,
    pub(super) url_key: &'a str,
    pub(super) fetched_at: &'a str,
    pub(super) content_type: Option<&'a str>,
    pub(super) extractor_version: &'a str,
    pub(super) raw: &'a [u8],
}

/// One page a revision and address: a later one of the same revision takes its place.
const PUT: &str = "INSERT INTO pages
    (post_id, url, url_key, revision, fetched_at, content_type, raw_hash, extractor_version,
     codec, size, body)
    SELECT id, :url, :url_key, revision, :fetched_at, :content_type, :raw_hash,
     :extractor_version, 'zstd', :size, :body FROM posts WHERE id = :post
    ON CONFLICT (post_id, url_key, revision) DO UPDATE SET url = excluded.url,
     fetched_at = excluded.fetched_at, content_type = excluded.content_type,
     raw_hash = excluded.raw_hash, extractor_version = excluded.extractor_version,
     codec = excluded.codec, size = excluded.size, body = excluded.body";
const LATEST_HASH: &str = "SELECT raw_hash FROM pages
    WHERE url_key = :key ORDER BY id DESC LIMIT 1";
const READ_BY: &str = "UPDATE pages SET extractor_version = :version WHERE id =
    (SELECT max(id) FROM pages WHERE url_key = :key AND post_id = :post)";
const LATEST: &str = "SELECT id, post_id, url, content_type, extractor_version, codec, body
    FROM pages
    WHERE id > :after AND extractor_version <> :version
     AND id = (SELECT max(id) FROM pages newer
               WHERE newer.url_key = pages.url_key AND newer.post_id = pages.post_id)
    ORDER BY id LIMIT 1";
const ONE: &str = "SELECT id, post_id, url, content_type, extractor_version, codec, body
    FROM pages WHERE url_key = :key ORDER BY id DESC LIMIT 1";

pub(super) fn put_page(db: &Connection, page: &NewPage<'_>) -> Result<()> {
    let body = pack(page.raw).map_err(|source| StoreError::Page {
        doing: "pack",
        url: page.url.to_owned(),
        source,
    })?;
    let values = named_params! {
        ":post": page.post.0, ":url": page.url, ":url_key": page.url_key,
        ":fetched_at": page.fetched_at, ":content_type": page.content_type,
        ":raw_hash": hash_text(page.raw), ":extractor_version": page.extractor_version,
        ":size": page.raw.len(), ":body": body,
    };
    db.prepare_cached(PUT)
        .and_then(|mut statement| statement.execute(values))
        .doing("archive a page")?;
    Ok(())
}

/// Whether the bytes last archived for an address are these.
pub(super) fn is_archived(db: &Connection, url_key: &str, raw: &[u8]) -> Result<bool> {
    let latest: Option<String> = db
        .prepare_cached(LATEST_HASH)
        .and_then(|mut statement| {
            statement
                .query_row(named_params! {":key": url_key}, |row| row.get(0))
                .optional()
        })
        .doing("look into the archive")?;
    Ok(latest.is_some_and(|hash| hash == hash_text(raw)))
}

/// Notes that the latest page of an address was read by another extractor.
pub(super) fn note_extractor(
    db: &Connection,
    post: PostId,
    url_key: &str,
    version: &str,
) -> Result<()> {
    let values = named_params! {":post": post.0, ":key": url_key, ":version": version};
    db.execute(READ_BY, values).doing("note who read a page")?;
    Ok(())
}

thread_local! {
    /// Kept from page to page: a new one clears its tables, which shows on small pages.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

fn pack(raw: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|kept| {
        let mut packer = kept.take().map_or_else(|| Compressor::new(LEVEL), Ok)?;
        let body = packer.compress(raw)?;
        *kept = Some(packer);
        Ok(body)
    })
}

fn unpack(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let read = zstd::stream::read::Decoder::new(body)?
        .take(UNPACKED_LIMIT + 1)
        .read_to_end(&mut raw)?;
    if read as u64 > UNPACKED_LIMIT {
        return Err(Error::new(
            ErrorKind::InvalidData,
            "more bytes than a page can have",
        ));
    }
    Ok(raw)
}

/// The page of a row, with the row's id.
pub(crate) fn page_from(row: &Row<'_>) -> Result<(i64, ArchivedPage)> {
    let doing = "read an archived page";
    let url: String = row.get("url").doing(doing)?;
    let codec: String = row.get("codec").doing(doing)?;
    let body: Vec<u8> = row.get("body").doing(doing)?;
    let raw = match codec.as_str() {
        "none" => body,
        _ => unpack(&body).map_err(|source| StoreError::Page {
            doing: "unpack",
            url: url.clone(),
            source,
        })?,
    };
    let page = ArchivedPage {
        post_id: PostId(row.get("post_id").doing(doing)?),
        url,
        content_type: row.get("content_type").doing(doing)?,
        extractor_version: row.get("extractor_version").doing(doing)?,
        raw,
    };
    Ok((row.get("id").doing(doing)?, page))
}

impl Reader<'_> {
    /// Hands each address's latest archived page that another extractor than `extractor_version`
    /// read to `each`, until that says stop. One page is in memory at a time.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`]; [`StoreError::Page`] where one does not unpack.
    pub fn pages_to_reextract(
        &self,
        extractor_version: &str,
        mut each: impl FnMut(ArchivedPage) -> std::ops::ControlFlow<()>,
    ) -> Result<()> {
        let doing = "read the archive";
        let mut after = 0;
        loop {
            let mut statement = self.connection().prepare_cached(LATEST).doing(doing)?;
            let mut rows = statement
                .query(named_params! {":after": after, ":version": extractor_version})
                .doing(doing)?;
            let Some(row) = rows.next().doing(doing)? else {
                return Ok(());
            };
            let (id, page) = page_from(row)?;
            after = id;
            if each(page).is_break() {
                return Ok(());
            }
        }
    }

    /// The latest archived page of an address.
    ///
    /// # Errors
    ///
    /// As [`Reader::pages_to_reextract`].
    pub fn archived_page(&self, url: &str) -> Result<Option<ArchivedPage>> {
        let doing = "read the archive";
        let mut statement = self.connection().prepare_cached(ONE).doing(doing)?;
        let key = crate::address::url_key(url);
        let mut rows = statement.query(named_params! {":key": key}).doing(doing)?;
        let row = rows.next().doing(doing)?;
        row.map(|row| page_from(row).map(|(_, page)| page))
            .transpose()
    }
}
