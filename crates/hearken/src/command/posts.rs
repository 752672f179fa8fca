//! `hearken posts`: list, remove, erase a commenter.

use clap::{Args, Subcommand};
use hearken_model::PostId;
use hearken_store::{EraseRequest, Mode, PostQuery, PostSelector, PostSummary};
use serde::Serialize;

use crate::{
    cli::Listing,
    clock::now,
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::note,
    output::{Format, Row, print_rows},
    sanitize::{one_line, shorten},
};

/// List stored posts, remove posts, erase a commenter
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  \
    hearken posts --site example.org --limit 10\n  \
    hearken posts remove --site example.org --dry-run\n  \
    hearken posts erase-commenter 'Jo Doe'"
)]
pub(crate) struct PostsArgs {
    #[command(subcommand)]
    action: Option<PostsAction>,
    /// Host that the posts are on
    #[arg(long, value_name = "HOST")]
    site: Option<String>,
    /// Name of an author
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Language, by its BCP 47 tag
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Only posts with a finding of this kind, such as conversation.unanswered
    #[arg(long, value_name = "KIND")]
    with_finding: Option<String>,
    #[command(flatten)]
    listing: Listing,
}

#[derive(Debug, Subcommand)]
enum PostsAction {
    /// Remove posts with their comments, findings and archived pages
    Remove(RemoveArgs),
    /// Erase all that one commenter wrote, everywhere and for good
    EraseCommenter(EraseArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken posts remove 12 13\n  \
    hearken posts remove --site example.org --dry-run")]
struct RemoveArgs {
    /// Row of a post (can be repeated)
    #[arg(value_name = "ID", conflicts_with_all = ["url", "site"])]
    id: Vec<i64>,
    /// Address of a post
    #[arg(long, value_name = "URL", conflicts_with = "site")]
    url: Option<String>,
    /// All posts of a host
    #[arg(long, value_name = "HOST")]
    site: Option<String>,
    /// Say what would go, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken posts erase-commenter 'Jo Doe' --dry-run\n  \
    hearken posts erase-commenter 'Jo Doe' --author-url https://jo.example/")]
struct EraseArgs {
    /// The commenter's name as the comments show it
    name: String,
    /// Only comments that link to this address of theirs
    #[arg(long, value_name = "URL")]
    author_url: Option<String>,
    /// Say what would go, and erase nothing
    #[arg(long)]
    dry_run: bool,
}

/// One post.
#[derive(Debug, Serialize)]
struct PostRow {
    id: i64,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    comments: u32,
    findings: u32,
    revisions: u32,
}

impl From<PostSummary> for PostRow {
    fn from(post: PostSummary) -> Self {
        Self {
            id: post.id.0,
            url: post.url,
            title: post.title,
            author: post.author,
            site_name: post.site_name,
            language: post.language,
            published: post.published.map(|date| date.to_string()),
            comments: post.comments,
            findings: post.findings,
            revisions: post.revisions,
        }
    }
}

impl Row for PostRow {
    const HEADS: &'static [&'static str] = &[
        "ID",
        "PUBLISHED",
        "TITLE",
        "AUTHOR",
        "BLOG",
        "COMMENTS",
        "FINDINGS",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |text: &Option<String>| one_line(text.as_deref().unwrap_or("-")).into_owned();
        let day = self
            .published
            .as_ref()
            .map(|date| date.chars().take(10).collect());
        vec![
            self.id.to_string(),
            day.unwrap_or_else(|| "-".to_owned()),
            shorten(&text(&self.title), 60),
            shorten(&text(&self.author), 24),
            shorten(&text(&self.site_name), 24),
            self.comments.to_string(),
            self.findings.to_string(),
        ]
    }
}

/// Runs `hearken posts`.
pub(crate) fn run(context: &Context, args: &PostsArgs) -> CommandResult {
    match &args.action {
        Some(PostsAction::Remove(args)) => remove(context, args),
        Some(PostsAction::EraseCommenter(args)) => erase(context, args),
        None => list(context, args),
    }
}

fn list(context: &Context, args: &PostsArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let posts = reader
        .posts(&PostQuery {
            site: args.site.clone(),
            author: args.author.clone(),
            language: args.language.clone(),
            with_finding: args.with_finding.clone(),
            limit: Some(args.listing.limit),
            ..PostQuery::default()
        })
        .map_err(CommandError::cannot_run)?;
    let rows: Vec<PostRow> = posts.into_iter().map(PostRow::from).collect();
    print_rows(Format::or_auto(args.listing.format), &rows).map_err(CommandError::cannot_run)?;
    Ok(Exit::Done)
}

const fn mode(dry_run: bool) -> Mode {
    if dry_run { Mode::DryRun } else { Mode::Do }
}

fn remove(context: &Context, args: &RemoveArgs) -> CommandResult {
    let selector = match (&args.url, &args.site) {
        (Some(url), _) => PostSelector::Url(url.clone()),
        (None, Some(site)) => PostSelector::Site(site.clone()),
        (None, None) if args.id.is_empty() => {
            return Err(CommandError::usage(anyhow::anyhow!("no post is named"))
                .hint("give rows, --url or --site; `hearken posts` lists the rows"));
        }
        (None, None) => PostSelector::Ids(args.id.iter().copied().map(PostId).collect()),
    };
    let store = context.existing_store()?;
    let report = store
        .writer()
        .remove_posts(selector, mode(args.dry_run))
        .map_err(CommandError::cannot_run)?;
    for (id, url, title) in &report.posts {
        note(&format!(
            "{id}  {}  {url}",
            title.as_deref().unwrap_or("(no title)")
        ));
    }
    note(&format!(
        "{}: {} posts, {} comments, {} findings, {} archived pages",
        if args.dry_run {
            "would be removed"
        } else {
            "removed"
        },
        report.posts.len(),
        report.comments,
        report.findings,
        report.pages
    ));
    Ok(Exit::Done)
}

fn erase(context: &Context, args: &EraseArgs) -> CommandResult {
    let store = context.existing_store()?;
    let request = EraseRequest {
        name: args.name.clone(),
        author_url: args.author_url.clone(),
        at: now(),
    };
    let report = store
        .erase_commenter(request, mode(args.dry_run))
        .map_err(CommandError::cannot_run)?;
    note(&format!(
        "{}: {} comments under {} posts, {} earlier versions, {} findings, {} archived pages, {} set-aside pieces",
        if args.dry_run {
            "would be erased"
        } else {
            "erased"
        },
        report.comments,
        report.posts.len(),
        report.versions,
        report.findings,
        report.pages,
        report.removed_pieces
    ));
    for copy in &report.copies {
        note(&format!("a copy still holds them: {}", copy.display()));
    }
    Ok(Exit::Done)
}
