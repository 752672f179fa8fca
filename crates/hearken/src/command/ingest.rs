//! `hearken ingest`: sources to stored, analyzed posts.

use std::{fs, io::Read as _, path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use hearken_fetch::FetchSettings;
use hearken_pipeline::{
    Cancel, Event, EventSink as _, IngestRequest, IngestSummary, Source, SourceKind, UrlReport,
};

use super::analyze;
use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::note,
    progress::Reporter,
    signal,
};

/// Fetch posts and store them with their comments
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken ingest https://example.org/2021/05/a-post/\n  \
    hearken ingest --feed https://example.org/feed/ --delay 2\n  \
    hearken ingest --opml subscriptions.opml saved-pages/\n  \
    hearken ingest --input addresses.txt --report jsonl > report.jsonl")]
pub(crate) struct IngestArgs {
    /// Posts, feeds, sitemaps, OPML lists, files or folders; the content tells which
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// File with one source a line, or - for standard input; # begins a remark
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// A feed (can be repeated)
    #[arg(long, value_name = "URL")]
    feed: Vec<String>,
    /// A sitemap (can be repeated)
    #[arg(long, value_name = "URL")]
    sitemap: Vec<String>,
    /// A list of feeds (can be repeated)
    #[arg(long, value_name = "URL|FILE")]
    opml: Vec<String>,
    /// Store only; run no analyzer
    #[arg(long)]
    no_analyze: bool,
    /// Print one JSON object a page, as each ends
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<ReportForm>,
    #[command(flatten)]
    fetch: FetchFlags,
}

/// Form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// JSON Lines
    Jsonl,
}

/// How pages are asked for; each stands for the configuration key of the same name.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FetchFlags {
    /// Longest a page may take in all, in seconds or as `500ms` [default: 30s]
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    /// Shortest gap between two requests to a host, likewise [default: 1s]
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(crate) delay: Option<Duration>,
    /// Hosts asked at the same time [default: 8]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) concurrency: Option<u16>,
    /// Fetch from loopback and private addresses too
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// Reads `2`, `0.5` (seconds) and what humantime reads.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    if let Ok(number) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(number).map_err(|error| error.to_string());
    }
    humantime::parse_duration(text).map_err(|error| error.to_string())
}

/// The fetch settings of the configuration, with `flags` over them.
///
/// # Errors
///
/// A proxy that is no address.
pub(crate) fn fetch_settings(
    context: &Context,
    flags: &FetchFlags,
) -> anyhow::Result<FetchSettings> {
    let fetch = &context.settings.fetch;
    let proxy = match fetch.proxy.as_str() {
        "" => None,
        text => Some(
            text.parse()
                .with_context(|| format!("`fetch.proxy` is no address: `{text}`"))?,
        ),
    };
    Ok(FetchSettings {
        user_agent: fetch.user_agent.clone(),
        timeout: flags.timeout.unwrap_or(fetch.timeout),
        delay: flags.delay.unwrap_or(fetch.delay),
        concurrency: flags.concurrency.map_or(fetch.concurrency, usize::from),
        body_limit_bytes: fetch.body_limit_bytes,
        allow_private: flags.allow_private || fetch.allow_private,
        obey_robots: fetch.obey_robots,
        proxy,
        ..FetchSettings::default()
    })
}

/// Runs `hearken ingest`.
pub(crate) fn run(context: &Context, args: &IngestArgs) -> CommandResult {
    let typed = typed_sources(args).map_err(|error| {
        CommandError::usage(error).hint("--input names a file with one source a line, or -")
    })?;
    if typed.is_empty() {
        return Err(
            CommandError::usage(anyhow::anyhow!("nothing to ingest: no source is given"))
                .hint("name an address, a file or a folder; `hearken ingest --help` has examples"),
        );
    }
    let fetch = fetch_settings(context, &args.fetch).map_err(CommandError::usage)?;
    let reporter = Reporter::new(context.progress, args.report.is_some());
    let (sources, bad) = parse_all(&typed, &reporter);
    let cancel = Cancel::default();
    let _listening = signal::listen(&cancel)?;
    let store = Arc::new(context.store()?);
    let mut summary = IngestSummary {
        failed: bad,
        ..IngestSummary::default()
    };
    if !sources.is_empty() {
        let places: Vec<String> = sources.iter().map(Source::location).collect();
        let command = format!("ingest {}", places.join(" "));
        let request = IngestRequest {
            sources,
            fetch,
            name: "ingest".to_owned(),
            command,
        };
        summary = ingest(Arc::clone(&store), request, &reporter, &cancel)?;
        summary.failed += bad;
    }
    if let Some(error) = reporter.take_broken() {
        return Err(CommandError::cannot_run(error));
    }
    note(&sentence(&summary));
    if summary.interrupted {
        return Ok(Exit::Interrupted);
    }
    let mut exit = if summary.failed == 0 {
        Exit::Done
    } else {
        Exit::Partial
    };
    if !args.no_analyze && summary.stored > 0 {
        let analyzed = analyze::after_ingest(context, &store, &reporter, &cancel)?;
        exit = exit.max_of(analyzed);
    }
    Ok(exit)
}

