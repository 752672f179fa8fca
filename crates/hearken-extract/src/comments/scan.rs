//! All that a look at the areas tells, ready to be asked about any range of nodes.

use super::{
    areas::Areas,
    lines::{DateAnchor, Line, LineKind, anchors_of, lines_of},
    record::Forest,
    words::{Role, Words, plain},
};
use crate::{
    dates::{DateContext, recognise},
    table::{NodeId, NodeRange, Page, Source, Tag},
};

/// A name is no longer than this, in characters without white space.
pub(super) const MAX_NAME: u32 = 60;

/// Lines, dates and names of the areas.
#[derive(Debug)]
pub(super) struct Scan<'p, 'a> {
    pub(super) page: &'p Page<'a>,
    pub(super) words: &'static Words,
    pub(super) ctx: DateContext,
    pub(super) areas: Areas,
    /// In page order.
    pub(super) lines: Vec<Line>,
    /// In page order.
    pub(super) dates: Vec<DateAnchor>,
    /// Elements that hold a writer's name, in page order, none inside another.
    pub(super) names: Vec<NodeId>,
    /// Bytes of words in the lines before each line.
    words_before: Vec<usize>,
}

/// What lies in a range of nodes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) dates: usize,
    pub(super) names: usize,
    /// Bytes of lines that are words.
    pub(super) words: usize,
}

impl Tally {
    /// Adds what belongs to another part of the same.
    pub(super) const fn with(self, other: Self) -> Self {
        Self {
            dates: self.dates + other.dates,
            names: self.names + other.names,
            words: self.words + other.words,
        }
    }

    /// Takes out what belongs to something inside.
    pub(super) const fn without(self, inner: Self) -> Self {
        Self {
            dates: self.dates.saturating_sub(inner.dates),
            names: self.names.saturating_sub(inner.names),
            words: self.words.saturating_sub(inner.words),
        }
    }
}

impl<'p, 'a> Scan<'p, 'a> {
    pub(super) fn new(
        page: &'p Page<'a>,
        areas: Areas,
        ctx: DateContext,
        words: &'static Words,
    ) -> Self {
        let mut lines = Vec::new();
        for range in &areas.ranges {
            lines_of(page, range.clone(), &ctx, words, &mut lines);
        }
        let date_lines = lines.iter().filter(|line| line.kind == LineKind::Dated);
        let ctx = ctx.learn(date_lines.map(|line| line.text.as_str()));
        for line in lines.iter_mut().filter(|line| line.kind == LineKind::Dated) {
            line.stamp = recognise(&line.text, &ctx);
        }
        let names = names_of(page, &areas, &ctx, words);
        for line in &mut lines {
            let name = name_in(page, &names, line);
            line.judge_beside_name(name.map_or(0, |name| page.line_of(name).len()));
        }
        let dates = anchors_of(&lines);
        let mut scan = Self {
            page,
            words,
            ctx,
            areas,
            lines,
            dates,
            names,
            words_before: Vec::new(),
        };
        scan.words_before = scan.count_words();
        scan
    }

    fn count_words(&self) -> Vec<usize> {
        let mut before = vec![0];
        for line in &self.lines {
            let named = self.is_name_line(line);
            let words = if line.kind == LineKind::Words && !named {
                line.text.len()
            } else {
                0
            };
            before.push(before.last().copied().unwrap_or(0) + words);
        }
        before
    }

    /// Whether a line holds a marked name and nothing else to speak of.
    pub(super) fn is_name_line(&self, line: &Line) -> bool {
        name_in(self.page, &self.names, line).is_some_and(|name| self.is_line_of(line, name))
    }

    /// Whether a line holds the name in the node `name` and nothing else to speak of.
    pub(super) fn is_line_of(&self, line: &Line, name: NodeId) -> bool {
        /// A count or a mark or two.
        const MAX_BESIDE_NAME: usize = 12;
        let inside = self.page.subtree(name);
        let outside: String = line
            .pieces
            .iter()
            .enumerate()
            .filter(|(_, (_, node))| !inside.contains(node))
            .map(|(at, (start, _))| {
                let end = line
                    .pieces
                    .get(at + 1)
                    .map_or(line.text.len(), |(next, _)| *next);
                &line.text[*start..end]
            })
            .collect();
        outside.len() <= MAX_BESIDE_NAME || self.words.is_around_name(&outside)
    }

