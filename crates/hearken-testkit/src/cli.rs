//! Runs the built program as a user would, in folders of its own.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

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
    /// What a shaped [`Hearken::command`] gives.
    ///
    /// # Panics
    ///
    /// Where it can not be started: the test can not run.
    pub fn of(command: &mut Command) -> Self {
        from(&command.output().expect("the program starts"))
    }

    /// The lines of standard error that speak of trouble: warnings and errors.
    #[must_use]
    pub fn complaints(&self) -> Vec<&str> {
        let lines = self.stderr.lines();
        lines
            .filter(|line| line.starts_with("warning: ") || line.starts_with("error: "))
            .collect()
    }

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
    #[expect(
        clippy::must_use_candidate,
        clippy::return_self_not_must_use,
        reason = "the assertion is a use of its own"
    )]
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
        Output::of(self.command(args).stdin(Stdio::null()))
    }

    /// Starts the program and goes on while it runs.
    ///
    /// # Panics
    ///
    /// Where it can not be started: the test can not run.
    #[must_use]
    pub fn start<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Running {
        let mut command = self.command(args);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Running {
            child: command.spawn().expect("the program starts"),
        }
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
        // One that ends before it has read all is no fault of the test.
        pipe.write_all(input).ok();
        drop(pipe);
        from(&child.wait_with_output().expect("its output is piped"))
    }
}

/// The program while it runs.
#[derive(Debug)]
pub struct Running {
    child: Child,
}

impl Running {
    /// Sends it what Ctrl-C sends.
    ///
    /// # Panics
    ///
    /// Where it has ended already: the test is wrong.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Ends it without a warning, as a power cut would.
    ///
    /// # Panics
    ///
    /// Where it has ended already: the test is wrong.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// What it gave, where it ends within `limit`.
    ///
    /// # Panics
    ///
    /// Where it does not: the test has failed.
    #[must_use]
    pub fn end_within(self, limit: Duration) -> Output {
        let (done, wait) = mpsc::channel();
        let pid = self.pid();
        thread::spawn(move || {
            // The receiver is gone only where the test has failed already.
            done.send(self.child.wait_with_output()).ok();
        });
        if let Ok(output) = wait.recv_timeout(limit) {
            from(&output.expect("its output is piped"))
        } else {
            kill_process(pid, Signal::KILL).ok();
            panic!("it still ran after {limit:?}");
        }
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it runs");
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

fn from(output: &std::process::Output) -> Output {
    Output {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
