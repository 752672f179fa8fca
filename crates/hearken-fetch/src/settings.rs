//! What a caller decides about fetching.

use std::time::Duration;

use url::Url;

/// Limits and manners of a [`Fetcher`](crate::Fetcher).
#[derive(Debug, Clone)]
pub struct FetchSettings {
    /// Sent as `User-Agent`; the part before the first `/` is the name that robots.txt groups are
    /// matched with.
    pub user_agent: String,
    /// Total time one attempt may take, over all its redirects and to the last byte. Time spent in
    /// a host's queue does not count. Default 30 s, as trafilatura (`DOWNLOAD_TIMEOUT`).
    pub timeout: Duration,
    /// Smallest gap between the end of one request to a host and the start of the next. A longer
    /// `Crawl-delay` wins. Default 1 s, as in Scrapy's project template (`DOWNLOAD_DELAY`).
    pub delay: Duration,
    /// Requests under way at once, each at another host. Default 16, as Scrapy.
    pub concurrency: usize,
    /// Largest body, counted after its content codings are undone. Default 10 MiB, half of what
    /// trafilatura takes (`MAX_FILE_SIZE`), so that some at once stay far below 300 MB of memory.
    pub body_limit_bytes: usize,
    /// Redirects followed for one page. Default 10, as reqwest.
    pub max_redirects: usize,
    /// Whether loopback, private and link-local addresses may be asked.
    pub allow_private: bool,
    /// `host:port` pairs that may be asked although their address is private.
    pub allow_hosts: Vec<String>,
    /// Whether robots.txt is asked for and obeyed.
    pub obey_robots: bool,
    /// Proxy for all requests. The environment's proxy variables are not read.
    pub proxy: Option<Url>,
    /// How often a page is asked for before a passing failure counts. Default 3, as Scrapy
    /// (`RETRY_TIMES` 2 beside the first).
    pub max_attempts: u32,
    /// First pause before a retry; it doubles each time and is jittered by half. Default 1 s.
    pub retry_base: Duration,
    /// Longest wait that a host may impose (`Retry-After`, `Crawl-delay`) before its pages are
    /// [`Reason::Deferred`](crate::Reason::Deferred) and not waited for. Default 60 s.
    pub max_retry_after: Duration,
}

impl Default for FetchSettings {
    /// The documented defaults: polite, and closed to private addresses.
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "hearken/",
                env!("CARGO_PKG_VERSION"),
                " (blog reader; obeys robots.txt)"
            )
            .to_owned(),
            timeout: Duration::from_secs(30),
            delay: Duration::from_secs(1),
            concurrency: 16,
            body_limit_bytes: 10 << 20,
            max_redirects: 10,
            allow_private: false,
            allow_hosts: Vec::new(),
            obey_robots: true,
            proxy: None,
            max_attempts: 3,
            retry_base: Duration::from_secs(1),
            max_retry_after: Duration::from_mins(1),
        }
    }
}

impl FetchSettings {
    /// The product name of the user agent, as robots.txt groups spell it.
    pub(crate) fn robots_name(&self) -> &str {
        let end = self
            .user_agent
            .find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_')))
            .unwrap_or(self.user_agent.len());
        &self.user_agent[..end]
    }
}

/// Settings that no fetcher can be built from.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// `concurrency`, `max_attempts` or `body_limit_bytes` is zero.
    #[error("`{name}` must be at least 1")]
    Zero {
        /// The setting.
        name: &'static str,
    },
    /// The user agent has no product name or can't be sent as a header.
    #[error("user agent `{text}` must begin with a name such as `hearken/1.0` in plain ASCII")]
    UserAgent {
        /// The user agent as given.
        text: String,
    },
    /// An entry of `allow_hosts` is no `host:port`.
    #[error("`{entry}` is no `host:port`, such as `localhost:8080` or `[::1]:8080`")]
    AllowHost {
        /// The entry as given.
        entry: String,
    },
    /// The proxy's address is not one that can be used.
    #[error("proxy `{proxy}` can't be used: give `http://host:port`")]
    Proxy {
        /// The proxy's address without its credentials.
        proxy: String,
        /// What the HTTP client said.
        #[source]
        source: Option<reqwest::Error>,
    },
    /// The HTTP client could not be built.
    #[error("failed to set up the HTTP client")]
    Client(#[source] reqwest::Error),
    /// TLS could not be set up.
    #[error("failed to set up TLS")]
    Tls(#[source] rustls::Error),
}
