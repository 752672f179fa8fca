//! The one walk over the parsed tree.

use std::collections::HashMap;

use ego_tree::NodeRef;
use scraper::{Html, node::Node as TreeNode};
use url::Url;

use super::{Mark, Marks, Node, NodeId, Page, Source, Tag, is_invisible, name_words::NameMarks};

/// A paragraph counts as one from this many characters on; shorter lines are as often labels.
/// Readability uses 25 to score and 140 to trust; 80 lies between; a
/// choice, not measured.
const PARAGRAPH_CHARS: u32 = 80;

/// Visible characters below which a page that hides more than it shows is read as if it hid
/// nothing: such pages are shown by a script.
const ALMOST_NOTHING: u32 = 250;

/// The flat table of a parsed page.
pub(crate) fn flatten(html: &Html, url: Option<Url>, streamed: bool) -> Page<'_> {
    let pieces = if streamed {
        streamed_pieces(html)
    } else {
        HashMap::new()
    };
    let mut nodes = walk(html, &pieces);
    count(&mut nodes, true);
    let shown = nodes.first().map_or(0, |root| root.chars);
    if shown < ALMOST_NOTHING {
        count(&mut nodes, false);
        let all = nodes.first().map_or(0, |root| root.chars);
        if all < 2 * ALMOST_NOTHING {
            count(&mut nodes, true);
        }
    }
    Page { nodes, url }
}

/// React sends late parts of a page as `<div hidden id="S:1">` at its end, to be put in the place
/// of `<template id="B:1">` (or `P:1`) by a script.
fn streamed_pieces(html: &Html) -> HashMap<&str, NodeRef<'_, TreeNode>> {
    html.tree
        .nodes()
        .filter_map(|node| {
            let key = node.value().as_element()?.id()?.strip_prefix("S:")?;
            Some((key, node))
        })
        .collect()
}

/// The piece that takes the place of a template.
fn piece_for<'a>(
    pieces: &HashMap<&str, NodeRef<'a, TreeNode>>,
    node: NodeRef<'a, TreeNode>,
) -> Option<NodeRef<'a, TreeNode>> {
    if pieces.is_empty() {
        return None;
    }
    let element = node
        .value()
        .as_element()
        .filter(|element| element.name() == "template")?;
    let id = element.id()?;
    let key = id.strip_prefix("B:").or_else(|| id.strip_prefix("P:"))?;
    pieces.get(key).copied()
}

/// Nodes in page order, with everything that a look at one node tells.
fn walk<'a>(html: &'a Html, pieces: &HashMap<&'a str, NodeRef<'a, TreeNode>>) -> Vec<Node<'a>> {
    let mut nodes: Vec<Node<'a>> = Vec::with_capacity(html.tree.nodes().size_hint().0);
    let mut names = NameMarks::default();
    let mut placed: Vec<ego_tree::NodeId> = Vec::new();
    let root = html
        .tree
        .root()
        .children()
        .find(|child| child.value().is_element());
    // Each entry is a node yet to come, with all its later siblings, and its parent in the table.
    let mut waiting: Vec<(NodeRef<'a, TreeNode>, NodeId, bool)> =
        root.into_iter().map(|root| (root, 0, false)).collect();
    while let Some((node, parent, with_siblings)) = waiting.pop() {
        if with_siblings && let Some(next) = node.next_sibling() {
            waiting.push((next, parent, true));
        }
        if let Some(piece) = piece_for(pieces, node) {
            // A piece is placed once, so that pieces which name each other end.
            if !placed.contains(&piece.id()) {
                placed.push(piece.id());
                if let Some(first) = piece.first_child() {
                    waiting.push((first, parent, true));
                }
            }
            continue;
        }
        if !placed.is_empty() && placed.contains(&node.id()) {
            continue;
        }
        let (source, tag, marks) = match node.value() {
            TreeNode::Element(element) => {
                let tag = Tag::from_name(element.name());
                (Source::Element(element), tag, marks_of(element, &mut names))
            }
            TreeNode::Text(text) => (Source::Text(&text.text), Tag::Text, Marks::NONE),
            _ => continue,
        };
        let id = nodes.len();
        let depth = nodes.get(parent).map_or(0, |above| above.depth + 1);
        nodes.push(Node {
            source,
            tag,
            parent,
            end: id + 1,
            depth,
            marks,
            hidden: false,
            silent: false,
            chars: 0,
            link_chars: 0,
            stops: 0,
            paragraphs: 0,
            links: 0,
        });
        if let Some(first) = node.first_child() {
            waiting.push((first, id, true));
        }
    }
    nodes
}

