//! Putting addresses on the frontier and taking them off.

use hearken_model::{PostId, RunId};
use rusqlite::{Connection, OptionalExtension, named_params};
use time::OffsetDateTime;

use super::{Claim, FrontierEntry, NewFrontierEntry, Offered, entry_from, select_entry};
use crate::{
    Reader, SourceId, Writer,
    address::{authority, without_fragment},
    error::{Doing, Result},
    runs::round_of,
    texts::{Word, time_text},
};

const FIND: &str = "SELECT id, round_id, post_id FROM frontier WHERE url = :url";
const ADD: &str = "INSERT INTO frontier
    (url, authority, kind, discovered_from, round_id, state, added_at)
    VALUES (:url, :authority, :kind, :discovered_from, :round_id, 'pending', :added_at)
    RETURNING id";
const AGAIN: &str = "UPDATE frontier SET state = 'pending', round_id = :round_id, kind = :kind
    WHERE id = :id";
/// Addresses of the same sources as the list at `:url`, of the latest round before this one.
const AGAIN_OF: &str = "WITH same AS (
      SELECT s.frontier_id FROM frontier_sources s
      WHERE s.source_id IN (SELECT of_list.source_id FROM frontier_sources of_list
        JOIN frontier list ON list.id = of_list.frontier_id WHERE list.url = :url))
    UPDATE frontier SET state = 'pending', round_id = :round_id
    WHERE id IN same AND round_id = (SELECT max(round_id) FROM frontier
      WHERE id IN same AND round_id < :round_id)";
const LINK: &str = "INSERT INTO frontier_sources (frontier_id, source_id)
    VALUES (:id, :source) ON CONFLICT DO NOTHING";
const LINK_POST: &str = "INSERT INTO post_sources (post_id, source_id)
    VALUES (:post, :source) ON CONFLICT DO NOTHING";

/// The next host after `after` that has addresses waiting: one step in an index, however many
/// addresses a host has.
const NEXT_AUTHORITY: &str = "SELECT min(authority) FROM frontier
    WHERE round_id = :round_id AND state = 'pending' AND authority > :after";
const WAITING_OF: &str = select_entry!(
    "WHERE f.round_id = :round_id AND f.state = 'pending' AND f.authority = :authority
     ORDER BY f.id LIMIT :limit"
);
const MARK: &str = "UPDATE frontier SET state = 'claimed' WHERE id = :id";
const GIVE_BACK: &str = "UPDATE frontier SET state = 'pending'
    WHERE round_id = :round_id AND state = 'claimed' AND url = :url";
const BY_URL: &str = select_entry!("WHERE f.url = :url");
const IN_STATE: &str =
    select_entry!("WHERE f.round_id = :round_id AND f.state <> 'finished' ORDER BY f.id");
const DUE: &str = select_entry!("WHERE f.next_due_at <= :now ORDER BY f.next_due_at, f.id");

impl Writer {
    /// Puts addresses on the frontier for `run`; one that is there already in this round stays as
    /// it is. Fragments are dropped.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) where there is no such run, else as
    /// every writing function.
    pub fn offer(
        &self,
        run: RunId,
        entries: Vec<NewFrontierEntry>,
        added_at: OffsetDateTime,
    ) -> Result<Offered> {
        self.call(move |work| {
            let round_id = round_of(work.db, run)?;
            let added_at = time_text(added_at);
            let mut offered = Offered::default();
            for entry in &entries {
                offer(work.db, round_id, entry, &added_at, &mut offered)?;
            }
            Ok(offered)
        })
    }

    /// Takes waiting addresses off the frontier, host by host, each host's in the order they came.
    /// An address whose `next_due_at` lies ahead is given too: the caller defers it.
    ///
    /// # Errors
    ///
    /// As [`Writer::offer`].
    pub fn claim(&self, claim: Claim) -> Result<Vec<FrontierEntry>> {
        self.call(move |work| {
            let round_id = round_of(work.db, claim.run)?;
            let claimed = waiting(work.db, round_id, &claim)?;
            for entry in &claimed {
                let mut mark = work.db.prepare_cached(MARK).doing("claim an address")?;
                mark.execute(named_params! {":id": entry.id.0})
                    .doing("claim an address")?;
            }
            Ok(claimed)
        })
    }

    /// Puts what the list at `url` led to last time on the frontier again, for a list that has not
    /// changed: its pages may have. Gives their number.
    ///
    /// # Errors
    ///
    /// As [`Writer::offer`].
    pub fn offer_again(&self, run: RunId, url: &str) -> Result<usize> {
        let url = url.to_owned();
        self.call(move |work| {
            let round_id = round_of(work.db, run)?;
            let values = named_params! {":url": url, ":round_id": round_id};
            work.db
                .execute(AGAIN_OF, values)
                .doing("offer addresses again")
        })
    }

    /// Puts claimed addresses back, where a run ends before it asks them.
    ///
    /// # Errors
    ///
    /// As [`Writer::offer`].
    pub fn give_back(&self, run: RunId, urls: Vec<String>) -> Result<()> {
        self.call(move |work| {
            let round_id = round_of(work.db, run)?;
            for url in &urls {
                work.db
                    .execute(
                        GIVE_BACK,
                        named_params! {":round_id": round_id, ":url": url},
                    )
                    .doing("put an address back")?;
            }
            Ok(())
        })
    }
}

