//! What a plugin file says of itself.

use std::path::PathBuf;

use hearken_model::{ContentHash, Provenance, Severity};
use serde::{Deserialize, Serialize};

/// The JSON of a plugin's passive section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The plugin's name: `mentions`, `org.example.shouting`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// `major.minor` of the ABI it was built for.
    pub abi: String,
    /// What it does, in a sentence.
    #[serde(default)]
    pub about: String,
    /// The kinds of finding it makes.
    #[serde(default)]
    pub kinds: Vec<KindDecl>,
    /// `unwind` where the plugin catches its panics, else `abort`; absent for other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panic: Option<String>,
    /// Target triple it was built for, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Compiler it was built with, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rustc: Option<String>,
    /// `debug` or `release`, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Version of the SDK it was built with, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdk: Option<String>,
}

/// A declared kind of finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindDecl {
    /// Its dotted name.
    pub kind: String,
    /// The severity its findings have unless they say otherwise.
    #[serde(default)]
    pub severity: Severity,
    /// What it says, in a sentence.
    #[serde(default)]
    pub about: String,
}

impl Manifest {
    /// Names of the declared kinds.
    #[must_use]
    pub fn kind_names(&self) -> Vec<String> {
        self.kinds.iter().map(|kind| kind.kind.clone()).collect()
    }
}

/// A plugin file that has been inspected, not loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginFile {
    /// Its absolute path.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Hash of its bytes.
    pub artifact_hash: ContentHash,
}

impl PluginFile {
    /// Who made the findings of this plugin, when it ran with `config`.
    #[must_use]
    pub fn provenance(&self, config: &serde_json::Value) -> Provenance {
        Provenance {
            analyzer: self.manifest.id.clone(),
            version: self.manifest.version.clone(),
            abi: self.manifest.abi.clone(),
            artifact_hash: self.artifact_hash,
            config_hash: ContentHash::of(config.to_string().as_bytes()),
        }
    }
}
