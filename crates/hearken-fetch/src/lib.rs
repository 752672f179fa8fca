//! Gets pages politely, tells what they are, and reads posts from them.
//!
//! The way from an address to a post has three steps, each with a type of its own:
//!
//! 1. [`Fetcher::fetch`] turns a [`PageRequest`] into a [`FetchedPage`]: robots.txt, one queue a
//!    host, retries, redirects, limits and the guard against private addresses are all inside.
//!    What went wrong is a [`FetchFailure`] with a [`Reason`] of a closed list.
//! 2. [`recognize()`] tells a page from a feed, a sitemap or an OPML list, by content.
//! 3. [`read`] hands a page to `hearken-extract`, which separates post and comments.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use hearken_fetch::{Document, FetchSettings, Fetcher, PageRequest, read, recognize};
//!
//! let fetcher = Fetcher::new(FetchSettings::default())?;
//! let page = fetcher.fetch(&PageRequest::new("https://example.org/post".parse()?)).await?;
//! if let Document::Page = recognize(&page)? {
//!     println!("{}", read(&page)?.text);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Invariants
//!
//! - No request leaves for an address that [`FetchSettings`] does not allow: the URL, the answer of
//!   the resolver and the peer are checked at every hop, robots.txt included.
//! - No two requests are under way at one host, however many fetches are spawned.
//! - A body that is cut short or can't be decoded is a failure and never a page.
//! - Memory a fetch holds is bounded by [`FetchSettings::body_limit_bytes`], whatever a server sends.
//! - User names and passwords in URLs appear in no value, message or log line of this crate.

mod cookies;
mod failure;
mod fetcher;
mod hosts;
mod net;
mod normalize;
mod page;
mod read;
mod reason;
mod recognize;
mod retry;
mod robots;
mod settings;
mod shown;

pub use failure::{Cause, FetchFailure};
pub use fetcher::Fetcher;
pub use hosts::HostState;
pub use normalize::normalize_url;
pub use page::{FetchedPage, PageRequest, Redirect};
pub use read::{ReadError, read};
pub use reason::Reason;
pub use recognize::{
    Document, FeedDocument, FeedEntry, OpmlFeed, RecognizeError, SitemapDocument, recognize,
};
pub use settings::{FetchSettings, SetupError};
pub use shown::MaskedUrl;
