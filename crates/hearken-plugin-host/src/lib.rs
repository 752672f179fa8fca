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
//! Linux alone is served: pages of shared memory and deaths by signal are told in its ways.

mod error;
mod host;
mod inspect;
mod job;
mod manifest;
mod output;
mod settings;
mod wire;
mod worker;

pub use error::{HostError, PluginError};
pub use host::{analyze, check_config, describe};
pub use inspect::inspect;
pub use job::{HostReport, Job, LogLevel, LogLine, Outcome, PluginReport, Status};
pub use manifest::{KindDecl, Manifest, PluginFile};
pub use settings::{Breaker, HostSettings, PluginSpec, WorkerCommand};
pub use worker::worker_main;
