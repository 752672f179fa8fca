//! The way of one page: attempts, redirects, turns.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;
use url::Url;

use crate::{
    FetchFailure, FetchSettings, FetchedPage, HostState, MaskedUrl, PageRequest, Reason, Redirect,
    SetupError,
    cookies::Jar,
    hosts::Hosts,
    net::{Answer, Network, Outgoing, Overflow, Stop, Whole},
    retry::backoff,
    robots::{RobotsAsker, RobotsCache},
    shown::without_credentials,
};

/// Gets pages. A clone shares everything with its original, so callers spawn as many fetches as
/// they like; the fetcher itself lets one request a host through at a time.
///
/// A fetch is ended by dropping its future.
#[derive(Debug, Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: FetchSettings,
    network: Network,
    hosts: Hosts,
    robots: RobotsCache,
}

impl Fetcher {
    /// A fetcher with these settings.
    ///
    /// # Errors
    ///
    /// [`SetupError`] where a setting can't be used or TLS can't be set up.
    pub fn new(settings: FetchSettings) -> Result<Self, SetupError> {
        let counts = [
            ("concurrency", settings.concurrency),
            ("max_attempts", settings.max_attempts as usize),
            ("body_limit_bytes", settings.body_limit_bytes),
        ];
        if let Some(&(name, _)) = counts.iter().find(|(_, count)| *count == 0) {
            return Err(SetupError::Zero { name });
        }
        Ok(Self {
            shared: Arc::new(Shared {
                network: Network::new(&settings)?,
                hosts: Hosts::new(&settings),
                robots: RobotsCache::default(),
                settings,
            }),
        })
    }

    /// Gets one page, when its host's queue comes to it.
    ///
    /// # Errors
    ///
    /// [`FetchFailure`] with the reason for which there is no page; it is data to be stored, and no
    /// error of the run.
    pub async fn fetch(&self, request: &PageRequest) -> Result<FetchedPage, FetchFailure> {
        let shared = &*self.shared;
        let mut asked = 0;
        let mut tries = 1;
        loop {
            let stop = match shared.attempt(request, &mut asked).await {
                Ok(page) => return Ok(page),
                Err(stop) => stop,
            };
            if !stop.reason.is_transient() || tries >= shared.settings.max_attempts {
                return Err(stop.into_failure(&request.url, asked));
            }
            tracing::debug!(
                url = %MaskedUrl(&request.url), reason = %stop.reason, tries, "will try again"
            );
            tokio::time::sleep(backoff(shared.settings.retry_base, tries, &request.url)).await;
            tries += 1;
        }
    }

    /// The sitemaps that the robots.txt of a page's site names, as far as it was asked for by an
    /// earlier fetch of the same site.
    pub async fn robots_sitemaps(&self, url: &Url) -> Vec<Url> {
        self.shared.robots.sitemaps(url).await
    }

    /// The hosts that asked for patience and still do, to be kept over a restart.
    #[must_use]
    pub fn host_states(&self) -> Vec<HostState> {
        self.shared.hosts.states()
    }

    /// Takes over what [`Fetcher::host_states`] of an earlier run gave.
    pub fn restore(&self, states: impl IntoIterator<Item = HostState>) {
        self.shared.hosts.restore(states);
    }
}

/// What one attempt has used up.
struct Chain {
    left: Duration,
    redirects: Vec<Redirect>,
    jar: Jar,
}

impl Chain {
    /// Takes a redirect on, if the chain may go on to it.
    ///
    /// An address may come again only where the answer brought a new cookie along.
    fn follow(
        &mut self,
        (from, to): (&Url, &Url),
        status: u16,
        set_cookies: &[String],
        limit: usize,
    ) -> Result<(), Reason> {
        let new_cookie = self.jar.take(from, set_cookies);
        let target = without_credentials(to);
        let from = without_credentials(from);
        let seen = from == target || self.redirects.iter().any(|hop| hop.from == target);
        if seen && !new_cookie {
            return Err(Reason::RedirectLoop);
        }
        if self.redirects.len() >= limit {
            return Err(Reason::TooManyRedirects);
        }
        self.redirects.push(Redirect {
            from,
            status,
            to: target,
        });
        Ok(())
    }
}

