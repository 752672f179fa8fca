//! What every command starts from: settings, folders, the database's path, the plugins.

use std::{
    collections::HashSet,
    io::IsTerminal as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use hearken_store::{OpenOptions, Store, StoreError};

use crate::{
    cli::Global,
    config::{Layers, Origin, Settings},
    environment::{self, Dirs},
    error::{CommandError, CommandResult},
};

/// Name of a project's own configuration in the folder hearken is started in.
const PROJECT_FILE: &str = "hearken.toml";

/// Settings and places of this call.
#[derive(Debug)]
pub(crate) struct Context {
    /// The merged configuration with its origins.
    pub(crate) layers: Layers,
    /// The same in its types.
    pub(crate) settings: Settings,
    /// The user's folders.
    pub(crate) dirs: Dirs,
    /// This program, which is also its own worker.
    pub(crate) program: PathBuf,
    /// Whether progress may be drawn.
    pub(crate) progress: bool,
}

impl Context {
    /// Reads the configuration in its layers.
    pub(crate) fn new(global: &Global) -> CommandResult<Self> {
        let dirs = Dirs::of_user().map_err(CommandError::cannot_run)?;
        let mut layers =
            read_layers(&dirs, global.config.as_deref()).map_err(CommandError::usage)?;
        if let Some(db) = &global.db {
            let path = toml::Value::String(db.display().to_string());
            layers.set("database", path, Origin::Flag("--db"));
        }
        let settings = Settings::from_layers(&layers).map_err(|error| {
            CommandError::usage(error).hint("`hearken config show` tells what each key means")
        })?;
        let program = std::env::current_exe()
            .context("the program can not tell its own path")
            .map_err(CommandError::cannot_run)?;
        let wanted = !global.no_progress && !global.quiet && global.verbose == 0;
        let progress = wanted
            && environment::var("HEARKEN_NO_PROGRESS").is_none()
            && std::io::stderr().is_terminal();
        Ok(Self {
            layers,
            settings,
            dirs,
            program,
            progress,
        })
    }

    /// Path of the database in use.
    pub(crate) fn database(&self) -> PathBuf {
        self.settings
            .database
            .clone()
            .unwrap_or_else(|| self.dirs.database())
    }

    /// Folders that plugins are looked for in, first wins.
    pub(crate) fn plugin_folders(&self) -> Vec<PathBuf> {
        let configured = self.settings.plugins.search_path.iter().cloned();
        let mut seen = HashSet::new();
        configured
            .chain(self.dirs.plugin_folders(&self.program))
            .filter(|folder| {
                // The same folder by two names would report its troubles twice.
                let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                seen.insert(real)
            })
            .collect()
    }

    /// Opens the database, making it where there is none.
    pub(crate) fn store(&self) -> CommandResult<Store> {
        open(&self.database(), &OpenOptions { create: true })
    }

    /// Opens the database for a command that only reads: there must be one.
    pub(crate) fn existing_store(&self) -> CommandResult<Store> {
        let path = self.database();
        if !path.exists() {
            let error = anyhow::anyhow!("there is no database at `{}` yet", path.display());
            return Err(CommandError::cannot_run(error)
                .hint("`hearken ingest SOURCE` makes it; --db chooses another"));
        }
        open(&path, &OpenOptions { create: false })
    }
}

fn open(path: &Path, options: &OpenOptions) -> CommandResult<Store> {
    Store::open(path, options).map_err(|error| {
        // The others say themselves what to do.
        let told = matches!(
            error,
            StoreError::Missing { .. }
                | StoreError::NotADatabase { .. }
                | StoreError::Foreign { .. }
                | StoreError::Newer { .. }
        );
        let error = CommandError::cannot_run(error);
        if told {
            error
        } else {
            error.hint("--db names another place for the database")
        }
    })
}

/// The files that make up the configuration: the given one alone, or the user's and the project's.
pub(crate) fn config_files(dirs: &Dirs, given: Option<&Path>) -> Vec<PathBuf> {
    let given = given
        .map(Path::to_owned)
        .or_else(|| environment::var("HEARKEN_CONFIG").map(PathBuf::from));
    match given {
        Some(file) => vec![file],
        None => [dirs.config.join(PROJECT_FILE), PathBuf::from(PROJECT_FILE)]
            .into_iter()
            .filter(|file| file.is_file())
            .collect(),
    }
}

fn read_layers(dirs: &Dirs, given: Option<&Path>) -> anyhow::Result<Layers> {
    let mut layers = Layers::defaults()?;
    for file in config_files(dirs, given) {
        layers.add_file(&file)?;
    }
    layers.add_env(environment::var)?;
    Ok(layers)
}
