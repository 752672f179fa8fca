//! A page that could not be had.

use std::{fmt, io, sync::Arc, time::SystemTime};

use url::Url;

use crate::{MaskedUrl, Reason};

/// Why a page could not be had, in a form that can be stored and reported.
pub struct FetchFailure {
    /// The address asked for, without credentials.
    pub url: Url,
    /// Why, of the closed list.
    pub reason: Reason,
    /// Status of the last answer, where there was one.
    pub http_status: Option<u16>,
    /// How often the page was asked for; 0 where no request was allowed or possible.
    pub attempts: u32,
    /// When to come back, where the server or its queue said so.
    pub retry_at: Option<SystemTime>,
    /// What lay beneath.
    pub source: Option<Cause>,
}

impl fmt::Debug for FetchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchFailure")
            .field("url", &MaskedUrl(&self.url))
            .field("reason", &self.reason)
            .field("http_status", &self.http_status)
            .field("attempts", &self.attempts)
            .field("retry_at", &self.retry_at)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for FetchFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = MaskedUrl(&self.url);
        write!(f, "failed to fetch `{url}`: {}", self.reason.describe())?;
        match self.http_status {
            Some(status) => write!(f, " (status {status})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FetchFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|cause| cause as _)
    }
}

/// What lay beneath a failure.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The HTTP client failed; its URL is taken out, for it may hold credentials.
    #[error(transparent)]
    Http(Arc<reqwest::Error>),
    /// The body could not be decoded.
    #[error(transparent)]
    Decode(Arc<io::Error>),
    /// A redirect that can't be followed.
    #[error("the answer points to `{location}`")]
    Location {
        /// `Location` as it came, cut to 200 characters, without credentials where it is a URL.
        location: String,
    },
    /// A content coding that is not one of gzip, deflate, br and zstd, or too many of them.
    #[error("the body has the content coding `{coding}`")]
    Coding {
        /// `Content-Encoding` as it came.
        coding: String,
    },
}
