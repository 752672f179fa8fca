//! How much each passage speaks for its being the post's, summed so that any subtree's sum is one
//! subtraction.

use super::passages::Passage;
use crate::table::{NodeRange, Page, Tag};

/// Characters from which a passage with stops counts as prose. jusText's default is 70 for a
/// short block; 60 did best on the dev articles (50 and 80 cost 0.1 points each).
const PROSE_CHARS: u32 = 60;

/// A list item is prose from fewer characters on.
const ITEM_CHARS: u32 = 40;

/// Share of link characters beyond which a passage is a list of links.
const LINKED: f32 = 0.5;

/// Prefix sums over nodes of what speaks for and against prose.
#[derive(Debug)]
pub(crate) struct Weights {
    good: Vec<u32>,
    bad: Vec<u32>,
}

impl Weights {
    /// Characters of prose in a range.
    pub(crate) fn good(&self, range: &NodeRange) -> u32 {
        self.good[range.end] - self.good[range.start]
    }

    /// Characters of links and furniture in a range.
    pub(crate) fn bad(&self, range: &NodeRange) -> u32 {
        self.bad[range.end] - self.bad[range.start]
    }

    /// Characters of prose in a range as a share of the page's.
    pub(crate) fn share(&self, range: &NodeRange) -> f32 {
        self.good(range) as f32 / self.all_good().max(1) as f32
    }

    /// Characters of prose of the whole page.
    pub(crate) fn all_good(&self) -> u32 {
        self.good.last().copied().unwrap_or(0)
    }
}

/// Weighs the passages of a page.
pub(crate) fn weigh(page: &Page<'_>, passages: &[Passage]) -> Weights {
    let mut good = vec![0_u32; page.nodes.len() + 1];
    let mut bad = vec![0_u32; page.nodes.len() + 1];
    for passage in passages {
        let (for_it, against) = weight(page, passage);
        good[passage.range.start + 1] += for_it;
        bad[passage.range.start + 1] += against;
    }
    for at in 1..good.len() {
        good[at] += good[at - 1];
        bad[at] += bad[at - 1];
    }
    Weights { good, bad }
}

fn weight(page: &Page<'_>, passage: &Passage) -> (u32, u32) {
    let tag = page.node(passage.block).tag;
    let density = passage.link_density();
    let own = passage.chars - passage.link_chars;
    if tag.heading_level().is_some() {
        // A heading that links is one of a teaser.
        return if density > LINKED {
            (0, passage.chars)
        } else {
            (0, 0)
        };
    }
    if density > LINKED {
        return (0, passage.chars);
    }
    let enough = match tag {
        Tag::Li | Tag::Dd => ITEM_CHARS,
        // Code has its own stops.
        Tag::Pre => return (own, 0),
        _ => PROSE_CHARS,
    };
    if passage.chars >= enough && passage.stops > 0 {
        (own, 0)
    } else {
        (0, 0)
    }
}
