//! Which comment each one answers.

use std::collections::HashMap;

use super::{record::Forest, scan::Scan, words::Role};
use crate::table::{NodeId, Tag};

/// Characters of a line that tells whom a comment answers.
const MAX_TOLD: u32 = 160;

/// For each record the place of the one it answers.
pub(super) fn answers(scan: &Scan<'_, '_>, forest: &Forest) -> Vec<Option<usize>> {
    let ids = ids_of(scan, forest);
    let depths = depths_of(scan, forest);
    let mut lists = ReplyLists::default();
    let mut answers: Vec<Option<usize>> = Vec::with_capacity(forest.records.len());
    for (place, by_depth) in by_depth(&depths).into_iter().enumerate() {
        let told = told_answer(scan, forest, place, &ids).filter(|other| *other < place);
        let answer = forest.around[place]
            .or(told)
            .or(by_depth)
            .or_else(|| lists.answered(scan, forest, place));
        lists.add(scan, forest, place);
        answers.push(answer);
    }
    answers
}

/// The numbers and names that stand for a record.
fn ids_of(scan: &Scan<'_, '_>, forest: &Forest) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    for place in 0..forest.records.len() {
        for id in forest.own_nodes(place) {
            let anchor = scan.page.node(id).tag == Tag::A;
            for (name, value) in scan
                .page
                .element(id)
                .into_iter()
                .flat_map(|element| element.attrs())
            {
                let names = matches!(
                    name,
                    "id" | "data-comment-id" | "data-commentid" | "data-id"
                ) || (anchor && name == "name");
                if names && !value.is_empty() {
                    ids.entry(value.to_owned()).or_insert(place);
                    if let Some(number) = number_of(value) {
                        ids.entry(number.to_owned()).or_insert(place);
                    }
                }
            }
        }
    }
    ids
}

/// The number at the end of an id: `comment-12`.
pub(super) fn number_of(id: &str) -> Option<&str> {
    let start = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (start < id.len()).then(|| &id[start..])
}

/// The answered comment by an attribute, or by a link "in reply to".
fn told_answer(
    scan: &Scan<'_, '_>,
    forest: &Forest,
    place: usize,
    ids: &HashMap<String, usize>,
) -> Option<usize> {
    const ATTRIBUTES: [&str; 8] = [
        "data-parent",
        "data-parent-id",
        "data-parentid",
        "data-comment-parent",
        "data-parent-comment-id",
        "data-reply-to",
        "data-in-reply-to",
        "data-replyto",
    ];
    let record = &forest.records[place];
    let resolve = |value: &str| {
        let by_number = || number_of(value).and_then(|number| ids.get(number));
        ids.get(value)
            .or_else(by_number)
            .copied()
            .filter(|other| *other != place)
    };
    let by_attribute = ATTRIBUTES.iter().find_map(|name| {
        let value = scan
            .page
            .attr(record.root.unwrap_or(record.range.start), name)?;
        resolve(value)
    });
    by_attribute.or_else(|| {
        let links = forest
            .own_nodes(place)
            .filter(|id| scan.page.node(*id).tag == Tag::A);
        links.take(8).find_map(|link| {
            let (_, fragment) = scan.page.attr(link, "href")?.rsplit_once('#')?;
            let around = scan.page.node(link).parent;
            let short = scan.page.node(around).chars <= MAX_TOLD;
            let told = short && scan.words.holds_reply_to(&scan.page.line_of(around));
            let titled = scan
                .page
                .attr(link, "title")
                .is_some_and(|title| scan.words.is_reply_to(title));
            let related = scan.page.class(link).contains("in-reply-to");
            (told || titled || related)
                .then(|| resolve(fragment))
                .flatten()
        })
    })
}

/// How deep each record says it lies, where the records differ in it.
fn depths_of(scan: &Scan<'_, '_>, forest: &Forest) -> Vec<Option<u32>> {
    let depths: Vec<Option<u32>> = forest
        .records
        .iter()
        .map(|record| {
            let root = record.root.unwrap_or(record.range.start);
            // A wrapper around one comment alone may bear the depth.
            let wrappers = scan.page.ancestors(root).take(2).take_while(|above| {
                scan.dates_in(&scan.page.subtree(*above)).len()
                    <= scan.dates_in(&record.range).len()
            });
            std::iter::once(root)
                .chain(wrappers)
                .find_map(|id| depth_of(scan, id))
        })
        .collect();
    let least = depths.iter().flatten().min().copied();
    if depths.iter().flatten().all(|depth| Some(*depth) == least) {
        return vec![None; depths.len()];
    }
    // A record that says nothing lies at the top.
    depths.into_iter().map(|depth| depth.or(least)).collect()
}

fn depth_of(scan: &Scan<'_, '_>, id: NodeId) -> Option<u32> {
    let page = scan.page;
    let by_class = || {
        page.class(id)
            .split_ascii_whitespace()
            .find_map(|name| scan.words.depth_of(name))
    };
    let by_attribute = || {
        ["data-depth", "data-level", "data-indent", "aria-level"]
            .iter()
            .find_map(|name| page.attr(id, name)?.trim().parse().ok())
    };
    let by_style = || {
        let style = page.attr(id, "style")?;
        let rule = style.split(';').find_map(|rule| {
            let (name, value) = rule.split_once(':')?;
            matches!(name.trim(), "margin-left" | "padding-left").then(|| value.trim())
        })?;
        let digits: String = rule.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    by_class().or_else(by_attribute).or_else(by_style)
}

/// For each record the last one before it that lies less deep.
fn by_depth(depths: &[Option<u32>]) -> Vec<Option<usize>> {
    let mut open: Vec<(u32, usize)> = Vec::new();
    depths
        .iter()
        .enumerate()
        .map(|(place, depth)| {
            let depth = (*depth)?;
            while open.last().is_some_and(|(other, _)| *other >= depth) {
                open.pop();
            }
            let answered = open.last().map(|(_, other)| *other);
            open.push((depth, place));
            answered
        })
        .collect()
}

/// Lists of replies that follow the comment they answer as its siblings.
#[derive(Debug, Default)]
struct ReplyLists {
    /// The last record met among the children of each element.
    last_child: HashMap<NodeId, usize>,
}

impl ReplyLists {
    fn add(&mut self, scan: &Scan<'_, '_>, forest: &Forest, place: usize) {
        if let Some(root) = forest.records[place].root {
            self.last_child.insert(scan.page.node(root).parent, place);
        }
    }

    /// The record right before a list around the one at `place`.
    fn answered(&self, scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Option<usize> {
        /// A list of replies wraps each in an element or two of its own.
        const LEVELS: usize = 3;
        let page = scan.page;
        let own = forest.records[place].root?;
        let mut lists = page.ancestors(own).take(LEVELS).filter(|above| {
            let tag = page.node(*above).tag;
            matches!(tag, Tag::Blockquote | Tag::Ul | Tag::Ol | Tag::Dd)
                || scan.areas.has(*above, Role::Children)
        });
        lists.find_map(|list| self.last_child.get(&page.node(list).parent).copied())
    }
}
