//! The `hearken` program: arguments, configuration, logging, progress and exit codes.
//!
//! What the work is lies in `hearken-pipeline`; here one file a subcommand turns arguments into
//! requests and events into lines.

mod cli;
mod clock;
mod command;
mod config;
mod context;
mod environment;
mod error;
mod exit;
mod logging;
mod output;
mod plugins;
mod progress;
mod sanitize;
mod signal;

use std::{panic, process::ExitCode};

use clap::Parser as _;

use crate::{
    cli::{Cli, Color, Command},
    context::Context,
    error::CommandResult,
    exit::Exit,
};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    if matches!(cli.command, Command::Worker) {
        return hearken_plugin_host::worker_main();
    }
    let colour = choose_colour(cli.global.color);
    logging::start(cli.global.verbose, cli.global.quiet, colour);
    let exit = match panic::catch_unwind(|| run(cli)) {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) if output::is_closed_pipe(&error.error) => Exit::Done,
        Ok(Err(error)) => {
            logging::print_error(&error.render());
            error.exit
        }
        // The panic's own message, with its place, is on stderr already.
        Err(_) => {
            logging::print_error("error: this is a bug in hearken; what was stored is safe");
            Exit::Bug
        }
    };
    exit.into()
}

/// Prints clap's message; its help and version are results, the rest is wrong usage.
fn usage(error: &clap::Error) -> ExitCode {
    let exit = if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Done
    };
    // Where this fails, the reader has closed the stream and nothing is left to tell.
    error.print().ok();
    exit.into()
}

fn choose_colour(asked: Color) -> bool {
    match asked {
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
        Color::Auto => {}
    }
    match asked {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
        }
    }
}

fn run(cli: Cli) -> CommandResult {
    let context = Context::new(&cli.global)?;
    match cli.command {
        Command::Ingest(args) => command::ingest::run(&context, &args),
        Command::Extract(args) => command::extract::run(&context, &args),
        Command::Analyze(args) => command::analyze::run(&context, &args),
        Command::Run(args) => command::run::run(&context, &args),
        Command::Search(args) => command::search::run(&context, &args),
        Command::Posts(args) => command::posts::run(&context, &args),
        Command::Show(args) => command::show::run(&context, &args),
        Command::Findings(args) => command::findings::run(&context, &args),
        Command::Sources(args) => command::sources::run(&context, &args),
        Command::Plugin(args) => command::plugin::run(&context, &args),
        Command::Reextract(args) => command::reextract::run(&context, &args),
        Command::Db(args) => command::db::run(&context, &args),
        Command::Config(args) => command::config::run(&context, &args),
        Command::Doctor(args) => command::doctor::run(&context, &args),
        Command::Completions(args) => command::completions::run(&args),
        Command::Manpages(args) => command::completions::manpages(&args),
        Command::Worker => Ok(Exit::Done),
    }
}
