//! Runs a pipeline of `data/pipelines` with the freshly built program.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{
    plugins,
    workspace::{Profile, cargo, exec, program, root},
};

/// `cargo xtask pipeline NAME [ARGS]`: the arguments go to `hearken run`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let (name, rest) = args
        .split_first()
        .context("which pipeline? `cargo xtask pipeline NAME`")?;
    let file = root().join("data/pipelines").join(format!("{name}.toml"));
    if !file.is_file() {
        bail!(
            "no pipeline `{name}` in data/pipelines; there are: {}",
            known()?.join(", ")
        );
    }
    build()?;
    exec(
        Command::new(program(Profile::Dev, "hearken"))
            .arg("run")
            .arg(file)
            .args(rest),
    )
}

/// Builds the program and the analyzers.
pub(crate) fn build() -> Result<()> {
    exec(&mut cargo(&["build", "-p", "hearken"]))?;
    plugins::build(Profile::Dev)?;
    Ok(())
}

fn known() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("data/pipelines"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            names.extend(
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned()),
            );
        }
    }
    names.sort();
    Ok(names)
}
