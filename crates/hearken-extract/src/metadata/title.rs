//! The title: the heading that the head of the page agrees with, without the site's name.

use super::Sources;
use crate::{
    post::letters,
    table::{Mark, NodeId, Page, Tag},
};

/// The title of the post.
pub(crate) fn title(
    page: &Page<'_>,
    sources: &Sources,
    gone: &dyn Fn(NodeId) -> bool,
) -> Option<String> {
    let _ = (Mark::PostTitle, gone);
    let h1 = (0..page.nodes.len())
        .filter(|id| page.node(*id).tag == Tag::H1 && !page.node(*id).hidden)
        .map(|id| page.line_of(id))
        .find(|line| !letters(line).is_empty());
    h1.or_else(|| sources.meta(&["og:title"]).map(str::to_owned))
        .or_else(|| sources.title.clone())
}
