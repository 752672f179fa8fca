//! Which of the candidates are the page's comments.

use super::{
    answers::answers_in,
    groups::{self, Candidate, Sought},
    record::{Forest, Plainness, Record},
    runs,
    scan::Scan,
};
use crate::table::{NodeRange, Tag};

/// A page prints its comments in one list, and at times linkbacks or older ones in others.
const MAX_LISTS: usize = 4;

/// The page's comments, in page order.
pub(super) fn select(scan: &Scan<'_, '_>, sought: Sought) -> Forest {
    let mut candidates = groups::candidates(scan, sought);
    if sought == Sought::Comments {
        candidates.extend(runs::candidates(scan));
    }
    let mut chosen: Vec<Record> = Vec::new();
    for _ in 0..MAX_LISTS {
        let Some(best) = best_of(&candidates) else {
            break;
        };
        let widest = widest_around(&candidates, best);
        let best = candidates.swap_remove(widest);
        chosen.extend(best.records);
        let covered = covered(&chosen);
        for candidate in &mut candidates {
            candidate.records.retain(|record| {
                (record.plainness >= Plainness::Name || record.is_linkback)
                    && !overlaps(&covered, record)
            });
            if candidate.records.is_empty() {
                candidate.score = 0;
            }
        }
        candidates.retain(|candidate| candidate.score > 0);
    }
    if sought == Sought::Messages {
        let thread = is_most_of_page(scan, &chosen);
        let answers = if thread {
            without_opening(chosen)
        } else {
            Vec::new()
        };
        return Forest::new(answers);
    }
    let answers: Vec<Record> = chosen
        .iter()
        .flat_map(|record| answers_in(scan, &record.range))
        .collect();
    chosen.extend(answers);
    Forest::new(chosen)
}

/// Share of a page's text outside of links that the messages of a thread take; cards of other
/// posts under an article take less.
const THREAD_SHARE: f32 = 0.4;

fn is_most_of_page(scan: &Scan<'_, '_>, messages: &[Record]) -> bool {
    let page = scan.page;
    let plain = |range: &NodeRange| -> u32 {
        let texts = page.nodes[range.clone()]
            .iter()
            .filter(|node| node.tag == Tag::Text);
        texts.map(|node| node.chars - node.link_chars).sum()
    };
    let all = page.node(0).chars - page.node(0).link_chars;
    let own: u32 = covered(messages).iter().map(plain).sum();
    own as f32 >= all as f32 * THREAD_SHARE
}

/// The messages but the first, which is the thread's post.
fn without_opening(mut messages: Vec<Record>) -> Vec<Record> {
    messages.sort_by_key(|record| record.range.start);
    messages.drain(..messages.len().min(1));
    messages
}

/// The nodes that the records take, as disjoint ranges in page order.
fn covered(records: &[Record]) -> Vec<NodeRange> {
    let mut ranges: Vec<NodeRange> = records.iter().map(|record| record.range.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut covered: Vec<NodeRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match covered.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => covered.push(range),
        }
    }
    covered
}

fn best_of(candidates: &[Candidate]) -> Option<usize> {
    // The first of equals, so that the choice does not depend on how the rest is stored.
    (0..candidates.len())
        .rev()
        .max_by_key(|at| candidates[*at].score)
}

/// The candidate that holds the same comments in the widest elements: those around a comment with
/// its replies, where the best are those around its own words.
fn widest_around(candidates: &[Candidate], best: usize) -> usize {
    let inner = &candidates[best].records;
    let size = |at: usize| {
        candidates[at]
            .records
            .iter()
            .map(|record| record.range.len())
            .sum::<usize>()
    };
    (0..candidates.len())
        .filter(|at| *at == best || hold_one_each(&candidates[*at].records, inner))
        .max_by_key(|at| (size(*at), *at == best))
        .unwrap_or(best)
}

/// Whether each of `outer` holds one of `inner` of its own, in the same order.
fn hold_one_each(outer: &[Record], inner: &[Record]) -> bool {
    let plain = inner.len() > 1
        || outer
            .iter()
            .all(|record| record.plainness >= Plainness::Name);
    let apart = |at: usize| {
        outer
            .get(at + 1)
            .is_none_or(|next| next.range.start > inner[at].range.start)
    };
    plain
        && outer.len() == inner.len()
        && outer
            .iter()
            .zip(inner)
            .enumerate()
            .all(|(at, (outer, inner))| {
                outer.range.start <= inner.range.start
                    && inner.range.end <= outer.range.end
                    && apart(at)
            })
}

fn overlaps(covered: &[NodeRange], record: &Record) -> bool {
    let first = covered.partition_point(|range| range.end <= record.range.start);
    covered
        .get(first)
        .is_some_and(|range| range.start < record.range.end)
}
