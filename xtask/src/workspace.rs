//! Where things are, how commands are run, what is said.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

/// Which of cargo's two profiles a build uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// Quick to run.
    Release,
}

impl Profile {
    /// The folder under `target/`.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }

    /// The flags that ask cargo for it.
    pub(crate) const fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }
}

/// The checkout's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's target folder of this checkout.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The built program `name`.
pub(crate) fn program(profile: Profile, name: &str) -> PathBuf {
    target()
        .join(profile.folder())
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command line of cargo in the checkout.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args).current_dir(root());
    command
}

/// Prints the command and runs it.
///
/// # Errors
///
/// Where it can not start or ends with another code than 0.
pub(crate) fn exec(command: &mut Command) -> Result<()> {
    say(&format!("$ {}", shown(command)));
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// The command as one would type it, with paths relative to the checkout.
pub(crate) fn shown(command: &Command) -> String {
    let root = format!("{}/", root().display());
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().replace(&root, ""))
        .map(|part| {
            if part.contains("/bin/cargo") {
                "cargo".to_owned()
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A path relative to the checkout, for messages.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Prints a line for the person.
#[expect(
    clippy::print_stdout,
    reason = "a chore's output is for the person at the terminal"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints what went wrong.
#[expect(
    clippy::print_stderr,
    reason = "a chore's errors are for the person at the terminal"
)]
pub(crate) fn say_error(line: &str) {
    eprintln!("error: {line}");
}
