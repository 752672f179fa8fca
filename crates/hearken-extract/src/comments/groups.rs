//! Comments as elements that repeat: the same tag and a name or id of the same form.

use std::collections::HashMap;

use scraper::node::Element;

use super::{
    answers::answers_in,
    record::{Plainness, Record},
    scan::{Scan, Tally},
    words::{MAX_NOTICE, Role},
};
use crate::table::{Mark, Marks, NodeId, Source, Tag};

/// Names of one element that are looked at; utility style sheets give dozens.
const MAX_NAMES: usize = 10;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    /// Comments, in areas that speak of them.
    Comments,
    /// Messages of a forum thread, anywhere on the page.
    Messages,
}

/// Records of one kind and how well they look like comments.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) records: Vec<Record>,
    pub(super) score: u64,
}

/// What the members of a group share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Likeness {
    /// A class name or id, numbers left out.
    Name(Tag, String),
    /// schema.org's type or property.
    Schema,
    /// No name at all, but the same parent.
    Siblings(Tag, NodeId),
}

struct Group {
    likeness: Likeness,
    plainness: Plainness,
    members: Vec<NodeId>,
}

/// The groups of like elements, each with those members that look like comments.
pub(super) fn candidates(scan: &Scan<'_, '_>, sought: Sought) -> Vec<Candidate> {
    let groups = groups_of(scan, sought);
    groups
        .iter()
        .filter_map(|group| judge(scan, group, sought))
        .collect()
}

fn groups_of(scan: &Scan<'_, '_>, sought: Sought) -> Vec<Group> {
    let mut places: HashMap<Likeness, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for range in &scan.areas.ranges {
        for id in range.clone() {
            for (likeness, plainness) in likenesses(scan, id, sought) {
                let place = *places.entry(likeness).or_insert_with_key(|likeness| {
                    groups.push(Group {
                        likeness: likeness.clone(),
                        plainness,
                        members: Vec::new(),
                    });
                    groups.len() - 1
                });
                let group = &mut groups[place];
                group.plainness = group.plainness.max(plainness);
                if group.members.last() != Some(&id) {
                    group.members.push(id);
                }
            }
        }
    }
    groups
}

fn likenesses(scan: &Scan<'_, '_>, id: NodeId, sought: Sought) -> Vec<(Likeness, Plainness)> {
    let node = scan.page.node(id);
    let Source::Element(element) = node.source else {
        return Vec::new();
    };
    let holds = node.tag.is_block() || node.tag == Tag::Other || scan.areas.has(id, Role::Item);
    if node.hidden
        || node.silent
        || scan.areas.has(id, Role::Answer)
        || node.chars == 0
        || !holds
        || matches!(node.tag, Tag::Form | Tag::Blockquote)
    {
        return Vec::new();
    }
    let role = match sought {
        Sought::Comments => Role::Item,
        Sought::Messages => Role::Message,
    };
    let mut found = Vec::new();
    let mut named = false;
    for (key, value) in element.attrs() {
        match key {
            "class" => {
                for name in value.split_ascii_whitespace().take(MAX_NAMES) {
                    named = true;
                    let item = scan.words.roles_of(name).has(role);
                    let plainness = if item {
                        Plainness::Name
                    } else {
                        Plainness::Place
                    };
                    found.push((Likeness::Name(node.tag, pattern(name, 3)), plainness));
                }
            }
            "id" if value.bytes().any(|byte| byte.is_ascii_digit()) => {
                named = true;
                let item = scan.words.roles_of(value).has(role);
                let plainness = if item {
                    Plainness::Id
                } else {
                    Plainness::Place
                };
                found.push((
                    Likeness::Name(node.tag, format!("#{}", pattern(value, 1))),
                    plainness,
                ));
            }
            "data-comment-id" | "data-commentid" | "data-comment" => {
                found.push((Likeness::Name(node.tag, format!("[{key}]")), Plainness::Id));
            }
            "itemprop" if value == "comment" => found.push((Likeness::Schema, Plainness::Id)),
            "itemtype" if value.ends_with("/Comment") || value.ends_with("/UserComments") => {
                found.push((Likeness::Schema, Plainness::Id));
            }
            _ => {}
        }
    }
    if let Some(look) = look_of(element).filter(|_| !named) {
        found.push((Likeness::Name(node.tag, look), Plainness::Place));
    }
    if !named {
        found.push((Likeness::Siblings(node.tag, node.parent), Plainness::Place));
    }
    if sought == Sought::Messages {
        found.retain(|(_, plainness)| *plainness >= Plainness::Name);
    }
    found
}

/// How an element without names looks, by the attributes that pages used before style sheets.
fn look_of(element: &Element) -> Option<String> {
    const ATTRIBUTES: [&str; 7] = [
        "bgcolor",
        "width",
        "border",
        "cellpadding",
        "cellspacing",
        "align",
        "style",
    ];
    let mut look: Vec<String> = element
        .attrs()
        .filter(|(key, value)| ATTRIBUTES.contains(key) && value.len() <= 40)
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    look.sort();
    (!look.is_empty()).then(|| look.join(" "))
}

/// A name with its numbers left out, as far as they count comments: `col-2` and `col-10` differ.
fn pattern(name: &str, least_digits: usize) -> String {
    let mut pattern = String::with_capacity(name.len());
    let mut rest = name;
    while !rest.is_empty() {
        let letters = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        pattern.push_str(&rest[..letters]);
        rest = &rest[letters..];
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        pattern.push_str(if digits >= least_digits {
            "0"
        } else {
            &rest[..digits]
        });
        rest = &rest[digits..];
    }
    pattern
}

