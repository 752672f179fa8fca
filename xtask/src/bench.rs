//! Runs the benchmarks. Figures are ratios within one run or counts, never bare seconds.

use anyhow::Result;

use crate::workspace::{cargo, exec};

/// Package and benchmark, in the order of the way of a post.
const BENCHES: &[(&str, &str)] = &[
    ("hearken-extract", "ratio"),
    ("hearken-store", "bulk"),
    ("hearken-sdk", "boundary"),
    ("hearken-plugin-host", "host"),
];

/// `cargo xtask bench`.
pub(crate) fn run() -> Result<()> {
    for (package, bench) in BENCHES {
        exec(&mut cargo(&[
            "bench",
            "--quiet",
            "--package",
            package,
            "--bench",
            bench,
        ]))?;
    }
    Ok(())
}
