//! The HTML path: parse, flatten, comments, post, metadata.

use hearken_model::{Post, Removed};
use scraper::Html;
use url::Url;

use crate::{
    ExtractError, PageHints,
    blocks::{self, Rendered},
    boilerplate::{self, Swept},
    comments::{self, CommentContext, Found},
    dates::DateContext,
    language,
    limits::{self, Noscript},
    metadata::{self, JsonLd, Nearness, PostDates, Sources},
    post::{self, TrimContext},
    table::{self, NodeId, NodeRange, Page},
};

/// Reads an HTML page.
pub(crate) fn extract_html(text: &str, hints: &PageHints<'_>) -> Result<Post, ExtractError> {
    match read(text, hints, Noscript::Drop) {
        Err(ExtractError::NoText) => read(text, hints, Noscript::Read),
        result => result,
    }
}

fn read(text: &str, hints: &PageHints<'_>, noscript: Noscript) -> Result<Post, ExtractError> {
    let url = hints.url.and_then(|url| Url::parse(url).ok());
    let guarded = limits::guard(text, noscript)?;
    let html = Html::parse_document(&guarded.html);
    let page = table::flatten(&html, url, guarded.streamed);
    let sources = Sources::of(&page);
    let json_ld = JsonLd::read(&guarded.json_ld);
    let language = metadata::marked_language(&page, &sources, &json_ld);
    let context = CommentContext {
        language: language.as_deref(),
        url: page.url.as_ref(),
    };
    let found = comments::find(&page, &context);
    let dates = DateContext::for_language(language.as_deref());
    let comment_nodes = LeftOut::new(&page, &found);
    let mut left_out = comment_nodes.clone();
    let title = metadata::title(&page, &sources, &json_ld, &|id| left_out.is_gone(id));
    let (rendered, container) = find_post(&page, &mut left_out, title.as_deref(), &dates);
    if rendered.text.is_empty() && found.comments.is_empty() {
        return Err(ExtractError::NoText);
    }
    let language = language.or_else(|| language::detect(&rendered.text));
    let shown_title = metadata::title_element(&page, title.as_deref(), &comment_nodes.gone);
    let near = Nearness::new(&page, shown_title, container, &comment_nodes.gone);
    let PostDates { published, updated } =
        metadata::post_dates(&page, &sources, &json_ld, &near, &dates);
    let site_name = metadata::site_name(&page, &sources, &json_ld);
    let authors = metadata::authors(&page, &sources, &json_ld, &near, site_name.as_deref());
    let mut comments = found.comments;
    comments::mark_post_author(&mut comments, &authors);
    Ok(Post {
        url: hints.url.map(str::to_owned),
        canonical_url: sources.link("canonical").map(|href| page.absolute(href)),
        title,
        authors,
        published: published.as_ref().map(|(date, _)| *date),
        published_raw: published.map(|(_, text)| text),
        updated,
        language,
        tags: metadata::tags(&page, &sources, &json_ld, &near),
        site_name,
        text: rendered.text,
        blocks: rendered.blocks,
        links: rendered.links,
        images: rendered.images,
        comments,
        comment_count_claimed: found.claimed,
        removed: left_out.account(&page),
    })
}

/// Finds the post in what is left of the page; the second value is the element that holds it.
fn find_post(
    page: &Page<'_>,
    left_out: &mut LeftOut,
    title: Option<&str>,
    dates: &DateContext,
) -> (Rendered, NodeId) {
    let passages = post::passages(page, &|id| left_out.is_gone(id));
    let weights = post::weigh(page, &passages);
    for swept in boilerplate::sweep(page, &weights, &|id| left_out.is_gone(id)) {
        left_out.add(swept);
    }
    let passages = post::passages(page, &|id| left_out.is_gone(id));
    let weights = post::weigh(page, &passages);
    let (container, _why) = post::find_container(page, &weights);
    let ctx = TrimContext {
        container,
        title,
        dates,
    };
    for swept in post::trim(page, &passages, &weights, ctx) {
        left_out.add(swept);
    }
    let rendered = blocks::render(page, page.subtree(container), &|id| left_out.is_gone(id));
    (rendered, container)
}

/// What was taken from the page so far.
#[derive(Debug, Clone)]
struct LeftOut {
    gone: Vec<bool>,
    swept: Vec<Swept>,
}

impl LeftOut {
    fn new(page: &Page<'_>, found: &Found) -> Self {
        let mut left_out = Self {
            gone: vec![false; page.nodes.len()],
            swept: Vec::new(),
        };
        for taken in &found.taken {
            match taken.kind {
                None => left_out.mark(&taken.range),
                Some(kind) => left_out.add(Swept {
                    range: taken.range.clone(),
                    kind,
                    why: taken.why.clone(),
                }),
            }
        }
        left_out
    }

    fn is_gone(&self, id: usize) -> bool {
        self.gone[id]
    }

    fn mark(&mut self, range: &NodeRange) {
        self.gone[range.clone()].fill(true);
    }

    fn add(&mut self, swept: Swept) {
        self.mark(&swept.range);
        self.swept.push(swept);
    }

    fn account(mut self, page: &Page<'_>) -> Vec<Removed> {
        self.swept
            .sort_by_key(|swept| (swept.range.start, swept.range.end));
        self.swept
            .into_iter()
            .map(|swept| Removed {
                kind: swept.kind,
                text: page.line(swept.range),
                why: swept.why,
            })
            .filter(|removed| !removed.text.is_empty())
            .collect()
    }
}