fn judge(scan: &Scan<'_, '_>, group: &Group, sought: Sought) -> Option<Candidate> {
    let mut records = Vec::new();
    let (mut points, mut sizes) = (0_u64, 0_u64);
    for (member, own) in own_tallies(scan, &group.members) {
        // An answer inside of each is a comment of its own, with the second date.
        let answered = own.dates == 2 && answers_in(scan, &scan.page.subtree(member)).len() == 1;
        let own = if answered {
            Tally {
                dates: 1,
                names: 1,
                ..own
            }
        } else {
            own
        };
        let linkback = scan.areas.has(member, Role::Pingback) && scan.areas.has(member, Role::Item);
        let mut worth = worth(own, group.plainness, linkback);
        // What a deleted comment leaves holds the place that its answers hang on.
        let notice = worth == 0 && group.plainness >= Plainness::Name && own.words > 0;
        let short = scan.page.node(member).chars as usize <= MAX_NOTICE;
        if notice && short && scan.words.is_deleted(&scan.page.line_of(member)) {
            worth = 1;
        }
        if worth == 0 || (sought == Sought::Messages && !is_message(scan, member, own)) {
            continue;
        }
        points += worth;
        sizes += scan.page.subtree(member).len() as u64;
        records.push(Record {
            range: scan.page.subtree(member),
            root: Some(member),
            plainness: group.plainness,
            is_linkback: linkback,
        });
    }
    let alone = records.len() == 1 && group.plainness < Plainness::Name;
    let unsure = alone && {
        let own = scan.tally(&records[0].range);
        own.dates == 0 || own.names == 0 || matches!(group.likeness, Likeness::Siblings(..))
    };
    let few = sought == Sought::Messages && records.len() < 2;
    if records.is_empty() || unsure || few {
        return None;
    }
    let weight = 10 + 2 * group.plainness as u64;
    // Of groups that find the same comments the outermost holds most of them: its replies lie
    // inside and its ids are the page's own.
    Some(Candidate {
        records,
        score: ((points * weight) << 24) + sizes.min((1 << 24) - 1),
    })
}

/// Whether an element that is called a post or answer is one of a thread: it has a writer, a date
/// and words, and no headline that leads to another page, as the posts of a list have.
fn is_message(scan: &Scan<'_, '_>, member: NodeId, own: Tally) -> bool {
    let page = scan.page;
    let leads = |id: NodeId| {
        let node = page.node(id);
        let headed = page
            .ancestors(id)
            .take(2)
            .any(|above| page.node(above).tag.heading_level().is_some());
        let within = page.attr(id, "href").is_some_and(|href| href.contains('#'));
        // A writer's name may be a heading too.
        let named = || {
            let around = std::iter::once(id).chain(page.ancestors(id).take(2));
            around
                .into_iter()
                .any(|id| scan.names.binary_search(&id).is_ok())
        };
        node.tag == Tag::A && headed && !within && !named()
    };
    let teaser = Marks::of(&[Mark::Teaser, Mark::Related, Mark::Sidebar]);
    own.dates > 0
        && own.names > 0
        && !page.node(member).marks.meets(teaser)
        && !page.subtree(member).any(leads)
}

/// Points for a member: ten for one comment, less where it looks like several, none where it is none.
///
/// A notice of a link needs neither date nor words.
const fn worth(own: Tally, plainness: Plainness, linkback: bool) -> u64 {
    let marked = own.dates > 0 || own.names > 0;
    if linkback && own.words + own.names > 0 {
        return 10;
    }
    if own.words == 0 || !(marked || matches!(plainness, Plainness::Id)) {
        return 0;
    }
    match (own.dates, own.names) {
        (0, 0) => 3,
        (0 | 1, 0..=2) => 10,
        (0..=2, _) => 7,
        _ => 5,
    }
}

/// The members with what lies in each and not in another member inside of it.
fn own_tallies(scan: &Scan<'_, '_>, members: &[NodeId]) -> Vec<(NodeId, Tally)> {
    let mut own: Vec<(NodeId, Tally)> = Vec::with_capacity(members.len());
    let mut open: Vec<usize> = Vec::new();
    let mut around = Vec::with_capacity(members.len());
    for member in members {
        while open
            .last()
            .is_some_and(|at| scan.page.node(own[*at].0).end <= *member)
        {
            open.pop();
        }
        let tally = scan.tally(&scan.page.subtree(*member));
        if let Some(around) = open.last() {
            own[*around].1 = own[*around].1.without(tally);
        }
        open.push(own.len());
        own.push((*member, tally));
        around.push(open.iter().rev().nth(1).copied());
    }
    merge_parts(&mut own, &around);
    own
}

/// Joins a member to the one around it where only both together are a comment: the name in one,
/// the date in the other.
fn merge_parts(own: &mut Vec<(NodeId, Tally)>, around: &[Option<usize>]) {
    let mut inner = vec![0_usize; own.len()];
    for around in around.iter().flatten() {
        inner[*around] += 1;
    }
    let mut parts = vec![false; own.len()];
    for (at, around) in around.iter().enumerate() {
        let Some(around) = *around else { continue };
        let (outer, part) = (own[around].1, own[at].1);
        if inner[around] == 1
            && outer.dates == 0
            && outer.names > 0
            && part.dates > 0
            && part.names == 0
        {
            own[around].1 = outer.with(part);
            parts[at] = true;
        }
    }
    let mut parts = parts.into_iter();
    own.retain(|_| !parts.next().unwrap_or(false));
}
