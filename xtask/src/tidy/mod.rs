//! House rules that neither the compiler nor clippy checks.

mod data;
mod edges;
mod sources;

use anyhow::{Result, bail};

use crate::workspace::say;

/// One broken rule: where, and what to do.
pub(crate) type Complaints = Vec<String>;

/// `cargo xtask tidy`.
pub(crate) fn run() -> Result<()> {
    let mut complaints = Complaints::new();
    complaints.extend(edges::check()?);
    complaints.extend(sources::check()?);
    complaints.extend(data::check()?);
    if complaints.is_empty() {
        say("tidy: all rules hold");
        return Ok(());
    }
    for complaint in &complaints {
        say(complaint);
    }
    bail!("tidy: {} places to mend, listed above", complaints.len())
}
