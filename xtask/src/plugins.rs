//! Builds the bundled analyzers, puts them beside the program and writes the digest manifest by
//! which the program trusts them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context as _, Result, bail};
use serde::Serialize;

use crate::workspace::{Profile, cargo, relative, root, say, shown, target};

/// The manifest: `plugins.json` in the folder of the plugins.
#[derive(Debug, Serialize)]
struct Manifest {
    schema: &'static str,
    plugins: Vec<Entry>,
}

/// One trusted file.
#[derive(Debug, Serialize)]
struct Entry {
    file: String,
    hash: String,
}

/// `cargo xtask plugins [--release]`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let profile = if args.iter().any(|arg| arg == "--release") {
        Profile::Release
    } else {
        Profile::Dev
    };
    let folder = build(profile)?;
    say(&format!(
        "plugins and their digests are in {}",
        relative(&folder)
    ));
    Ok(())
}

/// Builds all of `plugins/*` and returns the folder they were put in.
pub(crate) fn build(profile: Profile) -> Result<PathBuf> {
    let libraries = compile(profile)?;
    let folder = target().join(profile.folder()).join("plugins");
    fs::create_dir_all(&folder)?;
    let mut plugins = libraries
        .iter()
        .map(|library| install_one(library, &folder))
        .collect::<Result<Vec<_>>>()?;
    plugins.sort_by(|a, b| a.file.cmp(&b.file));
    remove_others(&folder, &plugins)?;
    let manifest = Manifest {
        schema: "hearken.plugins/1",
        plugins,
    };
    fs::write(
        folder.join("plugins.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    Ok(folder)
}

/// Takes away what an earlier build left and the workspace has no more.
fn remove_others(folder: &Path, plugins: &[Entry]) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        if !plugins
            .iter()
            .any(|plugin| Some(&plugin.file) == name.as_ref())
        {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Names of the packages under `plugins/`, sorted.
pub(crate) fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("plugins"))? {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Compiles the plugins and asks cargo where the libraries are.
fn compile(profile: Profile) -> Result<Vec<PathBuf>> {
    let names = names()?;
    // A folder of their own: built alone, the analyzers' libraries get other features than beside the
    // workspace's tests, and as libraries that are loaded by name they would take each other's place.
    let folder = target().join("plugins").display().to_string();
    let mut args = vec![
        "build",
        "--message-format=json-render-diagnostics",
        "--target-dir",
        &folder,
    ];
    args.extend(profile.flags());
    for name in &names {
        args.extend(["-p", name]);
    }
    let mut command = cargo(&args);
    say(&format!("$ {}", shown(&command)));
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the analyzers do not build; the compiler's messages are above");
    }
    let mut libraries = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let is_plugin = message["target"]["crate_types"]
            .as_array()
            .is_some_and(|types| types.iter().any(|kind| kind == "cdylib"));
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if !is_plugin || !names.iter().any(|known| known.replace('-', "_") == name) {
            continue;
        }
        let files = message["filenames"].as_array().into_iter().flatten();
        libraries.extend(
            files
                .filter_map(|file| file.as_str())
                .map(PathBuf::from)
                .filter(|file| {
                    file.extension()
                        .is_some_and(|end| end == std::env::consts::DLL_EXTENSION)
                }),
        );
    }
    Ok(libraries)
}

/// Copies under a fresh inode, so that a process that has the old file loaded keeps it.
fn install_one(library: &Path, folder: &Path) -> Result<Entry> {
    let file = library
        .file_name()
        .context("a library has a name")?
        .to_string_lossy()
        .into_owned();
    let bytes = fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    let new = folder.join(format!(".{file}.new"));
    fs::write(&new, &bytes)?;
    fs::rename(&new, folder.join(&file))?;
    Ok(Entry {
        hash: format!("b3:{}", blake3::hash(&bytes).to_hex()),
        file,
    })
}
