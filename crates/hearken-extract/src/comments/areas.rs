//! The parts of a page that speak of comments by their names or headings.

use std::collections::HashMap;

use super::words::{Role, Roles, Words, plain};
use crate::table::{Mark, NodeId, NodeRange, Page, Source, Tag};

/// A text that begins the post's body is longer than a caption or a teaser line.
const BODY_CHARS: u32 = 200;

/// A heading over comments, with a count and perhaps the post's title, is no longer.
const MAX_HEADING: u32 = 120;

/// Characters of a message with its writer and date.
const MIN_MESSAGE: u32 = 20;

/// A sidebar holds less than this share of the page; what holds more is the page's main column
/// with an unlucky name.
const SIDEBAR_SHARE: f32 = 0.4;

/// What every node's names say, and the areas.
#[derive(Debug)]
pub(super) struct Areas {
    /// By node; only filled inside of areas.
    roles: Vec<Roles>,
    /// Disjoint, in page order.
    pub(super) ranges: Vec<NodeRange>,
}

impl Areas {
    /// The areas that bear a name for comments.
    pub(super) fn named(page: &Page<'_>, words: &Words) -> Self {
        let post = Post::find(page);
        let mut areas = Self::empty(page);
        let mut at = 0;
        while at < page.nodes.len() {
            let node = page.node(at);
            if matches!(node.tag, Tag::Head)
                || node.silent
                || (is_aside(page, at, words) && !post.is_in(page, at))
            {
                at = node.end;
            } else if is_named(page, at) && !post.is_in(page, at) {
                areas.add(page, words, at..node.end);
                at = node.end;
            } else {
                at += 1;
            }
        }
        areas
    }

    /// What follows a heading such as "3 Kommentare" that no name tells.
    pub(super) fn headed(page: &Page<'_>, words: &Words) -> Self {
        let post = Post::find(page);
        let mut areas = Self::empty(page);
        let heading = (0..page.nodes.len()).rev().find(|id| {
            is_heading(page, *id, words)
                && post.body.is_none_or(|body| *id > body)
                && !page
                    .ancestors(*id)
                    .any(|above| is_aside(page, above, words))
        });
        if let Some(heading) = heading {
            let around = page
                .ancestors(heading)
                .take(3)
                .find(|above| page.node(*above).chars > page.node(heading).chars * 2);
            let behind = around.map(|around| heading..page.node(around).end);
            let latest = |range: &NodeRange| range.clone().any(|id| is_latest(page, id, words));
            if let Some(behind) = behind.filter(|behind| !behind.is_empty() && !latest(behind)) {
                areas.add(page, words, behind);
            }
        }
        areas
    }

    /// All of the page's body, where two elements in it are called messages of the same form.
    pub(super) fn thread(page: &Page<'_>, words: &Words) -> Option<Self> {
        let body = (0..page.nodes.len()).find(|id| page.node(*id).tag == Tag::Body)?;
        let mut met: HashMap<&str, bool> = HashMap::new();
        let mut counts: HashMap<(Tag, &str), usize> = HashMap::new();
        for id in page.subtree(body) {
            let node = page.node(id);
            let holds = matches!(
                node.tag,
                Tag::Div
                    | Tag::Li
                    | Tag::Article
                    | Tag::Section
                    | Tag::Table
                    | Tag::Tr
                    | Tag::Other
            );
            if !holds || node.hidden || node.chars < MIN_MESSAGE {
                continue;
            }
            let names = [page.class(id), page.attr(id, "id").unwrap_or("")];
            for name in names
                .iter()
                .flat_map(|names| names.split_ascii_whitespace())
            {
                let message = *met
                    .entry(name)
                    .or_insert_with(|| words.roles_of(name).has(Role::Message));
                if message {
                    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
                    *counts.entry((node.tag, letters)).or_default() += 1;
                }
            }
        }
        let repeated = counts.values().any(|count| *count > 1);
        repeated.then(|| {
            let mut areas = Self::empty(page);
            areas.add(page, words, page.subtree(body));
            areas
        })
    }

    /// Whether the page has a list of comments that bears a name but is not shown.
    pub(super) fn has_place(page: &Page<'_>) -> bool {
        (0..page.nodes.len()).any(|id| {
            let node = page.node(id);
            let lists = matches!(node.tag, Tag::Section | Tag::Ol | Tag::Ul);
            node.hidden && lists && page.is_under(id, Mark::Comment)
        })
    }

    fn empty(page: &Page<'_>) -> Self {
        Self {
            roles: vec![Roles::default(); page.nodes.len()],
            ranges: Vec::new(),
        }
    }

