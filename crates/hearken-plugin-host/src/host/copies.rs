//! Read-only copies of plugins, named by their hash.
//!
//! Workers load these: a library that is overwritten while it is loaded kills its process, and one
//! that is replaced at its old path may be answered with the old code.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use hearken_model::ContentHash;

use crate::{
    HostError, PluginError, PluginFile,
    inspect::{copy_name, read_library},
};

/// Makes sure of a copy of `plugin` in `folder` and gives its path.
pub(super) fn kept(plugin: &PluginFile, folder: &Path) -> Result<PathBuf, PluginError> {
    let path = folder.join(copy_name(&plugin.artifact_hash));
    if fs::read(&path).is_ok_and(|bytes| ContentHash::of(&bytes) == plugin.artifact_hash) {
        return Ok(path);
    }
    let bytes = read_library(&plugin.path)?;
    if ContentHash::of(&bytes) != plugin.artifact_hash {
        return Err(PluginError::Replaced {
            file: plugin.path.clone(),
        });
    }
    write(&path, &bytes).map_err(|source| PluginError::Copy {
        file: plugin.path.clone(),
        folder: folder.to_owned(),
        source,
    })?;
    Ok(path)
}

/// Makes the folder, for this user alone.
pub(super) fn make_folder(folder: &Path) -> Result<(), HostError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|source| HostError::Cache {
        folder: folder.to_owned(),
        source,
    })
}

/// Writes beside and renames, so that nobody loads half a file.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_extension(format!("{}-{number}.part", process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o400)
        .open(&beside)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The first error is the one to tell; a part that stays is harmless.
        drop(fs::remove_file(&beside));
    }
    written
}
