//! The edges between the workspace's own crates, held against `cargo metadata`.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Complaints;
use crate::workspace::cargo;

/// Which of our crates a crate may use in its own code. An edge is added here in a commit of its
/// own that says why. Tests may use `hearken-testkit` besides, and what their program links.
const ALLOWED: &[(&str, &[&str])] = &[
    ("hearken-model", &[]),
    ("hearken-extract", &["hearken-model"]),
    ("hearken-fetch", &["hearken-model", "hearken-extract"]),
    ("hearken-store", &["hearken-model"]),
    ("hearken-abi", &[]),
    ("hearken-sdk-macros", &[]),
    ("hearken-sdk", &["hearken-abi", "hearken-sdk-macros"]),
    ("hearken-plugin-host", &["hearken-model", "hearken-abi"]),
    (
        "hearken-pipeline",
        &[
            "hearken-model",
            "hearken-extract",
            "hearken-fetch",
            "hearken-store",
            "hearken-plugin-host",
        ],
    ),
    (
        "hearken",
        &[
            "hearken-model",
            "hearken-extract",
            "hearken-fetch",
            "hearken-store",
            "hearken-plugin-host",
            "hearken-pipeline",
        ],
    ),
    ("hearken-testkit", &["hearken-model", "hearken-store"]),
    ("xtask", &[]),
];

/// What an analyzer under `plugins/` may use.
const PLUGIN_ALLOWED: &[&str] = &["hearken-sdk"];

/// Complains about each edge that the table does not have.
pub(super) fn check() -> Result<Complaints> {
    let output = cargo(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ])
    .output()
    .context("cannot start cargo metadata")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo metadata failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists packages")?;
    Ok(complaints(packages))
}

fn complaints(packages: &[Value]) -> Complaints {
    let ours: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut complaints = Complaints::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let allowed = if manifest.contains("/plugins/") {
            PLUGIN_ALLOWED
        } else {
            let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
                complaints.push(format!(
                    "crate `{name}` has no row in xtask/src/tidy/edges.rs"
                ));
                continue;
            };
            allowed
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let is_test = dependency["kind"].as_str() == Some("dev");
            if !ours.contains(&other) || is_test || allowed.contains(&other) {
                continue;
            }
            complaints.push(format!(
                "`{name}` may not depend on `{other}` (ARCHITECTURE.md, code map)"
            ));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, manifest: &str, dependency: &str, kind: Option<&str>) -> Value {
        serde_json::json!({
            "name": name, "manifest_path": manifest,
            "dependencies": [{"name": dependency, "kind": kind}],
        })
    }

    #[test]
    fn complains_about_edges_outside_the_table() {
        let store = package(
            "hearken-store",
            "/x/crates/hearken-store/",
            "hearken-fetch",
            None,
        );
        let plugin = package("mentions", "/x/plugins/mentions/", "hearken-model", None);
        let test = package(
            "hearken-fetch",
            "/x/crates/hearken-fetch/",
            "hearken-model",
            Some("dev"),
        );
        let model = package("hearken-model", "/x/crates/hearken-model/", "serde", None);
        let found = complaints(&[store, plugin, test, model]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("`hearken-store` may not depend on `hearken-fetch`"));
        assert!(found[1].contains("`mentions` may not depend on `hearken-model`"));
    }
}
