//! `hearken completions` and the hidden `hearken manpages`: both made from the command line's
//! own definition.

use std::{io, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::{
    cli::Cli,
    error::{CommandError, CommandResult},
    exit::Exit,
};

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken completions bash > ~/.local/share/bash-completion/completions/hearken\n  \
    hearken completions fish > ~/.config/fish/completions/hearken.fish")]
pub(crate) struct CompletionsArgs {
    /// Shell to print them for
    shell: Shell,
}

/// Write the man pages
#[derive(Debug, Args)]
pub(crate) struct ManpagesArgs {
    /// Folder to write them to
    folder: PathBuf,
}

/// Prints the completions.
pub(crate) fn run(args: &CompletionsArgs) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "hearken", &mut script);
    io::Write::write_all(&mut io::stdout(), &script).map_err(CommandError::cannot_run)?;
    Ok(Exit::Done)
}

/// Writes `hearken.1` and one page a subcommand.
pub(crate) fn manpages(args: &ManpagesArgs) -> CommandResult {
    clap_mangen::generate_to(Cli::command(), &args.folder)
        .with_context(|| format!("cannot write man pages to `{}`", args.folder.display()))
        .map_err(CommandError::cannot_run)?;
    Ok(Exit::Done)
}
