//! The lines of a part of the page, and the dates in them.

use hearken_model::{PageDate, Span};

use super::words::{Words, plain};
use crate::{
    dates::{DateContext, Stamp, recognise},
    table::{NodeId, NodeRange, Page, Source, Squash, Tag},
};

/// Longer lines are a reader's words, whatever dates they hold.
const MAX_DATED_LINE: usize = 240;

/// Characters beside the date that a date line may have: a name, "Posted by", a count.
const MAX_BESIDE_DATE: usize = 60;

/// Text without a break in it.
#[derive(Debug)]
pub(super) struct Line {
    /// From its first to its last text node.
    pub(super) range: NodeRange,
    /// Its words.
    pub(super) text: String,
    /// Where in `text` the words of each text node begin.
    pub(super) pieces: Vec<(usize, NodeId)>,
    /// The date in it.
    pub(super) stamp: Option<(Span, Stamp)>,
    /// What it is.
    pub(super) kind: LineKind,
}

/// What a line is, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Words.
    Words,
    /// A date with little beside it.
    Dated,
    /// Reply links and the like.
    Furniture,
}

/// A date of the page.
#[derive(Debug, Clone)]
pub(super) struct DateAnchor {
    /// The text or element that holds it.
    pub(super) node: NodeId,
    /// Its value, absent for one told from the reading on.
    pub(super) date: Option<PageDate>,
    /// As it stands on the page.
    pub(super) raw: String,
}

/// Cuts the visible text of `range` into lines.
pub(super) fn lines_of(
    page: &Page<'_>,
    range: NodeRange,
    ctx: &DateContext,
    words: &Words,
    lines: &mut Vec<Line>,
) {
    let mut open = Open::default();
    let mut block_ends: Vec<NodeId> = Vec::new();
    for id in range.clone() {
        while block_ends.last().is_some_and(|end| *end <= id) {
            block_ends.pop();
            open.close(ctx, words, lines);
        }
        let node = page.node(id);
        if node.hidden || node.silent {
            continue;
        }
        match node.source {
            Source::Text(text) => open.push(id, text),
            Source::Element(_) if node.tag == Tag::Br => open.close(ctx, words, lines),
            Source::Element(_) if node.tag.is_block() => {
                open.close(ctx, words, lines);
                block_ends.push(node.end.min(range.end));
            }
            Source::Element(_) => {}
        }
    }
    open.close(ctx, words, lines);
}

#[derive(Debug, Default)]
struct Open {
    squash: Squash,
    pieces: Vec<(usize, NodeId)>,
    last: NodeId,
}

impl Open {
    fn push(&mut self, id: NodeId, text: &str) {
        let before = self.squash.len();
        // Style sheets part "29 October 2014" from "08:00" where the page has no space.
        if self.squash.ends_in_digit() && text.starts_with(|c: char| c.is_ascii_digit()) {
            self.squash.gap();
        }
        self.squash.push(text);
        if self.squash.len() > before {
            self.pieces.push((before, id));
            self.last = id;
        }
    }

    fn close(&mut self, ctx: &DateContext, words: &Words, lines: &mut Vec<Line>) {
        let open = std::mem::take(self);
        let Some((_, first)) = open.pieces.first().copied() else {
            return;
        };
        let text = open.squash.finish();
        let stamp = (text.len() <= MAX_DATED_LINE)
            .then(|| recognise(&text, ctx))
            .flatten();
        let mut line = Line {
            range: first..open.last + 1,
            text,
            pieces: open.pieces,
            stamp,
            kind: LineKind::Words,
        };
        line.kind = line.judge(words);
        lines.push(line);
    }
}

impl Line {
    fn judge(&self, words: &Words) -> LineKind {
        if let Some((span, _)) = self.stamp {
            let beside = self.text.len() - span.len();
            let rest = || {
                plain(&format!(
                    "{}{}",
                    &self.text[..span.start()],
                    &self.text[span.end()..]
                ))
            };
            if beside <= MAX_BESIDE_DATE && !is_sentence(&rest()) {
                return LineKind::Dated;
            }
        }
        let spoken = self.text.chars().any(char::is_alphanumeric);
        if self.is_furniture(words) || (spoken && words.is_around_name(&self.text)) {
            return LineKind::Furniture;
        }
        LineKind::Words
    }

    /// Looks again at a line that holds a date and a marked name of `name` bytes.
    pub(super) fn judge_beside_name(&mut self, name: usize) {
        if let Some((span, _)) = self.stamp
            && name > 0
            && self.text.len().saturating_sub(span.len() + name) <= MAX_BESIDE_DATE
        {
            self.kind = LineKind::Dated;
        }
    }

    /// Whether every piece of the line is a reply link or the like, and one at least has letters.
    fn is_furniture(&self, words: &Words) -> bool {
        let mut any = false;
        for (at, (start, _)) in self.pieces.iter().enumerate() {
            let end = self
                .pieces
                .get(at + 1)
                .map_or(self.text.len(), |(next, _)| *next);
            let piece = plain(&self.text[*start..end]);
            let bare = piece.trim_matches(|c: char| !c.is_alphabetic());
            if bare.is_empty() {
                continue;
            }
            any = true;
            let parts = || {
                piece
                    .split(['|', '·', '•', '/'])
                    .all(|part| words.is_furniture(&plain(part)))
            };
            if !words.is_furniture(&piece) && !words.is_furniture(bare) && !parts() {
                return false;
            }
        }
        any || words.is_furniture(&self.text)
            || (self.text.len() <= 60 && words.is_reply_to(&self.text))
    }

    /// The text node that holds the byte `at` of the line.
    pub(super) fn node_at(&self, at: usize) -> NodeId {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces[piece.saturating_sub(1)].1
    }
}

/// Whether a text beside a date reads as a sentence: several words and a full stop or comma.
fn is_sentence(text: &str) -> bool {
    let stops = [". ", ", ", "! ", "? "];
    text.split_whitespace().count() >= 6 && stops.iter().any(|stop| text.contains(stop))
}

/// The dates of the lines that hold little else.
pub(super) fn anchors_of(lines: &[Line]) -> Vec<DateAnchor> {
    lines
        .iter()
        .filter(|line| line.kind == LineKind::Dated)
        .filter_map(|line| {
            let (span, stamp) = line.stamp?;
            let date = match stamp {
                Stamp::Date(date) => Some(date),
                Stamp::Vague => None,
            };
            Some(DateAnchor {
                node: line.node_at(span.start()),
                date,
                raw: span.slice(&line.text)?.to_owned(),
            })
        })
        .collect()
}
