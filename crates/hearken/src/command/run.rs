//! `hearken run`: a pipeline from its file.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use clap::Args;
use hearken_model::Severity;
use hearken_pipeline::{
    Cancel, Definition, Event, EventSink as _, IngestRequest, PipelineError,
    report::{self, RunReport},
};
use hearken_store::{FindingQuery, Store};
use serde_json::Value;

use super::{
    analyze,
    ingest::{self, FetchFlags, fetch_settings, seconds},
};
use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    progress::Reporter,
    signal,
};

/// Run a pipeline file: ingest, analyze, report
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken run morning.toml\n  \
    hearken run data/pipelines/demo.toml --set saltmarsh=http://127.0.0.1:42100\n\n\
    The file's form is in docs/pipelines.md.")]
pub(crate) struct RunArgs {
    /// The pipeline's file
    #[arg(value_name = "PIPELINE.toml")]
    file: PathBuf,
    /// Value for a ${NAME} of the file (can be repeated)
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Print the report as one JSON object
    #[arg(long)]
    json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is wanted")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Runs `hearken run`.
pub(crate) fn run(context: &Context, args: &RunArgs) -> CommandResult {
    let values: BTreeMap<String, String> = args.set.iter().cloned().collect();
    let definition = Definition::read(&args.file, &values)
        .map_err(|error| CommandError::usage(error).hint("`hearken run --help` has examples"))?;
    // An entry that can not be meant is told of before anything is made.
    definition
        .sources()
        .with_context(|| format!("in the pipeline `{}`", args.file.display()))
        .map_err(CommandError::usage)?;
    let store = Arc::new(context.store()?);
    let before = report::table_counts(&store).map_err(CommandError::cannot_run)?;
    let reporter = Reporter::new(context.progress, false);
    let cancel = Cancel::default();
    let _listening = signal::listen(&cancel)?;
    let mut steps = Steps {
        context,
        definition: &definition,
        store: &store,
        reporter: &reporter,
        cancel: &cancel,
    };
    let mut exit = Exit::Done;
    let mut told = RunReport {
        name: definition.name.clone(),
        ..RunReport::default()
    };
    exit = exit.max_of(steps.ingest(&mut told)?);
    if exit != Exit::Interrupted {
        exit = exit.max_of(steps.analyze(&mut told)?);
    }
    report::gather(&store, &before, &mut told).map_err(CommandError::cannot_run)?;
    steps.report(&told, args.json)?;
    let found = definition
        .report
        .fail_on
        .map(|level| any_at_least(&store, level))
        .transpose()?;
    if found == Some(true) {
        exit = exit.max_of(Exit::Found);
    }
    Ok(exit)
}

/// The steps of one run.
struct Steps<'a> {
    context: &'a Context,
    definition: &'a Definition,
    store: &'a Arc<Store>,
    reporter: &'a Reporter,
    cancel: &'a Cancel,
}

impl Steps<'_> {
    fn ingest(&mut self, told: &mut RunReport) -> CommandResult {
        let Some(step) = &self.definition.ingest else {
            return Ok(Exit::Done);
        };
        let duration = |text: &Option<String>, key: &str| {
            text.as_deref()
                .map(seconds)
                .transpose()
                .map_err(|problem| anyhow::anyhow!("`ingest.{key}` is no duration: {problem}"))
        };
        let flags = FetchFlags {
            timeout: duration(&step.timeout, "timeout").map_err(CommandError::usage)?,
            delay: duration(&step.delay, "delay").map_err(CommandError::usage)?,
            concurrency: step.concurrency.and_then(|n| u16::try_from(n).ok()),
            allow_private: step.allow_private.unwrap_or(false),
        };
        let (sources, bad) = self.definition.sources().map_err(CommandError::usage)?;
        let failed = bad.len();
        for report in bad {
            self.reporter.event(&Event::PageDone(report));
        }
        let request = IngestRequest {
            sources,
            fetch: fetch_settings(self.context, &flags).map_err(CommandError::usage)?,
            name: self.definition.name.clone(),
            command: format!("run {}", self.definition.name),
        };
        let mut summary =
            ingest::ingest(Arc::clone(self.store), request, self.reporter, self.cancel)?;
        summary.failed += failed;
        let exit = match (summary.interrupted, summary.failed) {
            (true, _) => Exit::Interrupted,
            (false, 0) => Exit::Done,
            (false, _) => Exit::Partial,
        };
        told.ingest = Some(summary);
        Ok(exit)
    }

    fn analyze(&mut self, told: &mut RunReport) -> CommandResult {
        let Some(step) = &self.definition.analyze else {
            return Ok(Exit::Done);
        };
        let mut config = step.config.clone();
        if let Some(file) = &step.watchlist {
            let watch = self.watchlist(file).map_err(CommandError::usage)?;
            let mentions = config
                .entry("mentions".to_owned())
                .or_insert_with(|| Value::Object(serde_json::Map::new()));
            if let Some(object) = mentions.as_object_mut() {
                object.insert("watch".to_owned(), watch);
            }
        }
        let request = analyze::Request {
            plugins: step.analyzers.as_deref().unwrap_or_default(),
            config: &config,
            posts: Vec::new(),
            again: false,
            name: &self.definition.name,
        };
        let (summary, problems) = analyze::analyze(
            self.context,
            self.store,
            &request,
            self.reporter,
            self.cancel,
        )?;
        for problem in &problems {
            crate::logging::warn_user(problem);
        }
        let exit = analyze::exit_of(&summary, &problems);
        told.analyze = Some(summary);
        Ok(exit)
    }

    /// The `[[watch]]` entries of a file beside the pipeline.
    fn watchlist(&self, file: &PathBuf) -> anyhow::Result<Value> {
        let path = self.definition.folder.join(file);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read the watchlist `{}`", path.display()))?;
        let table: toml::Table = toml::from_str(&text)
            .with_context(|| format!("`{}` is no watchlist", path.display()))?;
        let watch = table
            .get("watch")
            .with_context(|| format!("`{}` has no [[watch]] entry", path.display()))?;
        Ok(serde_json::to_value(watch)?)
    }

    fn report(&self, told: &RunReport, json: bool) -> CommandResult<()> {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        let written = if json {
            crate::output::json_line(&mut out, told)
        } else {
            write!(out, "{}", report::terminal(told))
        };
        written
            .and_then(|()| out.flush())
            .map_err(CommandError::cannot_run)?;
        let Some(file) = &self.definition.report.html else {
            return Ok(());
        };
        let path = self.definition.folder.join(file);
        let made_at = crate::clock::today();
        fs::write(&path, report::html(told, &made_at))
            .map_err(|source| PipelineError::File {
                doing: "write the report",
                path,
                source,
            })
            .map_err(CommandError::cannot_run)
    }
}

fn any_at_least(store: &Store, level: Severity) -> CommandResult<bool> {
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let query = FindingQuery {
        at_least: Some(level),
        states: vec![hearken_model::FindingState::New],
        limit: Some(1),
        ..FindingQuery::default()
    };
    Ok(!reader
        .findings(&query)
        .map_err(CommandError::cannot_run)?
        .is_empty())
}
