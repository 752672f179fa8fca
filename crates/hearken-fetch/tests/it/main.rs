//! The fetcher against a real server on loopback.

#![expect(clippy::unwrap_used, reason = "what a test can't set up has failed")]

mod addresses;
mod limits;
mod politeness;
mod recognition;
mod redirects;
mod support;
