//! When the post came out and when it was changed.

use hearken_model::PageDate;

use super::{
    JsonLd, Nearness, Sources,
    changed::{lead_before, statements},
};
use crate::{
    dates::{self, DateContext},
    post::tells_of,
    table::{Mark, NodeId, Page, Tag},
};

/// `meta` names that hold the day a post came out, in order of trust.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "date",
    "article.published",
    "published_time_telegram",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "cxenseparse:recs:publishtime",
    "date_published",
    "article_date_original",
    "originalpublicationdate",
    "last-modified-original",
    "release_date",
];

/// `meta` names that hold the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "last_modified",
    "article:modified",
    "modified_time",
];

/// A date and the text it was read from.
pub(crate) type Dated = (PageDate, String);

/// The dates of a post.
#[derive(Debug, Default)]
pub(crate) struct PostDates {
    /// When it came out, and the text that says so.
    pub(crate) published: Option<Dated>,
    /// When it was last changed.
    pub(crate) updated: Option<PageDate>,
}

/// Weighs all statements of a page about its dates.
pub(crate) fn post_dates(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
    near: &Nearness<'_>,
    ctx: &DateContext,
) -> PostDates {
    let (shown, changed) = shown_dates(page, near, ctx);
    let read = |text: &str| Some((dates::parse(text, ctx)?, text.to_owned()));
    let stated: Vec<Dated> = json_ld
        .published
        .iter()
        .map(String::as_str)
        .chain(PUBLISHED.iter().flat_map(|name| sources.metas(name)))
        .filter_map(read)
        .collect();
    let marked = shown.iter().filter(|date| date.trust >= Trust::Marked);
    let visible = shown.iter().filter(|date| date.trust < Trust::Marked);
    let in_url = page.url.as_ref().and_then(|url| url_date(url.path()));
    let order: Vec<Dated> = stated
        .into_iter()
        .chain(marked.chain(visible).map(|date| date.dated.clone()))
        .chain(in_url)
        .collect();
    let published = order.first().map(|first| most_exact(first, &order));
    let published = published.map(|dated| with_time(page, near, ctx, dated));
    let updated = json_ld
        .modified
        .iter()
        .map(String::as_str)
        .chain(MODIFIED.iter().flat_map(|name| sources.metas(name)))
        .find_map(|text| dates::parse(text, ctx));
    let updated = updated
        .or_else(|| shown_update(page, near, ctx))
        .or(changed);
    let same = |date: &PageDate| {
        published
            .as_ref()
            .is_some_and(|(first, _)| agrees(*date, *first))
    };
    // Nothing is changed before it is there: such pages count a draft's days.
    let earlier = |date: &PageDate| {
        let first = published.as_ref().and_then(|(first, _)| first.day());
        first
            .zip(date.day())
            .is_some_and(|(first, day)| day < first)
    };
    PostDates {
        updated: updated.filter(|date| !same(date) && !earlier(date)),
        published,
    }
}

/// The time of an element near the post that says it is the last change's.
fn shown_update(page: &Page<'_>, near: &Nearness<'_>, ctx: &DateContext) -> Option<PageDate> {
    let timed = |id: &NodeId| page.node(*id).tag == Tag::Time;
    near.places().filter(timed).find_map(|id| {
        let own = page.attr(id, "itemprop") == Some("dateModified");
        let named = std::iter::once(id)
            .chain(page.ancestors(id).take(1))
            .any(|near| {
                let class = page.class(near);
                class.contains("updated") || class.contains("modified")
            });
        let date = page.attr(id, "datetime").filter(|_| own || named)?;
        dates::parse(date, ctx)
    })
}

/// A day with the time of day that stands alone in the byline (“posted by Ann @ 11:42 PM”).
fn with_time(page: &Page<'_>, near: &Nearness<'_>, ctx: &DateContext, dated: Dated) -> Dated {
    if !matches!(dated.0, PageDate::Day(_)) {
        return dated;
    }
    let clock = near
        .places()
        .filter(|id| page.node(*id).tag == Tag::Text)
        .find_map(|id| {
            let line = page.line(id..id + 1);
            let byline = || {
                let marks = [Mark::Meta, Mark::Byline, Mark::DateLine];
                page.ancestors(id)
                    .take(3)
                    .any(|above| marks.iter().any(|mark| page.has(above, *mark)))
            };
            (is_clock(&line) && byline()).then_some(line)
        });
    let exact = clock.and_then(|clock| {
        let both = format!("{} {clock}", dated.1);
        Some((dates::parse(&both, ctx)?, both))
    });
    exact
        .filter(|exact| agrees(exact.0, dated.0))
        .unwrap_or(dated)
}

