//! Log lines on stderr.

use std::sync::atomic::{AtomicBool, Ordering};

use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// Whether `-q` was given: set once at the start, before any thread.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Starts logging at the level that `-v` and `-q` ask for; call once.
pub(crate) fn start(verbose: u8, quiet: bool, colour: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
    let level = match (quiet, verbose) {
        (true, _) => LevelFilter::ERROR,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        (false, 2) => LevelFilter::DEBUG,
        (false, _) => LevelFilter::TRACE,
    };
    // The parser logs its own doubts about pages; they are no news unless everything is asked for.
    let others = if verbose > 2 {
        level
    } else {
        LevelFilter::ERROR
    };
    let filter = Targets::new()
        .with_default(others)
        .with_target("hearken", level);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .with_target(verbose > 1)
        .without_time();
    tracing_subscriber::registry()
        .with(lines)
        .with(filter)
        .init();
}

/// `problem` with the place it is about, which is named once.
pub(crate) fn about(place: &str, problem: &str) -> String {
    if !place.is_empty() && problem.contains(place) {
        problem.to_owned()
    } else {
        format!("{place}: {problem}")
    }
}

/// A warning that a person must see at every verbosity.
#[expect(
    clippy::print_stderr,
    reason = "the one road for warnings that no log level may hide"
)]
pub(crate) fn warn_user(message: &str) {
    eprintln!("warning: {}", crate::sanitize::one_line(message));
}

/// The last words of a command that failed.
#[expect(clippy::print_stderr, reason = "the one place that prints errors")]
pub(crate) fn print_error(text: &str) {
    eprintln!("{}", crate::sanitize::lines(text));
}

/// A line for a person that is no result: summaries of work done. Silent under `-q`.
#[expect(clippy::print_stderr, reason = "stdout is for results only")]
pub(crate) fn note(text: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        eprintln!("{}", crate::sanitize::lines(text));
    }
}
