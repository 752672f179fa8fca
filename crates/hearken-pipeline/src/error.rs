//! What stops a run as a whole.

use hearken_fetch::SetupError;
use hearken_plugin_host::{HostError, PluginError};
use hearken_store::StoreError;

use crate::definition::DefinitionError;

/// A run that can not go on. A page or a plugin that fails is no such error: it is reported and the
/// run goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The database fails.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Pages can not be asked for with these settings.
    #[error("fetching can not be set up")]
    Fetch(#[from] SetupError),
    /// The plugin host fails as a whole.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A plugin can not be used.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// A pipeline file can not be used.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A file of a pipeline can not be read or written.
    #[error("cannot {doing} `{path}`")]
    File {
        /// What was to be done.
        doing: &'static str,
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A task ended by a panic: a bug of ours.
    #[error("a task of the run ended by a bug: {problem}")]
    Task {
        /// What the runtime says.
        problem: String,
    },
}
