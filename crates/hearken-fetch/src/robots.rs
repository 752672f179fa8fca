//! robots.txt by RFC 9309, kept for each origin.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;
use url::Url;

use crate::{
    Cause, FetchSettings, Reason,
    hosts::Hosts,
    net::{Answer, Network, Outgoing, Overflow, Stop},
    retry::backoff,
};

/// Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for 500 KiB at least.
const LIMIT_BYTES: usize = 512 << 10;
/// Redirects followed for a robots.txt (RFC 9309, 2.3.1.2).
const MAX_REDIRECTS: usize = 5;
/// How long an answer holds (RFC 9309, 2.4).
const FRESH: Duration = Duration::from_hours(24);
/// How long a failure holds, so that a host which comes back is noticed within a long run.
const FAILURE_FRESH: Duration = Duration::from_mins(10);

/// The rules of all origins asked so far.
#[derive(Debug, Default)]
pub(crate) struct RobotsCache {
    origins: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Option<Entry>>>>>,
}

#[derive(Debug)]
struct Entry {
    rules: Rules,
    until: Instant,
}

#[derive(Debug)]
enum Rules {
    Known(robotxt::Robots),
    Failed {
        reason: Reason,
        http_status: Option<u16>,
        cause: Option<Cause>,
    },
}

/// What a robots.txt is asked with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RobotsAsker<'a> {
    pub(crate) settings: &'a FetchSettings,
    pub(crate) network: &'a Network,
    pub(crate) hosts: &'a Hosts,
}

impl RobotsCache {
    /// Whether `url` may be asked, by the robots.txt of its origin. All who ask for the same origin
    /// wait for one answer. The caller holds no host's turn, so that turns can't wait in a circle.
    pub(crate) async fn check(&self, url: &Url, asker: RobotsAsker<'_>) -> Result<(), Stop> {
        let entry = self.entry(url);
        let mut entry = entry.lock().await;
        if entry
            .as_ref()
            .is_none_or(|entry| entry.until <= Instant::now())
        {
            *entry = Some(asker.ask(url).await?);
        }
        match entry.as_ref().map(|entry| &entry.rules) {
            Some(Rules::Known(rules)) if rules.is_url_allowed(url) => Ok(()),
            Some(Rules::Failed {
                reason,
                http_status,
                cause,
            }) => Err(Stop {
                http_status: *http_status,
                cause: cause.clone(),
                ..Stop::new(*reason)
            }),
            _ => Err(Stop::new(Reason::Robots)),
        }
    }

    /// The sitemaps that the robots.txt of an origin names, where it was asked already.
    pub(crate) async fn sitemaps(&self, url: &Url) -> Vec<Url> {
        let entry = self.entry(url);
        let entry = entry.lock().await;
        match entry.as_ref().map(|entry| &entry.rules) {
            Some(Rules::Known(rules)) => rules.sitemaps().to_vec(),
            _ => Vec::new(),
        }
    }

    fn entry(&self, url: &Url) -> Arc<tokio::sync::Mutex<Option<Entry>>> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        origins
            .entry(url.origin().ascii_serialization())
            .or_default()
            .clone()
    }
}

impl RobotsAsker<'_> {
    /// Asks for the robots.txt of an origin, again where the failure may pass.
    async fn ask(&self, url: &Url) -> Result<Entry, Stop> {
        let mut attempt = 1;
        loop {
            let stop = match self.follow(url).await {
                Ok(body) => {
                    let rules = parse(&body, self.settings.robots_name());
                    if let Some(delay) = rules.crawl_delay() {
                        self.hosts.set_crawl_delay(url, delay);
                    }
                    return Ok(Entry {
                        rules: Rules::Known(rules),
                        until: Instant::now() + FRESH,
                    });
                }
                // The host's wish to wait is no answer about its rules.
                Err(stop) if stop.reason == Reason::Deferred => return Err(stop),
                Err(stop) => stop,
            };
            // A host that hangs would take this page's time once more for each attempt.
            let passes = stop.reason.is_transient() && stop.reason != Reason::Timeout;
            if !passes || attempt >= self.settings.max_attempts {
                return Ok(failed(stop));
            }
            tokio::time::sleep(backoff(self.settings.retry_base, attempt, url)).await;
            attempt += 1;
        }
    }

    /// The bytes of the robots.txt; none where there is none, which allows everything.
    async fn follow(&self, url: &Url) -> Result<Vec<u8>, Stop> {
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        at.set_fragment(None);
        for _ in 0..=MAX_REDIRECTS {
            self.network.check(&at)?;
            let turn = self.hosts.turn(&at).await?;
            let answer = tokio::time::timeout(self.settings.timeout, self.exchange(&at)).await;
            drop(turn);
            match answer.unwrap_or_else(|_elapsed| Err(Stop::new(Reason::Timeout))) {
                Ok(Answer::Whole(whole)) => return Ok(whole.body),
                Ok(Answer::Redirect { to, .. }) => at = to,
                Err(stop) => {
                    return match stop.http_status {
                        // "Unavailable" in RFC 9309, 2.3.1.3: no rules.
                        Some(400..=499) if stop.reason != Reason::RateLimited => Ok(Vec::new()),
                        _ => Err(stop),
                    };
                }
            }
        }
        // RFC 9309, 2.3.1.2: too many redirects count as no rules.
        Ok(Vec::new())
    }

    async fn exchange(&self, at: &Url) -> Result<Answer, Stop> {
        let answer = self
            .network
            .exchange(&Outgoing {
                url: at,
                etag: None,
                last_modified: None,
                cookies: None,
                limit_bytes: LIMIT_BYTES,
                overflow: Overflow::Cut,
            })
            .await;
        match &answer {
            Err(stop) if stop.reason == Reason::RateLimited || stop.retry_after.is_some() => {
                self.hosts.refused(at, stop.retry_after);
            }
            _ => {}
        }
        answer
    }
}

