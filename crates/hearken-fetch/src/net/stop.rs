//! Why one attempt ended, and how the errors of the HTTP stack map to reasons.

use std::{
    error::Error as StdError,
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use url::Url;

use super::resolver::PrivateName;
use crate::{Cause, FetchFailure, Reason, shown::without_credentials};

/// Why one attempt ended without a page.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) reason: Reason,
    pub(crate) http_status: Option<u16>,
    pub(crate) cause: Option<Cause>,
    /// What the server asked for in `Retry-After`.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) retry_at: Option<SystemTime>,
}

impl Stop {
    pub(crate) const fn new(reason: Reason) -> Self {
        Self {
            reason,
            http_status: None,
            cause: None,
            retry_after: None,
            retry_at: None,
        }
    }

    pub(crate) fn with_cause(reason: Reason, cause: Cause) -> Self {
        Self {
            cause: Some(cause),
            ..Self::new(reason)
        }
    }

    pub(crate) fn with_status(reason: Reason, status: u16) -> Self {
        Self {
            http_status: Some(status),
            ..Self::new(reason)
        }
    }

    /// Before the answer's header was there.
    pub(crate) fn before_answer(error: reqwest::Error) -> Self {
        let reason = reason_of(&error, Reason::Reset);
        Self::with_cause(reason, Cause::Http(Arc::new(error.without_url())))
    }

    /// While the body came.
    pub(crate) fn in_body(error: reqwest::Error) -> Self {
        let reason = reason_of(&error, Reason::Truncated);
        Self::with_cause(reason, Cause::Http(Arc::new(error.without_url())))
    }

    pub(crate) fn into_failure(self, url: &Url, attempts: u32) -> FetchFailure {
        FetchFailure {
            url: without_credentials(url),
            reason: self.reason,
            http_status: self.http_status,
            attempts,
            retry_at: self.retry_at,
            source: self.cause,
        }
    }
}

/// The reason that the chain of causes tells; `broken` is the one for a connection that ended.
fn reason_of(error: &reqwest::Error, broken: Reason) -> Reason {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(link) = next {
        if let Some(reason) = reason_of_link(link, broken) {
            return reason;
        }
        next = link.source();
    }
    if error.is_timeout() {
        Reason::Timeout
    } else if error.is_dns() {
        Reason::Dns
    } else if error.is_connect() {
        Reason::Connect
    } else {
        broken
    }
}

fn reason_of_link(link: &(dyn StdError + 'static), broken: Reason) -> Option<Reason> {
    if link.is::<PrivateName>() {
        return Some(Reason::PrivateAddress);
    }
    if link.is::<rustls::Error>() {
        return Some(Reason::Tls);
    }
    if let Some(error) = link.downcast_ref::<io::Error>() {
        // An error inside an `io::Error` is skipped by `source`.
        return error
            .get_ref()
            .and_then(|inner| reason_of_link(inner, broken));
    }
    let error = link.downcast_ref::<hyper::Error>()?;
    if error.is_parse_too_large() {
        Some(Reason::HeadersTooLarge)
    } else if error.is_incomplete_message() {
        Some(broken)
    } else if error.is_parse() {
        Some(Reason::Protocol)
    } else {
        None
    }
}
