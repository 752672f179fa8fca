//! Comments as runs of siblings: a line with name and date, then the words, then the next.

use super::{
    answers::is_quoted_answer,
    groups::Candidate,
    record::{Plainness, Record},
    scan::Scan,
    words::Role,
};
use crate::table::{Mark, NodeId, NodeRange, Tag};

/// Children that a start may be looked for in; a list has its first comment long before.
const MAX_START: usize = 12;

/// The parents whose children read as runs of comments.
pub(super) fn candidates(scan: &Scan<'_, '_>) -> Vec<Candidate> {
    parents_of_dates(scan)
        .into_iter()
        .filter_map(|parent| judge(scan, parent))
        .collect()
}

/// Elements with dates in different children, in page order.
fn parents_of_dates(scan: &Scan<'_, '_>) -> Vec<NodeId> {
    /// A date line lies at most this deep in the sibling that holds it.
    const LEVELS: usize = 4;
    let mut parents: Vec<NodeId> = Vec::new();
    for date in &scan.dates {
        parents.extend(scan.page.ancestors(date.node).take(LEVELS).filter(|above| {
            let tag = scan.page.node(*above).tag;
            let holds = tag.is_block() || tag == Tag::Font;
            holds && (scan.is_in_area(*above) || holds_area(scan, *above))
        }));
    }
    parents.sort_unstable();
    parents.dedup();
    parents
}

/// Whether an area, one that begins at a heading, is made of the element's last children.
fn holds_area(scan: &Scan<'_, '_>, id: NodeId) -> bool {
    let end = scan.page.node(id).end;
    let areas = &scan.areas.ranges;
    // They are disjoint, so that only the last that begins inside can reach the end.
    let before = areas.partition_point(|area| area.start < end);
    before
        .checked_sub(1)
        .is_some_and(|at| id < areas[at].start && areas[at].end >= end)
}

/// A child, or a line of text between children.
#[derive(Debug, Clone, PartialEq)]
struct Unit {
    range: NodeRange,
    likeness: (Tag, String),
    dates: usize,
    names: usize,
    words: usize,
}

fn units_of(scan: &Scan<'_, '_>, parent: NodeId) -> Vec<Unit> {
    let page = scan.page;
    let unit = |range: NodeRange, likeness| {
        let tally = scan.tally(&range);
        // An answer set apart is not where the next comment begins.
        let answer = is_quoted_answer(scan, range.start);
        Unit {
            range,
            likeness,
            dates: if answer { 0 } else { tally.dates },
            names: tally.names,
            words: tally.words,
        }
    };
    let mut units: Vec<Unit> = Vec::new();
    let mut inline: Option<NodeRange> = None;
    for child in page.children(parent) {
        let node = page.node(child);
        if node.hidden || node.silent || !scan.is_in_area(child) {
            continue;
        }
        if node.tag.is_block() {
            if let Some(range) = inline.take() {
                units.push(unit(range, (Tag::Text, String::new())));
            }
            let name = page
                .class(child)
                .split_ascii_whitespace()
                .next()
                .unwrap_or("");
            units.push(unit(page.subtree(child), (node.tag, name.to_owned())));
        } else {
            let start = inline.take().map_or(child, |range| range.start);
            inline = Some(start..node.end);
        }
    }
    if let Some(range) = inline {
        units.push(unit(range, (Tag::Text, String::new())));
    }
    units.retain(|unit| {
        page.nodes[unit.range.clone()]
            .iter()
            .any(|node| node.chars > 0 || node.tag == Tag::Hr)
    });
    units
}

