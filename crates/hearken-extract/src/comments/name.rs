//! Who wrote a comment.

use super::{
    lines::{Line, LineKind},
    record::Forest,
    scan::{MAX_NAME, Scan},
    words::{Role, plain},
};
use crate::{
    dates::recognise,
    table::{NodeId, Source, Tag},
};

/// Lines of a comment that are looked at for a name: it stands at the head or at the foot.
const HEAD_LINES: usize = 4;

/// A writer as the page shows one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writer {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    /// The element or text that holds the name.
    pub(super) node: Option<NodeId>,
}

/// The writer of the record at `place`.
pub(super) fn writer_of(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Writer {
    let marked = forest
        .own_ranges(place)
        .flat_map(|range| scan.names_in(&range).to_vec());
    for element in marked {
        if let Some((name, node)) = name_in(scan, element) {
            return Writer {
                name: Some(name),
                url: link_of(scan, node, element),
                node: Some(element),
            };
        }
    }
    // A writer may be called "admin" or "Guest", which beside another name would be a badge.
    let badge = marked_badge(scan, forest, place);
    if let Some((name, element)) = badge {
        return Writer {
            name: Some(name),
            url: link_of(scan, element, element),
            node: Some(element),
        };
    }
    let own_lines: Vec<&Line> = scan
        .own_lines(forest, place)
        .map(|at| &scan.lines[at])
        .collect();
    let dated = own_lines
        .iter()
        .position(|line| line.kind == LineKind::Dated);
    let by_date = dated.into_iter().flat_map(|at| {
        let before = at.checked_sub(1).map(|before| own_lines[before]);
        std::iter::once(own_lines[at]).chain(before.filter(|line| is_short(line)))
    });
    let first = own_lines
        .iter()
        .take(HEAD_LINES)
        .copied()
        .find(|line| line.kind != LineKind::Furniture);
    for line in by_date.chain(first.filter(|line| is_short(line))) {
        if let Some((name, node)) = name_of_line(scan, line) {
            return Writer {
                name: Some(name),
                url: link_of(scan, node, node),
                node: Some(node),
            };
        }
    }
    Writer::default()
}

/// The first element marked to hold a name whose words are those of a badge.
fn marked_badge(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Option<(String, NodeId)> {
    let page = scan.page;
    forest.own_nodes(place).find_map(|id| {
        let node = page.node(id);
        let called = scan.areas.has(id, Role::Author) || node.tag == Tag::Cite;
        let apt = called && !node.hidden && (1..=MAX_NAME).contains(&node.chars);
        let text = apt.then(|| page.line_of(id))?;
        let name = scan.words.without_says(&text).trim();
        scan.words
            .is_furniture(&plain(name))
            .then(|| (name.to_owned(), id))
    })
}

fn is_short(line: &Line) -> bool {
    line.text.chars().count() <= MAX_NAME as usize && !line.text.ends_with(['.', '!', '?', '。'])
}

/// The name in an element that is marked to hold one, and the node it is in.
fn name_in(scan: &Scan<'_, '_>, element: NodeId) -> Option<(String, NodeId)> {
    let page = scan.page;
    let whole = page.line_of(element);
    let inner = page.subtree(element).skip(1).find(|id| {
        let node = page.node(*id);
        let apt = matches!(
            node.tag,
            Tag::A | Tag::B | Tag::Strong | Tag::Cite | Tag::Em
        ) || scan.areas.has(*id, Role::Author);
        matches!(node.source, Source::Element(_))
            && apt
            && node.chars > 0
            && !scan.areas.has(*id, Role::Furniture)
    });
    if let Some(inner) = inner {
        let name = page.line_of(inner);
        let outside = whole.replacen(&name, "\u{1}", 1);
        let framed = outside
            .split('\u{1}')
            .all(|part| scan.words.is_around_name(part) || recognise(part, &scan.ctx).is_some());
        let called = scan.areas.has(inner, Role::Author);
        if (framed || called)
            && let Some(name) = checked(scan, &name)
        {
            return Some((name, inner));
        }
    }
    // Of several lines in the element the first is the name, and the others are badges.
    let lines = &scan.lines[scan.lines_in(&page.subtree(element))];
    if let [first, _, ..] = lines
        && let Some(name) = checked(scan, scan.words.without_says(framed_by(scan, &first.text)))
    {
        return Some((name, element));
    }
    // Badges and the like inside the element are no part of the name.
    let plain_parts: String = page
        .subtree(element)
        .filter(|id| matches!(page.node(*id).source, Source::Text(_)))
        .filter(|id| {
            !page
                .ancestors(*id)
                .take_while(|above| *above > element)
                .any(|above| {
                    scan.areas.has(above, Role::Furniture)
                        || scan.areas.has(above, Role::AuthorBadge)
                })
        })
        .map(|id| page.line(id..id + 1))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let text = if plain_parts.is_empty() {
        whole
    } else {
        plain_parts
    };
    checked(scan, scan.words.without_says(framed_by(scan, &text))).map(|name| (name, element))
}

/// `text` without "by" before it where a mark or several words make plain that it is not a name's part.
fn framed_by<'t>(scan: &Scan<'_, '_>, text: &'t str) -> &'t str {
    let rest = scan.words.without_by(text);
    let taken = &text[..text.len() - rest.len()];
    let word = taken.trim();
    let plainly = word.ends_with(':') || word.contains(' ') || !scan.words.is_particle(word);
    if plainly { rest } else { text }
}

