//! `hearken analyze`: the analyzers over stored posts.

use std::collections::BTreeMap;

use clap::Args;
use hearken_model::PostId;
use hearken_pipeline::{AnalyzeRequest, AnalyzeSummary, Cancel};
use hearken_store::Store;
use serde_json::Value;

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::{note, warn_user},
    plugins::{choose, host_settings},
    progress::Reporter,
    signal,
};

/// Run the analyzers over stored posts
#[derive(Debug, Args)]
#[command(
    long_about = "Runs the analyzers over the posts that have not been seen by them: a post that has not changed is not looked at again \
                  by the same version of an analyzer with the same configuration.",
    after_help = "Examples:\n  \
    hearken analyze\n  \
    hearken analyze --plugin mentions --post 12\n  \
    hearken analyze --again"
)]
pub(crate) struct AnalyzeArgs {
    /// Analyzer to run, by id or short name (can be repeated) [default: all trusted ones]
    #[arg(long, value_name = "NAME")]
    plugin: Vec<String>,
    /// Post to look at, by its row (can be repeated) [default: all]
    #[arg(long, value_name = "ID")]
    post: Vec<i64>,
    /// Look again at what failed or was set aside before
    #[arg(long)]
    again: bool,
}

/// Runs `hearken analyze`.
pub(crate) fn run(context: &Context, args: &AnalyzeArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reporter = Reporter::new(context.progress, false);
    let cancel = Cancel::default();
    let _listening = signal::listen(&cancel)?;
    let request = Request {
        plugins: &args.plugin,
        config: &BTreeMap::new(),
        posts: args.post.iter().copied().map(PostId).collect(),
        again: args.again,
        name: "analyze",
    };
    let (summary, problems) = analyze(context, &store, &request, &reporter, &cancel)?;
    tell(&summary, &problems, &reporter);
    Ok(exit_of(&summary, &problems))
}

/// What to analyze, by the names a person uses.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) plugins: &'a [String],
    pub(crate) config: &'a BTreeMap<String, Value>,
    pub(crate) posts: Vec<PostId>,
    pub(crate) again: bool,
    pub(crate) name: &'a str,
}

/// Chooses the plugins and runs them; also gives what kept a plugin from running.
pub(crate) fn analyze(
    context: &Context,
    store: &Store,
    request: &Request<'_>,
    reporter: &Reporter,
    cancel: &Cancel,
) -> CommandResult<(AnalyzeSummary, Vec<String>)> {
    let (plugins, mut problems) =
        choose(context, request.plugins, request.config).map_err(CommandError::usage)?;
    let host = host_settings(context);
    let mut usable = Vec::with_capacity(plugins.len());
    for plugin in plugins {
        match hearken_plugin_host::check_config(&host, &plugin) {
            Ok(()) => usable.push(plugin),
            Err(error) => problems.push(error.to_string()),
        }
    }
    let request = AnalyzeRequest {
        plugins: usable,
        host,
        posts: request.posts.clone(),
        again: request.again,
        name: request.name.to_owned(),
    };
    let summary = hearken_pipeline::analyze(store, &request, reporter, cancel);
    reporter.finish();
    Ok((summary.map_err(CommandError::cannot_run)?, problems))
}

/// The step that follows an ingest.
pub(crate) fn after_ingest(
    context: &Context,
    store: &Store,
    reporter: &Reporter,
    cancel: &Cancel,
) -> CommandResult {
    let request = Request {
        plugins: &[],
        config: &BTreeMap::new(),
        posts: Vec::new(),
        again: false,
        name: "analyze",
    };
    let (summary, problems) = analyze(context, store, &request, reporter, cancel)?;
    tell(&summary, &problems, reporter);
    Ok(exit_of(&summary, &problems))
}

/// Says what came of it, and each analyzer's trouble in one line.
pub(crate) fn tell(summary: &AnalyzeSummary, problems: &[String], reporter: &Reporter) {
    for problem in problems {
        warn_user(problem);
    }
    for trouble in reporter.take_troubled() {
        let why = trouble
            .problem
            .unwrap_or_else(|| trouble.rejected.join("; "));
        warn_user(&format!(
            "{} {} on post {}: {why}",
            trouble.analyzer, trouble.status, trouble.post_id
        ));
    }
    note(&sentence(summary));
}

fn sentence(summary: &AnalyzeSummary) -> String {
    let mut parts = vec![format!("{} analyses", summary.pairs())];
    let counts = [
        (summary.partial, "partial"),
        (summary.failed, "failed"),
        (summary.quarantined, "quarantined"),
        (summary.skipped, "skipped"),
    ];
    parts.extend(
        counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}")),
    );
    let gone = match summary.findings_gone {
        0 => String::new(),
        n => format!(", {n} gone"),
    };
    format!(
        "{}; {} new findings{gone}",
        parts.join(", "),
        summary.findings_new
    )
}

/// The code for a summary.
pub(crate) fn exit_of(summary: &AnalyzeSummary, problems: &[String]) -> Exit {
    if summary.interrupted {
        Exit::Interrupted
    } else if summary.is_clean() && problems.is_empty() {
        Exit::Done
    } else {
        Exit::Partial
    }
}
