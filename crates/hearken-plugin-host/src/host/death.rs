//! How workers end.

use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

/// How a conversation with a worker ended early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Death {
    /// It went, or was killed by the host; the words say how.
    Died(String),
    /// The run was cancelled, and the host killed it.
    Cancelled,
}

/// How a process ended, in words.
pub(super) fn status_words(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => match signal_name(signal) {
            Some(name) => format!("signal {signal}, {name}"),
            None => format!("signal {signal}"),
        },
        (None, None) => "unknown".to_owned(),
    }
}

const fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        libc::SIGABRT => "abort",
        libc::SIGBUS => "bus error",
        libc::SIGFPE => "arithmetic error",
        libc::SIGILL => "illegal instruction",
        libc::SIGKILL => "killed",
        libc::SIGSEGV => "segmentation fault",
        libc::SIGTRAP => "trap",
        libc::SIGXFSZ => "printed more than 16 MiB",
        _ => return None,
    })
}
