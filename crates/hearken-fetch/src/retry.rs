//! When to come back.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, SystemTime},
};

use url::Url;

/// The longest own pause before a retry.
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// Reads `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3); junk is `None`.
pub(crate) fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number beyond u64 is a wish to wait for ever.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    Some(at.duration_since(now).unwrap_or(Duration::ZERO))
}

/// The pause before attempt `attempt + 1`: it doubles each time and is jittered by up to half, so
/// that pages which failed together don't come back together. The jitter is drawn from the
/// address and the attempt, so a run can be repeated.
pub(crate) fn backoff(base: Duration, attempt: u32, url: &Url) -> Duration {
    let doubled = base.saturating_mul(1 << attempt.saturating_sub(1).min(16));
    let mut hasher = DefaultHasher::new();
    (url.as_str(), attempt).hash(&mut hasher);
    let permille = 500 + hasher.finish() % 1000;
    // `permille` is below 1,500, so the cast is exact.
    #[expect(clippy::cast_possible_truncation, reason = "the value is below 1,500")]
    let jittered = doubled.min(MAX_BACKOFF).saturating_mul(permille as u32) / 1000;
    jittered.min(MAX_BACKOFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: Option<u64>) {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(
            parse_retry_after(value, now),
            expected.map(Duration::from_secs),
            "{value}"
        );
    }

    #[test]
    fn reads_seconds_and_dates_and_no_junk() {
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("99999999999999999999999", Some(u64::MAX));
        check("Sun, 06 Nov 1994 08:50:37 GMT", Some(60));
        check("Sunday, 06-Nov-94 08:50:37 GMT", Some(60));
        check("Sun Nov  6 08:50:37 1994", Some(60));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        for junk in ["", "soon", "-5", "1.5", "1e9", "12 34", "Nov 1994"] {
            check(junk, None);
        }
    }

    #[test]
    fn pauses_grow_within_bounds_and_differ_by_address() {
        let a = Url::parse("http://a/").unwrap();
        let b = Url::parse("http://b/").unwrap();
        let base = Duration::from_secs(1);
        for attempt in 1..40 {
            let pause = backoff(base, attempt, &a);
            assert!(pause >= base / 2 && pause <= MAX_BACKOFF, "{attempt}");
        }
        assert!(backoff(base, 4, &a) > backoff(base, 1, &a));
        assert_ne!(backoff(base, 1, &a), backoff(base, 1, &b));
        assert_eq!(backoff(Duration::ZERO, 3, &a), Duration::ZERO);
    }
}
