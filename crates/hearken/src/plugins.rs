//! Which analyzer plugins there are, which of them are trusted, and what they are told.
//!
//! Finding a file never runs it. A plugin is trusted when the `plugins.json` of its folder names
//! it with its digest: `cargo xtask plugins` writes that for the bundled ones, `hearken plugin add`
//! for others.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use hearken_model::ContentHash;
use hearken_plugin_host::{HostSettings, PluginFile, PluginSpec, WorkerCommand, inspect};
use serde::{Deserialize, Serialize};

use crate::context::Context;

/// Name of the digest manifest in a folder of plugins.
pub(crate) const MANIFEST: &str = "plugins.json";

/// The digest manifest of a folder.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DigestManifest {
    schema: String,
    plugins: Vec<DigestEntry>,
}

/// One trusted file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct DigestEntry {
    file: String,
    hash: ContentHash,
}

/// Whether a plugin may be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Trust {
    /// The folder's manifest has its digest.
    Trusted,
    /// The folder's manifest has another digest for it.
    Changed,
    /// No manifest names it.
    Unknown,
}

/// A file that could be a plugin.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file.
    pub(crate) path: PathBuf,
    /// What it says of itself, or why it is no plugin.
    pub(crate) file: Result<PluginFile, String>,
    /// Whether it may be run.
    pub(crate) trust: Trust,
}

impl Found {
    /// The id without its domain: `mentions` of `org.hearken.mentions`; the file's name where it
    /// is no plugin.
    pub(crate) fn short_name(&self) -> String {
        match &self.file {
            Ok(file) => short_name(&file.manifest.id).to_owned(),
            Err(_) => self
                .path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default(),
        }
    }

    fn is_called(&self, name: &str) -> bool {
        self.file
            .as_ref()
            .is_ok_and(|file| file.manifest.id == name)
            || self.short_name() == name
    }
}

/// The last part of a dotted id.
pub(crate) fn short_name(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(_, last)| last)
}

impl DigestManifest {
    /// Reads the manifest of `folder`; an empty one where there is none.
    ///
    /// # Errors
    ///
    /// A file that is there and can't be read or is no manifest.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("`{}` is no digest manifest; remove it and `hearken plugin add` its plugins again", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        }
    }

    /// Trusts `file` of `folder` by its digest from now on.
    ///
    /// # Errors
    ///
    /// Where the manifest can't be written.
    pub(crate) fn trust(
        mut self,
        folder: &Path,
        file: &str,
        hash: ContentHash,
    ) -> anyhow::Result<()> {
        "hearken.plugins/1".clone_into(&mut self.schema);
        self.plugins.retain(|entry| entry.file != file);
        self.plugins.push(DigestEntry {
            file: file.to_owned(),
            hash,
        });
        self.plugins.sort_by(|a, b| a.file.cmp(&b.file));
        let text = serde_json::to_string_pretty(&self)? + "\n";
        let path = folder.join(MANIFEST);
        fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
    }

    fn trust_in(&self, file: &str, hash: Option<&ContentHash>) -> Trust {
        match self.plugins.iter().find(|entry| entry.file == file) {
            None => Trust::Unknown,
            Some(entry) if Some(&entry.hash) == hash => Trust::Trusted,
            Some(_) => Trust::Changed,
        }
    }
}

/// All files that could be plugins in the folders searched, sorted by name within a folder; of
/// two with the same id the first found counts. Manifests that can't be read are given as problems.
pub(crate) fn discover(context: &Context) -> (Vec<Found>, Vec<String>) {
    let mut found: Vec<Found> = Vec::new();
    let mut problems = Vec::new();
    for folder in context.plugin_folders() {
        let manifest = DigestManifest::read(&folder).unwrap_or_else(|error| {
            problems.push(format!("{error:#}"));
            DigestManifest::default()
        });
        for path in libraries(&folder) {
            let file = inspect(&path).map_err(|error| error.to_string());
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let hash = file.as_ref().ok().map(|file| &file.artifact_hash);
            let trust = manifest.trust_in(&name.unwrap_or_default(), hash);
            let candidate = Found { path, file, trust };
            let known = |other: &Found| match (&other.file, &candidate.file) {
                (Ok(a), Ok(b)) => a.manifest.id == b.manifest.id,
                _ => false,
            };
            if !found.iter().any(known) {
                found.push(candidate);
            }
        }
    }
    (found, problems)
}

/// The libraries of a folder, sorted; none where there is no such folder.
fn libraries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == std::env::consts::DLL_EXTENSION || end == "hkp")
        })
        .collect();
    paths.sort();
    paths
}

/// The plugins to run and what they are told. `asked` names them, else the configuration does,
/// else all trusted ones run. What can't be run is given as problems, and the rest runs.
///
/// # Errors
///
/// A name that `asked` for and that no plugin has.
pub(crate) fn choose(
    context: &Context,
    asked: &[String],
    overrides: &std::collections::BTreeMap<String, serde_json::Value>,
) -> anyhow::Result<(Vec<PluginSpec>, Vec<String>)> {
    let (found, mut problems) = discover(context);
    let names = if asked.is_empty() {
        context.settings.analyze.enabled.as_slice()
    } else {
        asked
    };
    let chosen: Vec<&Found> = if names.is_empty() {
        found
            .iter()
            .filter(|plugin| plugin.trust != Trust::Unknown)
            .collect()
    } else {
        let mut chosen = Vec::new();
        for name in names {
            match found.iter().find(|plugin| plugin.is_called(name)) {
                Some(plugin) => chosen.push(plugin),
                None => {
                    bail!("no plugin is called `{name}`; `hearken plugin list` lists those found")
                }
            }
        }
        chosen
    };
    let mut specs = Vec::new();
    for plugin in chosen {
        match (&plugin.file, plugin.trust) {
            (Ok(file), Trust::Trusted) => {
                let config = config_of(context, &file.manifest.id, overrides);
                specs.push(PluginSpec { file: file.clone(), config });
            }
            (Err(problem), _) => problems.push(problem.clone()),
            (Ok(file), Trust::Changed) => problems.push(format!(
                "`{}` is not the file that is trusted under this name; look into it, then `hearken plugin add` it",
                file.path.display()
            )),
            (Ok(file), Trust::Unknown) => problems.push(format!(
                "`{}` is not trusted; `hearken plugin add` trusts it",
                file.path.display()
            )),
        }
    }
    Ok((specs, problems))
}

/// What a plugin is told: the configuration, with `overrides` over it.
pub(crate) fn config_of(
    context: &Context,
    id: &str,
    overrides: &std::collections::BTreeMap<String, serde_json::Value>,
) -> serde_json::Value {
    let configured = &context.settings.plugins.config;
    let of = |map: &std::collections::BTreeMap<String, serde_json::Value>| {
        map.get(id).or_else(|| map.get(short_name(id))).cloned()
    };
    let mut config = of(configured).unwrap_or_else(|| serde_json::json!({}));
    if let (Some(base), Some(serde_json::Value::Object(over))) =
        (config.as_object_mut(), of(overrides))
    {
        base.extend(over);
    }
    config
}

/// How the host runs its workers: this program, started again.
pub(crate) fn host_settings(context: &Context) -> HostSettings {
    let worker = WorkerCommand {
        program: context.program.clone(),
        args: vec!["worker".into()],
    };
    let mut settings = HostSettings::new(worker, context.dirs.cache.join("plugins"));
    settings.post_time_limit = context.settings.analyze.post_time_limit;
    if context.settings.analyze.workers > 0 {
        settings.workers = context.settings.analyze.workers;
    }
    settings
}
