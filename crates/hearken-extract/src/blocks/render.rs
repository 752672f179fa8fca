//! The walk that renders: one pass, an explicit stack of what is open.

use hearken_model::{Block, BlockKind, Image, Link};

use super::{
    data_table::is_data_table,
    image::{self, Drawn},
    nfc,
    writer::{Form, Writer},
};
use crate::table::{NodeId, NodeRange, Page, Source, Tag};

/// What a range of nodes reads as.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rendered {
    /// Blocks parted by a blank line, rows and items in a row by a line break.
    pub(crate) text: String,
    /// The blocks of `text`.
    pub(crate) blocks: Vec<Block>,
    /// Links within `text`.
    pub(crate) links: Vec<Link>,
    /// Images met.
    pub(crate) images: Vec<Image>,
}

/// Renders the nodes of `range`, leaving out hidden and silent ones and every subtree that
/// `skip` names (asked once for each node that is reached).
pub(crate) fn render(page: &Page<'_>, range: NodeRange, skip: &dyn Fn(NodeId) -> bool) -> Rendered {
    let mut walk = Walk {
        page,
        writer: Writer::default(),
        images: Vec::new(),
        open: Vec::new(),
        state: State::START,
    };
    let mut id = range.start;
    while id < range.end {
        walk.close_before(id);
        let node = page.node(id);
        let ends_words = node.tag.is_block();
        if node.hidden || node.silent || skip(id) {
            if ends_words {
                walk.boundary();
            }
            id = node.end;
            continue;
        }
        match node.source {
            Source::Text(text) => walk.text(text),
            Source::Element(_) => walk.open(id),
        }
        id += 1;
    }
    walk.finish(range.end)
}

/// What the elements around a text make of it.
#[derive(Debug, Clone, Copy)]
struct State {
    form: Form,
    list_depth: u8,
    preformatted: bool,
    data_table: bool,
    in_row: bool,
}

impl State {
    const START: Self = Self {
        form: Form::PARAGRAPH,
        list_depth: 0,
        preformatted: false,
        data_table: false,
        in_row: false,
    };
}

/// An element that is open: where it ends, and what to go back to.
#[derive(Debug)]
struct Open {
    end: NodeId,
    before: State,
    tag: Tag,
    link: bool,
}

#[derive(Debug)]
struct Walk<'p, 'a> {
    page: &'p Page<'a>,
    writer: Writer,
    images: Vec<Image>,
    open: Vec<Open>,
    state: State,
}

impl Walk<'_, '_> {
    fn text(&mut self, text: &str) {
        if self.state.preformatted {
            self.writer.preformatted(text, self.state.form);
        } else {
            self.writer.text(text, self.state.form);
        }
    }

    fn open(&mut self, id: NodeId) {
        let node = self.page.node(id);
        let tag = node.tag;
        match tag {
            Tag::Br if self.state.preformatted => self.writer.hard_break(),
            Tag::Br if self.state.in_row => self.writer.gap(),
            Tag::Br => self.writer.line_break(),
            Tag::Img => self.image(id),
            Tag::Td | Tag::Th if self.state.in_row => self.writer.cell(),
            _ if tag.is_block() => self.boundary(),
            _ => {}
        }
        let before = self.state;
        self.enter(id, tag);
        let link = self.open_link(id, tag);
        if node.end > id + 1 {
            self.open.push(Open {
                end: node.end,
                before,
                tag,
                link,
            });
        } else {
            self.state = before;
            if link {
                self.writer.close_link();
            }
        }
    }

    /// What the element makes of the text inside it.
    fn enter(&mut self, id: NodeId, tag: Tag) {
        let state = &mut self.state;
        let form = |kind, level| Form { kind, level };
        match tag {
            _ if state.in_row => {}
            Tag::Ul | Tag::Ol | Tag::Menu => state.list_depth = state.list_depth.saturating_add(1),
            Tag::Li => state.form = form(BlockKind::ListItem, Some(state.list_depth.max(1))),
            Tag::Blockquote => state.form = form(BlockKind::Quote, None),
            Tag::Pre => {
                state.form = form(BlockKind::Code, None);
                state.preformatted = true;
            }
            Tag::Table => state.data_table = is_data_table(self.page, id),
            Tag::Tr if state.data_table => {
                state.form = form(BlockKind::TableRow, None);
                state.in_row = true;
            }
            _ => {
                if let Some(level) = tag.heading_level() {
                    state.form = form(BlockKind::Heading, Some(level));
                }
            }
        }
    }

    fn open_link(&mut self, id: NodeId, tag: Tag) -> bool {
        let href = self
            .page
            .attr(id, "href")
            .map(str::trim)
            .filter(|_| tag == Tag::A);
        let Some(href) = href.filter(|href| leads_elsewhere(self.page, href)) else {
            return false;
        };
        self.writer.open_link(self.page.absolute(href));
        true
    }

    fn image(&mut self, id: NodeId) {
        match image::look_at(self.page, id) {
            Drawn::Image(image) => self.images.push(image),
            Drawn::Emoticon(text) => self.writer.text(&text, self.state.form),
            Drawn::Nothing => {}
        }
    }

    /// A block begins or ends; within a row of data that parts words only.
    fn boundary(&mut self) {
        if self.state.in_row {
            self.writer.gap();
        } else {
            self.writer.end_block();
        }
    }

    /// Closes what ends before node `id`.
    fn close_before(&mut self, id: NodeId) {
        while self.open.last().is_some_and(|open| open.end <= id) {
            let Some(open) = self.open.pop() else { return };
            if open.link {
                self.writer.close_link();
            }
            self.state = open.before;
            if open.tag.is_block() && !matches!(open.tag, Tag::Td | Tag::Th) {
                self.boundary();
            } else if matches!(open.tag, Tag::Td | Tag::Th) && !self.state.in_row {
                self.writer.end_block();
            }
        }
    }

    fn finish(mut self, end: NodeId) -> Rendered {
        self.close_before(end);
        let (text, blocks, links) = self.writer.finish();
        let mut rendered = Rendered {
            text,
            blocks,
            links,
            images: self.images,
        };
        nfc::compose(&mut rendered);
        rendered
    }
}

/// Whether an address leads to another page: not within this one, and not to a script.
fn leads_elsewhere(page: &Page<'_>, href: &str) -> bool {
    let scheme = href
        .get(..11)
        .is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
    if href.is_empty() || href.starts_with('#') || scheme {
        return false;
    }
    let Some(url) = page.url.as_ref().filter(|_| href.contains('#')) else {
        return true;
    };
    let Ok(mut target) = url.join(href) else {
        return true;
    };
    target.set_fragment(None);
    let mut own = url.clone();
    own.set_fragment(None);
    target != own
}
