//! Finds, checks and supervises analyzer plugins in worker processes.
//!
//! The process that owns the data never loads a plugin. [`inspect`] reads a file's manifest
//! without running a byte of it; [`analyze`] hands posts to worker processes — this very program,
//! started again so that it calls [`worker_main`] — which load the plugins and call them. A plugin
//! that panics, crashes, hangs or leaves costs one post of one plugin: a page of shared memory says
//! which, the pair is tried once more alone, and then set aside as [`Status::Quarantined`].
//!
//! Invariants: every wanted (post, plugin) pair gets exactly one [`Outcome`], in the order of the
//! jobs, and its content does not depend on how many workers there are; the findings in it are
//! checked against the post; no library is loaded outside a worker, and none is ever unloaded.

mod error;
mod job;
mod manifest;
mod settings;

pub use error::{HostError, PluginError};
pub use job::{HostReport, Job, LogLevel, LogLine, Outcome, PluginReport, Status};
pub use manifest::{KindDecl, Manifest, PluginFile};
pub use settings::{Breaker, HostSettings, PluginSpec, WorkerCommand};

use std::{path::Path, process::ExitCode, sync::atomic::AtomicBool};

/// Reads what a plugin file says of itself, without running it.
///
/// # Errors
///
/// A [`PluginError`] that names the file, what was found, what is wanted and what to do.
pub fn inspect(path: &Path) -> Result<PluginFile, PluginError> {
    Err(PluginError::Unreadable {
        file: path.to_owned(),
        source: std::io::ErrorKind::Unsupported.into(),
    })
}

/// Runs `plugins` over `jobs` and calls `on_outcome` once for each wanted pair, in order.
///
/// # Errors
///
/// A [`HostError`] where no worker can be started at all.
pub fn analyze(
    _settings: &HostSettings,
    _plugins: &[PluginSpec],
    _jobs: impl IntoIterator<Item = Job>,
    _cancel: &AtomicBool,
    _on_outcome: &mut dyn FnMut(Outcome),
) -> Result<HostReport, HostError> {
    Ok(HostReport::default())
}

/// Makes an instance of the plugin in a worker, to see whether it takes its configuration.
///
/// # Errors
///
/// A [`PluginError`]; a wrong configuration is named by JSON pointer and message.
pub fn check_config(_settings: &HostSettings, plugin: &PluginSpec) -> Result<(), PluginError> {
    Err(PluginError::Unreadable {
        file: plugin.file.path.clone(),
        source: std::io::ErrorKind::Unsupported.into(),
    })
}

/// Serves a host as its worker: what the program calls when it was started by [`WorkerCommand`].
#[must_use]
pub fn worker_main() -> ExitCode {
    ExitCode::FAILURE
}
