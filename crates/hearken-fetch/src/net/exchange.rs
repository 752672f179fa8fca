//! One request and its answer.

use std::time::{Duration, SystemTime};

use reqwest::{
    Response, StatusCode,
    header::{
        CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
        IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER, SET_COOKIE,
    },
};
use url::{Host, Url};

use super::{
    Guard, Overflow, Stop,
    address::{Access, is_public},
    body::{self, LargeBodies},
    client::Clients,
    resolver::is_private_name,
};
use crate::{Cause, FetchSettings, Reason, SetupError, retry};

/// The clients and the guard in front of them.
#[derive(Debug)]
pub(crate) struct Network {
    guard: Guard,
    clients: Clients,
    large: LargeBodies,
    behind_proxy: bool,
}

/// A request for one address.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub(crate) url: &'a Url,
    pub(crate) etag: Option<&'a str>,
    pub(crate) last_modified: Option<&'a str>,
    pub(crate) cookies: Option<&'a str>,
    pub(crate) limit_bytes: usize,
    pub(crate) overflow: Overflow,
}

/// What a server answered, as far as it is of use.
#[derive(Debug)]
pub(crate) enum Answer {
    /// 2xx with its body, or 304 without.
    Whole(Whole),
    /// A redirect to an address that can be parsed; it is not yet checked.
    Redirect {
        status: u16,
        to: Url,
        set_cookies: Vec<String>,
    },
}

/// Header values of use, and the body, which is yet empty where none was read.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) status: u16,
    pub(crate) not_modified: bool,
    pub(crate) content_type: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Network {
    pub(crate) fn new(settings: &FetchSettings) -> Result<Self, SetupError> {
        Ok(Self {
            guard: Guard::new(settings)?,
            clients: Clients::new(settings)?,
            large: LargeBodies::new(),
            behind_proxy: settings.proxy.is_some(),
        })
    }

    /// Checks a URL before anything waits for its host.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Stop> {
        self.guard.check(url).map(drop).map_err(Stop::new)
    }

    /// Sends a request and reads its answer. The caller holds the host's turn.
    pub(crate) async fn exchange(&self, outgoing: &Outgoing<'_>) -> Result<Answer, Stop> {
        let access = self.guard.check(outgoing.url).map_err(Stop::new)?;
        let client = match access {
            Access::Open => &self.clients.open,
            Access::PublicOnly => &self.clients.public_only,
        };
        if access == Access::PublicOnly && self.behind_proxy {
            check_name(outgoing.url).await?;
        }
        let response = client
            .get(outgoing.url.clone())
            .headers(fields(outgoing))
            .send()
            .await
            .map_err(Stop::before_answer)?;
        if access == Access::PublicOnly && !self.behind_proxy {
            check_peer(&response)?;
        }
        self.answer(outgoing, response).await
    }

    async fn answer(&self, outgoing: &Outgoing<'_>, response: Response) -> Result<Answer, Stop> {
        let status = response.status().as_u16();
        match status {
            301 | 302 | 303 | 307 | 308 => {
                redirect_target(outgoing.url, &response).map(|to| Answer::Redirect {
                    status,
                    to,
                    set_cookies: set_cookies(response.headers()),
                })
            }
            304 if outgoing.etag.is_some() || outgoing.last_modified.is_some() => {
                Ok(Answer::Whole(whole(&response)))
            }
            // 206 is a part that nobody asked for.
            200..=205 | 207..=299 => {
                let mut answer = whole(&response);
                answer.body = body::read(
                    response,
                    outgoing.limit_bytes,
                    outgoing.overflow,
                    &self.large,
                )
                .await
                .map_err(|stop| Stop {
                    http_status: Some(status),
                    ..stop
                })?;
                Ok(Answer::Whole(answer))
            }
            _ => Err(Stop {
                retry_after: retry_after(response.headers()),
                ..Stop::with_status(Reason::of_status(status), status)
            }),
        }
    }
}

/// The header fields of this request alone.
fn fields(outgoing: &Outgoing<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut set = |name, value: Option<&str>| {
        // A stored validator that no header can hold is not sent; the page then comes whole.
        if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok())
        {
            headers.insert(name, value);
        }
    };
    set(IF_NONE_MATCH, outgoing.etag);
    set(IF_MODIFIED_SINCE, outgoing.last_modified);
    set(COOKIE, outgoing.cookies);
    headers
}

fn whole(response: &Response) -> Whole {
    let headers = response.headers();
    Whole {
        status: response.status().as_u16(),
        not_modified: response.status() == StatusCode::NOT_MODIFIED,
        content_type: text(headers, &CONTENT_TYPE),
        etag: text(headers, &ETAG),
        last_modified: text(headers, &LAST_MODIFIED),
        body: Vec::new(),
    }
}

/// A header value as text; bytes that are not UTF-8 are no value.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    std::str::from_utf8(value.as_bytes())
        .ok()
        .map(str::to_owned)
}

fn set_cookies(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok().map(str::to_owned))
        .collect()
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    retry::parse_retry_after(headers.get(RETRY_AFTER)?.to_str().ok()?, SystemTime::now())
}

/// Where a redirect points. Raw spaces and letters outside ASCII are taken as browsers take them.
fn redirect_target(from: &Url, response: &Response) -> Result<Url, Stop> {
    let status = response.status().as_u16();
    let location = response
        .headers()
        .get(LOCATION)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .unwrap_or_default();
    let target = if location.trim().is_empty() {
        None
    } else {
        from.join(&location).ok()
    };
    let Some(mut to) = target else {
        return Err(Stop {
            http_status: Some(status),
            ..Stop::with_cause(
                Reason::BadRedirect,
                Cause::Location {
                    location: location.chars().take(200).collect(),
                },
            )
        });
    };
    to.set_fragment(None);
    // Credentials that a server writes into a redirect are none of ours.
    Ok(crate::shown::without_credentials(&to))
}

/// The last of three checks: the address that in fact answered.
fn check_peer(response: &Response) -> Result<(), Stop> {
    match response.remote_addr() {
        Some(peer) if !is_public(peer.ip()) => Err(Stop::new(Reason::PrivateAddress)),
        _ => Ok(()),
    }
}

async fn check_name(url: &Url) -> Result<(), Stop> {
    match url.host() {
        Some(Host::Domain(name)) if is_private_name(name).await => {
            Err(Stop::new(Reason::PrivateAddress))
        }
        _ => Ok(()),
    }
}
