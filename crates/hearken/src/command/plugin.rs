//! `hearken plugin`: which analyzers there are and which of them run.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use hearken_plugin_host::inspect;
use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::{note, warn_user},
    output::{Format, Row, print_rows},
    plugins::{DigestManifest, Found, Trust, discover},
    sanitize::one_line,
};

/// Look at analyzer plugins
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken plugin list\n  \
    hearken plugin add target/release/libmine.so")]
pub(crate) struct PluginArgs {
    #[command(subcommand)]
    action: PluginAction,
}

#[derive(Debug, Subcommand)]
enum PluginAction {
    /// List the plugins found, without running any
    List {
        /// Form of the output [default: table on a terminal, else jsonl]
        #[arg(long, value_enum, value_name = "FORM")]
        format: Option<Format>,
    },
    /// Copy a plugin into the data folder and trust it by its digest
    #[command(after_help = "Examples:\n  hearken plugin add target/release/libmine.so")]
    Add {
        /// The plugin's file
        file: PathBuf,
    },
}

/// One plugin.
#[derive(Debug, Serialize)]
struct PluginRow {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abi: Option<String>,
    kinds: Vec<String>,
    trust: Trust,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl Row for PluginRow {
    const HEADS: &'static [&'static str] = &["NAME", "VERSION", "ABI", "TRUST", "KINDS", "FILE"];

    fn cells(&self) -> Vec<String> {
        let kinds = self
            .problem
            .as_ref()
            .map_or_else(|| self.kinds.join(", "), |p| format!("refused: {p}"));
        let trust = format!("{:?}", self.trust).to_lowercase();
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        [
            self.name.clone(),
            or_dash(&self.version),
            or_dash(&self.abi),
            trust,
            kinds,
            self.path.clone(),
        ]
        .iter()
        .map(|cell| one_line(cell).into_owned())
        .collect()
    }
}

/// Runs `hearken plugin`.
pub(crate) fn run(context: &Context, args: &PluginArgs) -> CommandResult {
    match &args.action {
        PluginAction::List { format } => list(context, *format),
        PluginAction::Add { file } => add(context, file),
    }
}

fn list(context: &Context, format: Option<Format>) -> CommandResult {
    let (found, problems) = discover(context);
    let rows: Vec<PluginRow> = found.iter().map(row).collect();
    print_rows(Format::or_auto(format), &rows).map_err(CommandError::cannot_run)?;
    for problem in &problems {
        warn_user(problem);
    }
    if rows.is_empty() {
        let folders = context.plugin_folders();
        let names: Vec<String> = folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        note(&format!("no plugin was found in {}", names.join(", ")));
    }
    let refused = !problems.is_empty() || rows.iter().any(|row| row.problem.is_some());
    Ok(if refused { Exit::Partial } else { Exit::Done })
}

fn row(found: &Found) -> PluginRow {
    let manifest = found.file.as_ref().ok().map(|file| &file.manifest);
    PluginRow {
        name: found.short_name(),
        id: manifest.map(|manifest| manifest.id.clone()),
        version: manifest.map(|manifest| manifest.version.clone()),
        abi: manifest.map(|manifest| manifest.abi.clone()),
        kinds: manifest.map_or_else(Vec::new, |manifest| {
            manifest
                .kinds
                .iter()
                .map(|kind| kind.kind.clone())
                .collect()
        }),
        trust: found.trust,
        path: found.path.display().to_string(),
        problem: found.file.as_ref().err().cloned(),
    }
}

fn add(context: &Context, file: &PathBuf) -> CommandResult {
    let plugin = inspect(file).map_err(CommandError::usage)?;
    let folder = context.dirs.data.join("plugins");
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    install(&folder, file, &name)
        .and_then(|()| DigestManifest::read(&folder)?.trust(&folder, &name, plugin.artifact_hash))
        .map_err(CommandError::cannot_run)?;
    note(&format!(
        "`{}` {} is in {} and trusted; `hearken analyze` runs it",
        plugin.manifest.id,
        plugin.manifest.version,
        folder.display()
    ));
    Ok(Exit::Done)
}

/// Under a fresh inode, so that a worker that has the old file loaded keeps it.
fn install(folder: &std::path::Path, file: &PathBuf, name: &str) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let new = folder.join(format!(".{name}.new"));
    fs::copy(file, &new).with_context(|| format!("cannot copy `{}`", file.display()))?;
    fs::rename(&new, folder.join(name)).with_context(|| format!("cannot put `{name}` in its place"))
}
