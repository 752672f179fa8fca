//! Fixtures, a local HTTP server and a command-line harness for the tests of the workspace.
//!
//! [`Blog`] is a sample blog of `data/blogs`; [`SiteServer`] serves one, or routes that a test
//! scripts, over real HTTP on loopback and keeps a log of what was asked; [`Hearken`] runs the
//! built program in folders of its own.
//!
//! Never a normal dependency of another crate; the small `hearken-testkit` program serves all
//! sample blogs for `cargo xtask demo`.

mod blog;
mod cli;
mod http;
mod paths;

pub use blog::{Blog, BlogError, ExpectedReading, RemovedPhrase, blogs};
pub use cli::{Hearken, Output, Running};
pub use http::{Ending, Reply, Request, SiteServer};
pub use paths::{plugins, workspace_root};
