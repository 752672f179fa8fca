//! The account of all words that are neither the post's nor a comment's: each with the most
//! telling reason near it.

use hearken_model::{Removed, RemovedKind};

use super::{Swept, described, rules::RULES, sweep::rule_by_name};
use crate::{
    dates::{self, DateContext},
    post::{Passage, passages},
    table::{Mark, NodeId, NodeRange, Page, Tag},
    vocab::{Words, phrases},
};

/// What became of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome<'a> {
    /// Nodes of comments.
    pub(crate) comments: &'a [bool],
    /// Nodes left out for what they say or where they stand, and not for a name around them.
    pub(crate) told: &'a [Swept],
    /// Nodes that are not the post's although they may stand in its element.
    pub(crate) gone: &'a [bool],
    /// The element that holds the post.
    pub(crate) container: NodeId,
    /// The nodes of the post: those of the container, from the standfirst above it on.
    pub(crate) post: &'a NodeRange,
}

/// Why a passage was left out; passages with the same source are one record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reason {
    source: Source,
    kind: RemovedKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Place in [`Outcome::told`].
    Told(usize),
    /// A rule of [`RULES`] and the element it fits.
    Named(usize, NodeId),
    /// A line with a known phrase.
    Said(&'static str, NodeId),
    /// The outermost element that does not hold the post.
    Outside(NodeId),
}

/// Lists what was left out, in page order, and then what stands around comments' words.
pub(crate) fn account(page: &Page<'_>, outcome: Outcome<'_>) -> Vec<Removed> {
    let told = places(page, outcome.told);
    let named = nearest_rules(page, outcome.container);
    let mut records: Vec<(Reason, Removed)> = Vec::new();
    for passage in passages(page, &|id| outcome.comments[id]) {
        let at = passage.range.start;
        let lines = pieces(&passage, |id| {
            outcome.post.contains(&id) && !outcome.gone[id]
        });
        for range in lines {
            let line = page.line(range);
            if line.is_empty() {
                continue;
            }
            let reason = reason_for(page, &passage, &line, told[at], named[at], outcome);
            if let Some((_, record)) = records.last_mut().filter(|(last, _)| *last == reason) {
                record.text.push('\n');
                record.text.push_str(&line);
                continue;
            }
            let why = why(page, &reason, outcome);
            let kind = reason.kind;
            records.push((
                reason,
                Removed {
                    kind,
                    text: line,
                    why,
                },
            ));
        }
    }
    let chrome = comment_chrome(page, outcome);
    records
        .into_iter()
        .map(|(_, record)| record)
        .chain(chrome)
        .collect()
}

/// Lines within comments that are no reader's words: "Reply", "This comment was removed".
fn comment_chrome(page: &Page<'_>, outcome: Outcome<'_>) -> Vec<Removed> {
    let own = |id: &NodeId| {
        let node = page.node(*id);
        let line = node.tag == Tag::Text && (1..CHROME_LINE).contains(&node.chars);
        outcome.comments[*id] && line && !node.hidden
    };
    (0..page.nodes.len())
        .filter(own)
        .filter_map(|id| {
            let line = page.line(id..id + 1);
            let said = phrases()
                .best(&Words::of(&line))
                .filter(|phrase| phrase.sure && AROUND.contains(&phrase.kind))
                .map(|phrase| phrase.rule);
            let named = || is_named_chrome(page, id).then_some("comment-chrome-name");
            let why = format!("{}: within a comment", said.or_else(named)?);
            Some(Removed {
                kind: RemovedKind::CommentChrome,
                text: line,
                why,
            })
        })
        .collect()
}

/// Whether a line stands in an element named for answering or for what was deleted.
fn is_named_chrome(page: &Page<'_>, id: NodeId) -> bool {
    page.ancestors(id).take(2).any(|above| {
        let class = page.class(above);
        page.has(above, Mark::CommentForm) || class.contains("deleted") || class.contains("reply")
    })
}

/// Kinds of lines within a comment that are not its words.
const AROUND: &[RemovedKind] = &[RemovedKind::CommentChrome, RemovedKind::Share];

/// Longest line within a comment that is looked through.
const CHROME_LINE: u32 = 80;

/// The parts of a passage that are not the post's: a passage is one of inline nodes, and a rule
/// may have taken some of them.
fn pieces(passage: &Passage, kept: impl Fn(NodeId) -> bool) -> Vec<std::ops::Range<NodeId>> {
    let mut pieces: Vec<std::ops::Range<NodeId>> = Vec::new();
    for id in passage.range.clone().filter(|id| !kept(*id)) {
        match pieces.last_mut().filter(|last| last.end == id) {
            Some(last) => last.end = id + 1,
            None => pieces.push(id..id + 1),
        }
    }
    pieces
}

/// For each node the first of `told` that covers it.
fn places(page: &Page<'_>, told: &[Swept]) -> Vec<Option<usize>> {
    let mut places = vec![None; page.nodes.len()];
    for (place, swept) in told.iter().enumerate() {
        for known in &mut places[swept.range.clone()] {
            known.get_or_insert(place);
        }
    }
    places
}

/// Name of the rule whose elements stand in sidebars and feet alike.
const WIDGET: &str = "widget-name";

