//! `hearken config`: the merged configuration and where each value came from.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    config::KEYS,
    context::{Context, config_files},
    error::{CommandError, CommandResult},
    exit::Exit,
    output::{Format, Row, print_rows},
    sanitize::one_line,
};

/// Show the configuration and where each value came from
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken config show\n  \
    $EDITOR \"$(hearken config path)\"")]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    action: ConfigAction,
}

#[derive(Debug, Subcommand)]
enum ConfigAction {
    /// List every key with value, origin and meaning
    Show {
        /// Form of the output [default: table on a terminal, else jsonl]
        #[arg(long, value_enum, value_name = "FORM")]
        format: Option<Format>,
    },
    /// Print the configuration files in use, or the one that would be
    Path,
}

/// One key.
#[derive(Debug, Serialize)]
struct KeyRow {
    key: String,
    value: serde_json::Value,
    origin: String,
    meaning: &'static str,
}

impl Row for KeyRow {
    const HEADS: &'static [&'static str] = &["KEY", "VALUE", "ORIGIN", "MEANING"];

    fn cells(&self) -> Vec<String> {
        let value = one_line(&self.value.to_string()).into_owned();
        vec![
            self.key.clone(),
            value,
            self.origin.clone(),
            self.meaning.to_owned(),
        ]
    }
}

/// Runs `hearken config`.
pub(crate) fn run(context: &Context, args: &ConfigArgs) -> CommandResult {
    match &args.action {
        ConfigAction::Show { format } => {
            print_rows(Format::or_auto(*format), &rows(context))
                .map_err(CommandError::cannot_run)?;
        }
        ConfigAction::Path => {
            let mut files = config_files(&context.dirs, None);
            if files.is_empty() {
                files.push(context.dirs.config.join("hearken.toml"));
            }
            for file in files {
                writeln!(io::stdout(), "{}", file.display()).map_err(CommandError::cannot_run)?;
            }
        }
    }
    Ok(Exit::Done)
}

fn rows(context: &Context) -> Vec<KeyRow> {
    let row = |key: &str, value: &toml::Value, origin: String| KeyRow {
        key: key.to_owned(),
        value: serde_json::to_value(value).unwrap_or_default(),
        origin,
        meaning: KEYS
            .iter()
            .find(|known| known.name == key)
            .map_or("for the analyzer", |known| known.doc),
    };
    let mut rows: Vec<KeyRow> = context
        .layers
        .iter()
        .map(|(key, value, origin)| row(key, value, origin.to_string()))
        .collect();
    if !rows.iter().any(|row| row.key == "database") {
        let path = toml::Value::String(context.database().display().to_string());
        rows.push(row("database", &path, "default".to_owned()));
    }
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}
