//! The command line: one definition for help, man page and completions.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::{command, exit, output::Format};

/// Listen to blogs: the post, the readers' comments and the rest kept apart
#[derive(Debug, Parser)]
#[command(
    name = "hearken",
    version,
    about,
    long_about = "Listens to blogs: fetches pages politely, separates the post from the readers' comments and from everything \
                  else, keeps it all in SQLite with its history, and runs analyzer plugins whose findings point to the exact words.",
    after_long_help = exit::TABLE,
    after_help = "Start with: hearken ingest https://example.org/blog/a-post",
    max_term_width = 100,
    infer_subcommands = false,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that mean the same everywhere.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Database to use [default: the data folder's hearken.db]
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        help_heading = "Global options"
    )]
    pub(crate) db: Option<PathBuf>,
    /// Configuration to use in place of the user's and the project's
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Global options"
    )]
    pub(crate) config: Option<PathBuf>,
    /// Say more; can be repeated
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Global options")]
    pub(crate) verbose: u8,
    /// Say only what failed
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Global options"
    )]
    pub(crate) quiet: bool,
    /// Draw no progress bars
    #[arg(long, global = true, help_heading = "Global options")]
    pub(crate) no_progress: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Global options")]
    pub(crate) color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Form of a listing; a table on a terminal and JSON Lines in a pipe unless told otherwise.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Listing {
    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, value_enum, value_name = "FORM")]
    pub(crate) format: Option<Format>,
    /// Most rows to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: u32,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Fetch posts and store them with their comments
    Ingest(command::ingest::IngestArgs),
    /// Read pages and print post, comments and the rest, storing nothing
    Extract(command::extract::ExtractArgs),
    /// Run the analyzers over stored posts
    Analyze(command::analyze::AnalyzeArgs),
    /// Run a pipeline file: ingest, analyze, report
    Run(command::run::RunArgs),
    /// Search posts and comments
    Search(command::search::SearchArgs),
    /// List stored posts, remove posts, erase a commenter
    Posts(command::posts::PostsArgs),
    /// Show a post with its comments and findings
    Show(command::show::ShowArgs),
    /// List what the analyzers found
    Findings(command::findings::FindingsArgs),
    /// List the sources that posts came from
    Sources(command::sources::SourcesArgs),
    /// Look at analyzer plugins
    Plugin(command::plugin::PluginArgs),
    /// Read the archived pages again with this version's extractor
    Reextract(command::reextract::ReextractArgs),
    /// Path and backup of the database
    Db(command::db::DbArgs),
    /// Show the configuration and where each value came from
    Config(command::config::ConfigArgs),
    /// Check database, plugins and folders
    Doctor(command::doctor::DoctorArgs),
    /// Print completions for a shell
    Completions(command::completions::CompletionsArgs),
    /// Write the man pages
    #[command(hide = true)]
    Manpages(command::completions::ManpagesArgs),
    /// Serve as a worker process of the plugin host
    #[command(hide = true)]
    Worker,
}
