//! The element that holds the post.
//!
//! Each element is worth its prose less its furniture; a parent that adds more prose than
//! furniture is worth more than its child, so the container grows over sibling sections by
//! itself and stops where menus and teasers would come in. What an element says of itself
//! (`itemprop=articleBody`, `entry-content`, `article`…) is worth a bonus.

use super::weigh::Weights;
use crate::table::{Mark, NodeId, Page, Tag};

/// What a character of furniture costs against one of prose.
const FURNITURE: f32 = 1.0;

/// Bonus of an element all of whose prose lies in elements that name themselves the post's text.
const BODY_BONUS: f32 = 2.0;

/// How fast the bonus falls with prose that lies in no such element: with the fourth power an
/// element around several of them has the full bonus, one that adds as much again has none.
const NAMED_POWER: i32 = 4;

/// Bonus of an element that names itself the post, or the main part of the page.
const WHOLE_BONUS: f32 = 1.05;

/// The element whose subtree is the post's, and why.
pub(crate) fn find_container(page: &Page<'_>, weights: &Weights) -> (NodeId, String) {
    let body = (0..page.nodes.len())
        .find(|id| page.node(*id).tag == Tag::Body)
        .unwrap_or(0);
    let mut best = (body, worth(page, weights, body));
    let mut id = body + 1;
    while id < page.nodes.len() {
        let node = page.node(id);
        if node.tag.is_block() && !node.hidden {
            let worth = worth(page, weights, id);
            // An inner element that is worth as much holds the same with less around it.
            if worth >= best.1 && worth > 0.0 {
                best = (id, worth);
            }
        }
        id += 1;
    }
    let node = page.node(best.0);
    (
        best.0,
        format!(
            "{} `{}` worth {:.0}",
            node.tag.name(),
            page.class(best.0),
            best.1
        ),
    )
}

fn worth(page: &Page<'_>, weights: &Weights, id: NodeId) -> f32 {
    let range = page.subtree(id);
    let sum = weights.good(&range) as f32 - FURNITURE * weights.bad(&range) as f32;
    if sum <= 0.0 {
        return sum;
    }
    let node = page.node(id);
    let part_of_body = weights.is_within_body(id) && !page.has(id, Mark::PostBody);
    let named = if part_of_body {
        0.0
    } else {
        weights.named(&range) as f32 / weights.good(&range).max(1) as f32
    };
    let body = 1.0 + (BODY_BONUS - 1.0) * named.powi(NAMED_POWER);
    let says_whole = matches!(node.tag, Tag::Article | Tag::Main)
        || page.has(id, Mark::PostWhole)
        || page.has(id, Mark::MainPart);
    sum * body.max(if says_whole { WHOLE_BONUS } else { 1.0 })
}
