//! Makes the archive that a stranger unpacks: program, analyzers, completions, man pages, header.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use flate2::{Compression, write::GzEncoder};

use crate::{
    plugins,
    workspace::{Profile, cargo, exec, program, relative, root, say, target},
};

/// Shells that completions are made for, with the place each looks in.
const SHELLS: &[(&str, &str)] = &[
    ("bash", "share/bash-completion/completions/hearken"),
    ("zsh", "share/zsh/site-functions/_hearken"),
    ("fish", "share/fish/vendor_completions.d/hearken.fish"),
];

/// `cargo xtask dist`.
pub(crate) fn run() -> Result<()> {
    let stage = stage()?;
    let name = format!("hearken-{}-{}", env!("CARGO_PKG_VERSION"), platform());
    let folder = root().join("dist");
    fs::create_dir_all(&folder)?;
    let archive = folder.join(format!("{name}.tar.gz"));
    pack(&stage, &name, &archive)?;
    let bytes = fs::read(&archive)?;
    let sums = format!("{}  {name}.tar.gz\n", blake3::hash(&bytes).to_hex());
    fs::write(folder.join(format!("{name}.tar.gz.b3")), sums)?;
    say(&format!(
        "{} ({} KiB)",
        relative(&archive),
        bytes.len() / 1024
    ));
    Ok(())
}

/// Builds everything and lays it out under `target/dist` as it is to stand under a prefix.
pub(crate) fn stage() -> Result<PathBuf> {
    exec(&mut cargo(&["build", "--release", "-p", "hearken"]))?;
    let plugins = plugins::build(Profile::Release)?;
    let stage = target().join("dist");
    if stage.exists() {
        fs::remove_dir_all(&stage)?;
    }
    let built = program(Profile::Release, "hearken");
    put(&built, &stage.join("bin/hearken"))?;
    for entry in fs::read_dir(&plugins)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            put(
                &entry.path(),
                &stage.join("lib/hearken/plugins").join(entry.file_name()),
            )?;
        }
    }
    put(
        &root().join("include/hearken.h"),
        &stage.join("include/hearken.h"),
    )?;
    for page in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        put(
            &root().join(page),
            &stage.join("share/doc/hearken").join(page),
        )?;
    }
    for (shell, place) in SHELLS {
        let output = Command::new(&built).args(["completions", shell]).output()?;
        anyhow::ensure!(
            output.status.success(),
            "hearken completions {shell} failed"
        );
        write(&stage.join(place), &output.stdout)?;
    }
    let manuals = stage.join("share/man/man1");
    fs::create_dir_all(&manuals)?;
    exec(Command::new(&built).arg("manpages").arg(&manuals))?;
    Ok(stage)
}

fn platform() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

fn put(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a staged file stands in a folder")?;
    fs::create_dir_all(folder)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

fn write(to: &Path, bytes: &[u8]) -> Result<()> {
    let folder = to.parent().context("a staged file stands in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(to, bytes)?;
    Ok(())
}

/// Packs with sorted names and without times or owners, so that the same tree gives the same bytes.
fn pack(stage: &Path, name: &str, archive: &Path) -> Result<()> {
    let mut files = Vec::new();
    let mut open = vec![stage.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let list = if path.is_dir() { &mut open } else { &mut files };
            list.push(path);
        }
    }
    files.sort();
    let gzip = GzEncoder::new(fs::File::create(archive)?, Compression::default());
    let mut tar = tar::Builder::new(gzip);
    tar.mode(tar::HeaderMode::Deterministic);
    for file in files {
        let inside = Path::new(name).join(file.strip_prefix(stage)?);
        tar.append_path_with_name(&file, inside)?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}
