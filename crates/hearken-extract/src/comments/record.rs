//! A comment as a range of nodes.

use crate::table::{NodeId, NodeRange};

/// How plainly a page says that something is a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plainness {
    /// By its place in an area for comments. The numbers weigh groups against each other.
    Place = 1,
    /// By its class name.
    Name,
    /// By an id of its own, or by schema.org's word.
    Id,
}

/// The nodes of one comment, with those of its replies where they lie inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// One element, or a run of siblings.
    pub(super) range: NodeRange,
    /// The element, where it is one.
    pub(super) root: Option<NodeId>,
    pub(super) plainness: Plainness,
    /// Whether it lies in a list of pingbacks.
    pub(super) is_linkback: bool,
}

/// Records in page order with the record around each, and what lies inside of it.
#[derive(Debug, Default)]
pub(super) struct Forest {
    pub(super) records: Vec<Record>,
    /// Place of the record around each.
    pub(super) around: Vec<Option<usize>>,
    /// Ranges of the records right inside of each, in page order.
    pub(super) holes: Vec<Vec<NodeRange>>,
}

impl Forest {
    /// Puts `records` in order; a record that overlaps an earlier one without lying inside it is dropped.
    pub(super) fn new(mut records: Vec<Record>) -> Self {
        records.sort_by(|a, b| {
            a.range
                .start
                .cmp(&b.range.start)
                .then(b.range.end.cmp(&a.range.end))
        });
        let mut forest = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for record in records {
            while open
                .last()
                .is_some_and(|at| forest.records[*at].range.end <= record.range.start)
            {
                open.pop();
            }
            let around = open.last().copied();
            if around.is_some_and(|at| {
                let outer = &forest.records[at].range;
                record.range.end > outer.end || record.range == *outer
            }) {
                continue;
            }
            let place = forest.records.len();
            if let Some(around) = around {
                forest.holes[around].push(record.range.clone());
            }
            open.push(place);
            forest.records.push(record);
            forest.around.push(around);
            forest.holes.push(Vec::new());
        }
        forest
    }

    /// The nodes of the record at `place` that belong to no record inside of it.
    pub(super) fn own_nodes(&self, place: usize) -> impl Iterator<Item = NodeId> + use<'_> {
        self.own_ranges(place).flatten()
    }

    /// The same as ranges, in page order. Those of all records are disjoint, so that a walk over
    /// each record's own is one walk over the page, however deep the records lie.
    pub(super) fn own_ranges(&self, place: usize) -> impl Iterator<Item = NodeRange> + use<'_> {
        let range = &self.records[place].range;
        let holes = &self.holes[place];
        let starts = std::iter::once(range.start).chain(holes.iter().map(|hole| hole.end));
        let ends = holes
            .iter()
            .map(|hole| hole.start)
            .chain(std::iter::once(range.end));
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Whether a node of the record at `place` belongs to a record inside of it.
    pub(super) fn is_in_hole(&self, place: usize, node: NodeId) -> bool {
        let holes = &self.holes[place];
        let after = holes.partition_point(|hole| hole.start <= node);
        after
            .checked_sub(1)
            .is_some_and(|at| holes[at].contains(&node))
    }
}
