//! `hearken sources`: where posts came from.

use clap::Args;
use hearken_store::Source;
use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    output::{Format, Row, print_rows},
    sanitize::one_line,
};

/// List the sources that posts came from
#[derive(Debug, Args)]
pub(crate) struct SourcesArgs {
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    format: Option<Format>,
}

/// One source.
#[derive(Debug, Serialize)]
struct SourceRow {
    id: i64,
    kind: &'static str,
    location: String,
    posts: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_run_at: Option<String>,
}

impl Row for SourceRow {
    const HEADS: &'static [&'static str] = &["ID", "KIND", "POSTS", "LAST READ", "SOURCE"];

    fn cells(&self) -> Vec<String> {
        let last = self
            .last_run_at
            .clone()
            .unwrap_or_else(|| "never".to_owned());
        let location = one_line(&self.location).into_owned();
        vec![
            self.id.to_string(),
            self.kind.to_owned(),
            self.posts.to_string(),
            last,
            location,
        ]
    }
}

impl From<&Source> for SourceRow {
    fn from(source: &Source) -> Self {
        Self {
            id: source.id.0,
            kind: source.kind.as_str(),
            location: source.location.clone(),
            posts: source.posts,
            last_run_at: source.last_run_at.and_then(|at| at.format(&Rfc3339).ok()),
        }
    }
}

/// Runs `hearken sources`.
pub(crate) fn run(context: &Context, args: &SourcesArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let sources = reader.sources().map_err(CommandError::cannot_run)?;
    let rows: Vec<SourceRow> = sources.iter().map(SourceRow::from).collect();
    print_rows(Format::or_auto(args.format), &rows).map_err(CommandError::cannot_run)?;
    Ok(Exit::Done)
}