/// Sources that name something; each other is reported like a page that failed, and counted.
fn parse_all(typed: &[(SourceKind, String)], reporter: &Reporter) -> (Vec<Source>, usize) {
    let mut sources = Vec::with_capacity(typed.len());
    let mut bad = 0;
    for (kind, text) in typed {
        match Source::parse(text, *kind) {
            Ok(source) => sources.push(source),
            Err(error) => {
                bad += 1;
                reporter.event(&Event::PageDone(UrlReport::of_bad_source(text, &error)));
            }
        }
    }
    (sources, bad)
}

/// Runs the pipeline's first step on a runtime of its own.
pub(crate) fn ingest(
    store: Arc<hearken_store::Store>,
    request: IngestRequest,
    reporter: &Reporter,
    cancel: &Cancel,
) -> CommandResult<IngestSummary> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the threads that fetch")
        .map_err(CommandError::cannot_run)?;
    let result = runtime.block_on(hearken_pipeline::ingest(store, request, reporter, cancel));
    reporter.finish();
    runtime.shutdown_timeout(Duration::from_secs(1));
    result.map_err(CommandError::cannot_run)
}

fn typed_sources(args: &IngestArgs) -> anyhow::Result<Vec<(SourceKind, String)>> {
    let mut typed = args.sources.clone();
    if let Some(input) = &args.input {
        typed.extend(read_input(input)?);
    }
    let kinds = [
        (SourceKind::Auto, typed),
        (SourceKind::Feed, args.feed.clone()),
        (SourceKind::Sitemap, args.sitemap.clone()),
        (SourceKind::Opml, args.opml.clone()),
    ];
    let all = kinds
        .into_iter()
        .flat_map(|(kind, texts)| texts.into_iter().map(move |text| (kind, text)));
    Ok(all.collect())
}

fn read_input(path: &PathBuf) -> anyhow::Result<Vec<String>> {
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    let text = text.with_context(|| format!("cannot read the sources in `{}`", path.display()))?;
    let lines = text.lines().map(str::trim);
    Ok(lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}

/// The summary in a sentence: `12 stored, 3 unchanged, 1 failed; 45 new comments`.
pub(crate) fn sentence(summary: &IngestSummary) -> String {
    let counts = [
        (summary.stored, "stored"),
        (summary.unchanged, "unchanged"),
        (summary.duplicate, "duplicate"),
        (summary.skipped, "skipped"),
        (summary.failed, "failed"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let pages = if parts.is_empty() {
        "no page".to_owned()
    } else {
        parts.join(", ")
    };
    let comments = match summary.comments_new {
        0 => String::new(),
        1 => "; 1 new comment".to_owned(),
        many => format!("; {many} new comments"),
    };
    let end = if summary.interrupted {
        " (interrupted; the same command goes on)"
    } else {
        ""
    };
    format!("{pages}{comments}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_numbers_or_durations() {
        assert_eq!(seconds("2"), Ok(Duration::from_secs(2)));
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(seconds("1500ms"), Ok(Duration::from_millis(1500)));
        assert!(seconds("-1").is_err() && seconds("soon").is_err());
    }

    #[test]
    fn sentences_leave_out_what_did_not_happen() {
        let summary = IngestSummary {
            stored: 2,
            failed: 1,
            comments_new: 5,
            ..IngestSummary::default()
        };
        assert_eq!(sentence(&summary), "2 stored, 1 failed; 5 new comments");
        assert_eq!(sentence(&IngestSummary::default()), "no page");
    }
}
