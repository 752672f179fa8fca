//! Rules for `data/`, the changelog and the architecture page.

use std::fs;

use anyhow::{Context as _, Result};

use super::Complaints;
use crate::workspace::root;

/// Complains about files of `data/` without a row, and pages that lack a part.
pub(super) fn check() -> Result<Complaints> {
    let mut complaints = Complaints::new();
    let rows = read("data/README.md")?;
    for name in entries("data")? {
        if name == "README.md" {
            continue;
        }
        // A folder's row may name the folder or, for the blogs, each blog.
        if !rows.contains(&format!("`{name}/")) {
            complaints.push(format!("data/{name} has no row in data/README.md"));
        }
    }
    for blog in entries("data/blogs")? {
        if !rows.contains(&format!("blogs/{blog}")) {
            complaints.push(format!("data/blogs/{blog} has no row in data/README.md"));
        }
    }
    if !read("CHANGELOG.md")?.contains("## Unreleased") {
        complaints.push("CHANGELOG.md has no part `## Unreleased`".to_owned());
    }
    let architecture = read("ARCHITECTURE.md")?;
    for name in entries("crates")? {
        if !architecture.contains(&format!("`{name}`"))
            && !architecture.contains(&format!("crates/{name}"))
        {
            complaints.push(format!("ARCHITECTURE.md says nothing of crates/{name}"));
        }
    }
    Ok(complaints)
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

fn entries(folder: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let listing =
        fs::read_dir(root().join(folder)).with_context(|| format!("cannot list {folder}"))?;
    for entry in listing {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
