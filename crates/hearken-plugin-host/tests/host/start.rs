//! Plugins that do not start, configurations that are wrong, hosts that cannot.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
};

use hearken_plugin_host::{
    HostError, PluginError, Status, WorkerCommand, analyze, check_config, inspect,
};
use serde_json::json;

use crate::build::{Host, c_library, example, job, plugin};

#[test]
fn a_configuration_is_checked_with_the_place_to_blame() {
    let host = Host::new();
    let check = |name: &str, config| check_config(&host.settings, &plugin(&example(name), config));
    assert!(check("shouting", json!({})).is_ok());
    for (name, config, wanted) in [
        (
            "shouting",
            json!({"min_len": "four"}),
            "`hearken-plugin-host` is wrong at `/min_len`: invalid type",
        ),
        (
            "shouting",
            json!({"min_length": 4}),
            "unknown field `min_length`",
        ),
        (
            "faulty",
            json!({"at_start": "x"}),
            "wrong at `/at_start`: `x` is no fault",
        ),
        (
            "faulty",
            json!({"at_start": "refuse"}),
            "did not start: the model is missing",
        ),
        (
            "faulty",
            json!({"at_start": "abort"}),
            "while it was started: signal 6, abort",
        ),
    ] {
        let error = check(name, config).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    }
    let words = c_library("words", include_str!("../c/words.c"));
    let error = check_config(&host.settings, &plugin(&words, json!({"word": 4}))).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("wrong at `/word`: expected a short word"),
        "{error}"
    );
}

#[test]
fn a_plugin_that_does_not_start_leaves_the_others_alone() {
    let faulty = example("faulty");
    let plugins = [
        plugin(&faulty, json!({"at_start": "abort"})),
        plugin(&example("shouting"), json!({})),
        plugin(&faulty, json!({"at_start": "refuse"})),
    ];
    let jobs = (0..40).map(|id| job(id, "I am LOUD", &[2, 0, 1, 1, 9]));
    let (outcomes, report) = Host::new().run(&plugins, jobs);
    assert_eq!(outcomes.len(), 120);
    for (at, outcome) in outcomes.iter().enumerate() {
        assert_eq!((outcome.job, outcome.plugin), ((at / 3) as u64, at % 3));
        let wanted = if outcome.plugin == 1 {
            Status::Done
        } else {
            Status::Skipped
        };
        assert_eq!(outcome.status, wanted, "{outcome:?}");
    }
    assert!(
        report.plugins[0]
            .off
            .as_ref()
            .unwrap()
            .contains("killed its worker")
    );
    assert!(
        report.plugins[2]
            .off
            .as_ref()
            .unwrap()
            .contains("the model is missing")
    );
    assert_eq!(
        (report.plugins[1].done, report.plugins[1].findings),
        (40, 40)
    );
}

#[test]
fn no_jobs_start_no_worker() {
    let (outcomes, report) = Host::new().run(&[plugin(&example("shouting"), json!({}))], []);
    assert!(outcomes.is_empty());
    assert_eq!(report.workers_started, 0);
}

#[test]
fn a_worker_that_is_none_is_an_error_of_the_host() {
    let mut host = Host::new();
    let shouting = plugin(&example("shouting"), json!({}));
    for (program, wanted) in [
        ("/nowhere/worker", "failed to start worker"),
        ("/bin/true", "no plugin worker"),
    ] {
        host.settings.worker = WorkerCommand {
            program: program.into(),
            args: Vec::new(),
        };
        let jobs = [job(1, "text", &[0])];
        let never = AtomicBool::new(false);
        let error: HostError = analyze(
            &host.settings,
            std::slice::from_ref(&shouting),
            jobs,
            &never,
            &mut drop,
        )
        .unwrap_err();
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

#[test]
fn a_plugin_replaced_after_inspection_is_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.so");
    fs::copy(example("shouting"), &path).unwrap();
    let shouting = plugin(&path, json!({}));
    fs::remove_file(&path).unwrap();
    fs::copy(example("faulty"), &path).unwrap();
    let error = check_config(&Host::new().settings, &shouting).unwrap_err();
    assert!(matches!(error, PluginError::Replaced { .. }), "{error}");
    assert_ne!(
        inspect(&path).unwrap().artifact_hash,
        shouting.file.artifact_hash
    );
}

#[test]
fn a_plugin_overwritten_during_a_run_goes_on_from_its_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.so");
    fs::copy(example("shouting"), &path).unwrap();
    let shouting = plugin(&path, json!({}));
    let jobs = (0..400).map(|id| {
        if id == 200 {
            fs::write(&path, "no library any more").unwrap();
        }
        job(id, "LOUD", &[0])
    });
    let (outcomes, _) = Host::new().run(&[shouting], jobs);
    assert_eq!(
        outcomes
            .iter()
            .filter(|one| one.status == Status::Done)
            .count(),
        400
    );
}

#[test]
fn a_cancelled_run_takes_no_more_jobs_and_accounts_for_those_it_took() {
    let host = Host::new();
    let cancel = AtomicBool::new(false);
    let mut taken = 0;
    let jobs = (0..100_000).map(|id| {
        taken = id + 1;
        if id == 500 {
            cancel.store(true, Ordering::Relaxed);
        }
        job(id, "loop", &[0])
    });
    let mut outcomes = Vec::new();
    let report = analyze(
        &host.settings,
        &[plugin(&example("faulty"), json!({}))],
        jobs.skip(400),
        &cancel,
        &mut |one| outcomes.push(one),
    );
    assert!(report.unwrap().cancelled);
    assert!(taken < 1_000, "{taken}");
    assert!(outcomes.iter().all(|one| one.status == Status::Skipped));
    assert!(!outcomes.is_empty());
}
