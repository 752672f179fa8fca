//! What is left out inside the element that holds the post: its title, lists of links, and what
//! stands before its first and after its last prose.

use hearken_model::RemovedKind;

use super::{passages::Passage, weigh::Weights};
use crate::{
    boilerplate::{Swept, described},
    table::{NodeId, NodeRange, Page, Tag},
};

/// What trimming leans on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TrimContext<'a> {
    /// The element that holds the post.
    pub(crate) container: NodeId,
    /// The post's title.
    pub(crate) title: Option<&'a str>,
}

/// What is to be left out of the container, in page order.
pub(crate) fn trim(
    page: &Page<'_>,
    passages: &[Passage],
    weights: &Weights,
    ctx: TrimContext<'_>,
) -> Vec<Swept> {
    let inside = page.subtree(ctx.container);
    let own: Vec<&Passage> = passages
        .iter()
        .filter(|passage| inside.contains(&passage.range.start))
        .collect();
    let mut swept = link_lists(page, weights, &inside);
    title_heading(page, &own, ctx.title, &mut swept);
    swept
}

/// Elements that are mostly links: menus, lists of related posts, tag clouds.
fn link_lists(page: &Page<'_>, weights: &Weights, inside: &NodeRange) -> Vec<Swept> {
    let mut swept = Vec::new();
    let mut id = inside.start + 1;
    while id < inside.end {
        let node = page.node(id);
        let grouping = matches!(
            node.tag,
            Tag::Div
                | Tag::Section
                | Tag::Ul
                | Tag::Ol
                | Tag::Table
                | Tag::Dl
                | Tag::Center
                | Tag::Article
        );
        if node.hidden || node.silent {
            id = node.end;
            continue;
        }
        let good = weights.good(&page.subtree(id));
        let linked = node.link_chars * 2 > node.chars && node.links > 1;
        if grouping && node.chars > 0 && linked && good * 4 < node.chars {
            let why = format!(
                "mostly-links: {} links in {}",
                node.links,
                described(page, id)
            );
            swept.push(Swept {
                range: page.subtree(id),
                kind: RemovedKind::Related,
                why,
            });
            id = node.end;
            continue;
        }
        id += 1;
    }
    swept
}

/// The heading that shows the title.
fn title_heading(page: &Page<'_>, own: &[&Passage], title: Option<&str>, swept: &mut Vec<Swept>) {
    let Some(title) = title.map(letters).filter(|title| !title.is_empty()) else {
        return;
    };
    let heading = own
        .iter()
        .take(40)
        .find(|passage| passage.chars < 400 && letters(&page.line(passage.range.clone())) == title);
    if let Some(passage) = heading {
        swept.push(Swept {
            range: passage.range.clone(),
            kind: RemovedKind::Duplicate,
            why: "title-heading: it is in `title`".to_owned(),
        });
    }
}

/// Letters and digits alone, in lower case: titles differ in quotes and dashes.
pub(crate) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
