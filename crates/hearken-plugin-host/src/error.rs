//! Why a plugin is not run, or a run does not start.

use std::{io, path::PathBuf};

/// Why a plugin cannot be used. Each says the file, what was found, what is wanted and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PluginError {
    /// The file cannot be read.
    #[error("failed to read plugin `{}`", file.display())]
    Unreadable {
        /// The plugin.
        file: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file is no shared library.
    #[error(
        "`{}` is no shared library ({found}); give the .so that `cargo build` or `cc -shared` made",
        file.display()
    )]
    NotALibrary {
        /// The plugin.
        file: PathBuf,
        /// What it is.
        found: String,
    },
    /// The library was built for another machine.
    #[error("plugin `{}` is built for {found}, this machine is {wanted}; rebuild it here", file.display())]
    WrongTarget {
        /// The plugin.
        file: PathBuf,
        /// What it was built for.
        found: String,
        /// What is wanted.
        wanted: String,
    },
    /// The library has no passive section.
    #[error(
        "`{}` is no hearken plugin: it has no section `{section}`; end its source with \
         `export!(…)`, or see the C guide",
        file.display()
    )]
    NoSection {
        /// The plugin.
        file: PathBuf,
        /// The section's name.
        section: &'static str,
    },
    /// The passive section cannot be read.
    #[error("the manifest in `{}` is broken: {problem}; rebuild the plugin", file.display())]
    BadManifest {
        /// The plugin.
        file: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The plugin was built for another ABI.
    #[error(
        "plugin `{}` is built for ABI {found}, this hearken has ABI {wanted}; {advice}",
        file.display()
    )]
    WrongAbi {
        /// The plugin.
        file: PathBuf,
        /// `major.minor` of the plugin.
        found: String,
        /// `major.minor` of the host.
        wanted: String,
        /// What to do.
        advice: &'static str,
    },
    /// The library does not export the entry.
    #[error("plugin `{}` exports no function `{symbol}`; see the C guide", file.display())]
    NoSymbol {
        /// The plugin.
        file: PathBuf,
        /// The name wanted.
        symbol: &'static str,
    },
    /// Others can write to the file or its folder.
    #[error(
        "`{}` can be written by every user of this machine; run `chmod o-w` on it",
        writable.display()
    )]
    Writable {
        /// The file or folder.
        writable: PathBuf,
    },
    /// The file is not the one that was inspected.
    #[error("plugin `{}` was replaced since it was inspected; start again", file.display())]
    Replaced {
        /// The plugin.
        file: PathBuf,
    },
    /// The read-only copy could not be made.
    #[error("failed to keep a copy of plugin `{}` in `{}`", file.display(), folder.display())]
    Copy {
        /// The plugin.
        file: PathBuf,
        /// Where the copy goes.
        folder: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The system's loader refused the library, or the table in it is wrong.
    #[error("plugin `{}` cannot be loaded: {problem}", file.display())]
    Load {
        /// The plugin.
        file: PathBuf,
        /// What the loader says.
        problem: String,
    },
    /// The plugin does not take its configuration.
    #[error("configuration of plugin `{plugin}` is wrong at `{pointer}`: {problem}")]
    Config {
        /// Its id.
        plugin: String,
        /// JSON pointer to the place.
        pointer: String,
        /// What is wrong there.
        problem: String,
    },
    /// The plugin said that it cannot start.
    #[error("plugin `{plugin}` did not start: {problem}")]
    Start {
        /// Its id.
        plugin: String,
        /// What it said.
        problem: String,
    },
    /// The worker died while it loaded or started the plugin.
    #[error("plugin `{}` killed its worker while it was {phase}: {cause}", file.display())]
    Died {
        /// The plugin.
        file: PathBuf,
        /// `loaded` or `started`.
        phase: &'static str,
        /// How the worker died.
        cause: String,
    },
    /// No worker could be had.
    #[error("failed to start a plugin worker")]
    Worker(#[from] HostError),
}

/// Why a run of plugins cannot start, or cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The worker program cannot be started.
    #[error("failed to start worker `{}`", program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The program started but does not speak as a worker of this version.
    #[error("`{}` is no plugin worker of this hearken: {problem}; install hearken anew", program.display())]
    NoWorker {
        /// The program.
        program: PathBuf,
        /// What it did.
        problem: String,
    },
    /// The folder for copies cannot be used.
    #[error("failed to use `{}` for copies of plugins", folder.display())]
    Cache {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The system refused something the host needs for itself.
    #[error("failed to {what} for a plugin worker")]
    System {
        /// What it is.
        what: &'static str,
        /// The cause.
        source: io::Error,
    },
}
