//! What goes in and what comes out.

use crate::table::NodeRange;
use hearken_model::{Comment, RemovedKind};

/// What the search for comments may lean on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CommentContext<'a> {
    /// Language of the page by its own mark.
    pub(crate) language: Option<&'a str>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The comments in page order.
    pub(crate) comments: Vec<Comment>,
    /// Nodes that belong to comments or to what stands around them.
    pub(crate) taken: Vec<Taken>,
    /// The number of comments the page itself gives.
    pub(crate) claimed: Option<u32>,
}

/// Nodes that are not the post's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The nodes.
    pub(crate) range: NodeRange,
    /// What they are; `None` for the comments themselves, which are kept as such.
    pub(crate) kind: Option<RemovedKind>,
    /// Name of the rule and what it saw.
    pub(crate) why: String,
}
