//! Passages: runs of text that no block element parts, in page order.

use crate::table::{NodeId, NodeRange, Page, Source, Tag};

/// A run of text with the counts that tell prose from furniture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    /// From its first text node to one past its last.
    pub(crate) range: NodeRange,
    /// The block element around it.
    pub(crate) block: NodeId,
    /// Visible characters but white space.
    pub(crate) chars: u32,
    /// Those of them within links.
    pub(crate) link_chars: u32,
    /// Commas, full stops and the like.
    pub(crate) stops: u32,
}

impl Passage {
    /// Share of the characters that lie within links.
    pub(crate) fn link_density(&self) -> f32 {
        self.link_chars as f32 / self.chars.max(1) as f32
    }
}

/// The passages of a page, but for hidden text and what `skip` names.
pub(crate) fn passages(page: &Page<'_>, skip: &dyn Fn(NodeId) -> bool) -> Vec<Passage> {
    let mut all: Vec<Passage> = Vec::new();
    let mut open: Option<Passage> = None;
    // Block elements that are open, the innermost last.
    let mut blocks: Vec<NodeId> = vec![0];
    let mut id = 0;
    while id < page.nodes.len() {
        let node = page.node(id);
        while blocks.len() > 1
            && blocks
                .last()
                .is_some_and(|block| page.node(*block).end <= id)
        {
            blocks.pop();
            all.extend(open.take());
        }
        if node.hidden || node.silent || skip(id) {
            if node.tag.is_block() {
                all.extend(open.take());
            }
            id = node.end;
            continue;
        }
        match node.source {
            Source::Text(_) if node.chars > 0 => {
                let block = blocks.last().copied().unwrap_or(0);
                let passage = open.get_or_insert(Passage {
                    range: id..id + 1,
                    block,
                    chars: 0,
                    link_chars: 0,
                    stops: 0,
                });
                passage.range.end = id + 1;
                passage.chars += node.chars;
                passage.link_chars += node.link_chars;
                passage.stops += node.stops;
            }
            Source::Element(_) if node.tag.is_block() => {
                all.extend(open.take());
                blocks.push(id);
            }
            Source::Element(_) if node.tag == Tag::Br && next_is_break(page, id) => {
                all.extend(open.take());
            }
            _ => {}
        }
        id += 1;
    }
    all.extend(open);
    all
}

/// Whether another `br` follows with nothing visible between.
fn next_is_break(page: &Page<'_>, id: NodeId) -> bool {
    page.nodes[id + 1..]
        .iter()
        .find(|node| node.tag != Tag::Text || node.chars > 0)
        .is_some_and(|node| node.tag == Tag::Br)
}
