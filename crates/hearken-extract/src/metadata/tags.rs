//! Categories and tags, and the site's name.

use super::{
    JsonLd, Nearness, Sources,
    title::{is_home_link, is_site_heading},
};
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

/// The blog's name: as stated, else the text that leads home, else what the page's title holds
/// beside the post's.
pub(crate) fn site_name(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
    title: Option<&str>,
) -> Option<String> {
    let stated = sources.meta(&["og:site_name"]).map(str::to_owned);
    stated
        .or_else(|| json_ld.site_name.clone())
        .or_else(|| {
            json_ld
                .publisher
                .clone()
                .filter(|name| in_title(sources, name))
        })
        .or_else(|| sources.meta(&["application-name"]).map(str::to_owned))
        .or_else(|| leads_home(page, sources.title.as_deref()?))
        .or_else(|| beside_title(sources.title.as_deref()?, title?))
        .or_else(|| heads_page(page))
        .or_else(|| json_ld.publisher.clone())
        .filter(|name| !name.is_empty())
}

fn in_title(sources: &Sources, name: &str) -> bool {
    sources
        .title
        .as_deref()
        .is_some_and(|title| letters(title).contains(&letters(name)))
}

/// The text of a link to the home page that is part of the page's title.
fn leads_home(page: &Page<'_>, title: &str) -> Option<String> {
    let title = letters(title);
    (0..page.nodes.len())
        .filter(|id| (2..80).contains(&page.node(*id).chars) && is_home_link(page, *id))
        .map(|id| page.line_of(id))
        .find(|line| {
            let name = letters(line);
            title.ends_with(&name) || title.starts_with(&name)
        })
}

/// The first heading that names the site.
fn heads_page(page: &Page<'_>) -> Option<String> {
    let names_site = |id: &NodeId| {
        let node = page.node(*id);
        let heading = node.tag.heading_level().is_some() && !node.hidden;
        heading && (2..80).contains(&node.chars) && is_site_heading(page, *id)
    };
    (0..page.nodes.len())
        .find(names_site)
        .map(|id| page.line_of(id))
}

/// What the page's title holds before or after the post's title, without the mark between.
fn beside_title(whole: &str, title: &str) -> Option<String> {
    let rest = whole
        .strip_prefix(title)
        .or_else(|| whole.strip_suffix(title))?;
    let name = rest.trim_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || "–—·•»«›‹：│".contains(c)
    });
    Some(name.to_owned()).filter(|name| !name.is_empty())
}
