//! Text growing block by block, with its white space squashed and its links noted.

use hearken_model::{Block, BlockKind, Link, Span};

use crate::table::is_invisible;

/// Kind and level of the block that text written now belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) kind: BlockKind,
    pub(super) level: Option<u8>,
}

impl Form {
    pub(super) const PARAGRAPH: Self = Self {
        kind: BlockKind::Paragraph,
        level: None,
    };
}

/// A link whose end is not reached yet.
#[derive(Debug)]
struct OpenLink {
    href: String,
    start: Option<usize>,
}

/// Writes the text of a reading.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    blocks: Vec<Block>,
    links: Vec<Link>,
    open_links: Vec<OpenLink>,
    /// Start and form of the block being written.
    open: Option<(usize, Form)>,
    gap: bool,
    breaks: u32,
    tabs: usize,
}

impl Writer {
    /// Adds inline text.
    pub(super) fn text(&mut self, piece: &str, form: Form) {
        for c in piece.chars() {
            if c.is_whitespace() {
                self.gap = true;
            } else if !is_invisible(c) {
                self.visible(c, form);
            }
        }
    }

    /// Adds preformatted text.
    pub(super) fn preformatted(&mut self, piece: &str, form: Form) {
        for c in piece.chars() {
            if self.open.is_some() && (c == '\n' || c == '\t' || c == ' ' || c == '\u{a0}') {
                self.text.push(if c == '\u{a0}' { ' ' } else { c });
            } else if c.is_whitespace() {
                // Indentation of the first line counts, empty lines before it don't.
                match c {
                    '\n' => self.tabs = 0,
                    ' ' | '\u{a0}' | '\t' => self.tabs += 1,
                    _ => {}
                }
            } else if !is_invisible(c) {
                self.gap = false;
                self.tabs = 0;
                self.visible(c, form);
            }
        }
    }

    fn visible(&mut self, c: char, form: Form) {
        if self.breaks > 1 {
            self.end_block();
        }
        match self.open {
            None => self.start_block(form),
            Some(_) if self.tabs > 0 => self.text.extend(std::iter::repeat_n('\t', self.tabs)),
            Some(_) if self.breaks == 1 => self.text.push('\n'),
            Some(_) if self.gap => self.text.push(' '),
            Some(_) => {}
        }
        (self.gap, self.breaks, self.tabs) = (false, 0, 0);
        for link in &mut self.open_links {
            link.start.get_or_insert(self.text.len());
        }
        self.text.push(c);
    }

    fn start_block(&mut self, form: Form) {
        if let Some(before) = self.blocks.last() {
            let in_a_row = before.kind == form.kind
                && matches!(form.kind, BlockKind::ListItem | BlockKind::TableRow);
            self.text.push_str(if in_a_row { "\n" } else { "\n\n" });
        }
        // Empty cells at the start of a row keep their place in the middle only: a block begins
        // with a visible character.
        self.open = Some((self.text.len(), form));
    }

    /// A word ends here.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// A line ends here; two in a row end a paragraph.
    pub(super) fn line_break(&mut self) {
        if self.open.is_some() {
            self.breaks += 1;
        }
    }

    /// A line ends here within preformatted text.
    pub(super) fn hard_break(&mut self) {
        if self.open.is_some() {
            self.text.push('\n');
        }
    }

    /// A cell of a table row begins.
    pub(super) fn cell(&mut self) {
        if self.open.is_some() {
            self.tabs += 1;
        }
        self.gap = false;
    }

    /// The block ends here, if one is open.
    pub(super) fn end_block(&mut self) {
        (self.gap, self.breaks, self.tabs) = (false, 0, 0);
        let Some((start, form)) = self.open.take() else {
            return;
        };
        let kept = self.text[start..].trim_end().len();
        self.text.truncate(start + kept);
        if let Some(span) = Span::new(start, self.text.len()) {
            self.blocks.push(Block {
                kind: form.kind,
                level: form.level,
                span,
            });
        }
    }

    /// A link begins.
    pub(super) fn open_link(&mut self, href: String) {
        self.open_links.push(OpenLink { href, start: None });
    }

    /// The link opened last ends.
    pub(super) fn close_link(&mut self) {
        let Some(OpenLink {
            href,
            start: Some(start),
        }) = self.open_links.pop()
        else {
            return;
        };
        let end = start + self.text[start..].trim_end().len();
        if let Some(span) = Span::new(start, end).filter(|span| !span.is_empty()) {
            self.links.push(Link { href, span });
        }
    }

    /// What was written.
    pub(super) fn finish(mut self) -> (String, Vec<Block>, Vec<Link>) {
        self.end_block();
        while !self.open_links.is_empty() {
            self.close_link();
        }
        self.links
            .sort_by_key(|link| (link.span.start(), link.span.end()));
        (self.text, self.blocks, self.links)
    }
}
