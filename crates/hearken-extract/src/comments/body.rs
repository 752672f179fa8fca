//! The words of a comment, without its head and foot.

use super::{
    lines::{Line, LineKind},
    name::Writer,
    own::Own,
    record::Forest,
    scan::Scan,
    words::Role,
};
use crate::{
    blocks,
    table::{NodeId, NodeRange, Source, Tag},
};

/// An element that is called furniture but holds more than this is a reader's words all the same.
pub(super) const MAX_FURNITURE: u32 = 200;

/// The text of the record at `place`.
pub(super) fn text_of(
    scan: &Scan<'_, '_>,
    forest: &Forest,
    place: usize,
    writer: &Writer,
) -> String {
    let record = &forest.records[place];
    let own = Own::new(scan, forest, place);
    let body = body_of(scan, forest, place, &own);
    let around = body.or(record.root);
    // Inside of the element alone: its being an item of a list says nothing of the words in it.
    let range = around.map_or_else(
        || record.range.clone(),
        |around| around + 1..scan.page.node(around).end,
    );
    let mut skipped = skipped(scan, forest, place, &range, body.is_some(), writer);
    for around in own.around_holes(scan.page, &record.range) {
        let start = around.start.max(range.start);
        for id in start..around.end.min(range.end).max(start) {
            skipped[id - range.start] = true;
        }
    }
    let text = blocks::render(scan.page, range.clone(), &|id| {
        skipped.get(id - range.start).copied().unwrap_or(false)
    })
    .text;
    let text = text.trim_start_matches([':', '–', '|', '·', '•', ' ', '\n']);
    text.trim_end_matches(['|', '·', '•', ' ', '\n']).to_owned()
}

/// The element that is called the comment's words.
fn body_of(
    scan: &Scan<'_, '_>,
    forest: &Forest,
    place: usize,
    own: &Own<'_, '_, '_>,
) -> Option<NodeId> {
    let record = &forest.records[place];
    let page = scan.page;
    let all = own.tally(&record.range).words;
    let mut best: Option<(usize, NodeId)> = None;
    for id in forest.own_nodes(place) {
        let node = page.node(id);
        let called = scan.areas.has(id, Role::Body) && Some(id) != record.root;
        if !called || node.hidden || node.chars == 0 {
            continue;
        }
        let range = page.subtree(id);
        let framed = scan
            .names_in(&range)
            .first()
            .is_some_and(|name| !forest.is_in_hole(place, *name))
            || scan
                .dates_in(&range)
                .first()
                .is_some_and(|date| !forest.is_in_hole(place, date.node));
        let words = own.tally(&range).words;
        if !framed && words * 2 >= all && best.is_none_or(|(most, _)| words > most) {
            best = Some((words, id));
        }
    }
    best.map(|(_, id)| id)
}

/// For each node of `range`, whether it is none of the comment's words.
fn skipped(
    scan: &Scan<'_, '_>,
    forest: &Forest,
    place: usize,
    range: &NodeRange,
    called: bool,
    writer: &Writer,
) -> Vec<bool> {
    let mut skipped = vec![false; range.len()];
    let mut skip = |nodes: NodeRange| {
        let start = nodes.start.max(range.start);
        for id in start..nodes.end.min(range.end).max(start) {
            skipped[id - range.start] = true;
        }
    };
    let mut furniture_until = range.start;
    for id in forest.own_nodes(place).filter(|id| range.contains(id)) {
        if id >= furniture_until && is_furniture(scan, id) {
            skip(scan.page.subtree(id));
            furniture_until = scan.page.node(id).end;
        }
    }
    let lines: Vec<usize> = scan
        .own_lines(forest, place)
        .filter(|at| range.contains(&scan.lines[*at].range.start))
        .collect();
    let named = |line: &Line| {
        let name = writer.node.map(|name| scan.page.subtree(name));
        name.is_some_and(|name| name.start < line.range.end && line.range.start < name.end)
    };
    let stamp = scan.own_date(forest, place).map(|date| date.node);
    let is_words = |at: &usize| {
        let line = &scan.lines[*at];
        line.kind == LineKind::Words && !named(line) && !scan.is_name_line(line)
    };
    // A number alone beside other words is a count of votes.
    let told = |at: &usize| is_words(at) && scan.lines[*at].text.chars().any(char::is_alphabetic);
    let some = lines.iter().any(told);
    let says = |at: &usize| if some { told(at) } else { is_words(at) };
    let first = lines.iter().copied().find(says);
    let last = lines.iter().copied().rev().find(says);
    for at in lines {
        let line = &scan.lines[at];
        let inside = first.is_some_and(|first| at > first) && last.is_some_and(|last| at < last);
        let furniture = match line.kind {
            LineKind::Furniture => !inside,
            LineKind::Dated => {
                stamp.is_some_and(|stamp| line.range.contains(&stamp)) || !(called || inside)
            }
            LineKind::Words => {
                let outside =
                    first.is_some_and(|first| at < first) || last.is_some_and(|last| at > last);
                !called && (outside || !inside && scan.is_name_line(line))
            }
        };
        let beside = writer
            .node
            .is_some_and(|name| named(line) && scan.is_line_of(line, name));
        if furniture || (beside && !inside) {
            skip(line.range.clone());
        } else if named(line)
            && let Some(name) = writer.node
        {
            skip(scan.page.subtree(name));
        }
    }
    skipped
}

fn is_furniture(scan: &Scan<'_, '_>, id: NodeId) -> bool {
    let node = scan.page.node(id);
    if !matches!(node.source, Source::Element(_)) {
        return false;
    }
    let roles = scan.areas.roles(id);
    let called =
        roles.has(Role::Furniture) || roles.has(Role::AuthorBadge) || roles.has(Role::Form);
    let tagged = matches!(
        node.tag,
        Tag::Button | Tag::Form | Tag::Nav | Tag::Label | Tag::Input
    );
    (called && !roles.has(Role::Body) && node.chars <= MAX_FURNITURE) || tagged
}
