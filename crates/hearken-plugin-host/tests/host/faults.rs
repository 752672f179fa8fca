//! What a plugin does wrong costs the one pair, and is told by its true name.

use std::time::Duration;

use hearken_plugin_host::{Breaker, LogLevel, Outcome, Status};
use serde_json::json;

use crate::build::{Host, example, job, plugin};

/// Runs the faulty plugin over the text between two good posts, and gives its outcome.
fn outcome(text: &str) -> Outcome {
    let mut host = Host::new();
    host.settings.workers = 1;
    if matches!(text, "loop" | "patient") {
        host.settings.post_time_limit = Duration::from_secs(1);
    }
    let mut outcomes = host.look(
        &plugin(&example("faulty"), json!({})),
        &["before", text, "after"],
    );
    assert_eq!(outcomes.len(), 3);
    for good in [&outcomes[0], &outcomes[2]] {
        assert_eq!(good.status, Status::Done, "{good:?}");
        assert_eq!(good.findings.len(), 1);
    }
    outcomes.swap_remove(1)
}

fn ends(text: &str, status: Status, words: &str) -> Outcome {
    let outcome = outcome(text);
    assert_eq!(outcome.status, status, "{outcome:?}");
    let problem = outcome.problem.as_deref().unwrap_or("");
    assert!(problem.contains(words), "{problem}");
    if !matches!(status, Status::Done | Status::Partial) {
        assert!(outcome.findings.is_empty() && outcome.fingerprints.is_empty());
    }
    outcome
}

#[test]
fn a_panic_is_an_answer_with_its_place() {
    ends("panic", Status::Failed, "panicked: told to by panic (");
    ends("panic", Status::Failed, "faulty.rs:");
    ends("poison", Status::Failed, "with a lock in hand");
}

#[test]
fn an_error_of_the_author_is_a_failure() {
    ends("fail", Status::Failed, "told to fail");
}

#[test]
fn an_abort_is_quarantined() {
    ends("abort", Status::Quarantined, "signal 6, abort");
}

#[test]
fn a_null_read_is_quarantined() {
    ends(
        "segfault",
        Status::Quarantined,
        "signal 11, segmentation fault",
    );
}

#[test]
fn a_stack_overflow_is_quarantined() {
    let outcome = ends("overflow", Status::Quarantined, "signal 6, abort");
    let told = outcome
        .logs
        .iter()
        .any(|line| line.text.contains("overflowed its stack"));
    assert!(told, "{:?}", outcome.logs);
}

#[test]
fn leaving_is_quarantined_even_with_status_zero() {
    ends("exit", Status::Quarantined, "exit code 0");
}

#[test]
fn closing_the_workers_own_files_is_found_out_by_trying_each_post_alone() {
    ends("close", Status::Quarantined, "exit code 1");
}

#[test]
fn memory_without_end_ends_at_the_limit() {
    let outcome = ends("eat", Status::Quarantined, "signal 6, abort");
    let told = outcome
        .logs
        .iter()
        .any(|line| line.text.contains("memory allocation"));
    assert!(told, "{:?}", outcome.logs);
}

#[test]
fn an_endless_loop_is_killed() {
    ends("loop", Status::Quarantined, "did not end within 2s");
}

#[test]
fn a_loop_that_asks_ends_by_itself() {
    ends("patient", Status::Failed, "used up its time of 1s");
}

#[test]
fn printing_is_caught_line_by_line() {
    let outcome = ends("print", Status::Done, "");
    let lines: Vec<_> = outcome
        .logs
        .iter()
        .map(|line| (line.level, line.text.as_str()))
        .collect();
    let wanted = ["a print to standard output", "and one to standard error"];
    assert_eq!(lines, wanted.map(|text| (LogLevel::Output, text)));
}

#[test]
fn logging_reaches_the_outcome() {
    let outcome = ends("log", Status::Done, "");
    assert_eq!(outcome.logs.len(), 1);
    assert_eq!(outcome.logs[0].level, LogLevel::Warn);
    assert_eq!(outcome.logs[0].text, "a word of warning");
}

#[test]
fn wrong_places_are_refused_and_counted() {
    ends(
        "beyond",
        Status::Partial,
        "1 finding refused: span 0..99999 runs out of the 6 bytes",
    );
    ends("inside é", Status::Partial, "span 7..8 cuts a character");
}

#[test]
fn findings_without_end_are_cut() {
    let outcome = ends(
        "many",
        Status::Partial,
        "more than 1000 findings in one call",
    );
    assert_eq!(outcome.findings.len(), 1000);
    assert_eq!(
        outcome.rejected.last().map(String::as_str),
        Some("and 180 more")
    );
}

#[test]
fn a_thread_left_behind_does_no_harm() {
    ends("thread", Status::Done, "");
}

#[test]
fn a_plugin_that_keeps_dying_is_switched_off_at_the_same_post_whatever_the_workers() {
    let run = |workers, batch_posts| {
        let mut host = Host::new();
        host.settings.workers = workers;
        host.settings.batch_posts = batch_posts;
        host.settings.breaker = Breaker::default();
        let plugins = [
            plugin(&example("faulty"), json!({})),
            plugin(&example("shouting"), json!({})),
        ];
        let text = |id| {
            if (10..40).contains(&id) {
                "abort"
            } else {
                "LOUD"
            }
        };
        host.run(&plugins, (0..60).map(|id| job(id, text(id), &[0, 1])))
    };
    let (outcomes, report) = run(1, 8);
    let of = |status| {
        outcomes
            .iter()
            .filter(|one| one.plugin == 0 && one.status == status)
            .count()
    };
    assert_eq!(
        (
            of(Status::Done),
            of(Status::Quarantined),
            of(Status::Skipped)
        ),
        (10, 3, 47)
    );
    assert!(
        report.plugins[0]
            .off
            .as_ref()
            .unwrap()
            .contains("3 posts in a row")
    );
    assert_eq!(report.plugins[1].done, 60);
    let told = |outcomes: Vec<Outcome>| -> Vec<_> {
        outcomes
            .into_iter()
            .map(|one| (one.job, one.plugin, one.status, one.problem))
            .collect()
    };
    assert_eq!(told(outcomes), told(run(3, 3).0));
}
