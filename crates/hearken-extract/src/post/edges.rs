//! Lines at the head of the post that a `br` alone parts from it, shortcodes, and the standfirst
//! above it.

use hearken_model::RemovedKind;

use super::{dated::bears_date, letters, lines::is_edge_phrase, passages::Passage, weigh::Weights};
use crate::{
    boilerplate::Swept,
    dates::DateContext,
    plain::Shortcodes,
    table::{Mark, NodeId, NodeRange, Page, Source, Tag},
    vocab::{Words, phrases},
};

/// Longest line of a date or byline.
const HEAD_LINE: usize = 120;

/// The title and the date line in hand-made pages: lines of the first passages, parted by `br`.
pub(super) fn head_lines(
    page: &Page<'_>,
    own: &[&Passage],
    weights: &Weights,
    title: Option<&str>,
    dates: &DateContext,
) -> Vec<Swept> {
    let title = title.map(letters).unwrap_or_default();
    let mut swept = Vec::new();
    let Some(first) = own.first() else {
        return swept;
    };
    let head = own
        .iter()
        .take_while(|passage| weights.good(&(first.range.start..passage.range.start)) == 0);
    for passage in head {
        let segments = segments(page, passage);
        if segments.len() < 2 {
            continue;
        }
        for range in segments {
            let line = page.line(range.clone());
            let kind = if letters(&line) == title {
                RemovedKind::Duplicate
            } else if line.len() <= HEAD_LINE && (bears_date(&line, dates) || is_edge_phrase(&line))
            {
                RemovedKind::Byline
            } else {
                break;
            };
            swept.push(Swept {
                range,
                kind,
                why: format!("head-line: `{line}`"),
            });
        }
    }
    swept
}

/// The parts of a passage between its line breaks.
fn segments(page: &Page<'_>, passage: &Passage) -> Vec<NodeRange> {
    let mut parts = Vec::new();
    let mut start = passage.range.start;
    for id in passage.range.clone() {
        if page.node(id).tag == Tag::Br {
            parts.push(start..id);
            start = id + 1;
        }
    }
    parts.push(start..passage.range.end);
    parts.retain(|part| page.nodes[part.clone()].iter().any(|node| node.chars > 0));
    parts
}

/// Passages that are nothing but shortcodes a switched-off extension left behind.
pub(super) fn shortcodes(page: &Page<'_>, own: &[&Passage]) -> Vec<Swept> {
    let bracketed = |passage: &&&Passage| {
        page.nodes[passage.range.clone()]
            .iter()
            .any(|node| matches!(node.source, Source::Text(text) if text.contains('[')))
    };
    let lines: Vec<(NodeRange, String)> = own
        .iter()
        .filter(bracketed)
        .map(|passage| (passage.range.clone(), page.line(passage.range.clone())))
        .collect();
    let codes = Shortcodes::learn(lines.iter().map(|(_, line)| line.as_str()));
    lines
        .into_iter()
        .filter(|(_, line)| codes.strip(line).0.is_empty())
        .map(|(range, line)| Swept {
            range,
            kind: RemovedKind::Shortcode,
            why: format!("shortcode: `{line}`"),
        })
        .collect()
}

/// Fewest characters of a standfirst that no name marks as one.
const STANDFIRST: u32 = 40;

/// The subtitle or standfirst between the title and the element that holds the post.
pub(crate) fn standfirst(
    page: &Page<'_>,
    passages: &[Passage],
    title: Option<NodeId>,
    container: NodeId,
) -> Option<NodeRange> {
    let start = page.node(title?).end;
    let between = passages
        .iter()
        .filter(|passage| start <= passage.range.start && passage.range.end <= container);
    let mut first = between.take(3).filter(|passage| {
        let line = page.line(passage.range.clone());
        let heading = page.node(passage.block).tag.heading_level().is_some();
        let named = page.has(passage.block, Mark::Standfirst);
        let prose = passage.chars >= STANDFIRST && passage.stops > 0;
        let furniture = passage.link_density() > 0.3
            || bears_date(&line, &DateContext::default())
            || phrases()
                .best(&Words::of(&line))
                .is_some_and(|phrase| phrase.sure);
        (heading || named || prose) && !furniture
    });
    let passage = first.next()?;
    let block = page.subtree(passage.block);
    (block.start >= start && block.end <= container).then_some(block)
}
