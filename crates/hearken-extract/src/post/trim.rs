//! What is left out inside the element that holds the post: its title, lists of links, and what
//! stands before its first and after its last prose.

use std::collections::{BTreeMap, HashSet};

use hearken_model::RemovedKind;

use super::{
    edges::{head_lines, shortcodes},
    lines::{LineContext, telling_lines},
    passages::Passage,
    weigh::Weights,
};
use crate::{
    boilerplate::{Swept, described},
    dates::DateContext,
    table::{NodeId, NodeRange, Page, Tag},
};

/// What trimming leans on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrimContext<'a> {
    /// The element that holds the post.
    pub(crate) container: NodeId,
    /// The post's title.
    pub(crate) title: Option<&'a str>,
    /// How the page writes its dates.
    pub(crate) dates: &'a DateContext,
}

/// What is to be left out of the container, in page order.
pub(crate) fn trim(
    page: &Page<'_>,
    passages: &[Passage],
    weights: &Weights,
    ctx: TrimContext<'_>,
) -> Vec<Swept> {
    let inside = page.subtree(ctx.container);
    let own: Vec<&Passage> = passages
        .iter()
        .filter(|passage| inside.contains(&passage.range.start))
        .collect();
    let mut swept = link_lists(page, weights, &inside);
    swept.extend(cards(page, &own, weights, ctx.container));
    swept.extend(repeated(page, &own));
    swept.extend(head_lines(page, &own, weights, ctx.title, ctx.dates));
    swept.extend(shortcodes(page, &own));
    let lines = LineContext {
        container: ctx.container,
        weights,
        dates: ctx.dates,
    };
    swept.extend(telling_lines(page, &own, lines));
    title_heading(page, &own, ctx.title, &mut swept);
    swept
}

/// Elements that are mostly links: menus, lists of related posts, tag clouds.
fn link_lists(page: &Page<'_>, weights: &Weights, inside: &NodeRange) -> Vec<Swept> {
    let mut swept = Vec::new();
    let mut id = inside.start + 1;
    while id < inside.end {
        let node = page.node(id);
        let grouping = matches!(
            node.tag,
            Tag::Div
                | Tag::Section
                | Tag::Ul
                | Tag::Ol
                | Tag::Table
                | Tag::Dl
                | Tag::Center
                | Tag::Article
        );
        if node.hidden || node.silent {
            id = node.end;
            continue;
        }
        let good = weights.good(&page.subtree(id));
        let (chars, link_chars) = weights.chars(&page.subtree(id));
        let linked = link_chars * 2 > chars && node.links > 1;
        if grouping && chars > 0 && linked && good * 4 < chars {
            let why = format!(
                "mostly-links: {} links in {}",
                node.links,
                described(page, id)
            );
            swept.push(Swept {
                range: page.subtree(id),
                kind: RemovedKind::Related,
                why,
            });
            id = node.end;
            continue;
        }
        id += 1;
    }
    swept
}

/// Most characters of a card that teases another post.
const CARD: u32 = 500;

/// Fewest cards side by side that make a list of them.
const CARDS: usize = 3;

/// Cards with more than this share of the container's text are the post: a list of products.
const MOST_CARDS: f32 = 0.3;

/// Prose before a list of cards that is long enough to be the post itself.
const LONG_ENOUGH: u32 = 1200;

/// Cards that tease other posts: elements side by side, each with one linked heading and little
/// text.
fn cards(page: &Page<'_>, own: &[&Passage], weights: &Weights, container: NodeId) -> Vec<Swept> {
    let inside = page.subtree(container);
    let most = page.node(container).chars as f32 * MOST_CARDS;
    let linked = own.iter().filter(|passage| {
        page.node(passage.block).tag.heading_level().is_some() && passage.link_density() > 0.9
    });
    let mut by_parent: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for heading in linked {
        let card = std::iter::once(heading.block)
            .chain(page.ancestors(heading.block))
            .take_while(|above| page.node(*above).chars <= CARD)
            .last();
        if let Some(card) = card.filter(|card| *card != heading.block) {
            by_parent
                .entry(page.node(card).parent)
                .or_default()
                .push(card);
        }
    }
    by_parent
        .into_values()
        .filter(|cards| cards.len() >= CARDS)
        .filter(|cards| {
            let chars: f32 = cards.iter().map(|card| page.node(*card).chars as f32).sum();
            let before = weights.good(&(inside.start..cards[0]));
            let after =
                weights.good(&(cards.last().map_or(0, |card| page.node(*card).end)..inside.end));
            chars < most || (before >= LONG_ENOUGH && after * 4 < before)
        })
        .flatten()
        .map(|card| Swept {
            range: page.subtree(card),
            kind: RemovedKind::Related,
            why: format!("cards: {}", described(page, card)),
        })
        .collect()
}

/// Shortest passage whose repetition is an accident of the page and not of the writer.
const REPEATED: u32 = 80;

/// Passages that the page holds twice (for two sizes of screen, as a pull quote): the first stays.
fn repeated(page: &Page<'_>, own: &[&Passage]) -> Vec<Swept> {
    let mut met: HashSet<String> = HashSet::new();
    own.iter()
        .filter(|passage| passage.chars >= REPEATED)
        .filter(|passage| !met.insert(letters(&page.line(passage.range.clone()))))
        .map(|passage| Swept {
            range: passage.range.clone(),
            kind: RemovedKind::Duplicate,
            why: "repeated: the same words stand above".to_owned(),
        })
        .collect()
}

/// The heading that shows the title.
fn title_heading(page: &Page<'_>, own: &[&Passage], title: Option<&str>, swept: &mut Vec<Swept>) {
    let Some(title) = title.map(letters).filter(|title| !title.is_empty()) else {
        return;
    };
    let heading = own
        .iter()
        .take(40)
        .find(|passage| passage.chars < 400 && letters(&page.line(passage.range.clone())) == title);
    if let Some(passage) = heading {
        swept.push(Swept {
            range: passage.range.clone(),
            kind: RemovedKind::Duplicate,
            why: "title-heading: it is in `title`".to_owned(),
        });
    }
}

/// Letters and digits alone, in lower case: titles differ in quotes and dashes.
pub(crate) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
