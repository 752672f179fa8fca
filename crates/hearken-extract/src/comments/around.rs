//! What stands around the comments: forms, headings, pagers, notices.

use hearken_model::RemovedKind;

use super::{Taken, areas::Areas, record::Forest, words::Role};
use crate::table::{Mark, NodeId, NodeRange, Page, Tag};

/// An area without comments that holds this many paragraphs and no form is more than a heading.
const MAX_PARAGRAPHS: u32 = 1;

/// What stands beside comments and holds more paragraphs than a house rule does, and no form, is
/// something else in the same element.
const MAX_PROSE: u32 = 3;

/// The comments themselves and all that stands around them, in page order.
pub(super) fn taken(page: &Page<'_>, areas: &Areas, forest: &Forest) -> Vec<Taken> {
    let outer: Vec<&NodeRange> = (0..forest.records.len())
        .filter(|place| forest.around[*place].is_none())
        .map(|place| &forest.records[place].range)
        .collect();
    let mut taken = taken_alone(forest);
    for area in &areas.ranges {
        let held = holds(&outer, area);
        if !held && !is_around(page, areas, area) {
            continue;
        }
        let mut at = area.start;
        while at < area.end {
            let end = page.node(at).end;
            if let Some(record) = holder(&outer, at) {
                at = record.end;
            } else if holds(&outer, &(at..end)) {
                at += 1;
            } else {
                let form = has_form(page, areas, at);
                let prose = page.node(at).paragraphs > MAX_PROSE;
                if form || (page.node(at).chars > 0 && !prose) {
                    taken.push(remainder(page, areas, at));
                }
                at = end;
            }
        }
    }
    taken.sort_by(|a, b| {
        a.range
            .start
            .cmp(&b.range.start)
            .then(b.range.end.cmp(&a.range.end))
    });
    taken
}

/// The comments themselves, each with those inside of it.
pub(super) fn taken_alone(forest: &Forest) -> Vec<Taken> {
    (0..forest.records.len())
        .filter(|place| forest.around[*place].is_none())
        .map(|place| Taken {
            range: forest.records[place].range.clone(),
            kind: None,
            why: "comment".to_owned(),
        })
        .collect()
}

fn holds(outer: &[&NodeRange], range: &NodeRange) -> bool {
    let first = outer.partition_point(|record| record.start < range.start);
    outer
        .get(first)
        .is_some_and(|record| record.start < range.end)
}

/// The record that holds a node.
fn holder<'r>(outer: &[&'r NodeRange], node: NodeId) -> Option<&'r NodeRange> {
    let after = outer.partition_point(|record| record.start <= node);
    outer
        .get(after.checked_sub(1)?)
        .copied()
        .filter(|record| record.contains(&node))
}

/// Whether an area that holds no comment is a form or a line about comments, and not a part of the
/// post with an unlucky name.
fn is_around(page: &Page<'_>, areas: &Areas, area: &NodeRange) -> bool {
    let node = page.node(area.start);
    has_form(page, areas, area.start) || node.paragraphs <= MAX_PARAGRAPHS
}

fn has_form(page: &Page<'_>, areas: &Areas, id: NodeId) -> bool {
    page.subtree(id).any(|id| {
        matches!(page.node(id).tag, Tag::Form | Tag::Textarea | Tag::Input)
            || page.has(id, Mark::CommentForm)
            || areas.has(id, Role::Form)
    })
}

fn remainder(page: &Page<'_>, areas: &Areas, id: NodeId) -> Taken {
    let range = page.subtree(id);
    if has_form(page, areas, id) {
        let why = "comment form: a form in the area of the comments".to_owned();
        return Taken {
            range,
            kind: Some(RemovedKind::CommentForm),
            why,
        };
    }
    let why = format!(
        "around comments: `{}` in their area",
        page.node(id).tag.name()
    );
    Taken {
        range,
        kind: Some(RemovedKind::CommentChrome),
        why,
    }
}
