//! Where a post's byline and date stand: shortly before its title, between title and text, at the
//! text's end.

use crate::table::{NodeId, NodeRange, Page, Tag};

/// Places before the title and after the start of the text that still belong to its head, in
/// nodes; a choice, not measured.
const BEFORE_TITLE: usize = 60;
const AFTER_TITLE: usize = 250;

/// Nodes after the last of the text where a byline may stand (older themes put it below).
const AFTER_TEXT: usize = 80;

/// The parts of a page where the facts of a post stand.
#[derive(Debug)]
pub(crate) struct Nearness<'p> {
    ranges: Vec<NodeRange>,
    gone: &'p [bool],
}

impl<'p> Nearness<'p> {
    /// Around the title (where one is shown) and the ends of the container.
    pub(crate) fn new(
        page: &Page<'_>,
        title: Option<NodeId>,
        container: NodeId,
        gone: &'p [bool],
    ) -> Self {
        let inside = page.subtree(container);
        let last = page.nodes.len();
        let head = title.unwrap_or(inside.start);
        let mut ranges = vec![
            head..(head + AFTER_TITLE).min(last),
            head.saturating_sub(BEFORE_TITLE)..head,
        ];
        let start =
            inside.start.saturating_sub(BEFORE_TITLE)..(inside.start + BEFORE_TITLE).min(last);
        let end = inside.end.saturating_sub(BEFORE_TITLE).max(inside.start)
            ..(inside.end + AFTER_TEXT).min(last);
        ranges.extend([start, end]);
        Self { ranges, gone }
    }

    /// The nodes there, nearest part first, each once, without those in comments.
    pub(crate) fn places(&self) -> impl Iterator<Item = NodeId> + use<'_, 'p> {
        self.ranges
            .iter()
            .enumerate()
            .flat_map(move |(index, range)| {
                let earlier = &self.ranges[..index];
                range.clone().filter(move |id| {
                    !self.gone[*id] && !earlier.iter().any(|known| known.contains(id))
                })
            })
    }
}

/// The element that shows the title.
pub(crate) fn title_element(page: &Page<'_>, title: Option<&str>, gone: &[bool]) -> Option<NodeId> {
    let title = title?;
    let fits = |id: &NodeId| {
        let node = page.node(*id);
        let heading =
            node.tag.heading_level().is_some() || page.has(*id, crate::table::Mark::PostTitle);
        heading && !node.hidden && node.tag != Tag::Text && !gone[*id] && page.line_of(*id) == title
    };
    (0..page.nodes.len()).find(fits)
}
