//! What goes into a run of the host and what comes out.

use std::{sync::Arc, time::Duration};

use hearken_model::{ContentHash, Finding, Post};
use serde::{Deserialize, Serialize};

/// A post and the plugins that are to see it.
#[derive(Debug, Clone)]
pub struct Job {
    /// The caller's own number for it.
    pub id: u64,
    /// The post.
    pub post: Arc<Post>,
    /// Indexes into the list of plugins; a double counts once.
    pub wanted: Vec<usize>,
}

/// How a (post, plugin) pair ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The plugin did its work.
    Done,
    /// It did, but some of its findings were refused.
    Partial,
    /// It said that it failed, panicked, or used up its time; its findings are dropped.
    Failed,
    /// It killed its worker twice, the second time alone with this post.
    Quarantined,
    /// It was not asked: it is switched off, could not be started, or the run was cancelled.
    Skipped,
}

impl Status {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Quarantined => "quarantined",
            Self::Skipped => "skipped",
        }
    }
}

/// Weight of a [`LogLine`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Something asked for cannot be had.
    Error,
    /// A person should know.
    Warn,
    /// A step was done.
    Info,
    /// For the plugin's author.
    Debug,
    /// Written to standard output or standard error.
    Output,
}

/// A line a plugin logged or printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LogLine {
    /// Its weight.
    pub level: LogLevel,
    /// Its words, without the line's end.
    pub text: String,
}

/// How one plugin fared with one post.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// [`Job::id`].
    pub job: u64,
    /// Index of the plugin.
    pub plugin: usize,
    /// How it ended.
    pub status: Status,
    /// Why, unless it is done: one line for a person.
    pub problem: Option<String>,
    /// Checked findings, in the plugin's order; none unless done or partial.
    pub findings: Vec<Finding>,
    /// Fingerprint of each finding.
    pub fingerprints: Vec<ContentHash>,
    /// Why each refused finding was refused.
    pub rejected: Vec<String>,
    /// Time within the plugin.
    pub elapsed: Duration,
    /// What it logged and printed meanwhile.
    pub logs: Vec<LogLine>,
}

/// Sums of one plugin over a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PluginReport {
    /// Pairs done.
    pub done: u64,
    /// Pairs done in part.
    pub partial: u64,
    /// Pairs failed.
    pub failed: u64,
    /// Pairs quarantined.
    pub quarantined: u64,
    /// Pairs skipped.
    pub skipped: u64,
    /// Findings handed on.
    pub findings: u64,
    /// Findings refused.
    pub rejected: u64,
    /// Why the plugin was switched off or never started.
    pub off: Option<String>,
}

impl PluginReport {
    /// Counts an outcome in.
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        let slot = match outcome.status {
            Status::Done => &mut self.done,
            Status::Partial => &mut self.partial,
            Status::Failed => &mut self.failed,
            Status::Quarantined => &mut self.quarantined,
            Status::Skipped => &mut self.skipped,
        };
        *slot += 1;
        self.findings += outcome.findings.len() as u64;
        self.rejected += outcome.rejected.len() as u64;
    }
}

/// Sums of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostReport {
    /// One for each plugin, in the order given.
    pub plugins: Vec<PluginReport>,
    /// Worker processes started.
    pub workers_started: u64,
    /// Whether the run was cancelled before all jobs were taken.
    pub cancelled: bool,
}
