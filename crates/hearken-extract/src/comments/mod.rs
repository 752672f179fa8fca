//! Readers' comments found in a page's table.

use hearken_model::{Comment, RemovedKind};
use url::Url;

use crate::table::{NodeRange, Page};

/// What the search for comments may lean on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CommentContext<'a> {
    /// Language of the page by its own mark.
    pub(crate) language: Option<&'a str>,
    /// Address of the page.
    pub(crate) url: Option<&'a Url>,
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

/// Finds the comments of a page.
pub(crate) fn find(_page: &Page<'_>, _context: &CommentContext<'_>) -> Found {
    Found::default()
}

/// Marks the comments that the post's author wrote, as far as the page did not mark them itself:
/// by the same name as the byline, or a signature.
pub(crate) fn mark_post_author(_comments: &mut [Comment], _authors: &[String]) {}
