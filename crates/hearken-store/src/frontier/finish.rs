//! What came of an address.

use hearken_model::PostId;
use rusqlite::{Connection, named_params};

use super::{Outcome, Validators};
use crate::{
    Writer,
    address::{authority, without_fragment},
    error::{Doing, Result},
    runs::round_of,
    texts::{Word, time_text},
};

/// An address that was never offered (a page given by hand) gets its row here.
const FINISH: &str = "INSERT INTO frontier
    (url, authority, kind, round_id, state, status, reason, http_status, attempts, etag,
     last_modified, next_due_at, post_id, added_at, finished_at)
    VALUES (:url, :authority, 'page', :round_id, 'finished', :status, :reason, :http_status,
     :attempts, :etag, :last_modified, :next_due_at, :post_id, :finished_at, :finished_at)
    ON CONFLICT (url) DO UPDATE SET
     round_id = excluded.round_id, state = 'finished', status = excluded.status,
     reason = excluded.reason, http_status = excluded.http_status, attempts = excluded.attempts,
     etag = iif(:keep, etag, excluded.etag),
     last_modified = iif(:keep, last_modified, excluded.last_modified),
     next_due_at = excluded.next_due_at, post_id = coalesce(excluded.post_id, post_id),
     finished_at = excluded.finished_at";
const LINK_SOURCES: &str = "INSERT INTO post_sources (post_id, source_id)
    SELECT :post_id, s.source_id FROM frontier f JOIN frontier_sources s ON s.frontier_id = f.id
    WHERE f.url = :url ON CONFLICT DO NOTHING";

impl Writer {
    /// Notes what came of an address that gave no post: skipped, failed, not modified, a feed that
    /// was read. For a page with a post the outcome goes with [`Writer::save_page`].
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) where there is no such run, else as
    /// every writing function.
    pub fn finish_address(&self, outcome: Outcome) -> Result<()> {
        self.call(move |work| finish(work.db, &outcome, None))
    }
}

/// Writes the outcome, and links the post to the sources of the address.
pub(crate) fn finish(db: &Connection, outcome: &Outcome, post: Option<PostId>) -> Result<()> {
    let doing = "note what came of an address";
    let authority = authority(&outcome.url);
    let url = if authority.is_empty() {
        outcome.url.as_str()
    } else {
        without_fragment(&outcome.url)
    };
    let (keep, etag, last_modified) = match &outcome.validators {
        Validators::Keep => (true, None, None),
        Validators::Set {
            etag,
            last_modified,
        } => (false, etag.as_deref(), last_modified.as_deref()),
    };
    let values = named_params! {
        ":url": url, ":authority": authority, ":round_id": round_of(db, outcome.run)?,
        ":status": outcome.status.word(), ":reason": outcome.reason,
        ":http_status": outcome.http_status, ":attempts": outcome.attempts, ":etag": etag,
        ":last_modified": last_modified, ":next_due_at": outcome.next_due_at.map(time_text),
        ":post_id": post.map(|post| post.0), ":finished_at": time_text(outcome.finished_at),
        ":keep": keep,
    };
    db.prepare_cached(FINISH)
        .doing(doing)?
        .execute(values)
        .doing(doing)?;
    if let Some(post) = post {
        let mut link = db.prepare_cached(LINK_SOURCES).doing(doing)?;
        link.execute(named_params! {":post_id": post.0, ":url": url})
            .doing(doing)?;
    }
    Ok(())
}