impl Shared {
    async fn attempt(&self, request: &PageRequest, asked: &mut u32) -> Result<FetchedPage, Stop> {
        let mut chain = Chain {
            left: self.settings.timeout,
            redirects: Vec::new(),
            jar: Jar::default(),
        };
        let mut at = request.url.clone();
        at.set_fragment(None);
        loop {
            self.network.check(&at)?;
            if self.settings.obey_robots {
                self.robots.check(&at, self.asker()).await?;
            }
            match self.hop(request, &at, &mut chain, asked).await? {
                Answer::Redirect {
                    status,
                    to,
                    set_cookies,
                } => {
                    let limit = self.settings.max_redirects;
                    chain
                        .follow((&at, &to), status, &set_cookies, limit)
                        .map_err(|reason| Stop::with_status(reason, status))?;
                    at = to;
                }
                Answer::Whole(whole) => {
                    return Ok(page(request, &at, whole, chain.redirects, *asked));
                }
            }
        }
    }

    const fn asker(&self) -> RobotsAsker<'_> {
        RobotsAsker {
            settings: &self.settings,
            network: &self.network,
            hosts: &self.hosts,
        }
    }

    /// One request within the time that is left, in its host's turn.
    async fn hop(
        &self,
        request: &PageRequest,
        at: &Url,
        chain: &mut Chain,
        asked: &mut u32,
    ) -> Result<Answer, Stop> {
        let turn = self.hosts.turn(at).await?;
        if chain.redirects.is_empty() {
            *asked += 1;
        }
        let cookies = chain.jar.header(at);
        let outgoing = Outgoing {
            url: at,
            etag: request.etag.as_deref(),
            last_modified: request.last_modified.as_deref(),
            cookies: cookies.as_deref(),
            limit_bytes: self.settings.body_limit_bytes,
            overflow: Overflow::Refuse,
        };
        let started = Instant::now();
        let answer = tokio::time::timeout(chain.left, self.network.exchange(&outgoing))
            .await
            .unwrap_or_else(|_elapsed| Err(Stop::new(Reason::Timeout)));
        chain.left = chain.left.saturating_sub(started.elapsed());
        match &answer {
            Ok(_) => self.hosts.answered(at),
            Err(stop) if stop.reason == Reason::RateLimited || stop.retry_after.is_some() => {
                self.hosts.refused(at, stop.retry_after);
            }
            Err(_) => {}
        }
        drop(turn);
        answer.map_err(|stop| self.deferred(stop))
    }

    /// A wait that is too long for this run defers the page at once.
    fn deferred(&self, stop: Stop) -> Stop {
        match stop.retry_after {
            Some(wait) if wait > self.settings.max_retry_after && stop.reason.is_transient() => {
                Stop {
                    reason: Reason::Deferred,
                    retry_at: std::time::SystemTime::now().checked_add(wait),
                    ..stop
                }
            }
            _ => stop,
        }
    }
}

fn page(
    request: &PageRequest,
    at: &Url,
    whole: Whole,
    redirects: Vec<Redirect>,
    attempts: u32,
) -> FetchedPage {
    let kept = |sent: &Option<String>| sent.clone().filter(|_| whole.not_modified);
    FetchedPage {
        requested_url: without_credentials(&request.url),
        url: without_credentials(at),
        status: whole.status,
        not_modified: whole.not_modified,
        content_type: whole.content_type,
        etag: whole.etag.or_else(|| kept(&request.etag)),
        last_modified: whole.last_modified.or_else(|| kept(&request.last_modified)),
        body: whole.body,
        redirects,
        attempts,
    }
}
