//! Title, authors, dates and the other facts of a post, from all that a page says of them.

mod sources;
mod title;

pub(crate) use sources::Sources;
pub(crate) use title::title;
