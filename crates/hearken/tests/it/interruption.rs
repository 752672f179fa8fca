//! Runs that are ended before their time: Ctrl-C, and an end without a warning.

use std::{
    collections::BTreeMap,
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use hearken_testkit::{Ending, Hearken, Output, Reply, Running, SiteServer};
use serde_json::Value;

use crate::scene::{feed, hearken, page, table_counts, write};

/// Pages the feed names.
const PAGES: usize = 5;
/// The page whose answer never comes, in the first run.
const HELD: &str = "/post/3";
/// Longest a test waits for what is not timed; only a hang meets it.
const HANG: Duration = Duration::from_mins(1);

/// A site whose third page is held, and where each asked path is told.
fn site() -> (SiteServer, Receiver<String>) {
    let (asked, heard) = mpsc::channel();
    let server = SiteServer::of_handler(move |request| {
        // The receiver goes with the test.
        asked.send(request.path.clone()).ok();
        if request.path == HELD {
            return Reply::wire("").then(Ending::Hold);
        }
        match request.path.strip_prefix("/post/") {
            Some(number) => post(number),
            None => Reply::empty(404),
        }
    })
    .unwrap();
    let urls: Vec<String> = (1..=PAGES)
        .map(|n| server.url(&format!("/post/{n}")))
        .collect();
    server.route(
        "/feed/",
        Reply::new(200, "application/rss+xml", feed(&urls)),
    );
    (server, heard)
}

fn post(number: &str) -> Reply {
    let body =
        format!("Boat number {number} came in with the tide and {number} gulls on its mast.");
    Reply::html(page(
        &format!("Boat {number}"),
        &body,
        &[("Ada", &format!("I saw number {number} too."))],
    ))
}

fn args(server: &SiteServer) -> Vec<String> {
    let url = server.url("/feed/");
    [
        "ingest",
        "--allow-private",
        "--no-analyze",
        "--delay",
        "0",
        "--report",
        "jsonl",
        "--feed",
        &url,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Starts the run and waits until the held page was asked for.
fn start(hearken: &Hearken, server: &SiteServer, heard: &Receiver<String>) -> Running {
    let running = hearken.start(args(server));
    while heard
        .recv_timeout(HANG)
        .expect("the held page is asked for")
        != HELD
    {}
    running
}

/// How often each page and list was asked for; the rules for robots are asked for by each run.
fn asked(server: &SiteServer) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in server.log() {
        if request.path != "/robots.txt" {
            *counts.entry(request.path).or_default() += 1;
        }
    }
    counts
}

/// The second run finishes what the first has not, and asks nothing twice that was finished.
///
/// Returns how many addresses each run told of.
fn goes_on(hearken: &Hearken, server: &SiteServer, first: &Output) -> (usize, usize) {
    server.route(HELD, post("3"));
    let second = hearken.run(args(server)).expect_code(0);
    assert!(
        second.stderr.contains("goes on with an interrupted run"),
        "{}",
        second.stderr
    );
    let asked = asked(server);
    let finished = |output: &Output| -> Vec<String> {
        let url = |line: &Value| line["requested_url"].as_str().unwrap().to_owned();
        output.json_lines().iter().map(url).collect()
    };
    let (early, late) = (finished(first), finished(&second));
    // The feed, and the page before the held one: else nothing would be shown here.
    assert!(early.len() >= 2, "{early:?}");
    for url in &early {
        let path = url
            .strip_prefix(server.url("").trim_end_matches('/'))
            .unwrap();
        assert_eq!(asked.get(path), Some(&1), "{path}: {asked:?}");
        assert!(!late.contains(url), "{url} was finished twice");
    }
    let posts = hearken.run(["posts"]).expect_code(0).json_lines();
    assert_eq!(posts.len(), PAGES);
    assert!(posts.iter().all(|post| post["comments"] == 1), "{posts:?}");
    let doctor = hearken.run(["doctor"]).expect_code(0).json_lines();
    assert!(doctor.iter().all(|check| check["ok"] == true), "{doctor:?}");
    (early.len(), late.len())
}

#[test]
fn ctrl_c_ends_with_130_and_the_next_run_asks_each_finished_page_once() {
    let (hearken, (server, heard)) = (hearken(), site());
    let running = start(&hearken, &server, &heard);
    running.interrupt();
    // Two seconds are what the documents promise.
    let output = running.end_within(Duration::from_secs(2)).expect_code(130);
    assert!(
        output
            .stderr
            .contains("interrupted; the same command goes on"),
        "{}",
        output.stderr
    );
    let (early, late) = goes_on(&hearken, &server, &output);
    // The feed and all pages, each told of once: what was answered is stored before the end.
    assert_eq!(early + late, PAGES + 1);
    let before = table_counts(&hearken.database());
    let third = hearken.run(args(&server)).expect_code(0);
    assert!(!third.stderr.contains("goes on with"), "{}", third.stderr);
    assert_eq!(table_counts(&hearken.database()), before);
}

#[test]
fn a_killed_run_loses_nothing_it_had_finished() {
    let (hearken, (server, heard)) = (hearken(), site());
    let running = start(&hearken, &server, &heard);
    running.kill();
    let output = running.end_within(HANG).expect_code(-1);
    goes_on(&hearken, &server, &output);
}

#[test]
fn another_command_does_not_take_an_interrupted_run_for_its_own() {
    let (hearken, (server, heard)) = (hearken(), site());
    let running = start(&hearken, &server, &heard);
    running.interrupt();
    running.end_within(HANG).expect_code(130);
    let url = server.url("/post/1");
    let other = hearken
        .run(["ingest", "--no-analyze", "--allow-private", &url])
        .expect_code(0);
    assert!(other.stderr.starts_with("1 unchanged"), "{}", other.stderr);
}

/// A pipeline ends as fast, and its next run goes on with what is left.
#[test]
fn an_interrupted_pipeline_goes_on() {
    let (hearken, (server, heard)) = (hearken(), site());
    let pipeline = format!(
        "name = \"boats\"\n[ingest]\nallow-private = true\ndelay = \"0s\"\nsources = [{{ feed = \"{}\" }}]\n[analyze]\n[report]\n",
        server.url("/feed/")
    );
    write(&hearken, "boats.toml", pipeline);
    let running = hearken.start(["run", "boats.toml"]);
    while heard
        .recv_timeout(HANG)
        .expect("the held page is asked for")
        != HELD
    {}
    running.interrupt();
    running.end_within(Duration::from_secs(2)).expect_code(130);
    server.route(HELD, post("3"));
    hearken.run(["run", "boats.toml"]).expect_code(0);
    let asked = asked(&server);
    assert_eq!(asked.get("/feed/"), Some(&1), "{asked:?}");
    assert_eq!(
        hearken.run(["posts"]).expect_code(0).json_lines().len(),
        PAGES
    );
    let left = hearken.run(["analyze"]).expect_code(0);
    assert_eq!(left.stderr, "0 analyses; 0 new findings\n");
}
