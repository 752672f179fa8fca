//! The last step of rendering: all text NFC, spans moved along.

use hearken_model::Span;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Rendered;

/// Composes what the page wrote decomposed. Nearly all pages are composed already.
pub(super) fn compose(rendered: &mut Rendered) {
    if is_nfc_quick(rendered.text.chars()) == IsNormalized::Yes {
        return;
    }
    let old = std::mem::take(&mut rendered.text);
    let text: String = old.nfc().collect();
    let map = offsets(&old, &text);
    let moved = |span: Span| Span::new(map(span.start()), map(span.end())).unwrap_or(span);
    for block in &mut rendered.blocks {
        block.span = moved(block.span);
    }
    for link in &mut rendered.links {
        link.span = moved(link.span);
    }
    rendered.links.retain(|link| !link.span.is_empty());
    rendered.text = text;
}

/// Old places to new ones. Pieces between places where composition can't reach across (ASCII
/// characters stand for themselves and take no mark before them) are measured one by one.
fn offsets(old: &str, new: &str) -> impl Fn(usize) -> usize + use<> {
    // Each pair is a place in the old text and the same in the new one.
    let mut known = vec![(0, 0)];
    let (mut piece, mut at) = (0, 0);
    for (place, c) in old.char_indices() {
        if c.is_ascii() && place > piece {
            at += old[piece..place].nfc().map(char::len_utf8).sum::<usize>();
            known.push((place, at));
            piece = place;
        }
    }
    known.push((old.len(), new.len()));
    let new = new.to_owned();
    move |place| {
        let index = known.partition_point(|(from, _)| *from <= place);
        let (from, to) = known[index.saturating_sub(1)];
        let next = known.get(index).map_or(new.len(), |(_, to)| *to);
        let mut guess = (to + (place - from)).min(next);
        while !new.is_char_boundary(guess) {
            guess -= 1;
        }
        guess
    }
}