    /// Whether a node lies in one of the areas.
    pub(super) fn is_in_area(&self, node: NodeId) -> bool {
        let after = self.areas.ranges.partition_point(|area| area.start <= node);
        after
            .checked_sub(1)
            .is_some_and(|at| self.areas.ranges[at].contains(&node))
    }

    /// What lies in `range`.
    pub(super) fn tally(&self, range: &NodeRange) -> Tally {
        let lines = self.lines_in(range);
        Tally {
            dates: self.dates_in(range).len(),
            names: self.names_in(range).len(),
            words: self.words_before[lines.end] - self.words_before[lines.start],
        }
    }

    /// Places in [`Scan::lines`] of the lines that start in `range`.
    pub(super) fn lines_in(&self, range: &NodeRange) -> std::ops::Range<usize> {
        let start = self
            .lines
            .partition_point(|line| line.range.start < range.start);
        let end = self
            .lines
            .partition_point(|line| line.range.start < range.end);
        start..end.max(start)
    }

    /// Places of the lines that are the record's own, in page order.
    pub(super) fn own_lines(
        &self,
        forest: &Forest,
        place: usize,
    ) -> impl Iterator<Item = usize> + use<'_, 'p, 'a> {
        let ranges: Vec<NodeRange> = forest.own_ranges(place).collect();
        ranges.into_iter().flat_map(|range| self.lines_in(&range))
    }

    /// The first date that is the record's own.
    pub(super) fn own_date(&self, forest: &Forest, place: usize) -> Option<&DateAnchor> {
        forest
            .own_ranges(place)
            .find_map(|range| self.dates_in(&range).first())
    }

    /// The dates in `range`.
    pub(super) fn dates_in(&self, range: &NodeRange) -> &[DateAnchor] {
        let start = self.dates.partition_point(|date| date.node < range.start);
        let end = self.dates.partition_point(|date| date.node < range.end);
        &self.dates[start..end.max(start)]
    }

    /// The names in `range`.
    pub(super) fn names_in(&self, range: &NodeRange) -> &[NodeId] {
        let start = self.names.partition_point(|name| *name < range.start);
        let end = self.names.partition_point(|name| *name < range.end);
        &self.names[start..end.max(start)]
    }
}

/// The marked name in a line.
fn name_in(page: &Page<'_>, names: &[NodeId], line: &Line) -> Option<NodeId> {
    // A name that starts before the line may still reach into it.
    let after = names.partition_point(|name| *name < line.range.end);
    let last = *names.get(after.checked_sub(1)?)?;
    (page.node(last).end > line.range.start).then_some(last)
}

/// The elements that hold a writer's name, the outermost of each.
fn names_of(page: &Page<'_>, areas: &Areas, ctx: &DateContext, words: &Words) -> Vec<NodeId> {
    let mut names = Vec::new();
    for range in &areas.ranges {
        let mut at = range.start;
        while at < range.end {
            if is_name(page, areas, ctx, words, at) {
                names.push(at);
                at = page.node(at).end;
            } else {
                at += 1;
            }
        }
    }
    names
}

fn is_name(page: &Page<'_>, areas: &Areas, ctx: &DateContext, words: &Words, id: NodeId) -> bool {
    let node = page.node(id);
    let Source::Element(_) = node.source else {
        return false;
    };
    let called = areas.has(id, Role::Author) && !areas.has(id, Role::Item);
    if node.hidden || node.chars == 0 || node.chars > MAX_NAME || !(called || node.tag == Tag::Cite)
    {
        return false;
    }
    let text = page.line_of(id);
    recognise(&text, ctx).is_none()
        && !words.is_furniture(&plain(&text))
        && text.chars().any(char::is_alphanumeric)
}
