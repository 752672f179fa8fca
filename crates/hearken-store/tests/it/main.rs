//! The store from outside.
#![expect(
    clippy::unwrap_used,
    reason = "a set-up that fails is a test that fails"
)]

mod addresses;
mod comments;
mod save;
mod support;
