//! The store from outside.
#![expect(
    clippy::unwrap_used,
    reason = "a set-up that fails is a test that fails"
)]

mod addresses;
mod analyses;
mod comments;
mod concurrency;
mod erase;
mod frontier;
mod open;
mod properties;
mod read;
mod reextract;
mod remove;
mod save;
mod schema;
mod search;
mod support;
