//! Reads a body to its end or to a limit.

use std::{
    io::{self, Write},
    sync::Arc,
};

use reqwest::{
    Response,
    header::{CONTENT_ENCODING, HeaderMap},
};
use tokio::sync::Semaphore;

use super::{
    Stop,
    coding::{self, Layer, Sink},
};
use crate::{Cause, Reason};

/// What happens to a body that is larger than its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// It is refused.
    Refuse,
    /// Its beginning is kept, for files that may be read in part, such as robots.txt.
    Cut,
}

/// Bodies up to this size are read with all others; larger ones take turns at [`LargeBodies`].
const SMALL_BYTES: usize = 1 << 20;
/// Bodies beyond [`SMALL_BYTES`] that may be in memory at once.
const LARGE_AT_ONCE: usize = 4;

/// Lets few large bodies grow at a time, so that memory stays bounded at any concurrency.
#[derive(Debug)]
pub(crate) struct LargeBodies(Semaphore);

impl LargeBodies {
    pub(crate) fn new() -> Self {
        Self(Semaphore::new(LARGE_AT_ONCE))
    }
}

/// Reads the body of `response`, its content codings undone.
pub(super) async fn read(
    mut response: Response,
    limit: usize,
    overflow: Overflow,
    large: &LargeBodies,
) -> Result<Vec<u8>, Stop> {
    let codings = codings(response.headers());
    let stated = response.content_length().unwrap_or(0);
    if overflow == Overflow::Refuse && stated > limit as u64 {
        return Err(Stop::new(Reason::TooLarge));
    }
    let mut chain = coding::chain(&codings, limit, Sink::new(limit, overflow))
        .map_err(|error| Stop::with_cause(Reason::BadEncoding, error.into()))?;
    let mut raw_bytes = 0_usize;
    let mut permit = None;
    while let Some(chunk) = response.chunk().await.map_err(Stop::in_body)? {
        raw_bytes += chunk.len();
        chain.write_all(&chunk).map_err(decode_stop)?;
        let sink = chain.sink();
        if sink.overflowed() {
            return Ok(sink.take());
        }
        if raw_bytes > limit {
            return Err(Stop::new(Reason::TooLarge));
        }
        if permit.is_none() && sink.len() > SMALL_BYTES {
            // The semaphore is never closed, so this only waits.
            permit = large.0.acquire().await.ok();
        }
    }
    if raw_bytes > 0 {
        finish(chain.as_mut())?;
    }
    Ok(chain.sink().take())
}

fn finish(chain: &mut dyn Layer) -> Result<(), Stop> {
    chain.finish().map_err(|error| {
        // An error at the end, after all bytes were decoded, means that some are missing.
        let reason = match error.kind() {
            io::ErrorKind::FileTooLarge => Reason::TooLarge,
            _ => Reason::Truncated,
        };
        Stop::with_cause(reason, Cause::Decode(Arc::new(error)))
    })
}

fn decode_stop(error: io::Error) -> Stop {
    let reason = match error.kind() {
        io::ErrorKind::FileTooLarge => Reason::TooLarge,
        _ => Reason::BadEncoding,
    };
    Stop::with_cause(reason, Cause::Decode(Arc::new(error)))
}

/// The content codings in the order in which they were applied.
fn codings(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .flat_map(|value| {
            let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            let codings: Vec<String> = value
                .split(',')
                .map(|coding| coding.trim().to_owned())
                .collect();
            codings
        })
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect()
}
