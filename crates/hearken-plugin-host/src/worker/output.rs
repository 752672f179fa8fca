//! What plugins print: standard output and error lead to a file in memory, emptied after each call.

use std::io;

use rustix::fs::{fstat, ftruncate};

use crate::{LogLine, output::lines_of};

/// The file behind standard output, where the host put one.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// Bytes before which everything was read.
    read: u64,
}

impl Output {
    /// Moves what was printed since the last time into `logs`.
    pub(super) fn drain(&mut self, logs: &mut Vec<LogLine>) {
        let stdout = io::stdout();
        let Ok(len) = fstat(&stdout).map(|stat| u64::try_from(stat.st_size).unwrap_or(0)) else {
            return;
        };
        if len <= self.read {
            return;
        }
        logs.extend(lines_of(&stdout, self.read));
        // Where the file cannot be emptied, it is read on from here.
        self.read = if ftruncate(&stdout, 0).is_ok() {
            0
        } else {
            len
        };
    }
}
