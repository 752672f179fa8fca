//! [`Page`]: the nodes of a page in page order.

use std::{borrow::Cow, ops::Range};

use scraper::node::Element;
use url::Url;

use super::{Mark, Marks, Squash, Tag};

/// Place of a node in [`Page::nodes`].
pub(crate) type NodeId = usize;

/// A run of nodes; a whole subtree where it goes from a node to its `end`.
pub(crate) type NodeRange = Range<NodeId>;

/// Where a node's content lies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// An element of the parsed tree.
    Element(&'a Element),
    /// A text of the parsed tree.
    Text(&'a str),
}

/// One element or text, with what was counted in its subtree.
///
/// All counts leave out what is hidden or silent (scripts, options, templates).
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// The element or text itself.
    pub(crate) source: Source<'a>,
    /// Its name.
    pub(crate) tag: Tag,
    /// The element around it; the root is its own parent.
    pub(crate) parent: NodeId,
    /// One past the last node of its subtree.
    pub(crate) end: NodeId,
    /// Elements above it.
    pub(crate) depth: u32,
    /// What its class, id, role and the like say.
    pub(crate) marks: Marks,
    /// Whether it, or an element around it, is kept from the page's readers.
    pub(crate) hidden: bool,
    /// Whether it, or an element around it, holds no words of the page (script, select, svg…).
    pub(crate) silent: bool,
    /// Visible characters but white space.
    pub(crate) chars: u32,
    /// Those of them within links.
    pub(crate) link_chars: u32,
    /// Commas and full stops of any script: running text has them, menus don't.
    pub(crate) stops: u32,
    /// Elements `p` (and `br`-parted runs' parents) with at least 80 characters of text.
    pub(crate) paragraphs: u32,
    /// Links.
    pub(crate) links: u32,
}

/// A page as a flat table.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// All nodes in page order; the first is the root element.
    pub(crate) nodes: Vec<Node<'a>>,
    /// The page's own address, for absolute links.
    pub(crate) url: Option<Url>,
}

impl<'a> Page<'a> {
    /// Shows what the element `id` hides: a part of the page that opens at a click.
    pub(crate) fn reveal(&mut self, id: NodeId) {
        super::build::reveal(&mut self.nodes, id);
    }

    /// The node `id`.
    pub(crate) fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id]
    }

    /// Its subtree, itself included.
    pub(crate) fn subtree(&self, id: NodeId) -> NodeRange {
        id..self.nodes[id].end
    }

    /// Ids of its children, in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        let end = self.nodes[id].end;
        let first = Some(id + 1).filter(|child| *child < end);
        std::iter::successors(first, move |child| {
            Some(self.nodes[*child].end).filter(|next| *next < end)
        })
    }

    /// Ids of the elements around it, the nearest first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_, 'a> {
        std::iter::successors(Some(id), |at| {
            Some(self.nodes[*at].parent).filter(|parent| parent != at)
        })
        .skip(1)
    }

    /// The element, where the node is one.
    pub(crate) fn element(&self, id: NodeId) -> Option<&'a Element> {
        match self.nodes[id].source {
            Source::Element(element) => Some(element),
            Source::Text(_) => None,
        }
    }

    /// The attribute `name` of the element `id`.
    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&'a str> {
        // `Element::attr` interns the name first, which costs more than this walk.
        self.element(id)?
            .attrs()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Its class attribute, empty where there is none.
    pub(crate) fn class(&self, id: NodeId) -> &'a str {
        self.attr(id, "class").unwrap_or("")
    }

    /// Whether it bears `mark` itself.
    pub(crate) fn has(&self, id: NodeId, mark: Mark) -> bool {
        self.nodes[id].marks.has(mark)
    }

    /// Whether it or an element around it bears `mark`.
    pub(crate) fn is_under(&self, id: NodeId, mark: Mark) -> bool {
        self.has(id, mark) || self.ancestors(id).any(|above| self.has(above, mark))
    }

    /// The visible text of a range in one line: blocks and line breaks part words, the rest does
    /// not.
    pub(crate) fn line(&self, range: NodeRange) -> String {
        let mut line = Squash::default();
        for node in &self.nodes[range] {
            match node.source {
                Source::Text(text) if !node.hidden && !node.silent => line.push(text),
                Source::Element(_) if node.tag.is_block() || node.tag == Tag::Br => line.gap(),
                _ => {}
            }
        }
        line.finish()
    }

    /// [`Page::line`] of a whole subtree.
    pub(crate) fn line_of(&self, id: NodeId) -> String {
        self.line(self.subtree(id))
    }

    /// An address of the page made absolute where the page's own is known.
    pub(crate) fn absolute(&self, href: &str) -> String {
        let href = href.trim();
        match &self.url {
            Some(base) => base
                .join(href)
                .map_or_else(|_| href.to_owned(), String::from),
            None => href.to_owned(),
        }
    }

    /// The raw text inside an element such as `script` or `title`, hidden or not.
    pub(crate) fn raw_text(&self, id: NodeId) -> Cow<'a, str> {
        let mut texts = self.nodes[self.subtree(id)]
            .iter()
            .filter_map(|node| match node.source {
                Source::Text(text) => Some(text),
                Source::Element(_) => None,
            });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                Cow::Owned([first, second].into_iter().chain(texts).collect())
            }
        }
    }
}
