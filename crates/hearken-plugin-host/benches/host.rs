//! What isolation costs: posts a second through workers, by size of batch, beside the same checks
//! made in this process without a plugin.
//!
//! `cargo bench -p hearken-plugin-host`; each figure is the best of several rounds.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    env,
    hint::black_box,
    path::PathBuf,
    process::Command,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use hearken_model::{FindingDraft, Post, SpanDraft, Target, fingerprint};
use hearken_plugin_host::{
    HostSettings, Job, PluginSpec, Status, WorkerCommand, analyze, check_config, inspect,
};
use serde_json::json;

const POSTS: u64 = 50_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = PathBuf::from(env!("CARGO_BIN_EXE_hearken-worker"));
    let worker = WorkerCommand {
        program,
        args: Vec::new(),
    };
    let mut settings = HostSettings::new(worker, folder.path().to_owned());
    let plugin = PluginSpec {
        file: inspect(&library()).expect("a plugin"),
        config: json!({}),
    };
    let post = Arc::new(sample());
    println!(
        "{} bytes a post, five findings, {} workers",
        post.text.len(),
        settings.workers
    );
    let direct = best(|| checks_alone(&post));
    line("checks alone", direct, POSTS);
    for batch in [1, 8, 64] {
        settings.batch_posts = batch;
        let posts = if batch == 1 { POSTS / 5 } else { POSTS };
        let time = best(|| through_workers(&settings, &plugin, &post, posts));
        line(&format!("batch {batch}"), time, posts);
    }
    let start = best(|| check_config(&settings, &plugin).expect("a configuration"));
    println!("start, load, create, end   {start:>10.2?}");
}

/// The library of the example, built as this bench is.
fn library() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--release",
            "--example",
            "five",
        ])
        .args(["--package", env!("CARGO_PKG_NAME")])
        .status();
    assert!(status.is_ok_and(|status| status.success()), "cargo build");
    let bench = env::current_exe().expect("this program");
    let folder = bench.ancestors().nth(2).expect("a target folder");
    folder.join("examples/libfive.so")
}

fn sample() -> Post {
    let sentence = "It rained on the square, and “nobody” minded the rain at all. ";
    Post {
        url: Some("https://example.org/rain".to_owned()),
        text: sentence.repeat(6_144 / sentence.len()),
        ..Post::default()
    }
}

fn checks_alone(post: &Arc<Post>) {
    let kinds = ["place".to_owned()];
    let draft = || FindingDraft {
        kind: "place".to_owned(),
        message: "a place in the text".to_owned(),
        spans: vec![SpanDraft {
            role: "main".to_owned(),
            target: Target::Body,
            start: 0,
            end: 9,
        }],
        ..FindingDraft::default()
    };
    for _ in 0..POSTS {
        let checked = (0..5).map(|_| draft().check(post, &kinds).expect("a finding"));
        let findings: Vec<_> = checked.collect();
        black_box(fingerprint("five", "https://example.org/rain", &findings));
    }
}

fn through_workers(settings: &HostSettings, plugin: &PluginSpec, post: &Arc<Post>, posts: u64) {
    let jobs = (0..posts).map(|id| Job {
        id,
        post: Arc::clone(post),
        wanted: vec![0],
    });
    let mut done = 0;
    let never = AtomicBool::new(false);
    analyze(
        settings,
        std::slice::from_ref(plugin),
        jobs,
        &never,
        &mut |outcome| {
            assert_eq!(
                (outcome.status, outcome.findings.len()),
                (Status::Done, 5),
                "{outcome:?}"
            );
            done += 1;
        },
    )
    .expect("a host");
    assert_eq!(done, posts);
}

fn best(mut body: impl FnMut()) -> Duration {
    let time = |()| {
        let start = Instant::now();
        body();
        start.elapsed()
    };
    std::iter::repeat_n((), ROUNDS)
        .map(time)
        .min()
        .unwrap_or_default()
}

fn line(name: &str, time: Duration, posts: u64) {
    let each = time.as_secs_f64() / posts as f64;
    println!(
        "{name:<20} {:>8.2} µs a post {:>9.0} posts/s",
        each * 1e6,
        1.0 / each
    );
}
