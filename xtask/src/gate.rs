//! Holds the quality of extraction to its floors.
//!
//! The sample blogs must be read exactly, which their tests see to; sets of outside pages, which are
//! no part of this repository, are measured where their folders are given, and said to be left out
//! where they are not.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::workspace::{Profile, cargo, exec, program, root, say};

/// One floor of `data/gates/extract.toml`.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Floor {
    /// Lowest value that passes, for scores.
    at_least: Option<f64>,
    /// Highest value that passes, for faults.
    at_most: Option<f64>,
}

/// `cargo xtask gate [--eval DIR] [--seeds DIR]`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let folders = folders(args)?;
    exec(&mut cargo(&["build", "--release", "-p", "hearken"]))?;
    exec(&mut cargo(&[
        "test",
        "-p",
        "hearken-extract",
        "--test",
        "blogs",
    ]))?;
    match folders.get("--seeds") {
        Some(folder) => seeds(folder)?,
        None => say("gate: the scraped documents were not read: no --seeds DIR is given"),
    }
    match folders.get("--eval") {
        Some(folder) => eval(folder)?,
        None => say("gate: the outside pages were not read: no --eval DIR is given"),
    }
    Ok(())
}

fn folders(args: &[String]) -> Result<BTreeMap<String, PathBuf>> {
    let mut folders = BTreeMap::new();
    for pair in args.chunks(2) {
        match pair {
            [flag, dir] if flag == "--eval" || flag == "--seeds" => {
                folders.insert(flag.clone(), PathBuf::from(dir));
            }
            _ => bail!("usage: cargo xtask gate [--eval DIR] [--seeds DIR]"),
        }
    }
    Ok(folders)
}

/// The documents' own test, which reads the folder from the environment.
fn seeds(folder: &Path) -> Result<()> {
    let mut test = cargo(&[
        "test",
        "-p",
        "hearken-extract",
        "--test",
        "seeds_gate",
        "--",
        "--nocapture",
    ]);
    exec(test.env("HEARKEN_SEEDS", fs::canonicalize(folder)?))
}

/// Runs the folder's own scorer and holds the figures it prints to the floors.
fn eval(folder: &Path) -> Result<()> {
    let script = folder.join("evaluate.py");
    if !script.is_file() {
        bail!("{} holds no evaluate.py", folder.display());
    }
    let hearken = program(Profile::Release, "hearken");
    let output = Command::new("python3")
        .arg(&script)
        .arg("--hearken")
        .arg(&hearken)
        .output()
        .context("cannot start python3, which runs the scorer")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    say(&text);
    if !output.status.success() {
        bail!(
            "the scorer failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let floors: BTreeMap<String, Floor> =
        toml::from_str(&fs::read_to_string(root().join("data/gates/extract.toml"))?)?;
    let broken = broken(&floors, &text);
    if broken.is_empty() {
        say("gate: all floors hold");
        return Ok(());
    }
    bail!("gate: {}", broken.join("; "))
}

/// Floors that the scorer's text breaks. A name with a ` / ` is a section and a column of its
/// tables, another one is how a line begins whose last number is the value.
fn broken(floors: &BTreeMap<String, Floor>, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, floor) in floors {
        let value = match name.split_once(" / ") {
            Some((section, column)) => cell(text, section, column),
            None => last_number(text, name),
        };
        match (value, floor.at_least, floor.at_most) {
            (None, ..) => broken.push(format!("the scorer says nothing of `{name}`")),
            (Some(value), Some(least), _) if value < least => {
                broken.push(format!("`{name}` is {value}, under its floor {least}"));
            }
            (Some(value), _, Some(most)) if value > most => {
                broken.push(format!("`{name}` is {value}, over its ceiling {most}"));
            }
            _ => {}
        }
    }
    broken
}

fn last_number(text: &str, name: &str) -> Option<f64> {
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with(name))?;
    line.split_whitespace()
        .filter_map(|word| word.parse().ok())
        .next_back()
}

/// The number in `column` of the first table after the heading that begins with `section`.
fn cell(text: &str, section: &str, column: &str) -> Option<f64> {
    let heading = format!("### {section}");
    let mut rows = text.lines().skip_while(|line| !line.starts_with(&heading));
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let head = cells(rows.find(|line| line.starts_with('|'))?);
    let at = head.iter().position(|cell| cell == column)?;
    let row = cells(rows.find(|line| line.starts_with("| hearken"))?);
    row.get(at)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_falls_under_its_floor() {
        let floors: BTreeMap<String, Floor> =
            toml::from_str("'detection F1' = { at-least = 0.6 }\n'form leak' = { at-most = 0.01 }\n'x' = { at-least = 1.0 }").unwrap();
        let text = "detection F1        0.550\nform leak     0.002\n";
        let table = "### pages (words)\n\n| peer | F1 | P |\n| --- | ---: | ---: |\n| hearken | 0.95 | 0.9 |\n";
        assert_eq!(cell(table, "pages", "F1"), Some(0.95));
        let found = broken(&floors, text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("under its floor 0.6"));
        assert!(found[1].contains("says nothing of `x`"));
    }
}
