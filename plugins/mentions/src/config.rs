//! What a user sets.

use hearken_sdk::{Severity, config};

/// One person, organisation or thing to listen for.
#[config]
#[derive(Debug, Clone)]
pub struct Watch {
    /// The name as findings show it; it is looked for too.
    pub name: String,
    /// Other ways of writing the name that mean nobody else.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Phrases that hold the name and mean something else: `Reading Room` for `Reading`.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Takes the name only in its own capitals: for names that are words too.
    #[serde(default)]
    pub case: bool,
    /// Also takes misspelt and inflected forms of words of six letters and more.
    #[serde(default)]
    pub near: bool,
    /// How much its mentions want a person's eye.
    #[serde(default)]
    pub severity: Level,
}

/// How much a mention wants a person's eye.
#[config]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A fact worth having.
    #[default]
    Info,
    /// Worth reading when one passes by.
    Notice,
    /// Somebody should look.
    Warning,
    /// Somebody should look now.
    Alert,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Notice => Self::Notice,
            Level::Warning => Self::Warning,
            Level::Alert => Self::Alert,
        }
    }
}
