//! Which comment each one answers.

use std::collections::HashMap;

use super::{record::Forest, scan::Scan, words::Role};
use crate::table::{NodeId, Tag};

/// For each record the place of the one it answers.
pub(super) fn answers(scan: &Scan<'_, '_>, forest: &Forest) -> Vec<Option<usize>> {
    let ids = ids_of(scan, forest);
    let depths = depths_of(scan, forest);
    let places = 0..forest.records.len();
    let mut answers: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for place in places {
        let told = told_answer(scan, forest, place, &ids).filter(|other| *other < place);
        let answer = forest.around[place]
            .or(told)
            .or_else(|| by_depth(&depths, place))
            .or_else(|| by_list(scan, forest, place));
        answers.push(answer);
    }
    answers
}

/// The numbers and names that stand for a record.
fn ids_of(scan: &Scan<'_, '_>, forest: &Forest) -> HashMap<String, usize> {
    let mut ids = HashMap::new();
    for (place, record) in forest.records.iter().enumerate() {
        for id in record.range.clone() {
            if forest.is_in_hole(place, id) || scan.page.element(id).is_none() {
                continue;
            }
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
        let links = record
            .range
            .clone()
            .filter(|id| scan.page.node(*id).tag == Tag::A && !forest.is_in_hole(place, *id));
        links.take(8).find_map(|link| {
            let (_, fragment) = scan.page.attr(link, "href")?.rsplit_once('#')?;
            let line = scan.page.line_of(scan.page.node(link).parent);
            let told = line.len() < 200 && scan.words.holds_reply_to(&line);
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

/// The last record before that lies less deep.
fn by_depth(depths: &[Option<u32>], place: usize) -> Option<usize> {
    let own = depths[place]?;
    (0..place)
        .rev()
        .find(|before| depths[*before].is_some_and(|depth| depth < own))
}

/// The record before a list of replies that follows it as a sibling.
fn by_list(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Option<usize> {
    /// A list of replies wraps each in an element or two of its own.
    const LEVELS: usize = 3;
    let page = scan.page;
    let own = forest.records[place].root?;
    let lists = page.ancestors(own).take(LEVELS).filter(|above| {
        let indents = matches!(
            page.node(*above).tag,
            Tag::Blockquote | Tag::Ul | Tag::Ol | Tag::Dd
        );
        indents || scan.areas.has(*above, Role::Children)
    });
    lists.into_iter().find_map(|list| {
        (0..place).rev().find(|other| {
            let root = forest.records[*other].root;
            root.is_some_and(|root| root < list && page.node(root).parent == page.node(list).parent)
        })
    })
}