fn offer(
    db: &Connection,
    round_id: i64,
    entry: &NewFrontierEntry,
    added_at: &str,
    offered: &mut Offered,
) -> Result<()> {
    let doing = "put an address on the frontier";
    // A path may hold a `#`; an address of the web loses its fragment.
    let authority = authority(&entry.url);
    let url = if authority.is_empty() {
        &entry.url
    } else {
        without_fragment(&entry.url)
    };
    let known = db
        .prepare_cached(FIND)
        .doing(doing)?
        .query_row(named_params! {":url": url}, |row| {
            Ok((
                row.get(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, Option<i64>>(2)?,
            ))
        })
        .optional()
        .doing(doing)?;
    let kind = entry.kind.word();
    let id: i64 = match known {
        None => {
            offered.new += 1;
            let values = named_params! {
                ":url": url, ":authority": authority, ":kind": kind, ":round_id": round_id,
                ":discovered_from": entry.discovered_from, ":added_at": added_at,
            };
            let mut add = db.prepare_cached(ADD).doing(doing)?;
            add.query_row(values, |row| row.get(0)).doing(doing)?
        }
        Some((id, round, _)) if round == round_id => {
            offered.known += 1;
            id
        }
        Some((id, ..)) => {
            offered.again += 1;
            let values = named_params! {":id": id, ":round_id": round_id, ":kind": kind};
            db.prepare_cached(AGAIN)
                .doing(doing)?
                .execute(values)
                .doing(doing)?;
            id
        }
    };
    let post = known.and_then(|(.., post)| post);
    entry
        .source
        .map_or(Ok(()), |source| link(db, id, source, post))
}

fn link(db: &Connection, id: i64, source: SourceId, post: Option<i64>) -> Result<()> {
    let doing = "note the source of an address";
    let mut link = db.prepare_cached(LINK).doing(doing)?;
    link.execute(named_params! {":id": id, ":source": source.0})
        .doing(doing)?;
    post.map_or(Ok(()), |post| link_post(db, PostId(post), source))
}

/// Notes that a source led to a post.
pub(crate) fn link_post(db: &Connection, post: PostId, source: SourceId) -> Result<()> {
    let doing = "note the source of a post";
    let mut link = db.prepare_cached(LINK_POST).doing(doing)?;
    link.execute(named_params! {":post": post.0, ":source": source.0})
        .doing(doing)?;
    Ok(())
}

fn waiting(db: &Connection, round_id: i64, claim: &Claim) -> Result<Vec<FrontierEntry>> {
    let doing = "take addresses off the frontier";
    let mut next = db.prepare_cached(NEXT_AUTHORITY).doing(doing)?;
    let mut of_host = db.prepare_cached(WAITING_OF).doing(doing)?;
    let mut entries = Vec::new();
    // Files have no host: the empty name, which is not greater than itself.
    let mut host = Some(String::new());
    while let Some(authority) = host
        && entries.len() < claim.limit
    {
        let limit = claim.per_authority.min(claim.limit - entries.len());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = named_params! {
            ":round_id": round_id, ":authority": authority, ":limit": limit,
        };
        let mut rows = of_host.query(values).doing(doing)?;
        while let Some(row) = rows.next().doing(doing)? {
            entries.push(entry_from(row)?);
        }
        host = next
            .query_row(
                named_params! {":round_id": round_id, ":after": authority},
                |row| row.get(0),
            )
            .doing(doing)?;
    }
    Ok(entries)
}

impl Reader<'_> {
    /// The address as it stands on the frontier.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn frontier_entry(&self, url: &str) -> Result<Option<FrontierEntry>> {
        let found = entries(self.connection(), BY_URL, named_params! {":url": url})?;
        Ok(found.into_iter().next())
    }

    /// What `run` has not finished, in the order it came.
    ///
    /// # Errors
    ///
    /// As [`Reader::frontier_entry`].
    pub fn frontier_left(&self, run: RunId) -> Result<Vec<FrontierEntry>> {
        let round_id = round_of(self.connection(), run)?;
        entries(
            self.connection(),
            IN_STATE,
            named_params! {":round_id": round_id},
        )
    }

    /// What is to be asked again at `now`, by the schedule or because it was deferred.
    ///
    /// # Errors
    ///
    /// As [`Reader::frontier_entry`].
    pub fn frontier_due(&self, now: OffsetDateTime) -> Result<Vec<FrontierEntry>> {
        entries(
            self.connection(),
            DUE,
            named_params! {":now": time_text(now)},
        )
    }
}

fn entries(
    db: &Connection,
    sql: &str,
    values: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Vec<FrontierEntry>> {
    let doing = "read the frontier";
    let mut statement = db.prepare_cached(sql).doing(doing)?;
    let mut rows = statement.query(values).doing(doing)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next().doing(doing)? {
        entries.push(entry_from(row)?);
    }
    Ok(entries)
}
