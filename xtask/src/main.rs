//! Chores and pipelines of the workspace: `cargo xtask` lists them.
//!
//! Each chore prints the commands it runs and fails with what repairs it. Nothing of `crates/` is
//! linked in, so that this builds in seconds; pipelines are run by starting the built program.

mod bench;
mod ci;
mod demo;
mod dist;
mod gate;
mod install;
mod new_plugin;
mod pipeline;
mod plugins;
mod servers;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
usage: cargo xtask <CHORE> [ARGUMENTS]

  demo                   build, serve the sample blogs on loopback, ingest, analyze, report
  pipeline NAME [ARGS]   build what is needed and run data/pipelines/NAME.toml
  plugins [--release]    build the analyzers, put them where the program finds them, write digests
  new-plugin NAME        make the skeleton of an analyzer under plugins/
  install [--prefix DIR] install program, analyzers, man pages and completions
  dist                   make an archive with program, analyzers, completions, man pages, header
  test [ARGS]            build the analyzers and run all tests
  ci                     what continuous integration runs: fmt, clippy, tidy, test
  tidy                   check crate edges, module comments, lengths, data rows, the changelog
  bench                  run the benchmarks and print their ratios
  gate [--eval DIR] [--seeds DIR]
                         hold the readings of samples, and of outside sets where given, to their floors";

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let chore = if args.is_empty() {
        "help".to_owned()
    } else {
        args.remove(0)
    };
    match run(&chore, &args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            workspace::say_error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &str, args: &[String]) -> Result<()> {
    match chore {
        "demo" => demo::run(),
        "pipeline" => pipeline::run(args),
        "plugins" => plugins::run(args),
        "new-plugin" => new_plugin::run(args),
        "install" => install::run(args),
        "dist" => dist::run(),
        "test" => test::run(args),
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "bench" => bench::run(),
        "gate" => gate::run(args),
        "help" | "-h" | "--help" => {
            workspace::say(HELP);
            Ok(())
        }
        other => bail!("no chore is called `{other}`; `cargo xtask help` lists them"),
    }
}
