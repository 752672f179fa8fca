//! Rules for each Rust source file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::Complaints;
use crate::workspace::{relative, root};

/// Lines a file may have before its inline tests; over that it wants to be two files.
/// Nine tenths of the files of well-kept projects stay under it (lychee 308, axum 603).
const FILE_LINES: usize = 600;

/// Module names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "common", "misc", "manager"];

/// Complains about each file that breaks a rule, in the order of the paths.
pub(super) fn check() -> Result<Complaints> {
    let mut files = Vec::new();
    for folder in ["crates", "plugins", "xtask"] {
        collect(&root().join(folder), &mut files)?;
    }
    files.sort();
    let mut complaints = Complaints::new();
    for file in files {
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        complaints.extend(of_file(&relative(&file), &text));
    }
    Ok(complaints)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "target") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    Ok(())
}

fn of_file(path: &str, text: &str) -> Complaints {
    let mut complaints = Complaints::new();
    let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
    if !is_test && !text.starts_with("//!") && !text.starts_with("#!") {
        complaints.push(format!(
            "{path}:1: begin with a `//!` line that says what the file holds"
        ));
    }
    let before_tests = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = before_tests.lines().count();
    let reason = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .any(|line| line.contains("Long because"));
    if lines > FILE_LINES && !reason {
        complaints.push(format!(
            "{path}: {lines} lines before its tests; split it, or say `Long because …` in its module comment"
        ));
    }
    let stem = Path::new(path)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    if stem.is_some_and(|stem| EMPTY_NAMES.contains(&stem.as_str())) {
        complaints.push(format!("{path}: name the module after what it holds"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        complaints.extend(of_line(line).map(|problem| format!("{path}:{number}: {problem}")));
    }
    complaints
}

/// The marks are put together here, so that this file does not complain of itself.
fn of_line(line: &str) -> Option<&'static str> {
    if line.ends_with([' ', '\t']) {
        return Some("trailing white space");
    }
    let mark = concat!("TO", "DO");
    if line.contains(mark) && !line.contains(concat!("TO", "DO(#")) && !line.contains("\"TO\"") {
        return Some("a mark for later work carries the number of its issue");
    }
    if line.trim_start().starts_with(concat!("#[", "ignore"))
        || line.trim_start().starts_with(concat!("#[", "should_panic"))
    {
        return Some("assert what the code does in place of skipping or expecting a panic");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_each_broken_rule() {
        let text = format!(
            "fn x() {{}} \n// {}: later\n#[{}]\n",
            concat!("TO", "DO"),
            "ignore"
        );
        let found = of_file("crates/a/src/helpers.rs", &text);
        assert_eq!(found.len(), 5, "{found:#?}");
    }

    #[test]
    fn long_files_want_a_reason() {
        let long = format!("//! Rows.\n{}", "\n".repeat(FILE_LINES + 1));
        assert_eq!(of_file("a/rows.rs", &long).len(), 1);
        let excused = format!(
            "//! Rows.\n//! Long because it is one table.\n{}",
            "\n".repeat(FILE_LINES + 1)
        );
        assert!(of_file("a/rows.rs", &excused).is_empty());
    }
}
