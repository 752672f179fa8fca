//! Installs what `dist` packs into a prefix.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{dist, workspace::say};

/// `cargo xtask install [--prefix DIR]`; the default prefix is `~/.local`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let prefix = match args {
        [] => PathBuf::from(std::env::var_os("HOME").context("HOME is not set; use --prefix DIR")?)
            .join(".local"),
        [flag, dir] if flag == "--prefix" => PathBuf::from(dir),
        _ => bail!("usage: cargo xtask install [--prefix DIR]"),
    };
    let stage = dist::stage()?;
    copy_tree(&stage, &prefix)?;
    say(&format!(
        "installed to {}; `{}/bin/hearken doctor` checks it",
        prefix.display(),
        prefix.display()
    ));
    Ok(())
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let mut open = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = open.pop() {
        fs::create_dir_all(&to).with_context(|| format!("cannot make {}", to.display()))?;
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), target));
            } else {
                // A running program or a loaded library keeps its old file: a new one takes the name.
                let new = target.with_extension("hearken-new");
                fs::copy(entry.path(), &new)
                    .with_context(|| format!("cannot write {}", new.display()))?;
                fs::rename(&new, &target)?;
            }
        }
    }
    Ok(())
}
