//! What a record holds beside the records inside of it.

use std::collections::HashMap;

use super::{
    body::MAX_FURNITURE,
    record::Forest,
    scan::{Scan, Tally},
};
use crate::table::{NodeId, NodeRange, Page};

/// Answers what lies in a part of one record without those inside of it, however many they are.
#[derive(Debug)]
pub(super) struct Own<'s, 'p, 'a> {
    scan: &'s Scan<'p, 'a>,
    /// The records right inside, in page order.
    holes: &'s [NodeRange],
    /// What lies in the holes before each.
    before: Vec<Tally>,
}

impl<'s, 'p, 'a> Own<'s, 'p, 'a> {
    /// What the record at `place` holds of its own.
    pub(super) fn new(scan: &'s Scan<'p, 'a>, forest: &'s Forest, place: usize) -> Self {
        let holes = &forest.holes[place];
        let mut before = Vec::with_capacity(holes.len() + 1);
        before.push(Tally::default());
        let mut sum = Tally::default();
        for hole in holes {
            sum = sum.with(scan.tally(hole));
            before.push(sum);
        }
        Self {
            scan,
            holes,
            before,
        }
    }

    /// What lies in `range` and in no hole that starts there.
    pub(super) fn tally(&self, range: &NodeRange) -> Tally {
        let place = |node: NodeId| self.holes.partition_point(|hole| hole.start < node);
        let first = place(range.start);
        let holes = self.before[place(range.end).max(first)].without(self.before[first]);
        self.scan.tally(range).without(holes)
    }

    /// The holes, each with the list around it and what that says of itself ("2 replies");
    /// those in one list are one range.
    pub(super) fn around_holes(&self, page: &Page<'_>, record: &NodeRange) -> Vec<NodeRange> {
        let mut known = HashMap::new();
        let mut around: Vec<NodeRange> = Vec::new();
        for hole in self.holes {
            let parent = page.node(hole.start).parent;
            let range = self
                .list_at(page, record, parent, &mut known)
                .map_or_else(|| hole.clone(), |list| page.subtree(list));
            if around.last() != Some(&range) {
                around.push(range);
            }
        }
        around
    }

    /// The outermost element around `id`, itself included, within `record` that holds nothing to
    /// speak of but holes; `known` keeps what was found for each element on the way up.
    fn list_at(
        &self,
        page: &Page<'_>,
        record: &NodeRange,
        id: NodeId,
        known: &mut HashMap<NodeId, Option<NodeId>>,
    ) -> Option<NodeId> {
        let mut way = Vec::new();
        let mut at = id;
        let mut list = loop {
            if let Some(list) = known.get(&at) {
                break *list;
            }
            if at <= record.start || self.holds_more(&page.subtree(at)) {
                break None;
            }
            way.push(at);
            at = page.node(at).parent;
        };
        known.entry(at).or_insert(list);
        for below in way.into_iter().rev() {
            list = list.or(Some(below));
            known.insert(below, list);
        }
        list
    }

    fn holds_more(&self, range: &NodeRange) -> bool {
        let own = self.tally(range);
        own.dates > 0 || own.names > 0 || own.words > MAX_FURNITURE as usize
    }
}
