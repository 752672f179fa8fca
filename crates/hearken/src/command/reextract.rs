//! `hearken reextract`: the archived pages read again by this version.

use clap::Args;
use hearken_pipeline::Cancel;

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::note,
    progress::Reporter,
    signal,
};

/// Read the archived pages again with this version's extractor
#[derive(Debug, Args)]
#[command(
    long_about = "Reads the archived pages again that an older extractor has read. A post that is read otherwise gets a revision \
                        whose origin is the extractor, so that its history tells it from a change by the author."
)]
pub(crate) struct ReextractArgs {
    /// Read pages too that this version has read already
    #[arg(long)]
    all: bool,
}

/// Runs `hearken reextract`.
pub(crate) fn run(context: &Context, args: &ReextractArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reporter = Reporter::new(context.progress, false);
    let cancel = Cancel::default();
    let _listening = signal::listen(&cancel)?;
    let summary = hearken_pipeline::reextract(&store, args.all, &reporter, &cancel);
    reporter.finish();
    let summary = summary.map_err(CommandError::cannot_run)?;
    note(&format!(
        "{} pages read again: {} posts and {} lists of comments are read otherwise, {} are no post any more",
        summary.pages, summary.revised, summary.comments, summary.failed
    ));
    Ok(match (summary.interrupted, summary.failed) {
        (true, _) => Exit::Interrupted,
        (false, 0) => Exit::Done,
        (false, _) => Exit::Partial,
    })
}
