//! Runs the benchmarks. Figures are ratios within one run or counts, never bare seconds.

use anyhow::Result;

use crate::workspace::{cargo, exec};

/// `cargo xtask bench`.
pub(crate) fn run() -> Result<()> {
    exec(&mut cargo(&["bench", "--workspace", "--benches"]))
}
