//! One file a subcommand: its arguments and what it does with them.

pub(crate) mod analyze;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod db;
pub(crate) mod doctor;
pub(crate) mod extract;
pub(crate) mod findings;
pub(crate) mod ingest;
pub(crate) mod plugin;
pub(crate) mod posts;
pub(crate) mod reextract;
pub(crate) mod run;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod sources;
