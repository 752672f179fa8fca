//! The title: the heading that the head of the page agrees with, without the site's name.

use super::{JsonLd, Sources};
use crate::{
    post::letters,
    table::{Mark, NodeId, Page, Tag},
};

/// What stands between a title and a site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ~ ", " < ", " > ",
    " ‹ ", " › ", " : ", ": ", "：", " |", "| ",
];

/// The longest heading that is taken as a title, in characters.
const LONGEST_TITLE: usize = 300;

/// The title of the post.
pub(crate) fn title(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
    gone: &dyn Fn(NodeId) -> bool,
) -> Option<String> {
    let claims = claims(sources, json_ld);
    let headings = headings(page, gone);
    let site = site_letters(sources, json_ld);
    let agreed = |heading: &&Heading| claims.iter().any(|claim| agrees(&heading.letters, claim));
    let not_site = |heading: &&Heading| !site.contains(&heading.letters);
    let shown = headings
        .iter()
        .filter(not_site)
        .filter(|heading| heading.level == 1 || heading.named)
        .find(agreed)
        .or_else(|| headings.iter().filter(not_site).find(agreed))
        .or_else(|| {
            let mut ones = headings
                .iter()
                .filter(not_site)
                .filter(|heading| heading.level == 1);
            ones.next().filter(|_| ones.next().is_none())
        });
    if let Some(heading) = shown {
        return Some(heading.text.clone());
    }
    if let Some(part) = sources
        .title
        .as_deref()
        .and_then(|title| shown_part(page, title, gone))
    {
        return Some(part);
    }
    let stated = sources
        .meta(&["og:title", "twitter:title", "dc.title", "dcterms.title"])
        .map(str::to_owned)
        .or_else(|| json_ld.headline.clone())
        .or_else(|| sources.title.clone())
        .map(|title| without_site(&title, &site))
        .filter(|title| !title.is_empty());
    let first = || {
        headings
            .iter()
            .find(|heading| heading.level <= 2)
            .map(|heading| heading.text.clone())
    };
    stated.or_else(first)
}

#[derive(Debug)]
struct Heading {
    level: u8,
    /// Whether its name says that it is the post's title.
    named: bool,
    text: String,
    letters: String,
}

fn headings(page: &Page<'_>, gone: &dyn Fn(NodeId) -> bool) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut id = 0;
    while id < page.nodes.len() {
        let node = page.node(id);
        if gone(id) || node.hidden || node.silent {
            id = node.end;
            continue;
        }
        let named = page.has(id, Mark::PostTitle);
        let level = node.tag.heading_level().or_else(|| named.then_some(4));
        if let Some(level) = level.filter(|_| node.chars > 0 && node.chars < 300) {
            let text = page.line_of(id);
            let letters = letters(&text);
            if is_site_heading(page, id) {
                id += 1;
                continue;
            }
            if !letters.is_empty() && text.chars().count() <= LONGEST_TITLE {
                headings.push(Heading {
                    level,
                    named,
                    text,
                    letters,
                });
            }
        }
        id += 1;
    }
    headings
}

/// Whether a heading names the site: it says so, or it leads to the home page.
pub(super) fn is_site_heading(page: &Page<'_>, id: NodeId) -> bool {
    let says = page.has(id, Mark::Header) && !page.has(id, Mark::PostTitle);
    says || page.subtree(id).any(|inside| is_home_link(page, inside))
}

/// Whether a node is a link to the site's home page.
pub(super) fn is_home_link(page: &Page<'_>, id: NodeId) -> bool {
    let Some(href) = page
        .attr(id, "href")
        .filter(|_| page.node(id).tag == Tag::A)
    else {
        return false;
    };
    let href = href.trim();
    if href == "/" || page.attr(id, "rel").is_some_and(|rel| rel.contains("home")) {
        return true;
    }
    // `https://host` and `https://host/` alone.
    let host = href
        .split_once("://")
        .map(|(_, rest)| rest.trim_end_matches('/'));
    // With its port, where it has one that its scheme does not imply; a file's address has none.
    let own = page
        .url
        .as_ref()
        .filter(|url| url.has_host())
        .map(|url| &url[url::Position::BeforeHost..url::Position::AfterPort]);
    host.is_some_and(|host| {
        !host.is_empty() && !host.contains('/') && own.is_none_or(|own| host == own)
    })
}

/// The part of the page's title that the page shows as a line of its own, where no heading does:
/// the last such line that does not lead home.
fn shown_part(page: &Page<'_>, title: &str, gone: &dyn Fn(NodeId) -> bool) -> Option<String> {
    let parts: Vec<String> = SEPARATORS
        .iter()
        .filter_map(|separator| title.split_once(separator))
        .flat_map(|(before, after)| [letters(before), letters(after)])
        .collect();
    if parts.is_empty() {
        return None;
    }
    (0..page.nodes.len())
        .filter(|id| {
            let node = page.node(*id);
            node.tag == Tag::Text && (1..200).contains(&node.chars) && !gone(*id)
        })
        .filter(|id| {
            !page
                .ancestors(*id)
                .take(3)
                .any(|above| page.node(above).tag == Tag::A)
        })
        .filter_map(|id| {
            let line = page.line(id..id + 1);
            parts.contains(&letters(&line)).then_some(line)
        })
        .last()
}

/// What the head says the title is, in letters: as a whole, and without its last or first part.
fn claims(sources: &Sources, json_ld: &JsonLd) -> Vec<String> {
    let stated = sources
        .metas("og:title")
        .chain(sources.metas("twitter:title"))
        .chain(json_ld.headline.as_deref())
        .chain(sources.title.as_deref());
    let mut claims = Vec::new();
    for claim in stated {
        claims.push(letters(claim));
        for separator in SEPARATORS {
            for (at, _) in claim.match_indices(separator) {
                claims.push(letters(&claim[..at]));
                claims.push(letters(&claim[at + separator.len()..]));
            }
        }
    }
    claims.retain(|claim| !claim.is_empty());
    claims.dedup();
    claims
}

/// Equal, or one begins with the other and they differ by little (a cut-off or a subtitle).
fn agrees(heading: &str, claim: &str) -> bool {
    let (short, long) = if heading.len() < claim.len() {
        (heading, claim)
    } else {
        (claim, heading)
    };
    heading == claim || (short.len() * 3 > long.len() * 2 && long.starts_with(short))
}

/// Names the site goes by, in letters.
fn site_letters(sources: &Sources, json_ld: &JsonLd) -> Vec<String> {
    sources
        .metas("og:site_name")
        .chain(sources.metas("application-name"))
        .chain(json_ld.site_name.as_deref())
        .map(letters)
        .filter(|name| !name.is_empty())
        .collect()
}

/// A stated title without the site's name: known parts first, else the short last part.
fn without_site(title: &str, site: &[String]) -> String {
    for separator in SEPARATORS {
        match (title.rsplit_once(separator), title.split_once(separator)) {
            (Some((before, after)), _) if site.contains(&letters(after)) => {
                return before.trim().to_owned();
            }
            (_, Some((before, after))) if site.contains(&letters(before)) => {
                return after.trim().to_owned();
            }
            _ => {}
        }
    }
    for separator in SEPARATORS {
        if let Some((before, after)) = title.rsplit_once(separator) {
            // A site's name is short beside a title; four words are a choice, not measured.
            if after.split_whitespace().count() <= 4 && before.split_whitespace().count() >= 2 {
                return before.trim().to_owned();
            }
        }
    }
    title.to_owned()
}
