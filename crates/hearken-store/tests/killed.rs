//! A process that is killed while it writes: every page that was reported as kept is there and
//! whole, nothing of any other is, and the next run goes on.
//!
//! The test starts itself as the process to be killed, so it has no test harness.
#![expect(
    clippy::unwrap_used,
    reason = "a set-up that fails is a test that fails"
)]

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use hearken_model::{Comment, Post};
use hearken_store::{
    Claim, FrontierKind, NewFrontierEntry, NewRun, OpenOptions, PageAnswer, PageRecord, PostQuery,
    Resume, RunStatus, Store,
};
use time::OffsetDateTime;

/// Set for the process to be killed: where its database is.
const CHILD: &str = "HEARKEN_STORE_KILLED_CHILD";
const PAGES: usize = 100_000;
/// After so many pages were reported as kept, the process is killed.
const KEPT: usize = 150;
const THREADS: usize = 4;

fn main() {
    match env::var_os(CHILD) {
        Some(path) => write_until_killed(Path::new(&path)),
        None => kill_and_look(),
    }
}

fn run() -> NewRun {
    NewRun {
        name: "ingest".to_owned(),
        command: "hearken ingest".to_owned(),
        started_at: OffsetDateTime::UNIX_EPOCH,
        resume: Resume::SameCommand,
    }
}

fn url(number: usize) -> String {
    format!("https://blog.example/{number}")
}

fn write_until_killed(path: &Path) {
    let store = Store::open(path, &OpenOptions { create: true }).unwrap();
    let run = store.begin_run(run()).unwrap();
    let entries = (0..1000).map(|number| NewFrontierEntry {
        url: url(number),
        kind: FrontierKind::Page,
        source: None,
        discovered_from: None,
    });
    store
        .writer()
        .offer(run.id(), entries.collect(), OffsetDateTime::UNIX_EPOCH)
        .unwrap();
    thread::scope(|scope| {
        for first in 0..THREADS {
            let (writer, run) = (store.writer(), run.id());
            scope.spawn(move || {
                let mut out = std::io::stdout();
                for number in (first..PAGES).step_by(THREADS) {
                    writer.save_page(page(run, number)).unwrap();
                    writeln!(out, "{number}").unwrap();
                }
            });
        }
    });
}

fn page(run: hearken_model::RunId, number: usize) -> PageRecord {
    let comment = |key: usize| Comment {
        key: format!("c{key}"),
        text: format!("comment {key} of {number}"),
        ..Comment::default()
    };
    let post = Post {
        title: Some(format!("Post {number}")),
        text: format!("words of {number} ").repeat(200),
        comments: (0..5).map(comment).collect(),
        ..Post::default()
    };
    PageRecord {
        run,
        url: url(number),
        final_url: url(number),
        fetched_at: OffsetDateTime::UNIX_EPOCH,
        answer: PageAnswer::default(),
        content_type: None,
        raw: format!("<p>{number}").into_bytes(),
        post,
        extractor_version: "1".to_owned(),
        source: None,
    }
}

fn kill_and_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h.db");
    let mut child = Command::new(env::current_exe().unwrap())
        .env(CHILD, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut kept: Vec<usize> = lines
        .by_ref()
        .take(KEPT)
        .map(|line| line.unwrap().parse().unwrap())
        .collect();
    child.kill().unwrap();
    // What it still had reported; the last line may be cut.
    kept.extend(
        lines
            .map_while(Result::ok)
            .filter_map(|line| line.parse::<usize>().ok()),
    );
    assert!(!child.wait().unwrap().success());

    let store = Store::open(&path, &OpenOptions::default()).unwrap();
    let health = store.check_health().unwrap();
    assert!(health.is_sound(), "{health:?}");
    let reader = store.reader().unwrap();
    let posts = reader.posts(&PostQuery::default()).unwrap();
    assert!(
        posts.iter().all(|post| post.comments == 5),
        "a page was kept in part"
    );
    // A cut last line may read as another, smaller number that was kept as well.
    for number in kept.iter().take(KEPT) {
        assert!(
            posts.iter().any(|post| post.url == url(*number)),
            "{number} was lost"
        );
    }
    assert_eq!(reader.runs(1).unwrap()[0].status, RunStatus::Interrupted);

    let next = store.begin_run(run()).unwrap();
    assert!(next.resumes().is_some());
    let claim = Claim {
        run: next.id(),
        limit: 2000,
        per_authority: 2000,
    };
    let left = store.writer().claim(claim).unwrap();
    let done = posts
        .iter()
        .filter(|post| (0..1000).any(|number| post.url == url(number)))
        .count();
    assert_eq!(
        left.len(),
        1000 - done,
        "an address is asked twice or never"
    );
    assert!(
        left.iter()
            .all(|entry| posts.iter().all(|post| post.url != entry.url))
    );
}
