//! A real HTTP/1.1 server on loopback: small, threaded, with a log of what was asked.

mod connection;
mod files;
mod server;

pub use connection::{Ending, Reply, Request};
pub use server::SiteServer;
