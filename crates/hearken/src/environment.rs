//! The one place that reads the environment and knows the user's folders.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use etcetera::BaseStrategy as _;

/// An environment variable; unset, empty and not-UTF-8 all count as absent.
pub(crate) fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The user's folders by the XDG rules on every Unix.
#[derive(Debug, Clone)]
pub(crate) struct Dirs {
    /// Configuration: `hearken.toml`.
    pub(crate) config: PathBuf,
    /// Data: the database and the user's plugins.
    pub(crate) data: PathBuf,
    /// What may be deleted at any time: copies of plugins.
    pub(crate) cache: PathBuf,
}

impl Dirs {
    /// The folders of the user who runs the program.
    ///
    /// # Errors
    ///
    /// Where the system names no home folder.
    pub(crate) fn of_user() -> anyhow::Result<Self> {
        let base = etcetera::base_strategy::Xdg::new()
            .context("no home folder is known; set HOME or the XDG_ variables")?;
        Ok(Self {
            config: base.config_dir().join("hearken"),
            data: base.data_dir().join("hearken"),
            cache: base.cache_dir().join("hearken"),
        })
    }

    /// The database used when nobody names one.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("hearken.db")
    }

    /// Folders that plugins are looked for in, first wins: `HEARKEN_PLUGIN_PATH`, beside the
    /// program, `../lib/hearken/plugins` of an installation, the user's data folder.
    pub(crate) fn plugin_folders(&self, program: &Path) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = var("HEARKEN_PLUGIN_PATH")
            .map(|path| std::env::split_paths(&path).collect())
            .unwrap_or_default();
        if let Some(beside) = program.parent() {
            folders.push(beside.join("plugins"));
            if let Some(prefix) = beside.parent() {
                folders.push(prefix.join("lib/hearken/plugins"));
            }
        }
        folders.push(self.data.join("plugins"));
        folders
    }
}
