//! Where the checkout and the things built from it are.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The root of the checkout.
#[must_use]
pub fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The folder with the bundled analyzers and their digests, built once a test program.
///
/// # Panics
///
/// Where they do not build: the test that asked for them can not run.
#[must_use]
pub fn plugins() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(build_plugins).clone()
}

fn build_plugins() -> PathBuf {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args(["xtask", "plugins"])
        .current_dir(workspace_root())
        .output()
        .expect("cargo starts: it has started this test");
    assert!(
        output.status.success(),
        "the analyzers do not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let target = option_env!("CARGO_TARGET_DIR")
        .map_or_else(|| workspace_root().join("target"), PathBuf::from);
    target.join("debug/plugins")
}