/// For each node the rule that fits it or the nearest element around it.
fn nearest_rules(page: &Page<'_>, container: NodeId) -> Vec<Option<(usize, NodeId)>> {
    let mut nearest: Vec<Option<(usize, NodeId)>> = Vec::with_capacity(page.nodes.len());
    for id in 0..page.nodes.len() {
        // What holds the post is no box beside it, whatever its name.
        let holds_post = page.subtree(id).contains(&container);
        let own = rule_by_name(page, id)
            .filter(|_| !holds_post)
            .map(|rule| (rule, id));
        let above = nearest.get(page.node(id).parent).copied().flatten();
        // A word or a button within a named box, a widget within a named place, and a place
        // within what has a nature of its own, are theirs.
        let small = !page.node(id).tag.is_block();
        let widget = own.is_some_and(|(rule, _)| RULES[rule].name == WIDGET);
        let is_place = |(rule, _): (usize, NodeId)| PLACES.contains(&RULES[rule].kind);
        let place_in_nature = own.is_some_and(is_place) && !above.is_some_and(is_place);
        let aboves = small || widget || place_in_nature;
        nearest.push(if aboves { above.or(own) } else { own.or(above) });
    }
    nearest
}

/// Kinds that say where a thing stands and not what it is.
const PLACES: &[RemovedKind] = &[
    RemovedKind::Header,
    RemovedKind::Footer,
    RemovedKind::Sidebar,
    RemovedKind::Other,
];

fn reason_for(
    page: &Page<'_>,
    passage: &Passage,
    line: &str,
    told: Option<usize>,
    named: Option<(usize, NodeId)>,
    outcome: Outcome<'_>,
) -> Reason {
    let phrase = phrases()
        .best(&Words::of(line))
        .filter(|phrase| phrase.sure);
    if let Some(place) = told {
        return Reason {
            source: Source::Told(place),
            kind: outcome.told[place].kind,
        };
    }
    if let Some((rule, id)) = named.filter(|(rule, _)| !PLACES.contains(&RULES[*rule].kind)) {
        let said = phrase
            .map(|phrase| phrase.kind)
            .filter(|_| RULES[rule].kind == RemovedKind::Advert);
        let kind = match RULES[rule].kind {
            RemovedKind::Share if page.is_under(id, Mark::Comment) => RemovedKind::CommentChrome,
            RemovedKind::Advert if asks_for_mail(page, id) => RemovedKind::Newsletter,
            RemovedKind::Advert if said == Some(RemovedKind::Newsletter) => RemovedKind::Newsletter,
            RemovedKind::Advert if said == Some(RemovedKind::Share) => RemovedKind::Share,
            kind => kind,
        };
        return Reason {
            source: Source::Named(rule, id),
            kind,
        };
    }
    let telling = |kind: RemovedKind| match kind {
        RemovedKind::Header | RemovedKind::Sidebar | RemovedKind::Other => false,
        // Menus have headings of their own in sidebars and feet.
        RemovedKind::Navigation => named.is_none(),
        _ => true,
    };
    if let Some(phrase) = phrase.filter(|phrase| telling(phrase.kind)) {
        return Reason {
            source: Source::Said(phrase.rule, passage.block),
            kind: phrase.kind,
        };
    }
    if let Some((rule, id)) = named {
        return Reason {
            source: Source::Named(rule, id),
            kind: RULES[rule].kind,
        };
    }
    let outermost = outermost(page, passage.range.start, outcome.container);
    let dated = passage.chars < DATE_LINE && outermost < outcome.container;
    let kind = if dated && dates::find(line, &DateContext::default()).is_some() {
        RemovedKind::Byline
    } else {
        by_place(page, outermost, outcome.container)
    };
    Reason {
        source: Source::Outside(outermost),
        kind,
    }
}

/// Longest line before the post that a date makes a date line.
const DATE_LINE: u32 = 80;

/// Whether a field for a mail address, or what opens one, stands within: such a call is one to
/// subscribe.
fn asks_for_mail(page: &Page<'_>, id: NodeId) -> bool {
    page.subtree(id).any(|inside| {
        let field =
            page.node(inside).tag == Tag::Input && page.attr(inside, "type") == Some("email");
        // Ghost's links to its membership dialogue.
        field || page.attr(inside, "data-portal").is_some()
    })
}

/// The outermost element around a node that does not hold the container.
fn outermost(page: &Page<'_>, id: NodeId, container: NodeId) -> NodeId {
    let apart = |above: &NodeId| !page.subtree(*above).contains(&container);
    page.ancestors(id).take_while(apart).last().unwrap_or(id)
}

/// What stands before the post is the page's head, what stands beside it in a table's row its
/// sidebar, what ends the page its foot.
fn by_place(page: &Page<'_>, outermost: NodeId, container: NodeId) -> RemovedKind {
    let node = page.node(outermost);
    let mostly_links = node.link_chars * 2 > node.chars;
    let last = page.node(node.parent).end == node.end;
    match (node.tag, outermost < container) {
        (Tag::Td, _) => RemovedKind::Sidebar,
        (_, true) if mostly_links => RemovedKind::Navigation,
        (_, true) => RemovedKind::Header,
        (Tag::Tr, false) => RemovedKind::Footer,
        (_, false) if last => RemovedKind::Footer,
        (_, false) => RemovedKind::Sidebar,
    }
}

fn why(page: &Page<'_>, reason: &Reason, outcome: Outcome<'_>) -> String {
    match reason.source {
        Source::Told(place) => outcome.told[place].why.clone(),
        Source::Named(rule, id) => format!("{}: {}", RULES[rule].name, described(page, id)),
        Source::Said(rule, id) => format!("{rule}: a line of {}", described(page, id)),
        Source::Outside(id) => format!("outside-post: {}", described(page, id)),
    }
}
