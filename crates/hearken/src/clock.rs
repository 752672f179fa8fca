//! The one place of the program that reads the clock.

use time::OffsetDateTime;

/// Now, in UTC.
pub(crate) fn now() -> OffsetDateTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "this function is the one that may"
    )]
    OffsetDateTime::now_utc()
}

/// Today's date in UTC, as `2026-01-31`.
pub(crate) fn today() -> String {
    now().date().to_string()
}
