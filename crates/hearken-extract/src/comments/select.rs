//! Which of the candidates are the page's comments.

use super::{
    answers::answers_in,
    groups::{self, Candidate},
    record::{Forest, Plainness, Record},
    runs,
    scan::Scan,
};

/// A page prints its comments in one list, and at times linkbacks or older ones in others.
const MAX_LISTS: usize = 4;

/// The page's comments, in page order.
pub(super) fn select(scan: &Scan<'_, '_>, least: Plainness) -> Forest {
    let mut candidates = groups::candidates(scan, least);
    if least <= Plainness::Place {
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
        chosen.sort_by_key(|record| record.range.start);
        for candidate in &mut candidates {
            candidate.records.retain(|record| {
                (record.plainness >= Plainness::Name || record.is_linkback)
                    && !overlaps(&chosen, record)
            });
            if candidate.records.is_empty() {
                candidate.score = 0;
            }
        }
        candidates.retain(|candidate| candidate.score > 0);
    }
    let answers: Vec<Record> = chosen
        .iter()
        .flat_map(|record| answers_in(scan, &record.range))
        .collect();
    chosen.extend(answers);
    Forest::new(chosen)
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

fn overlaps(chosen: &[Record], record: &Record) -> bool {
    chosen
        .iter()
        .any(|other| other.range.start < record.range.end && record.range.start < other.range.end)
}
