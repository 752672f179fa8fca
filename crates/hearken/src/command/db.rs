//! `hearken db`: where the database is, and copies of it.

use std::{
    io::{self, Write as _},
    path::PathBuf,
};

use clap::{Args, Subcommand};

use crate::{
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    logging::note,
};

/// Path and backup of the database
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    sqlite3 \"$(hearken db path)\" 'SELECT title FROM posts'\n  \
    hearken db backup blogs-2026-01-31.db")]
pub(crate) struct DbArgs {
    #[command(subcommand)]
    action: DbAction,
}

#[derive(Debug, Subcommand)]
enum DbAction {
    /// Print the database's path
    Path,
    /// Copy the database while it may be in use, and check the copy
    #[command(after_help = "Examples:\n  hearken db backup blogs-2026-01-31.db")]
    Backup {
        /// File to make; it must not be there yet
        to: PathBuf,
    },
}

/// Runs `hearken db`.
pub(crate) fn run(context: &Context, args: &DbArgs) -> CommandResult {
    match &args.action {
        DbAction::Path => {
            writeln!(io::stdout(), "{}", context.database().display())
                .map_err(CommandError::cannot_run)?;
        }
        DbAction::Backup { to } => {
            let report = context
                .existing_store()?
                .backup(to)
                .map_err(CommandError::cannot_run)?;
            let kib = report.size_bytes / 1024;
            note(&format!(
                "{kib} KiB copied to {} and checked",
                report.path.display()
            ));
        }
    }
    Ok(Exit::Done)
}
