//! Lines inside the post's element that say what they are: "Related posts", "Share this",
//! "Posted on …", and what they bring along.

use hearken_model::RemovedKind;

use super::{dated::bears_date, passages::Passage, weigh::Weights};
use crate::{
    boilerplate::{Swept, described},
    dates::DateContext,
    table::{NodeId, NodeRange, Page, Tag},
    vocab::{Mark, Phrase, Words, phrases},
};

/// Longest passage that is read as a line of furniture.
const LINE: u32 = 160;

/// Share of the container's prose that must stand before a line which ends the post.
const ENOUGH_BEFORE: f32 = 0.35;

/// Largest share of the container's prose that a line which ends the post may take along.
const MOST_AFTER: f32 = 0.4;

/// Largest share that a line which belongs to a box of its own may take along.
const MOST_OF_BOX: f32 = 0.15;

/// What the search leans on.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineContext<'a> {
    pub(super) container: NodeId,
    pub(super) weights: &'a Weights,
    pub(super) dates: &'a DateContext,
}

/// What lines of furniture take out of the container.
pub(super) fn telling_lines(page: &Page<'_>, own: &[&Passage], ctx: LineContext<'_>) -> Vec<Swept> {
    let inside = page.subtree(ctx.container);
    let all = ctx.weights.good(&inside).max(1) as f32;
    let mut swept: Vec<Swept> = Vec::new();
    for passage in own.iter().filter(|passage| passage.chars <= LINE) {
        if swept
            .last()
            .is_some_and(|last| last.range.end > passage.range.start)
        {
            continue;
        }
        let line = page.line(passage.range.clone());
        let before = ctx.weights.good(&(inside.start..passage.range.start)) as f32 / all;
        let after = ctx.weights.good(&(passage.range.end..inside.end)) as f32 / all;
        let words = Words::of(&line);
        let phrase = phrases().best(&words).filter(|phrase| phrase.sure);
        let region = match phrase {
            Some(phrase) => region_of(
                page,
                passage,
                (phrase, phrase.words == (0, words.len())),
                (before, after),
                ctx,
            ),
            None if before == 0.0 || after == 0.0 => edge_line(page, passage, &line, ctx)
                .map(|kind| (passage.range.clone(), kind, "edge-line")),
            None => None,
        };
        if let Some((range, kind, rule)) = region {
            let why = format!("{rule}: `{line}` in {}", described(page, passage.block));
            swept.push(Swept { range, kind, why });
        }
    }
    swept
}

/// Kinds of which a line that says nothing else is one wherever it stands.
const ALONE: &[RemovedKind] = &[
    RemovedKind::Advert,
    RemovedKind::Share,
    RemovedKind::Consent,
];

type Region = (NodeRange, RemovedKind, &'static str);

/// What a line with a known phrase takes along.
fn region_of(
    page: &Page<'_>,
    passage: &Passage,
    (phrase, whole): (Phrase, bool),
    (before, after): (f32, f32),
    ctx: LineContext<'_>,
) -> Option<Region> {
    let inside = page.subtree(ctx.container);
    let all = ctx.weights.good(&inside).max(1) as f32;
    let share = |range: &NodeRange| ctx.weights.good(range) as f32 / all;
    let own = (passage.range.clone(), phrase.kind, phrase.rule);
    if whole && ALONE.contains(&phrase.kind) && phrase.mark == Mark::None {
        return Some(own);
    }
    let section = section(page, passage, ctx);
    let with_section =
        |most: f32| (share(&section) <= most).then(|| (section.clone(), phrase.kind, phrase.rule));
    let heading = page.node(passage.block).tag.heading_level().is_some();
    match phrase.mark {
        Mark::End | Mark::Comments | Mark::Form if before >= ENOUGH_BEFORE => {
            let rest = passage.range.start..inside.end;
            if after <= MOST_AFTER && (heading || after == 0.0) {
                Some((rest, phrase.kind, phrase.rule))
            } else {
                with_section(MOST_AFTER).or(Some(own))
            }
        }
        Mark::End | Mark::Tail => with_section(MOST_OF_BOX).or(Some(own)),
        Mark::Date | Mark::By | Mark::Tags | Mark::In if before == 0.0 || after == 0.0 => Some(own),
        Mark::Date | Mark::By | Mark::Tags | Mark::In => None,
        _ if phrase.kind == RemovedKind::Caption => (!heading).then_some(own),
        _ => (before == 0.0 || after == 0.0 || passage.link_density() > 0.5).then_some(own),
    }
}

/// The largest element around a passage, below the container, with no prose before it.
fn section(page: &Page<'_>, passage: &Passage, ctx: LineContext<'_>) -> NodeRange {
    let above = page
        .ancestors(passage.range.start)
        .take_while(|above| *above > ctx.container)
        .take_while(|above| ctx.weights.good(&(*above..passage.range.start)) == 0)
        .last();
    above.map_or(passage.range.clone(), |above| page.subtree(above))
}

/// Lines before the first prose and after the last: dates, and lines that are mostly links.
fn edge_line(
    page: &Page<'_>,
    passage: &Passage,
    line: &str,
    ctx: LineContext<'_>,
) -> Option<RemovedKind> {
    let tag = page.node(passage.block).tag;
    if tag.heading_level().is_some() || matches!(tag, Tag::Pre | Tag::Blockquote | Tag::Td) {
        return None;
    }
    if passage.chars <= 100 && bears_date(line, ctx.dates) {
        return Some(RemovedKind::Byline);
    }
    (passage.link_density() > 0.7 && tag != Tag::Li).then_some(RemovedKind::Navigation)
}

/// Whether a line begins as date lines and bylines do.
pub(super) fn is_edge_phrase(line: &str) -> bool {
    let marks = [Mark::Date, Mark::By, Mark::Tags];
    phrases()
        .best(&Words::of(line))
        .is_some_and(|phrase| phrase.sure && marks.contains(&phrase.mark))
}
