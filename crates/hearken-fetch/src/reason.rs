//! The closed list of reasons for which a page could not be had.

use std::fmt;

/// Why a page was not had. The words are part of the report format; `docs/reasons.md` lists them
/// together with those of the later steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The site's robots.txt forbids it.
    Robots,
    /// The site's robots.txt could not be had, which counts as a prohibition (RFC 9309, 2.3.1.4).
    RobotsUnreachable,
    /// Status 401.
    Unauthorized,
    /// Status 403.
    Forbidden,
    /// Status 404.
    NotFound,
    /// Status 410.
    Gone,
    /// Status 451.
    UnavailableForLegalReasons,
    /// Another status from 400 to 499.
    ClientError,
    /// A status from 500 to 599, at the last attempt too.
    ServerError,
    /// A status that is no answer to what was asked, such as 206 or 304 unasked.
    UnexpectedStatus,
    /// Status 429 at the last attempt too.
    RateLimited,
    /// The attempt's total time was over.
    Timeout,
    /// The host's name could not be resolved.
    Dns,
    /// No connection could be made.
    Connect,
    /// The connection broke before the answer.
    Reset,
    /// The TLS handshake failed, such as by a certificate that is not valid.
    Tls,
    /// What came is no HTTP.
    Protocol,
    /// The address is private, loopback, link-local or reserved.
    PrivateAddress,
    /// The address is neither `http` nor `https`.
    Scheme,
    /// The body is larger than the limit, after its content codings are undone.
    TooLarge,
    /// The header is larger than the limit.
    HeadersTooLarge,
    /// A redirect leads to an address of the same chain.
    RedirectLoop,
    /// More redirects than the limit.
    TooManyRedirects,
    /// A redirect without a usable target.
    BadRedirect,
    /// The body ends before its end.
    Truncated,
    /// The body's content coding is unknown or broken.
    BadEncoding,
    /// The host asks to wait longer than this run waits.
    Deferred,
    /// The run was ended first.
    Cancelled,
}

impl Reason {
    /// All reasons, in the order of the documentation.
    pub const ALL: [Self; 28] = [
        Self::Robots,
        Self::RobotsUnreachable,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Gone,
        Self::UnavailableForLegalReasons,
        Self::ClientError,
        Self::ServerError,
        Self::UnexpectedStatus,
        Self::RateLimited,
        Self::Timeout,
        Self::Dns,
        Self::Connect,
        Self::Reset,
        Self::Tls,
        Self::Protocol,
        Self::PrivateAddress,
        Self::Scheme,
        Self::TooLarge,
        Self::HeadersTooLarge,
        Self::RedirectLoop,
        Self::TooManyRedirects,
        Self::BadRedirect,
        Self::Truncated,
        Self::BadEncoding,
        Self::Deferred,
        Self::Cancelled,
    ];

    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Robots => "robots",
            Self::RobotsUnreachable => "robots-unreachable",
            Self::Unauthorized => "http-401",
            Self::Forbidden => "http-403",
            Self::NotFound => "http-404",
            Self::Gone => "http-410",
            Self::UnavailableForLegalReasons => "http-451",
            Self::ClientError => "http-4xx",
            Self::ServerError => "http-5xx",
            Self::UnexpectedStatus => "http-other",
            Self::RateLimited => "rate-limited",
            Self::Timeout => "timeout",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Reset => "reset",
            Self::Tls => "tls",
            Self::Protocol => "protocol",
            Self::PrivateAddress => "private-address",
            Self::Scheme => "scheme",
            Self::TooLarge => "too-large",
            Self::HeadersTooLarge => "headers-too-large",
            Self::RedirectLoop => "redirect-loop",
            Self::TooManyRedirects => "too-many-redirects",
            Self::BadRedirect => "bad-redirect",
            Self::Truncated => "truncated",
            Self::BadEncoding => "bad-encoding",
            Self::Deferred => "deferred",
            Self::Cancelled => "cancelled",
        }
    }

    /// What happened, as a fragment that fits into a message.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Robots => "the site's robots.txt forbids it",
            Self::RobotsUnreachable => "the site's robots.txt could not be had",
            Self::Unauthorized => "it needs a log-in",
            Self::Forbidden => "the server forbids it",
            Self::NotFound => "there is no such page",
            Self::Gone => "the page is gone",
            Self::UnavailableForLegalReasons => "it is barred for legal reasons",
            Self::ClientError => "the server refused the request",
            Self::ServerError => "the server failed",
            Self::UnexpectedStatus => "the server gave no answer that is a page",
            Self::RateLimited => "the server wants fewer requests",
            Self::Timeout => "it took too long",
            Self::Dns => "the host's name could not be resolved",
            Self::Connect => "no connection could be made",
            Self::Reset => "the connection broke",
            Self::Tls => "the secure connection could not be set up",
            Self::Protocol => "the answer is no HTTP",
            Self::PrivateAddress => "the address is private",
            Self::Scheme => "the address is neither http nor https",
            Self::TooLarge => "the page is larger than the limit",
            Self::HeadersTooLarge => "the answer's header is larger than the limit",
            Self::RedirectLoop => "its redirects run in a circle",
            Self::TooManyRedirects => "it has too many redirects",
            Self::BadRedirect => "it redirects to nowhere",
            Self::Truncated => "the page ended before its end",
            Self::BadEncoding => "the page's content coding is unknown or broken",
            Self::Deferred => "the host asks to wait longer than this run waits",
            Self::Cancelled => "the run was ended first",
        }
    }

    /// Whether another attempt in the same run may help.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(
            self,
            Self::ServerError
                | Self::RateLimited
                | Self::Timeout
                | Self::Dns
                | Self::Connect
                | Self::Reset
                | Self::Truncated
        )
    }

    /// The reason for a status that is neither a page nor a redirect.
    pub(crate) const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            410 => Self::Gone,
            429 => Self::RateLimited,
            451 => Self::UnavailableForLegalReasons,
            400..=499 => Self::ClientError,
            500..=599 => Self::ServerError,
            _ => Self::UnexpectedStatus,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reasons of the table under `heading` in the documentation.
    fn documented(heading: &str) -> Vec<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reasons.md");
        let text = std::fs::read_to_string(path).unwrap();
        text.split(heading)
            .nth(1)
            .unwrap()
            .lines()
            .skip_while(|line| !line.starts_with("| `"))
            .take_while(|line| line.starts_with("| `"))
            .map(|line| line.split('`').nth(1).unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_documentation_lists_each_reason_once_and_in_order() {
        let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(documented("## While a page is fetched"), known);
    }
}
