//! Exit codes: one table for the help text, the man page, the documents and the code.

use std::process;

/// How a command ended. `docs/exit-codes.md` holds the same table with its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, also when the reader closed the pipe.
    Done = 0,
    /// Done, and what `--fail-on` asks about was found.
    Found = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Done, but some pages or plugins failed.
    Partial = 3,
    /// Could not run: database, disk, network.
    CannotRun = 4,
    /// A bug in hearken, caught at the top.
    Bug = 70,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// The number the shell sees.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    /// The one of two that says more: an interruption over a failure over a find over done.
    pub(crate) const fn max_of(self, other: Self) -> Self {
        if self.code() >= other.code() {
            self
        } else {
            other
        }
    }
}

impl From<Exit> for process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The table as `--help` prints it.
pub(crate) const TABLE: &str = "\
Exit codes:
  0    done
  1    done, and what --fail-on asks about was found
  2    wrong usage or configuration
  3    done, but some pages or plugins failed
  4    could not run: database, disk, network
  70   a bug in hearken
  130  interrupted";
