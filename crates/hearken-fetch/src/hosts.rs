//! One queue a host: one request at a time, a gap between two, and the waits a host asks for.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{
    sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::Instant,
};
use url::Url;

use crate::{FetchSettings, Reason, net::Stop};

/// The largest pause that a host's refusals add to its gap; it halves with each good answer.
const MAX_PENALTY: Duration = Duration::from_mins(1);
/// Waits beyond this are stored as this; no run lasts longer, and clocks can't overflow.
const LONGEST_WAIT: Duration = Duration::from_hours(365 * 24);

/// What is worth keeping of a host between two runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostState {
    /// `host`, or `host:port` where the port is not the usual one of its scheme.
    pub host: String,
    /// When the host may be asked again.
    pub blocked_until: Option<SystemTime>,
    /// Pause beyond the usual gap, after refusals.
    pub penalty: Duration,
}

/// The queues of all hosts.
#[derive(Debug)]
pub(crate) struct Hosts {
    queues: Mutex<BTreeMap<String, Arc<Host>>>,
    active: Arc<Semaphore>,
    delay: Duration,
    penalty_base: Duration,
    max_wait: Duration,
}

#[derive(Debug, Default)]
struct Host {
    queue: Arc<tokio::sync::Mutex<()>>,
    pace: Mutex<Pace>,
}

#[derive(Debug, Default)]
struct Pace {
    next_at: Option<Instant>,
    blocked_until: Option<Instant>,
    crawl_delay: Duration,
    penalty: Duration,
}

impl Pace {
    fn wait(&self, now: Instant) -> Duration {
        [self.next_at, self.blocked_until]
            .into_iter()
            .flatten()
            .map(|at| at.saturating_duration_since(now))
            .max()
            .unwrap_or_default()
    }

    /// Whether a wait beyond `max_wait` comes from the host's own words. Our own gap and what
    /// refusals add to it are always waited for.
    fn is_asked_for(&self, max_wait: Duration) -> bool {
        let blocked = self
            .blocked_until
            .is_some_and(|until| until.saturating_duration_since(Instant::now()) > max_wait);
        blocked || self.crawl_delay > max_wait
    }
}

/// The right to send one request to a host. Dropping it starts the host's gap, so a cancelled
/// fetch is as polite as a finished one.
#[derive(Debug)]
pub(crate) struct Turn {
    host: Arc<Host>,
    delay: Duration,
    _place: OwnedMutexGuard<()>,
    _active: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut pace = lock(&self.host.pace);
        let gap = self.delay.max(pace.crawl_delay) + pace.penalty;
        pace.next_at = Some(Instant::now() + gap.min(LONGEST_WAIT));
    }
}

impl Hosts {
    pub(crate) fn new(settings: &FetchSettings) -> Self {
        Self {
            queues: Mutex::default(),
            active: Arc::new(Semaphore::new(settings.concurrency)),
            delay: settings.delay,
            penalty_base: settings.retry_base,
            max_wait: settings.max_retry_after,
        }
    }

    /// Waits for the turn of `url` at its host.
    ///
    /// Stops with [`Reason::Deferred`] where the host asks for a longer wait than the run allows.
    pub(crate) async fn turn(&self, url: &Url) -> Result<Turn, Stop> {
        let host = self.host(url);
        let place = host.queue.clone().lock_owned().await;
        loop {
            let wait = lock(&host.pace).wait(Instant::now());
            if wait.is_zero() {
                break;
            }
            if wait > self.max_wait && lock(&host.pace).is_asked_for(self.max_wait) {
                return Err(Stop {
                    retry_at: SystemTime::now().checked_add(wait),
                    ..Stop::new(Reason::Deferred)
                });
            }
            tokio::time::sleep(wait).await;
        }
        // The semaphore is never closed, so this only waits.
        let active = self.active.clone().acquire_owned().await.ok();
        Ok(Turn {
            host,
            delay: self.delay,
            _place: place,
            _active: active,
        })
    }

    /// Makes the gap of a host at least as long as its robots.txt asks.
    pub(crate) fn set_crawl_delay(&self, url: &Url, delay: Duration) {
        lock(&self.host(url).pace).crawl_delay = delay.min(LONGEST_WAIT);
    }

