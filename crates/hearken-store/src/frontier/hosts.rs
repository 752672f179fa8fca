//! When each host may be asked again, over runs.

use rusqlite::{OptionalExtension, named_params};
use time::OffsetDateTime;

use crate::{
    Reader, Writer,
    error::{Doing, Result},
    texts::{time_maybe, time_text},
};

/// What is known of a host's pace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostState {
    /// Host and port, as in [`FrontierEntry::authority`](super::FrontierEntry::authority).
    pub authority: String,
    /// No request before.
    pub next_at: Option<OffsetDateTime>,
    /// Least time between two requests.
    pub delay_ms: Option<u32>,
    /// The host asked to be left alone until then (`Retry-After`).
    pub blocked_until: Option<OffsetDateTime>,
}

const PUT: &str = "INSERT INTO hosts (authority, next_at, delay_ms, blocked_until_at)
    VALUES (:authority, :next_at, :delay_ms, :blocked_until_at)
    ON CONFLICT (authority) DO UPDATE SET next_at = excluded.next_at,
     delay_ms = excluded.delay_ms, blocked_until_at = excluded.blocked_until_at";
const GET: &str = "SELECT next_at, delay_ms, blocked_until_at FROM hosts
    WHERE authority = :authority";

impl Writer {
    /// Keeps a host's pace.
    ///
    /// # Errors
    ///
    /// As every writing function.
    pub fn put_host(&self, host: HostState) -> Result<()> {
        self.call(move |work| {
            let values = named_params! {
                ":authority": host.authority, ":next_at": host.next_at.map(time_text),
                ":delay_ms": host.delay_ms, ":blocked_until_at": host.blocked_until.map(time_text),
            };
            work.db
                .execute(PUT, values)
                .doing("keep a host's pace")
                .map(|_| ())
        })
    }
}

impl Reader<'_> {
    /// What is known of a host.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn host(&self, authority: &str) -> Result<Option<HostState>> {
        let row = self
            .connection()
            .query_row(GET, named_params! {":authority": authority}, |row| {
                let times: (Option<String>, Option<String>) =
                    (row.get("next_at")?, row.get("blocked_until_at")?);
                Ok((times, row.get("delay_ms")?))
            })
            .optional()
            .doing("look up a host")?;
        let Some(((next_at, blocked_until), delay_ms)) = row else {
            return Ok(None);
        };
        Ok(Some(HostState {
            authority: authority.to_owned(),
            next_at: time_maybe("hosts.next_at", next_at)?,
            delay_ms,
            blocked_until: time_maybe("hosts.blocked_until_at", blocked_until)?,
        }))
    }
}
