//! `hearken extract`: pages in, readings out, nothing stored.

use std::{
    io::{self, Read as _, Write},
    path::Path,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use hearken_extract::{PageFormat, PageHints, extract};
use hearken_fetch::{Fetcher, PageRequest};
use hearken_model::{PageReading, Post};
use hearken_pipeline::{Place, Source, SourceKind, format_of, pages_below, read_file};

use super::ingest::{FetchFlags, fetch_settings};
use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::{about, warn_user},
    output::json_line,
};

/// Read pages and print post, comments and the rest, storing nothing
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken extract saved/page.html\n  \
    hearken extract --format md https://example.org/2021/05/a-post/\n  \
    curl -s https://example.org/a-post | hearken extract --url https://example.org/a-post -\n  \
    hearken extract --explain page.html | jq '.removed'")]
pub(crate) struct ExtractArgs {
    /// Pages to read: files (also .gz), folders, addresses, or - for standard input
    #[arg(value_name = "PATH|URL|-", required = true)]
    pages: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ReadingFormat::Jsonl, value_name = "FORM")]
    format: ReadingFormat,
    /// Say what was removed, and by which rule
    #[arg(long)]
    explain: bool,
    /// Address of a saved page, against which its links are read
    #[arg(long, value_name = "URL")]
    url: Option<url::Url>,
    /// Take the input for scraped text or for HTML, in place of looking at it
    #[arg(long, value_enum, value_name = "KIND")]
    input: Option<InputKind>,
    #[command(flatten)]
    fetch: FetchFlags,
}

/// Form of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReadingFormat {
    /// One JSON object a page
    Jsonl,
    /// The same, indented
    Json,
    /// Markdown: the post, then its comments
    Md,
    /// The post's text alone
    Text,
}

/// What the input is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    /// A page with its mark-up
    Html,
    /// Text that came out of a scraper
    Text,
}

/// Reads pages; the fetcher is made at the first address and serves all, so that each host's gap
/// is kept.
struct PageReader<'a> {
    context: &'a Context,
    args: &'a ExtractArgs,
    web: Option<(tokio::runtime::Runtime, Fetcher)>,
}

/// Runs `hearken extract`.
pub(crate) fn run(context: &Context, args: &ExtractArgs) -> CommandResult {
    let mut failed = 0_usize;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut reader = PageReader {
        context,
        args,
        web: None,
    };
    for page in expand(&args.pages, &mut failed) {
        match reader.read(&page) {
            Ok(post) => print(&mut out, args, &page, &post).map_err(CommandError::cannot_run)?,
            Err(error) => {
                failed += 1;
                warn_user(&about(&page, &format!("{error:#}")));
            }
        }
    }
    out.flush().map_err(CommandError::cannot_run)?;
    Ok(if failed == 0 {
        Exit::Done
    } else {
        Exit::Partial
    })
}

/// Folders become the pages below them.
fn expand(pages: &[String], failed: &mut usize) -> Vec<String> {
    let mut all = Vec::with_capacity(pages.len());
    for page in pages {
        if Path::new(page).is_dir() {
            let found = pages_below(Path::new(page));
            all.extend(found.pages.iter().map(|path| path.display().to_string()));
            for remark in found.problems.iter().cloned().chain(found.remark()) {
                warn_user(&remark);
            }
            *failed += found.problems.len();
        } else {
            all.push(page.clone());
        }
    }
    all
}

impl PageReader<'_> {
    fn read(&mut self, page: &str) -> anyhow::Result<Post> {
        let url = self.args.url.as_ref().map(url::Url::as_str);
        let format = self.args.input.map(|kind| match kind {
            InputKind::Html => PageFormat::Html,
            InputKind::Text => PageFormat::Text,
        });
        if page == "-" {
            let mut bytes = Vec::new();
            io::stdin()
                .read_to_end(&mut bytes)
                .context("cannot read standard input")?;
            return Ok(extract(
                &bytes,
                &PageHints {
                    url,
                    content_type: None,
                    format,
                },
            )?);
        }
        match Source::parse(page, SourceKind::Auto)?.place {
            Place::Web(url) => self.fetch(url, format),
            Place::File(path) | Place::Folder(path) => {
                let bytes = read_file(&path, self.context.settings.fetch.body_limit_bytes)
                    .with_context(|| format!("cannot read `{}`", path.display()))?;
                let format = format.or_else(|| format_of(&path));
                Ok(extract(
                    &bytes,
                    &PageHints {
                        url,
                        content_type: None,
                        format,
                    },
                )?)
            }
        }
    }

    fn fetch(&mut self, url: url::Url, format: Option<PageFormat>) -> anyhow::Result<Post> {
        if self.web.is_none() {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let fetcher = Fetcher::new(fetch_settings(self.context, &self.args.fetch)?)?;
            self.web = Some((runtime, fetcher));
        }
        let Some((runtime, fetcher)) = &self.web else {
            unreachable!("made just above")
        };
        let page = runtime.block_on(fetcher.fetch(&PageRequest::new(url)))?;
        let hints = PageHints {
            url: Some(page.url.as_str()),
            content_type: page.content_type.as_deref(),
            format,
        };
        Ok(extract(&page.body, &hints)?)
    }
}

fn print(out: &mut impl Write, args: &ExtractArgs, source: &str, post: &Post) -> io::Result<()> {
    match args.format {
        ReadingFormat::Jsonl => json_line(out, &PageReading::new(source, post, args.explain)),
        ReadingFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &PageReading::new(source, post, args.explain))?;
            writeln!(out)
        }
        ReadingFormat::Md => writeln!(out, "{}", hearken_pipeline::markdown(post)),
        ReadingFormat::Text => writeln!(out, "{}", post.text),
    }
}
