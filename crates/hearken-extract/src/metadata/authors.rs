//! Who wrote the post, where the page names somebody.

use super::{JsonLd, Nearness, Sources};
use crate::{
    dates::{self, DateContext},
    post::letters,
    table::{Mark, NodeId, Page, Tag, squash},
    vocab::{self, Words, phrases},
};

/// `meta` names that hold the author.
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
    "dc.contributor",
    "article:author_name",
    "og:article:author",
    "article.author",
    "authors",
    "shareaholic:article_author_name",
];

/// Names that name nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "root",
    "webmaster",
    "user",
    "guest",
    "author",
    "unknown",
    "anonymous",
    "staff",
    "wordpress",
    "default",
    "gast",
    "redaktion",
    "theredaktion",
    "superuser",
    "siteadmin",
    "none",
    "null",
    "undefined",
    "test",
    "moderator",
    "publisher",
    "redacción",
    "anónimo",
    "info",
    "posted",
    "by",
];

/// The authors of a post.
pub(crate) fn authors(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
    near: &Nearness<'_>,
    site_name: Option<&str>,
) -> Vec<String> {
    let site = site_name.map(letters).unwrap_or_default();
    let clean = |names: Vec<String>| -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for name in names.iter().flat_map(|name| split_names(name)) {
            let key = letters(&name);
            let known = kept.iter().any(|other| letters(other) == key);
            if is_name(&name) && key != site && !known {
                kept.push(name);
            }
        }
        kept
    };
    let stated = clean(json_ld.authors.clone());
    if !stated.is_empty() {
        return stated;
    }
    let shown = clean(bylines(page, near));
    if !shown.is_empty() {
        return shown;
    }
    clean(
        AUTHOR
            .iter()
            .find_map(|name| {
                let all: Vec<String> = sources.metas(name).map(str::to_owned).collect();
                (!all.is_empty() && all.iter().any(|one| is_name(one))).then_some(all)
            })
            .unwrap_or_default(),
    )
}

/// Names in byline elements near the title, else in a line "by …".
fn bylines(page: &Page<'_>, near: &Nearness<'_>) -> Vec<String> {
    let mut named = Vec::new();
    let mut led = Vec::new();
    let mut until = 0;
    for id in near.places() {
        let node = page.node(id);
        if node.hidden || node.silent || id < until {
            continue;
        }
        if page.has(id, Mark::Byline) && node.chars > 1 && node.chars < 120 && named.len() < 4 {
            let name = name_in(page, id);
            if !name.is_empty() && !says_nothing(&name) {
                named.push(name);
                until = node.end;
            }
        } else if node.tag == Tag::Text && led.is_empty() && (3..80).contains(&node.chars) {
            led.extend(led_name(page, id).filter(|name| looks_named(name)));
        }
    }
    if named.is_empty() {
        led
    } else {
        named.truncate(1);
        named
    }
}

/// Whether a line is a label ("Posted on") and no name.
fn says_nothing(line: &str) -> bool {
    let words = Words::of(line);
    phrases()
        .best(&words)
        .is_some_and(|phrase| phrase.words == (0, words.len()))
}

/// Whether a text is written as names are: with capitals, where the script has them.
fn looks_named(name: &str) -> bool {
    name.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| !c.is_lowercase())
}

/// The name within a byline: its author link or innermost name, without "by".
fn name_in(page: &Page<'_>, id: NodeId) -> String {
    let inner = page.subtree(id).skip(1).find(|inside| {
        let node = page.node(*inside);
        let class = page.class(*inside);
        let fn_class = class
            .split_ascii_whitespace()
            .any(|name| matches!(name, "fn" | "p-name" | "author-name" | "name"));
        let author_link = page
            .attr(*inside, "rel")
            .is_some_and(|rel| rel.contains("author"));
        let property = matches!(page.attr(*inside, "itemprop"), Some("name"))
            || page
                .attr(*inside, "property")
                .is_some_and(|property| property.ends_with(":name"));
        node.chars > 1 && !node.hidden && (fn_class || author_link || property)
    });
    let line = page.line_of(inner.unwrap_or(id));
    without_lead(&line).0.to_owned()
}

/// A name after "by" in the same text or the element that follows it; a date may come first.
fn led_name(page: &Page<'_>, id: NodeId) -> Option<String> {
    let parent = page.node(id).parent;
    if page.node(parent).chars > LONGEST_BYLINE {
        return None;
    }
    let text = page.line(id..id + 1);
    let after_date = dates::find(&text, &DateContext::default())
        .and_then(|(span, _)| text.get(span.end()..))
        .map(|rest| rest.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let (rest, _) = [Some(text.as_str()), after_date]
        .into_iter()
        .flatten()
        .map(without_lead)
        .find(|(_, led)| *led)?;
    if rest.is_empty() {
        let next = (id + 1..page.node(parent).end).find(|next| page.node(*next).chars > 0)?;
        return Some(page.line_of(next));
    }
    let name = rest
        .split(['|', '•', '·', '/', '—', '–', '│', '@', '\n'])
        .next()?;
    let name = name.split(" on ").next()?.split(" at ").next()?;
    Some(name.trim().to_owned())
}

/// Longest element, in characters, in which "by" leads to a name.
const LONGEST_BYLINE: u32 = 150;

/// The line without words that lead to a name, and whether there were any.
fn without_lead(line: &str) -> (&str, bool) {
    let words = Words::of(line);
    let Some(phrase) = phrases().with_mark(&words, vocab::Mark::By) else {
        return (line, false);
    };
    let end = phrase
        .words
        .1
        .checked_sub(1)
        .and_then(|last| words.end_of(last));
    let rest = end
        .and_then(|end| line.get(end..))
        .filter(|_| phrase.words.0 == 0);
    match rest {
        Some(rest) => {
            let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '—' | '–' | '-');
            (rest.trim_start_matches(marks), true)
        }
        None => (line, false),
    }
}

/// One or several names in one string.
fn split_names(names: &str) -> Vec<String> {
    let names = squash(names);
    let (names, _) = without_lead(&names);
    let joined = names
        .replace(" and ", ", ")
        .replace(" & ", ", ")
        .replace(" und ", ", ")
        .replace(" et ", ", ")
        .replace(" y ", ", ")
        .replace(';', ",");
    joined
        .split(',')
        .map(|name| without_title(name.trim()).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A name without a title of office before it or marks around it.
fn without_title(name: &str) -> &str {
    let name = name.trim_matches(|c: char| {
        matches!(c, '.' | ':' | '-' | '–' | '—' | '|' | '·' | '•' | '@' | '"') || c.is_whitespace()
    });
    let mut rest = name;
    for title in ["Prof.", "Dr.", "Mr.", "Mrs.", "Ms."] {
        rest = rest.strip_prefix(title).map_or(rest, str::trim_start);
    }
    rest
}

/// Whether a text can be a person's name: one to six words, no address, no figure, no sentence.
fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let odd = name.contains(['@', '/', ':', '!', '?', '=', '<', '{', '_'])
        || name.contains("http")
        || name.contains("www.");
    let digits = name.chars().any(|c| c.is_ascii_digit());
    let length = name.chars().count();
    let lower = letters(name);
    // `kath.net` is a host; "NB" stands in an avatar's circle.
    let host = words == 1 && name.trim_matches('.').contains('.');
    let initials = name.is_ascii() && lower.len() < 3;
    (1..=6).contains(&words)
        && !host
        && !initials
        && !odd
        && !digits
        && (2..=60).contains(&length)
        && !NOBODY.contains(&lower.as_str())
}
