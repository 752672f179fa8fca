//! Runs the built program as a user would, in folders of its own.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// The program with a home of its own: no configuration, database or plugin of the user's is seen.
#[derive(Debug)]
pub struct Hearken {
    program: PathBuf,
    home: TempDir,
    plugins: Option<PathBuf>,
}

/// What a call gave.
#[derive(Debug)]
pub struct Output {
    /// Exit code; -1 where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Standard output as one JSON value a line.
    ///
    /// # Panics
    ///
    /// Where a line is no JSON: the test has failed.
    #[must_use]
    pub fn json_lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// Asserts the exit code and shows both streams where it is another.
    ///
    /// # Panics
    ///
    /// Where it is another.
    #[must_use]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }
}

impl Hearken {
    /// The program at `program` (`env!("CARGO_BIN_EXE_hearken")`), with a new empty home.
    ///
    /// # Panics
    ///
    /// Where no temporary folder can be made: no test can run.
    #[must_use]
    pub fn new(program: &str) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        Self {
            program: PathBuf::from(program),
            home,
            plugins: None,
        }
    }

    /// Looks for plugins in `folder` too, before all others.
    #[must_use]
    pub fn with_plugins(mut self, folder: &Path) -> Self {
        self.plugins = Some(folder.to_owned());
        self
    }

    /// The home folder, which is also where the program is started.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Path of the database it uses by default.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.home().join(".local/share/hearken/hearken.db")
    }

    /// A command for the program that a test can shape further.
    #[must_use]
    pub fn command<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(self.home()).env_clear();
        command.env("HOME", self.home());
        if let Some(plugins) = &self.plugins {
            command.env("HEARKEN_PLUGIN_PATH", plugins);
        }
        command
    }

    /// Runs the program.
    ///
    /// # Panics
    ///
    /// Where it can not be started: the test can not run.
    pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Output {
        output(self.command(args).stdin(Stdio::null()))
    }

    /// Runs the program with `input` on its standard input.
    ///
    /// # Panics
    ///
    /// Where it can not be started or takes no input: the test can not run.
    pub fn run_with_input<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(
        &self,
        args: I,
        input: &[u8],
    ) -> Output {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("its input is piped");
        pipe.write_all(input).expect("it reads its input");
        drop(pipe);
        from(&child.wait_with_output().expect("its output is piped"))
    }
}

fn output(command: &mut Command) -> Output {
    from(&command.output().expect("the program starts"))
}

fn from(output: &std::process::Output) -> Output {
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
