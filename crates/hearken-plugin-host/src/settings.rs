//! How the host runs its workers.

use std::{ffi::OsString, num::NonZero, path::PathBuf, thread, time::Duration};

use crate::PluginFile;

/// A plugin to run, and the configuration it gets.
#[derive(Debug, Clone)]
pub struct PluginSpec {
    /// The file as [`inspect`](crate::inspect) read it.
    pub file: PluginFile,
    /// A JSON object; null counts as an empty one.
    pub config: serde_json::Value,
}

/// How a worker is started: a program that calls [`worker_main`](crate::worker_main).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program, by absolute path.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

/// When a plugin that keeps killing its workers is switched off for the rest of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// Deaths on as many posts in a row.
    pub in_a_row: u32,
    /// Deaths among the last `window` posts.
    pub recent: u32,
    /// Number of posts that `recent` looks back.
    pub window: u32,
}

impl Breaker {
    /// Never switches a plugin off.
    pub const OFF: Self = Self {
        in_a_row: u32::MAX,
        recent: u32::MAX,
        window: 1,
    };
}

impl Default for Breaker {
    /// 3 in a row, or 5 of the last 200: by the pattern of Apache UIMA's error policies.
    fn default() -> Self {
        Self {
            in_a_row: 3,
            recent: 5,
            window: 200,
        }
    }
}

/// How the host runs its workers.
#[derive(Debug, Clone)]
pub struct HostSettings {
    /// How a worker is started.
    pub worker: WorkerCommand,
    /// Number of worker processes; at least one is used.
    pub workers: usize,
    /// Time a plugin has for one post; one second later its worker is killed.
    pub post_time_limit: Duration,
    /// Most posts in one message to a worker.
    pub batch_posts: usize,
    /// Most bytes in one message to a worker; a longer post goes alone.
    pub batch_bytes: usize,
    /// Folder for read-only copies of the plugins, which are what workers load.
    pub cache_dir: PathBuf,
    /// When a plugin is switched off.
    pub breaker: Breaker,
}

impl HostSettings {
    /// The defaults: a worker a core, 2 seconds a post, 64 posts or 1 MiB a message.
    ///
    /// 64 posts a message cost a third of what single ones do, by `cargo bench -p
    /// hearken-plugin-host`; more gain little and are sent again after a crash.
    #[must_use]
    pub fn new(worker: WorkerCommand, cache_dir: PathBuf) -> Self {
        Self {
            worker,
            workers: thread::available_parallelism().map_or(1, NonZero::get),
            post_time_limit: Duration::from_secs(2),
            batch_posts: 64,
            batch_bytes: 1 << 20,
            cache_dir,
            breaker: Breaker::default(),
        }
    }
}
