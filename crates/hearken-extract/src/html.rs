//! The HTML path: parse, flatten, comments, post, metadata.

use hearken_model::{Post, Removed};
use scraper::Html;
use url::Url;

use crate::{
    ExtractError, PageHints, blocks,
    boilerplate::{self, Outcome, Swept},
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
        Err(ExtractError::NoText) => {
            let post = read(text, hints, Noscript::Read)?;
            // Forums show a whole thread there; its answers are no plea.
            if post.comments.is_empty() && is_plea(&post.text) {
                Err(ExtractError::NoText)
            } else {
                Ok(post)
            }
        }
        result => result,
    }
}

/// Fewest characters of a post that stands in `noscript` alone; a choice: what asks for scripts
/// in a sentence or two is shorter.
const NOSCRIPT_POST: usize = 200;

/// Whether the words of a page that shows nothing without scripts only ask for these.
fn is_plea(text: &str) -> bool {
    let begin: String = text.chars().take(NOSCRIPT_POST).collect();
    begin.chars().count() < NOSCRIPT_POST || begin.to_lowercase().contains("javascript")
}

fn read(text: &str, hints: &PageHints<'_>, noscript: Noscript) -> Result<Post, ExtractError> {
    let url = hints.url.and_then(|url| Url::parse(url).ok());
    let guarded = limits::guard(text, noscript)?;
    let html = Html::parse_document(&guarded.html);
    let mut page = table::flatten(&html, url, guarded.streamed);
    if let Some(list) = comments::collapsed(&page) {
        page.reveal(list);
    }
    let sources = Sources::of(&page);
    let json_ld = JsonLd::read(&guarded.json_ld);
    let language = metadata::marked_language(&page, &sources, &json_ld);
    let context = CommentContext {
        language: language.as_deref(),
    };
    let found = comments::find(&page, &context);
    let dates = DateContext::for_language(language.as_deref());
    let comment_nodes = LeftOut::new(&page, &found);
    let mut left_out = comment_nodes.clone();
    let title = metadata::title(&page, &sources, &json_ld, &|id| left_out.is_gone(id));
    let shown_title = metadata::title_element(&page, title.as_deref(), &comment_nodes.gone);
    let place = find_post(
        &page,
        &mut left_out,
        (title.as_deref(), shown_title),
        &dates,
    );
    let container = place.container;
    let rendered = blocks::render(&page, place.nodes.clone(), &|id| left_out.is_gone(id));
    if rendered.text.is_empty() && found.comments.is_empty() {
        return Err(ExtractError::NoText);
    }
    let language = language.or_else(|| language::detect(&rendered.text));
    let near = Nearness::new(&page, shown_title, container, &comment_nodes.gone);
    let PostDates { published, updated } =
        metadata::post_dates(&page, &sources, &json_ld, &near, &dates);
    let site_name = metadata::site_name(&page, &sources, &json_ld, title.as_deref());
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
        removed: left_out.account(&page, &place),
    })
}

/// Where the post stands.
#[derive(Debug)]
struct Place {
    /// The element that holds it.
    container: NodeId,
    /// Its nodes: the container's, from the standfirst above it on.
    nodes: NodeRange,
}

/// Finds the post in what is left of the page, and leaves out what is not its own.
fn find_post(
    page: &Page<'_>,
    left_out: &mut LeftOut,
    (title, shown_title): (Option<&str>, Option<NodeId>),
    dates: &DateContext,
) -> Place {
    let passages = post::passages(page, &|id| left_out.is_gone(id));
    let weights = post::weigh(page, &passages);
    for swept in boilerplate::sweep(page, &weights, &|id| left_out.is_gone(id)) {
        left_out.sweep(&swept);
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
        left_out.tell(swept);
    }
    let mut nodes = page.subtree(container);
    if let Some(standfirst) = post::standfirst(page, &passages, shown_title, container) {
        // Between the two only the elements around the container stay, to be looked through.
        for id in (standfirst.end..container).filter(|id| page.node(*id).end <= container) {
            left_out.gone[id] = true;
        }
        nodes.start = standfirst.start;
    }
    Place { container, nodes }
}

/// What was taken from the page so far.
#[derive(Debug, Clone)]
struct LeftOut {
    /// Nodes that are not the post's.
    gone: Vec<bool>,
    /// Nodes of comments among them.
    comments: Vec<bool>,
    /// Nodes taken for what they say or where they stand.
    told: Vec<Swept>,
}

impl LeftOut {
    fn new(page: &Page<'_>, found: &Found) -> Self {
        let none = vec![false; page.nodes.len()];
        let mut left_out = Self {
            gone: none.clone(),
            comments: none,
            told: Vec::new(),
        };
        for taken in &found.taken {
            match taken.kind {
                None => {
                    left_out.gone[taken.range.clone()].fill(true);
                    left_out.comments[taken.range.clone()].fill(true);
                }
                Some(kind) => left_out.tell(Swept {
                    range: taken.range.clone(),
                    kind,
                    why: taken.why.clone(),
                }),
            }
        }
        // What stands within a comment but is not its text is told, not said.
        for told in &left_out.told {
            left_out.comments[told.range.clone()].fill(false);
        }
        left_out
    }

    fn is_gone(&self, id: usize) -> bool {
        self.gone[id]
    }

    /// Takes nodes for the names around them.
    fn sweep(&mut self, swept: &Swept) {
        self.gone[swept.range.clone()].fill(true);
    }

    /// Takes nodes for what they say or where they stand.
    fn tell(&mut self, swept: Swept) {
        self.gone[swept.range.clone()].fill(true);
        self.told.push(swept);
    }

    fn account(&self, page: &Page<'_>, place: &Place) -> Vec<Removed> {
        let Self {
            gone,
            comments,
            told,
        } = self;
        boilerplate::account(
            page,
            Outcome {
                comments,
                told,
                gone,
                container: place.container,
                post: &place.nodes,
            },
        )
    }
}
