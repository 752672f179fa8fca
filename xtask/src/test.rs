//! Runs all tests and adds up what the runner counted.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use crate::{
    plugins,
    workspace::{Profile, cargo, say, shown},
};

/// Passed, failed and ignored tests over all test binaries.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// `cargo xtask test [ARGS]`: the arguments go to `cargo test`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    plugins::build(Profile::Dev)?;
    let mut all = vec!["test", "--workspace", "--no-fail-fast"];
    all.extend(args.iter().map(String::as_str));
    let mut command = cargo(&all);
    say(&format!("$ {}", shown(&command)));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let output = child
        .stdout
        .take()
        .context("the output of cargo test is piped")?;
    let mut counts = Counts::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        counts.add(&line);
        say(&line);
    }
    let status = child.wait()?;
    say(&format!(
        "\n{} passed, {} failed",
        counts.passed, counts.failed
    ));
    if !status.success() || counts.failed > 0 {
        bail!("some tests failed; each is named above under `failures:`");
    }
    if counts.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

impl Counts {
    /// Adds a closing line such as `test result: ok. 12 passed; 0 failed; …`.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        let mut number = 0;
        for word in rest.split_whitespace() {
            match word.trim_end_matches(';') {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                other => number = other.parse().unwrap_or(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn adds_up_closing_lines() {
        let mut counts = Counts::default();
        counts.add("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out");
        counts.add("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured");
        counts.add("test passed::by ... ok");
        assert_eq!(
            counts,
            Counts {
                passed: 13,
                failed: 2
            }
        );
    }
}
