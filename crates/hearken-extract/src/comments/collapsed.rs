//! Comments that the page shows at a click.

use super::words::{Role, words};
use crate::table::{Mark, NodeId, Page};

/// The element that keeps the page's comments from its readers until they ask for them.
///
/// It is called a place for comments and holds one with a number of its own; a template for
/// comments to come has none.
pub(crate) fn collapsed(page: &Page<'_>) -> Option<NodeId> {
    let hides = |id: NodeId| {
        let node = page.node(id);
        node.hidden
            && !page.node(node.parent).hidden
            && node.tag.is_block()
            && page.has(id, Mark::Comment)
            && page.has(id, Mark::HiddenName)
    };
    let numbered = |id: NodeId| {
        let own = page
            .attr(id, "id")
            .filter(|own| own.ends_with(|c: char| c.is_ascii_digit()));
        own.is_some_and(|own| words().roles_of(own).has(Role::Item))
    };
    (0..page.nodes.len()).find(|id| hides(*id) && page.subtree(*id).skip(1).any(numbered))
}
