//! Categories and tags, and the site's name.

use super::{JsonLd, Nearness, Sources};
use crate::{
    post::letters,
    table::{Mark, NodeId, Page, Tag},
};

/// Categories and tags shown near the post, else those its head states.
pub(crate) fn tags(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
    near: &Nearness<'_>,
) -> Vec<String> {
    let mut places: Vec<NodeId> = near.places().collect();
    places.sort_unstable();
    let mut found: Vec<String> = Vec::new();
    for id in places {
        let node = page.node(id);
        if node.tag == Tag::A
            && !node.hidden
            && node.chars > 0
            && node.chars < 60
            && is_tag(page, id)
        {
            add(&mut found, page.line_of(id).trim_start_matches('#').trim());
        }
    }
    if found.is_empty() {
        for stated in sources
            .metas("article:section")
            .chain(sources.metas("article:tag"))
        {
            stated
                .split(',')
                .for_each(|tag| add(&mut found, tag.trim()));
        }
    }
    if found.is_empty() {
        json_ld.tags.iter().for_each(|tag| add(&mut found, tag));
    }
    found
}

fn is_tag(page: &Page<'_>, id: NodeId) -> bool {
    let by_rel = page.attr(id, "rel").is_some_and(|rel| {
        rel.split_ascii_whitespace()
            .any(|one| one == "tag" || one == "category")
    });
    by_rel
        || page
            .ancestors(id)
            .take(4)
            .any(|above| page.has(above, Mark::Tags))
}

fn add(found: &mut Vec<String>, tag: &str) {
    if !tag.is_empty() && !found.iter().any(|known| known == tag) {
        found.push(tag.to_owned());
    }
}

/// The blog's name.
pub(crate) fn site_name(page: &Page<'_>, sources: &Sources, json_ld: &JsonLd) -> Option<String> {
    let stated = sources.meta(&["og:site_name"]).map(str::to_owned);
    stated
        .or_else(|| json_ld.site_name.clone())
        .or_else(|| sources.meta(&["application-name"]).map(str::to_owned))
        .or_else(|| in_header(page, sources.title.as_deref()?))
        .filter(|name| !name.is_empty())
}

/// A short line of the page's header that the title of the page ends or begins with.
fn in_header(page: &Page<'_>, title: &str) -> Option<String> {
    let title = letters(title);
    (0..page.nodes.len())
        .filter(|id| {
            let node = page.node(*id);
            (node.tag == Tag::A || node.tag.is_block()) && (2..80).contains(&node.chars)
        })
        .take(200)
        .map(|id| page.line_of(id))
        .find(|line| {
            let name = letters(line);
            name.len() > 2
                && name.len() < title.len()
                && (title.ends_with(&name) || title.starts_with(&name))
        })
}