fn judge(scan: &Scan<'_, '_>, parent: NodeId) -> Option<Candidate> {
    let units = units_of(scan, parent);
    let dated = units.iter().filter(|unit| unit.dates > 0).count();
    let named = scan.areas.has(parent, Role::Item) || scan.page.has(parent, Mark::Comment);
    if dated == 0
        || units.len() < 2
        || (dated == 1 && !named)
        || units.iter().any(|unit| unit.dates > 2)
    {
        return None;
    }
    let records = units
        .iter()
        .take(MAX_START)
        .enumerate()
        .find_map(|(at, start)| {
            let like = |before: &Unit| before.likeness == start.likeness && before.dates > 0;
            if units[..at].iter().any(like) || start.likeness.0 == Tag::Hr {
                return None;
            }
            cut(&units, at, dated)
        })
        .or_else(|| cut_at_dates(&units, dated))?;
    let mut around = std::iter::once(parent).chain(scan.page.ancestors(parent).take(1));
    let is_linkback = around.any(|id| scan.areas.has(id, Role::Pingback));
    let records: Vec<Record> = records
        .into_iter()
        .map(|range| Record {
            range,
            root: None,
            plainness: Plainness::Place,
            is_linkback,
        })
        .collect();
    let weight = 10 + 2 * Plainness::Place as u64;
    // A little less than a group of elements with as many comments.
    let score = (records.len() as u64 * weight * 9) << 24;
    Some(Candidate { records, score })
}

/// Cuts the units before each that is like the one at `first`; every piece must hold one date and
/// some words.
fn cut(units: &[Unit], first: usize, expected: usize) -> Option<Vec<NodeRange>> {
    let start = &units[first].likeness;
    let starts: Vec<usize> = (first..units.len())
        .filter(|at| units[*at].likeness == *start)
        .collect();
    if starts.len() != expected || (expected == 1 && units[first].dates + units[first].names == 0) {
        return None;
    }
    let mut met: Vec<&(Tag, String)> = Vec::new();
    let mut pieces = Vec::new();
    for (at, from) in starts.iter().enumerate() {
        let mut to = starts.get(at + 1).copied().unwrap_or(units.len());
        if at + 1 == starts.len() && at > 0 {
            // Behind the last comment other things follow, of kinds that no comment had.
            to = (*from..to)
                .find(|unit| !met.contains(&&units[*unit].likeness))
                .unwrap_or(to);
        }
        let piece = &units[*from..to];
        met.extend(piece.iter().map(|unit| &unit.likeness));
        let stamps: usize = piece.iter().map(|unit| unit.dates).sum();
        let words: usize = piece.iter().map(|unit| unit.words).sum();
        if stamps != 1 || words == 0 {
            return None;
        }
        pieces.push(piece.first()?.range.start..piece.last()?.range.end);
    }
    Some(pieces)
}

/// Cuts at the date lines alone, for comments of any number of paragraphs: before each, or behind
/// each where the words come first.
fn cut_at_dates(units: &[Unit], expected: usize) -> Option<Vec<NodeRange>> {
    let dated: Vec<usize> = (0..units.len()).filter(|at| units[*at].dates > 0).collect();
    let (first, last) = (*dated.first()?, *dated.last()?);
    let alike = dated
        .iter()
        .all(|at| units[*at].likeness == units[first].likeness);
    if expected < 2 || !alike {
        return None;
    }
    let heading =
        |unit: &Unit| unit.likeness.0.heading_level().is_some() || unit.likeness.0 == Tag::Hr;
    let said = |range: std::ops::Range<usize>| {
        units[range]
            .iter()
            .any(|unit| unit.words > 0 && !heading(unit))
    };
    let foot = said(0..first) && !said(last + 1..units.len());
    let pieces: Vec<std::ops::Range<usize>> = if foot {
        let starts = std::iter::once(0).chain(dated.iter().map(|at| at + 1));
        starts
            .zip(dated.iter().map(|at| at + 1))
            .map(|(from, to)| from..to)
            .collect()
    } else {
        let ends = dated
            .iter()
            .skip(1)
            .copied()
            .chain(std::iter::once(units.len()));
        dated
            .iter()
            .copied()
            .zip(ends)
            .map(|(from, to)| from..to)
            .collect()
    };
    pieces
        .into_iter()
        .map(|piece| {
            // A heading or rule before the first words belongs to the list.
            let from = piece.clone().find(|at| !heading(&units[*at]))?;
            let end = (from..piece.end).find(|at| *at > from && heading(&units[*at]));
            let piece = &units[from..end.unwrap_or(piece.end)];
            let words: usize = piece.iter().map(|unit| unit.words).sum();
            (words > 0).then_some(piece.first()?.range.start..piece.last()?.range.end)
        })
        .collect()
}
