//! The pass that applies the rules to a whole page.

use hearken_model::RemovedKind;

use super::rules::{RULES, Rule, Scope};
use crate::{
    post::Weights,
    table::{Mark, Marks, Node, NodeId, NodeRange, Page, Tag},
};

/// Nodes that a rule took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swept {
    /// The nodes.
    pub(crate) range: NodeRange,
    /// What they are.
    pub(crate) kind: RemovedKind,
    /// The rule and what it saw.
    pub(crate) why: String,
}

/// Elements that hold or may hold the post, whatever else their names say.
const NEVER: &[Tag] = &[Tag::Html, Tag::Body, Tag::Main];

/// A rule that takes more than this share of the page's prose in all has met a theme that uses
/// its words for the post itself, and is left out of use for the page.
const MOST_OF_A_PAGE: f32 = 0.4;

/// Applies the rules: each swept subtree is a whole element, none within another.
pub(crate) fn sweep(
    page: &Page<'_>,
    weights: &Weights,
    gone: &dyn Fn(NodeId) -> bool,
) -> Vec<Swept> {
    let mut off = vec![false; RULES.len()];
    loop {
        let taken = apply(page, weights, gone, &off);
        let mut sums = vec![0.0; RULES.len()];
        for (id, rule) in &taken {
            sums[*rule] += weights.share(&page.subtree(*id));
        }
        // Each round puts at least one rule out of use, so the rounds are as many as the rules.
        let greedy = (0..RULES.len()).find(|rule| sums[*rule] > MOST_OF_A_PAGE);
        match greedy {
            Some(rule) => off[rule] = true,
            None => {
                return taken
                    .into_iter()
                    .map(|(id, rule)| swept(page, id, rule))
                    .collect();
            }
        }
    }
}

fn swept(page: &Page<'_>, id: NodeId, rule: usize) -> Swept {
    let Rule { name, kind, .. } = RULES[rule];
    let why = format!("{name}: {}", described(page, id));
    Swept {
        range: page.subtree(id),
        kind,
        why,
    }
}

/// The elements that rules take, each with the rule's place.
fn apply(
    page: &Page<'_>,
    weights: &Weights,
    gone: &dyn Fn(NodeId) -> bool,
    off: &[bool],
) -> Vec<(NodeId, usize)> {
    let mut taken = Vec::new();
    let mut post_until = 0;
    let mut id = 0;
    while id < page.nodes.len() {
        let node = page.node(id);
        if gone(id) || node.silent || node.hidden {
            id = node.end;
            continue;
        }
        if let Some(rule) = rule_for(page, weights, id, id < post_until, off) {
            taken.push((id, rule));
            id = node.end;
            continue;
        }
        if says_post(node) {
            post_until = post_until.max(node.end);
        }
        id += 1;
    }
    taken
}

fn says_post(node: &Node<'_>) -> bool {
    const POST: Marks = Marks::of(&[Mark::PostBody, Mark::PostWhole]);
    matches!(node.tag, Tag::Article | Tag::Main) || node.marks.meets(POST)
}

fn rule_for(
    page: &Page<'_>,
    weights: &Weights,
    id: NodeId,
    in_post: bool,
    off: &[bool],
) -> Option<usize> {
    let node = page.node(id);
    if NEVER.contains(&node.tag) || node.tag == Tag::Text || page.has(id, Mark::PostBody) {
        return None;
    }
    // Words of a line bear names too (a date in a sentence); only what stands alone is furniture.
    let stands_alone = node.tag.is_block() || node.tag == Tag::Button || alone_in_line(page, id);
    let share = weights.share(&page.subtree(id));
    RULES.iter().enumerate().position(|(place, rule)| {
        let tag_fits = rule.tags.contains(&node.tag);
        let mark_fits = node.marks.meets(rule.marks);
        (tag_fits || (mark_fits && stands_alone && node.tag.heading_level().is_none()))
            && !off[place]
            && !(rule.kind == RemovedKind::Caption && holds_image(page, id))
            && share <= rule.share
            && node.chars <= rule.chars
            && (rule.scope == Scope::Anywhere || !in_post)
    })
}

/// The first rule whose words and limits of length an element fits, whatever prose it holds.
pub(super) fn rule_by_name(page: &Page<'_>, id: NodeId) -> Option<usize> {
    let node = page.node(id);
    if NEVER.contains(&node.tag) || node.tag == Tag::Text || page.has(id, Mark::PostBody) {
        return None;
    }
    let marked = node.tag.heading_level().is_none();
    RULES.iter().position(|rule| {
        let fits = rule.tags.contains(&node.tag) || (marked && node.marks.meets(rule.marks));
        let frame = rule.kind == RemovedKind::Caption && holds_image(page, id);
        fits && node.chars <= rule.chars && !frame
    })
}

/// Whether an image stands within: such an element is the frame of image and caption.
fn holds_image(page: &Page<'_>, id: NodeId) -> bool {
    page.nodes[page.subtree(id)]
        .iter()
        .any(|node| node.tag == Tag::Img)
}

/// Whether an inline element is not part of a sentence: its parent is no paragraph, item or
/// heading with text of its own.
fn alone_in_line(page: &Page<'_>, id: NodeId) -> bool {
    let node = page.node(id);
    let above = page.node(node.parent);
    let running = matches!(
        above.tag,
        Tag::P | Tag::Li | Tag::Blockquote | Tag::Dd | Tag::Td
    ) || above.tag.heading_level().is_some()
        || !above.tag.is_block();
    !running || node.chars == above.chars
}

/// The element in the form a person would look for it: `div.share-bar`.
pub(crate) fn described(page: &Page<'_>, id: NodeId) -> String {
    let tag = page.node(id).tag.name();
    let class = page.class(id).split_ascii_whitespace().next();
    match (page.attr(id, "id"), class) {
        (Some(name), _) => format!("{tag}#{name}"),
        (None, Some(class)) => format!("{tag}.{class}"),
        (None, None) => tag.to_owned(),
    }
}