/// `23:42`, `11:42 PM`.
fn is_clock(line: &str) -> bool {
    let (time, half) = line.split_once(' ').unwrap_or((line, ""));
    let numbers = time.split_once(':').is_some_and(|(hours, minutes)| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        (1..=2).contains(&hours.len()) && minutes.len() == 2 && digits(hours) && digits(minutes)
    });
    numbers
        && matches!(
            half.to_ascii_lowercase().as_str(),
            "" | "am" | "pm" | "a.m." | "p.m."
        )
}

/// The most exact of the statements that name the same day as the first.
fn most_exact(first: &Dated, all: &[Dated]) -> Dated {
    // Of two that name one moment, the one in the writer's own zone says more than UTC does.
    let in_utc = |date: &PageDate| matches!(date, PageDate::Instant(at) if at.offset().is_utc());
    let exact = |dated: &&Dated| (dated.0.precision(), in_utc(&dated.0));
    all.iter()
        .filter(|other| agrees(other.0, first.0))
        .min_by_key(exact)
        .unwrap_or(first)
        .clone()
}

/// Whether two dates name the same time as far as both go.
fn agrees(one: PageDate, other: PageDate) -> bool {
    match (one, other) {
        (PageDate::Instant(one), PageDate::Instant(other)) => one == other,
        (PageDate::Local(one), PageDate::Local(other)) => one == other,
        _ => match (one.day(), other.day()) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        },
    }
}

/// How plainly a place on the page says that its date is the post's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// A date in a short line near the title.
    Line,
    /// A name says "date".
    Named,
    /// A `time` element, or a microformat.
    Marked,
    /// `itemprop=datePublished`, `pubdate`.
    Stated,
}

#[derive(Debug)]
struct ShownDate {
    trust: Trust,
    dated: Dated,
}

/// Longest line that is looked through for a date.
const DATE_LINE: u32 = 160;

/// Dates near the title, the most trusted first, then in page order, and the first that the words
/// before it call a change's.
fn shown_dates(
    page: &Page<'_>,
    near: &Nearness<'_>,
    ctx: &DateContext,
) -> (Vec<ShownDate>, Option<PageDate>) {
    let mut found = Vec::new();
    let mut changed = None;
    for id in near.places() {
        let node = page.node(id);
        if node.chars > DATE_LINE || node.tag == Tag::Text && node.chars < 4 {
            continue;
        }
        let Some(trust) = trust_in(page, id) else {
            continue;
        };
        let exact = ["datetime", "content", "title", "data-date", "data-time"]
            .iter()
            .filter_map(|name| page.attr(id, name))
            .find_map(|text| Some((dates::parse(text, ctx)?, text.to_owned())));
        let lead = lead_before(page, id);
        if let Some(dated) = exact {
            if dates::leads_to_change(lead) && trust < Trust::Stated {
                changed = changed.or(Some(dated.0));
            } else {
                found.push(ShownDate { trust, dated });
            }
            continue;
        }
        let line = page.line_of(id);
        let mut own = None;
        for (span, date, is_change) in statements(&line, lead, ctx) {
            if is_change {
                changed = changed.or(Some(date));
            } else if own.is_none() && (trust > Trust::Line || !tells_of(&line, span, date)) {
                own = span.slice(&line).map(|raw| (date, raw.to_owned()));
            }
        }
        found.extend(own.map(|dated| ShownDate { trust, dated }));
    }
    found.sort_by_key(|date| std::cmp::Reverse(date.trust));
    (found, changed)
}

fn trust_in(page: &Page<'_>, id: NodeId) -> Option<Trust> {
    let node = page.node(id);
    let property = page
        .attr(id, "itemprop")
        .or_else(|| page.attr(id, "property"))
        .unwrap_or("");
    let property = property.rsplit(':').next().unwrap_or_default();
    if property == "dateModified"
        || page
            .class(id)
            .split_ascii_whitespace()
            .any(|name| name == "updated")
            && !page.class(id).contains("publish")
    {
        return None;
    }
    if matches!(property, "datePublished" | "dateCreated") || page.attr(id, "pubdate").is_some() {
        return Some(Trust::Stated);
    }
    match node.tag {
        Tag::Time => Some(Trust::Marked),
        Tag::Abbr if page.attr(id, "title").is_some() => Some(Trust::Marked),
        Tag::Text => Some(Trust::Line),
        _ if page.has(id, Mark::DateLine) => Some(Trust::Named),
        _ => None,
    }
}

/// The day that a path names: `/2014/10/29/`.
fn url_date(path: &str) -> Option<Dated> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = window else {
            return None;
        };
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|b| b.is_ascii_digit())
        };
        let date = format!("{year}-{month}-{day}");
        let fits = digits(year, 4) && digits(month, 2) && digits(day, 2);
        Some((date.parse().ok().filter(|_| fits)?, date))
    })
}