/// What the attributes of an element say.
fn marks_of<'a>(element: &'a scraper::node::Element, names: &mut NameMarks<'a>) -> Marks {
    let mut marks = Marks::NONE;
    for (key, value) in element.attrs() {
        marks = marks.with(match key {
            "class" | "id" | "data-testid" | "data-component" | "data-widget_type" => {
                names.of(value)
            }
            "role" => by_role(value),
            "itemprop" => by_item_property(value),
            "hidden" if value != "until-found" => Marks::of(&[Mark::HiddenName]),
            "style" if style_hides(value) => Marks::of(&[Mark::HiddenName]),
            "rel"
                if value
                    .split_ascii_whitespace()
                    .any(|rel| rel == "author" || rel.ends_with(":author")) =>
            {
                Marks::of(&[Mark::Byline])
            }
            _ => Marks::NONE,
        });
    }
    marks
}

fn by_role(role: &str) -> Marks {
    match role {
        "navigation" | "menu" | "menubar" | "tablist" => Marks::of(&[Mark::Navigation]),
        "complementary" => Marks::of(&[Mark::Sidebar]),
        "banner" => Marks::of(&[Mark::Header]),
        "contentinfo" => Marks::of(&[Mark::Footer]),
        "search" => Marks::of(&[Mark::Tools]),
        "dialog" | "alertdialog" => Marks::of(&[Mark::Popup]),
        "main" => Marks::of(&[Mark::MainPart]),
        "article" => Marks::of(&[Mark::PostWhole]),
        _ => Marks::NONE,
    }
}

fn by_item_property(property: &str) -> Marks {
    match property {
        "articleBody" | "blogPost" | "reviewBody" => Marks::of(&[Mark::PostBody]),
        "author" | "creator" => Marks::of(&[Mark::Byline]),
        "headline" => Marks::of(&[Mark::PostTitle]),
        "comment" => Marks::of(&[Mark::Comment]),
        _ => Marks::NONE,
    }
}

fn style_hides(style: &str) -> bool {
    // The few forms that pages use; anything else would need a style sheet's cascade.
    let flat: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    flat.split(';').any(|rule| {
        matches!(
            rule.trim_end_matches("!important"),
            "display:none" | "visibility:hidden"
        )
    })
}

/// Shows what an element hides, for what opens at a click.
pub(super) fn reveal(nodes: &mut [Node<'_>], id: NodeId) {
    nodes[id].marks = nodes[id].marks.without(Mark::HiddenName);
    count(nodes, true);
}

/// Fills in what depends on the nodes above (hidden, silent) and below (ends and counts).
fn count(nodes: &mut [Node<'_>], mind_hidden: bool) {
    for id in 0..nodes.len() {
        let (before, rest) = nodes.split_at_mut(id);
        let node = &mut rest[0];
        let above = before.get(node.parent);
        let hides = Marks::of(&[Mark::HiddenName, Mark::ScreenReader]);
        node.hidden =
            mind_hidden && (node.marks.meets(hides) || above.is_some_and(|above| above.hidden));
        node.silent = node.tag.is_silent() || above.is_some_and(|above| above.silent);
        let linked = above.is_some_and(|above| above.tag == Tag::A || above.links > 0);
        // `links` serves as "within a link" on the way down and is set anew on the way up.
        node.links = u32::from(linked);
        (node.chars, node.link_chars, node.stops, node.paragraphs) = (0, 0, 0, 0);
        if let Source::Text(text) = node.source
            && !node.hidden
            && !node.silent
        {
            (node.chars, node.stops) = visible(text);
            node.link_chars = if linked { node.chars } else { 0 };
        }
    }
    for node in nodes.iter_mut() {
        node.links = u32::from(node.tag == Tag::A && !node.hidden);
    }
    for id in (1..nodes.len()).rev() {
        if nodes[id].tag == Tag::P && nodes[id].chars >= PARAGRAPH_CHARS {
            nodes[id].paragraphs += 1;
        }
        let (before, rest) = nodes.split_at_mut(id);
        let (node, above) = (&rest[0], &mut before[rest[0].parent]);
        above.end = above.end.max(node.end);
        above.chars += node.chars;
        above.link_chars += node.link_chars;
        above.stops += node.stops;
        above.paragraphs += node.paragraphs;
        above.links += node.links;
    }
}

/// Characters and stops of a text.
fn visible(text: &str) -> (u32, u32) {
    let (mut chars, mut stops) = (0, 0);
    for c in text.chars() {
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        chars += 1;
        if matches!(
            c,
            ',' | '.'
                | ';'
                | '!'
                | '?'
                | '،'
                | '؛'
                | '؟'
                | '。'
                | '，'
                | '、'
                | '；'
                | '！'
                | '？'
                | '।'
        ) {
            stops += 1;
        }
    }
    (chars, stops)
}