    fn add(&mut self, page: &Page<'_>, words: &Words, range: NodeRange) {
        let mut met = HashMap::new();
        for id in range.clone() {
            let Some(element) = page.element(id) else {
                continue;
            };
            let mut roles = Roles::default();
            for (key, value) in element.attrs() {
                if matches!(
                    key,
                    "class" | "id" | "itemprop" | "data-testid" | "data-role"
                ) {
                    for name in value.split_ascii_whitespace() {
                        let known = *met.entry(name).or_insert_with(|| words.roles_of(name));
                        roles = roles.join(known);
                    }
                }
            }
            self.roles[id] = roles;
        }
        self.ranges.push(range);
    }

    /// What the names of a node say.
    pub(super) fn roles(&self, id: NodeId) -> Roles {
        self.roles[id]
    }

    /// Whether a node bears a name of this kind.
    pub(super) fn has(&self, id: NodeId, role: Role) -> bool {
        self.roles[id].has(role)
    }
}

/// Whether a heading or count speaks of comments and of little else.
pub(super) fn is_heading_of_comments(text: &str, words: &Words) -> bool {
    text.len() <= 120 && words.has_noun(&plain(text)) && !words.is_latest_heading(text)
}

/// Whether an element is a heading over comments, or an anchor that stands for one.
fn is_heading(page: &Page<'_>, id: NodeId, words: &Words) -> bool {
    let node = page.node(id);
    if node.hidden || node.chars > MAX_HEADING {
        return false;
    }
    if node.tag == Tag::A && node.chars == 0 {
        let name = page.attr(id, "name").or_else(|| page.attr(id, "id"));
        return name.is_some_and(|name| words.has_noun(&plain(name)));
    }
    let bold = matches!(
        node.tag,
        Tag::B | Tag::Strong | Tag::Legend | Tag::Caption | Tag::Th
    );
    let headed = node.tag.heading_level().is_some();
    node.chars > 0
        && (headed && is_heading_of_comments(&page.line_of(id), words)
            || bold && is_bare_heading(&page.line_of(id), words))
}

/// Whether a line is a word for comments and at most a count: "Reacties (5)".
fn is_bare_heading(text: &str, words: &Words) -> bool {
    let word = text.trim_matches(|c: char| !c.is_alphabetic());
    !word.contains(' ') && words.has_noun(&plain(word))
}

fn is_named(page: &Page<'_>, id: NodeId) -> bool {
    let node = page.node(id);
    matches!(node.source, Source::Element(_))
        && !node.hidden
        && (page.has(id, Mark::Comment) || page.has(id, Mark::CommentForm))
        && !matches!(node.tag, Tag::Html | Tag::Body | Tag::Head)
}

/// Whether the element is a sidebar, a menu or a list of the latest comments of all posts.
fn is_aside(page: &Page<'_>, id: NodeId, words: &Words) -> bool {
    let node = page.node(id);
    let aside =
        page.has(id, Mark::Sidebar) || page.has(id, Mark::Navigation) || node.tag == Tag::Nav;
    let small = node.chars as f32 <= page.node(0).chars as f32 * SIDEBAR_SHARE;
    (aside && small && !page.has(id, Mark::Comment)) || is_latest(page, id, words)
}

/// Whether the element is called a list of the latest comments of all posts.
fn is_latest(page: &Page<'_>, id: NodeId, words: &Words) -> bool {
    let Some(element) = page.element(id) else {
        return false;
    };
    element
        .attrs()
        .filter(|(key, value)| matches!(*key, "class" | "id") && may_name_comments(value))
        .flat_map(|(_, value)| value.split_ascii_whitespace())
        .any(|name| words.roles_of(name).has(Role::Latest))
}

/// A cheap look before the words of a name are weighed: the stems of the words for comments.
fn may_name_comments(name: &str) -> bool {
    let stems = ["omment", "oment", "eactie"];
    stems.iter().any(|stem| name.contains(stem))
}

/// Where the post's own words begin.
struct Post {
    body: Option<NodeId>,
    title: Option<NodeId>,
}

impl Post {
    fn find(page: &Page<'_>) -> Self {
        let first = |is: &dyn Fn(NodeId) -> bool| {
            (0..page.nodes.len())
                .find(|id| !page.node(*id).hidden && is(*id) && !page.is_under(*id, Mark::Comment))
        };
        Self {
            body: first(&|id| page.has(id, Mark::PostBody) && page.node(id).chars >= BODY_CHARS),
            title: first(&|id| page.node(id).tag == Tag::H1 && page.node(id).chars > 0),
        }
    }

    /// Whether the post lies inside of the element `id`.
    fn is_in(&self, page: &Page<'_>, id: NodeId) -> bool {
        let inside =
            |node: Option<NodeId>| node.is_some_and(|node| page.subtree(id).contains(&node));
        inside(self.body) || inside(self.title)
    }
}
