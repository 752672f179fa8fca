//! The one place of this crate that reads the clock.

use time::OffsetDateTime;

/// Now, in UTC, to the second: what the store keeps.
pub(crate) fn now() -> OffsetDateTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "this function is the one that may"
    )]
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now)
}