/// The name in a line that also holds the date, or in a short line beside it.
fn name_of_line(scan: &Scan<'_, '_>, line: &Line) -> Option<(String, NodeId)> {
    // An element of its own within the line is the name, as far as it is not the date's.
    let element = line
        .pieces
        .iter()
        .enumerate()
        .find_map(|(at, (start, node))| {
            let end = line
                .pieces
                .get(at + 1)
                .map_or(line.text.len(), |(next, _)| *next);
            let piece = line.text[*start..end].trim();
            let parent = scan.page.node(*node).parent;
            let apt = matches!(
                scan.page.node(parent).tag,
                Tag::A
                    | Tag::B
                    | Tag::Strong
                    | Tag::Cite
                    | Tag::Em
                    | Tag::I
                    | Tag::Span
                    | Tag::Font
            );
            (apt && recognise(piece, &scan.ctx).is_none() && !scan.words.is_around_name(piece))
                .then(|| {
                    checked(scan, scan.words.without_says(framed_by(scan, piece)))
                        .map(|name| (name, *node))
                })
                .flatten()
        });
    if line.pieces.len() > 1 && element.is_some() {
        return element;
    }
    let (before, behind) = line.stamp.map_or((line.text.as_str(), ""), |(span, _)| {
        (&line.text[..span.start()], &line.text[span.end()..])
    });
    [before, behind].into_iter().find_map(|text| {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !"._()".contains(c));
        let name = scan.words.without_says(scan.words.without_by(text));
        checked(scan, name)
            .filter(|name| !scan.words.is_around_name(name))
            .map(|name| (name, line.pieces[0].1))
    })
}

/// A text as a name, where it can be one.
fn checked(scan: &Scan<'_, '_>, text: &str) -> Option<String> {
    let name = text
        .trim_matches(|c: char| c.is_whitespace() || ",:;|–—-·•»«>#[]".contains(c))
        .trim();
    let name = scan.words.without_unverified(name);
    let letters = name.chars().filter(|c| !c.is_whitespace()).count();
    let fits = letters <= MAX_NAME as usize && name.chars().any(char::is_alphanumeric);
    let clock = name.starts_with(|c: char| c.is_ascii_digit()) && name.contains(':');
    (fits && !clock && !scan.words.is_furniture(&plain(name))).then(|| name.to_owned())
}

/// Where the name links to: the link around it, or the one in it.
fn link_of(scan: &Scan<'_, '_>, node: NodeId, element: NodeId) -> Option<String> {
    let page = scan.page;
    let around = std::iter::once(node).chain(page.ancestors(node).take(3));
    let inside = page.subtree(element);
    let link = around
        .chain(inside)
        .find(|id| page.node(*id).tag == Tag::A && page.attr(*id, "href").is_some())?;
    let href = page.attr(link, "href")?.trim();
    let leads = !href.is_empty()
        && !href.starts_with('#')
        && !href.starts_with("javascript:")
        && !href.starts_with("mailto:");
    leads.then(|| page.absolute(href))
}
