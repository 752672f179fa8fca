//! The store from outside.
#![expect(
    clippy::unwrap_used,
    reason = "a set-up that fails is a test that fails"
)]

mod addresses;
mod analyses;
mod comments;
mod frontier;
mod save;
mod search;
mod support;
