//! Records to comments.

use std::collections::{HashMap, HashSet};

use hearken_model::{Comment, CommentKind};

use super::{
    body::text_of,
    date::date_of,
    name::writer_of,
    record::Forest,
    scan::Scan,
    threading::{answers, number_of},
    words::{Role, plain},
};
use crate::table::{NodeId, NodeRange, Tag};

/// The comments of the records, in page order.
pub(super) fn assemble(scan: &Scan<'_, '_>, forest: &Forest) -> Vec<Comment> {
    let answers = answers(scan, forest);
    let mut drafts: Vec<Option<Comment>> = (0..forest.records.len())
        .map(|place| draft(scan, forest, place))
        .collect();
    drop_second_copies(scan, forest, &mut drafts);
    let keys = keys_of(scan, forest, &drafts);
    let mut comments = Vec::new();
    for (place, draft) in drafts.iter_mut().enumerate() {
        let Some(mut comment) = draft.take() else {
            continue;
        };
        comment.reply_to = kept_answer(&answers, &keys, place);
        if let Some(key) = &keys[place] {
            comment.key.clone_from(key);
        }
        comments.push(comment);
    }
    comments
}

/// The nearest answered comment that is kept: what answered a deleted one answers what that did.
fn kept_answer(answers: &[Option<usize>], keys: &[Option<String>], place: usize) -> Option<String> {
    let mut at = answers[place];
    while let Some(answered) = at {
        if let Some(key) = &keys[answered] {
            return Some(key.clone());
        }
        // An answer lies before its question nowhere, so that this ends.
        at = answers[answered].filter(|next| *next < answered);
    }
    None
}

