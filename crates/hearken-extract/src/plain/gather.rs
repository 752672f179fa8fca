//! Puts the post together from units that were sorted.

use hearken_model::{Block, BlockKind, Removed, RemovedKind, Span};

/// One block of the post in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its words.
    pub(super) text: String,
    /// Whether it is an item of a list.
    pub(super) item: bool,
}

/// The pieces as text and blocks, in the form of `docs/reading.md`.
pub(super) fn text_of(pieces: &[Piece]) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks: Vec<Block> = Vec::with_capacity(pieces.len());
    let mut last_item = false;
    for piece in pieces.iter().filter(|piece| !piece.text.is_empty()) {
        if !text.is_empty() {
            text.push_str(if last_item && piece.item {
                "\n"
            } else {
                "\n\n"
            });
        }
        let start = text.len();
        text.push_str(&piece.text);
        let Some(span) = Span::new(start, text.len()) else {
            continue;
        };
        blocks.push(Block {
            kind: if piece.item {
                BlockKind::ListItem
            } else {
                BlockKind::Paragraph
            },
            level: piece.item.then_some(1),
            span,
        });
        last_item = piece.item;
    }
    (text, blocks)
}

/// What was left out, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Account {
    removed: Vec<(usize, Removed)>,
}

impl Account {
    /// Records the words of the unit at `place`.
    pub(super) fn add(&mut self, place: usize, kind: RemovedKind, text: &str, why: &str) {
        self.removed.push((
            place,
            Removed {
                kind,
                text: text.to_owned(),
                why: why.to_owned(),
            },
        ));
    }

    /// Places that something was recorded for as a whole unit.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.removed.iter().map(|(place, _)| *place)
    }

    /// The account; neighbours that one rule removed are one entry.
    pub(super) fn finish(mut self) -> Vec<Removed> {
        self.removed.sort_by_key(|(place, _)| *place);
        let mut merged: Vec<(usize, Removed)> = Vec::new();
        for (place, removed) in self.removed {
            match merged.last_mut() {
                Some((last, same))
                    if *last + 1 == place
                        && same.kind == removed.kind
                        && same.why == removed.why =>
                {
                    same.text.push('\n');
                    same.text.push_str(&removed.text);
                    *last = place;
                }
                _ => merged.push((place, removed)),
            }
        }
        merged.into_iter().map(|(_, removed)| removed).collect()
    }
}