    /// Notes that a host refused: it is slower from here on, and silent for `wait` if it said so.
    pub(crate) fn refused(&self, url: &Url, wait: Option<Duration>) {
        let host = self.host(url);
        let mut pace = lock(&host.pace);
        pace.penalty = (pace.penalty * 2).max(self.penalty_base).min(MAX_PENALTY);
        if let Some(wait) = wait {
            let until = Instant::now() + wait.min(LONGEST_WAIT);
            pace.blocked_until = pace.blocked_until.max(Some(until));
        }
    }

    /// Notes a good answer: what refusals added to the gap halves.
    pub(crate) fn answered(&self, url: &Url) {
        let host = self.host(url);
        let mut pace = lock(&host.pace);
        pace.penalty /= 2;
        if pace.penalty < self.penalty_base / 8 {
            pace.penalty = Duration::ZERO;
        }
    }

    /// The hosts that asked for patience and still do.
    pub(crate) fn states(&self) -> Vec<HostState> {
        let (now, clock) = (Instant::now(), SystemTime::now());
        lock(&self.queues)
            .iter()
            .filter_map(|(name, host)| {
                let pace = lock(&host.pace);
                let wait = pace
                    .blocked_until
                    .map(|until| until.saturating_duration_since(now))
                    .filter(|wait| !wait.is_zero());
                (wait.is_some() || !pace.penalty.is_zero()).then(|| HostState {
                    host: name.clone(),
                    blocked_until: wait.and_then(|wait| clock.checked_add(wait)),
                    penalty: pace.penalty,
                })
            })
            .collect()
    }

    pub(crate) fn restore(&self, states: impl IntoIterator<Item = HostState>) {
        let (now, clock) = (Instant::now(), SystemTime::now());
        for state in states {
            let host = self.named(state.host);
            let mut pace = lock(&host.pace);
            pace.penalty = state.penalty.min(MAX_PENALTY);
            pace.blocked_until = state
                .blocked_until
                .and_then(|until| until.duration_since(clock).ok())
                .map(|wait| now + wait.min(LONGEST_WAIT));
        }
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        self.named(host_name(url))
    }

    fn named(&self, name: String) -> Arc<Host> {
        lock(&self.queues).entry(name).or_default().clone()
    }
}

/// `host` where the port is the usual one, so that http and https of a site share a queue.
pub(crate) fn host_name(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The values under these locks are whole after every statement, so a panic elsewhere harms none.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        Hosts::new(&FetchSettings::default())
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn schemes_of_a_site_share_a_queue_and_ports_do_not() {
        assert_eq!(
            host_name(&url("http://a.org/x")),
            host_name(&url("https://a.org./"))
        );
        assert_ne!(
            host_name(&url("http://a.org:8080/")),
            host_name(&url("http://a.org/"))
        );
    }

    #[test]
    fn a_host_grows_slower_by_refusals_and_faster_by_answers() {
        let hosts = hosts();
        let site = url("http://a.org/");
        let penalty = || lock(&hosts.host(&site).pace).penalty;
        hosts.refused(&site, None);
        hosts.refused(&site, None);
        assert_eq!(penalty(), Duration::from_secs(2));
        for _ in 0..20 {
            hosts.refused(&site, None);
        }
        assert_eq!(penalty(), MAX_PENALTY);
        for _ in 0..20 {
            hosts.answered(&site);
        }
        assert_eq!(penalty(), Duration::ZERO);
    }

    #[test]
    fn a_wish_to_wait_survives_in_the_states() {
        let hosts = hosts();
        hosts.refused(&url("http://a.org/"), Some(Duration::from_secs(u64::MAX)));
        hosts.refused(&url("http://b.org/"), Some(Duration::from_mins(10)));
        let states = hosts.states();
        assert_eq!(states.len(), 2);
        let later = self::hosts();
        later.restore(states);
        let wait = |site| lock(&later.host(&url(site)).pace).wait(Instant::now());
        assert!(wait("http://a.org/") > Duration::from_hours(1));
        assert!(wait("http://b.org/") > Duration::from_secs(500));
        assert_eq!(wait("http://c.org/"), Duration::ZERO);
    }
}