fn draft(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Option<Comment> {
    let writer = writer_of(scan, forest, place);
    let text = text_of(scan, forest, place, &writer);
    let kind = kind_of(scan, forest, place);
    let bare = kind == CommentKind::Pingback && scan.words.is_around_name(&text);
    let text = if bare { String::new() } else { text };
    let date = date_of(scan, forest, place);
    if (text.is_empty() && kind == CommentKind::Comment) || scan.words.is_deleted(&text) {
        return None;
    }
    Some(Comment {
        key: String::new(),
        reply_to: None,
        kind,
        author: writer.name,
        author_url: writer.url,
        published: date.value,
        published_raw: date.raw,
        text,
        by_post_author: is_marked(scan, forest, place),
    })
}

fn kind_of(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> CommentKind {
    let record = &forest.records[place];
    let root = record.root.unwrap_or(record.range.start);
    let around = std::iter::once(root).chain(scan.page.ancestors(root).take(2));
    let called = record.is_linkback
        || around.into_iter().any(|id| {
            scan.areas.has(id, Role::Pingback) && !scan.areas.has(id, Role::Item)
                || scan
                    .page
                    .class(id)
                    .split_ascii_whitespace()
                    .any(|name| matches!(name, "pingback" | "trackback"))
        });
    let first = scan
        .lines_in(&record.range)
        .next()
        .map(|at| plain(&scan.lines[at].text));
    let told = first.is_some_and(|line| {
        ["pingback", "trackback"]
            .iter()
            .any(|word| line.starts_with(word) || line.ends_with(word))
    });
    if called || told {
        CommentKind::Pingback
    } else {
        CommentKind::Comment
    }
}

/// Whether the page marks the comment as the post's author's.
fn is_marked(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> bool {
    let record = &forest.records[place];
    let root = record.root.unwrap_or(record.range.start);
    scan.areas.has(root, Role::ByPostAuthor)
        || forest.own_nodes(place).any(|id| {
            (scan.areas.has(id, Role::AuthorBadge) || scan.areas.has(id, Role::ByPostAuthor))
                && !scan.page.node(id).hidden
        })
}

/// A shorter comment may be said twice; as part of a list that is printed twice it follows another.
const LONG_ENOUGH: usize = 20;

/// Writer, date and words of a comment.
type Said = (Option<String>, Option<String>, String);

/// A list that the page prints twice, once for each width of screen or way to sort it.
fn drop_second_copies(scan: &Scan<'_, '_>, forest: &Forest, drafts: &mut [Option<Comment>]) {
    let mut met: HashMap<Said, Option<&str>> = HashMap::new();
    let mut in_copy = false;
    for (place, draft) in drafts.iter_mut().enumerate() {
        let Some(comment) = draft.as_ref() else {
            continue;
        };
        let id = own_id(scan, forest, place).and_then(number_of);
        let key = (
            comment.author.clone(),
            comment.published_raw.clone(),
            comment.text.clone(),
        );
        let long = in_copy || comment.text.chars().count() >= LONG_ENOUGH;
        // The same words under another number were sent twice.
        let again = met
            .get(&key)
            .is_some_and(|first| first.is_none() || id.is_none() || *first == id);
        in_copy = again && long && comment.published_raw.is_some();
        if in_copy {
            *draft = None;
        } else {
            met.insert(key, id);
        }
    }
}

/// A key for each comment that is kept: the page's own id, else its place.
fn keys_of(
    scan: &Scan<'_, '_>,
    forest: &Forest,
    drafts: &[Option<Comment>],
) -> Vec<Option<String>> {
    let mut met = HashSet::new();
    let mut count = 0;
    drafts
        .iter()
        .enumerate()
        .map(|(place, draft)| {
            draft.as_ref()?;
            count += 1;
            let own = own_id(scan, forest, place).filter(|id| !met.contains(*id));
            let key = own.map_or_else(|| format!("c{count}"), str::to_owned);
            met.insert(key.clone());
            Some(key)
        })
        .collect()
}

/// The id of the element that holds the comment, else of an empty element at its beginning or
/// right before it; of several the one that the comment's permalink names.
fn own_id<'a>(scan: &Scan<'_, 'a>, forest: &Forest, place: usize) -> Option<&'a str> {
    let page = scan.page;
    let range = &forest.records[place].range;
    let words = scan.tally(&own_range(forest, place)).words;
    let mut ids: Vec<&str> = Vec::new();
    let mut anchors: Vec<&str> = anchor_before(scan, range.start).into_iter().collect();
    let run = forest.records[place].root.is_none();
    for id in range.clone() {
        let node = page.node(id);
        if node.tag == Tag::Text && node.chars > 0 {
            break;
        }
        let whole = id == range.start || scan.tally(&page.subtree(id)).words >= words;
        if node.chars > 0 && (whole || run) {
            ids.extend(id_of(scan, id));
        } else if node.chars == 0 {
            anchors.extend(anchor_of(scan, id));
        }
    }
    let named: Vec<&str> = forest
        .own_nodes(place)
        .filter(|id| page.node(*id).tag == Tag::A)
        .filter_map(|link| Some(page.attr(link, "href")?.rsplit_once('#')?.1))
        .collect();
    let all = || ids.iter().chain(&anchors).copied();
    all().find(|id| named.contains(id)).or_else(|| all().next())
}

fn id_of<'a>(scan: &Scan<'_, 'a>, id: NodeId) -> Option<&'a str> {
    scan.page
        .attr(id, "id")
        .map(str::trim)
        .filter(|id| !id.is_empty())
}

/// The id, or an anchor's name, of an element without words.
fn anchor_of<'a>(scan: &Scan<'_, 'a>, id: NodeId) -> Option<&'a str> {
    let node = scan.page.node(id);
    let bare = node.chars == 0 && matches!(node.tag, Tag::A | Tag::Div | Tag::Span | Tag::P);
    let name = || {
        scan.page
            .attr(id, "name")
            .filter(|name| node.tag == Tag::A && !name.is_empty())
    };
    bare.then(|| id_of(scan, id).or_else(name)).flatten()
}

/// The anchor right before a record.
fn anchor_before<'a>(scan: &Scan<'_, 'a>, start: NodeId) -> Option<&'a str> {
    /// White space may stand in the anchor and behind it.
    const STEPS: usize = 3;
    let page = scan.page;
    let parent = page.node(start).parent;
    let before = (parent + 1..start).rev().take(STEPS);
    let mut siblings = before.filter(|id| page.node(*id).parent == parent);
    let element =
        siblings.find(|id| page.node(*id).tag != Tag::Text || page.node(*id).chars > 0)?;
    anchor_of(scan, element)
}

fn own_range(forest: &Forest, place: usize) -> NodeRange {
    let range = &forest.records[place].range;
    let end = forest.holes[place]
        .first()
        .map_or(range.end, |hole| hole.start);
    range.start..end
}