/// What is remembered of a failure. A host that can't be reached at all is told as such; a host
/// that fails to give its rules forbids everything.
fn failed(stop: Stop) -> Entry {
    let reason = match stop.reason {
        Reason::Dns | Reason::Connect | Reason::Tls | Reason::PrivateAddress => stop.reason,
        _ => Reason::RobotsUnreachable,
    };
    Entry {
        rules: Rules::Failed {
            reason,
            http_status: stop.http_status,
            cause: stop.cause,
        },
        until: Instant::now() + FAILURE_FRESH,
    }
}

fn parse(body: &[u8], name: &str) -> robotxt::Robots {
    robotxt::Robots::parse(&plain_names(body), name)
}

/// Cuts the names in `User-agent` lines to their product token, as RFC 9309, 2.2.1 describes them:
/// many files write `Name/1.0`, which would match nobody.
fn plain_names(body: &[u8]) -> Vec<u8> {
    const KEY: &[u8] = b"user-agent";
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
        let start = line.len() - line.trim_ascii_start().len();
        let is_name = line[start..]
            .get(..KEY.len())
            .is_some_and(|key| key.eq_ignore_ascii_case(KEY));
        match line.iter().position(|&byte| byte == b'/') {
            Some(slash) if is_name => {
                out.extend_from_slice(&line[..slash]);
                out.push(b'\n');
            }
            _ => out.extend_from_slice(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, path: &str, allowed: bool) {
        let rules = parse(robots.as_bytes(), "hearken");
        assert_eq!(rules.is_allowed(path), allowed, "{robots:?} {path}");
    }

    #[test]
    fn longest_match_wins_and_allow_wins_a_tie() {
        let robots = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n";
        check(robots, "/a/x", false);
        check(robots, "/a/b/x", true);
        check(robots, "/a/b/c", false);
        check("User-agent: *\nDisallow: /p\nAllow: /p\n", "/p", true);
    }

    #[test]
    fn the_own_group_wins_over_the_star_in_any_spelling() {
        for name in ["hearken", "HEARKEN", "Hearken/1.0", "hearken/2 # note"] {
            let robots =
                format!("User-agent: *\nDisallow: /\n\nUser-agent: {name}\nDisallow: /x\n");
            check(&robots, "/y", true);
            check(&robots, "/x", false);
        }
        check("User-agent: hearkener\nDisallow: /\n", "/y", true);
    }

    #[test]
    fn wildcards_ends_and_percent_spellings() {
        check("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?x", true);
        check("User-agent: *\nDisallow: /caf%C3%A9\n", "/caf\u{e9}", false);
        check("User-agent: *\nDisallow: /a%3cd\n", "/a%3Cd", false);
        check(
            "User-agent: *\nDisallow: /search?q=\n",
            "/search?q=x",
            false,
        );
    }

    #[test]
    fn byte_order_marks_and_odd_line_ends() {
        check("\u{feff}User-agent: *\r\nDisallow: /x\r\n", "/x", false);
        check("User-agent: *\rDisallow: /x\r", "/x", false);
        check("  user-AGENT : *\n\tdisallow : /x  # all\n", "/x", false);
        check("", "/x", true);
        check("<html>not found</html>", "/x", true);
        check("User-agent: *\nDisallow:\n", "/x", true);
    }
}
