//! Exactly what continuous integration runs, in order.

use anyhow::Result;

use crate::{
    test, tidy,
    workspace::{cargo, exec},
};

/// `cargo xtask ci`.
pub(crate) fn run() -> Result<()> {
    exec(&mut cargo(&["fmt", "--all", "--check"]))?;
    tidy::run()?;
    let lints = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    exec(&mut cargo(&lints))?;
    test::run(&[])
}
