//! Runs that are killed and go on; each address is finished once in a round.

use hearken_model::RunId;
use hearken_store::{
    ActiveRun, Claim, FetchStatus, FrontierKind, FrontierState, HostState, NewFrontierEntry,
    NewRun, NewSource, Offered, Outcome, Resume, RunStatus, SourceKind, Store, Validators,
};

use crate::support::{Place, START, later, page, post, run};

fn entry(url: &str) -> NewFrontierEntry {
    NewFrontierEntry {
        url: url.to_owned(),
        kind: FrontierKind::Page,
        source: None,
        discovered_from: Some("https://blog.example/feed".to_owned()),
    }
}

fn outcome(run: RunId, url: &str) -> Outcome {
    Outcome {
        run,
        url: url.to_owned(),
        status: FetchStatus::Skipped,
        reason: Some("robots".to_owned()),
        http_status: None,
        attempts: 1,
        validators: Validators::Keep,
        next_due_at: None,
        finished_at: START,
    }
}

fn claim(store: &Store, run: RunId, limit: usize, per_authority: usize) -> Vec<String> {
    let claimed = store
        .writer()
        .claim(Claim {
            run,
            limit,
            per_authority,
        })
        .unwrap();
    claimed.into_iter().map(|entry| entry.url).collect()
}

fn urls(host: &str, count: usize) -> Vec<NewFrontierEntry> {
    (0..count)
        .map(|number| entry(&format!("https://{host}/{number}")))
        .collect()
}

fn offer(store: &Store, run: RunId, entries: Vec<NewFrontierEntry>) -> (usize, usize, usize) {
    let Offered {
        new, again, known, ..
    } = store.writer().offer(run, entries, START).unwrap();
    (new, again, known)
}

#[test]
fn no_host_holds_up_the_others() {
    let place = Place::new();
    let id = place.run.id();
    offer(&place.store, id, urls("big.example", 5));
    offer(&place.store, id, urls("small.example", 1));
    let first = claim(&place.store, id, 10, 2);
    assert_eq!(
        first,
        [
            "https://big.example/0",
            "https://big.example/1",
            "https://small.example/0"
        ]
    );
    assert_eq!(claim(&place.store, id, 1, 2), ["https://big.example/2"]);
    assert_eq!(claim(&place.store, id, 10, 9).len(), 2);
    assert!(claim(&place.store, id, 10, 9).is_empty());
}

#[test]
fn an_address_is_offered_once_a_round_and_again_in_the_next() {
    let place = Place::new();
    let id = place.run.id();
    assert_eq!(offer(&place.store, id, urls("a.example", 2)), (2, 0, 0));
    assert_eq!(
        offer(&place.store, id, vec![entry("https://a.example/0#top")]),
        (0, 0, 1)
    );
    for url in claim(&place.store, id, 9, 9) {
        place
            .store
            .writer()
            .finish_address(outcome(id, &url))
            .unwrap();
    }
    assert_eq!(offer(&place.store, id, urls("a.example", 2)), (0, 0, 2));
    assert!(claim(&place.store, id, 9, 9).is_empty());
    let store = place.store;
    place
        .run
        .finish(RunStatus::Done, serde_json::json!({"skipped": 2}), later(1))
        .unwrap();
    let next = store.begin_run(run("ingest")).unwrap();
    assert_eq!(next.resumes(), None);
    assert_eq!(offer(&store, next.id(), urls("a.example", 2)), (0, 2, 0));
}

/// A run that claims three addresses, finishes one and ends as `end` says; then the same command
/// again: which addresses does that get?
fn asked_by_the_next(end: impl FnOnce(ActiveRun), next: NewRun) -> Vec<String> {
    let place = Place::new();
    let path = place.path();
    let id = place.run.id();
    offer(&place.store, id, urls("a.example", 4));
    let claimed = claim(&place.store, id, 3, 9);
    place
        .store
        .writer()
        .finish_address(outcome(id, &claimed[0]))
        .unwrap();
    end(place.run);
    drop(place.store);
    let store = Store::open(&path, &hearken_store::OpenOptions::default()).unwrap();
    let next = store.begin_run(next).unwrap();
    offer(&store, next.id(), urls("a.example", 1));
    claim(&store, next.id(), 9, 9)
}

#[test]
fn a_killed_run_goes_on_with_what_it_had_not_finished() {
    let left = [
        "https://a.example/1",
        "https://a.example/2",
        "https://a.example/3",
    ];
    assert_eq!(asked_by_the_next(drop, run("ingest")), left);
    let stop = |run: ActiveRun| run.finish(RunStatus::Interrupted, serde_json::json!({}), START);
    assert_eq!(
        asked_by_the_next(|run| stop(run).unwrap(), run("ingest")),
        left
    );
    let any = NewRun {
        resume: Resume::SameName,
        ..run("another command")
    };
    assert_eq!(asked_by_the_next(drop, any), left);
}

#[test]
fn another_command_begins_anew() {
    assert_eq!(
        asked_by_the_next(drop, run("another command")),
        ["https://a.example/0"]
    );
    let never = NewRun {
        resume: Resume::Never,
        ..run("ingest")
    };
    assert_eq!(asked_by_the_next(drop, never), ["https://a.example/0"]);
    let done = |run: ActiveRun| run.finish(RunStatus::Done, serde_json::json!({}), START);
    assert_eq!(
        asked_by_the_next(|run| done(run).unwrap(), run("ingest")),
        ["https://a.example/0"]
    );
}

#[test]
fn a_living_run_is_not_taken_for_a_dead_one() {
    let place = Place::new();
    let second = Store::open(&place.path(), &hearken_store::OpenOptions::default()).unwrap();
    let status = |store: &Store| store.reader().unwrap().runs(1).unwrap()[0].status;
    assert_eq!(status(&second), RunStatus::Running);
    assert_eq!(second.check_health().unwrap().stale_runs, []);
    drop(place.run);
    assert_eq!(second.check_health().unwrap().stale_runs.len(), 1);
    drop(second);
    let third = Store::open(place.store.path(), &hearken_store::OpenOptions::default()).unwrap();
    assert_eq!(status(&third), RunStatus::Interrupted);
}

#[test]
fn validators_are_kept_byte_for_byte() {
    let place = Place::new();
    let id = place.run.id();
    let url = "https://a.example/0";
    let etag = Some(" W/\"Ünïcode; weird\" ".to_owned());
    let last_modified = Some("Tue, 01 Jan 2008 00:00:00 +0000".to_owned());
    let set = Validators::Set {
        etag: etag.clone(),
        last_modified: last_modified.clone(),
    };
    let writer = place.store.writer();
    writer
        .finish_address(Outcome {
            validators: set,
            ..outcome(id, url)
        })
        .unwrap();
    // A 304 that names none leaves them.
    writer.finish_address(outcome(id, url)).unwrap();
    let entry = place
        .store
        .reader()
        .unwrap()
        .frontier_entry(url)
        .unwrap()
        .unwrap();
    assert_eq!((entry.etag, entry.last_modified), (etag, last_modified));
    assert_eq!(entry.state, FrontierState::Finished);
}

#[test]
fn what_is_due_is_found() {
    let place = Place::new();
    let id = place.run.id();
    let writer = place.store.writer();
    for (url, hours) in [("https://a.example/late", 5), ("https://a.example/soon", 1)] {
        let due = Outcome {
            next_due_at: Some(later(hours)),
            ..outcome(id, url)
        };
        writer.finish_address(due).unwrap();
    }
    let reader = place.store.reader().unwrap();
    let due = |hours| {
        let due = reader.frontier_due(later(hours)).unwrap();
        due.into_iter().map(|entry| entry.url).collect::<Vec<_>>()
    };
    assert!(due(0).is_empty());
    assert_eq!(due(1), ["https://a.example/soon"]);
    assert_eq!(due(5), ["https://a.example/soon", "https://a.example/late"]);
}

#[test]
fn a_claim_can_be_given_back() {
    let place = Place::new();
    let id = place.run.id();
    offer(&place.store, id, urls("a.example", 2));
    let claimed = claim(&place.store, id, 2, 2);
    place
        .store
        .writer()
        .give_back(id, vec![claimed[1].clone()])
        .unwrap();
    assert_eq!(
        place
            .store
            .reader()
            .unwrap()
            .frontier_left(id)
            .unwrap()
            .len(),
        2
    );
    assert_eq!(claim(&place.store, id, 2, 2), [claimed[1].as_str()]);
}

#[test]
fn a_post_belongs_to_every_source_that_led_to_it() {
    let place = Place::new();
    let writer = place.store.writer();
    let id = place.run.id();
    let source = |location: &str, kind| {
        let (location, title) = (location.to_owned(), None);
        writer
            .add_source(NewSource {
                kind,
                location,
                title,
                added_at: START,
            })
            .unwrap()
    };
    let feed = source("https://a.example/feed", SourceKind::Feed);
    let map = source("https://a.example/sitemap.xml", SourceKind::Sitemap);
    assert_eq!(source("https://a.example/feed", SourceKind::Feed), feed);
    let url = "https://a.example/0";
    let from = |source| NewFrontierEntry {
        source: Some(source),
        ..entry(url)
    };
    offer(&place.store, id, vec![from(feed)]);
    place.save(page(id, url, post("A", "words")));
    // The second source names it after it was saved.
    offer(&place.store, id, vec![from(map)]);
    let sources = place.store.reader().unwrap().sources().unwrap();
    let posts: Vec<_> = sources
        .iter()
        .map(|source| (source.id, source.posts))
        .collect();
    assert_eq!(posts, [(feed, 1), (map, 1)]);
    assert_eq!(writer.remove_source("https://a.example/feed").unwrap(), 1);
    assert_eq!(place.store.reader().unwrap().stats().unwrap().posts, 1);
}

#[test]
fn a_hosts_pace_is_kept() {
    let place = Place::new();
    let host = HostState {
        authority: "a.example:8080".to_owned(),
        next_at: Some(later(1)),
        delay_ms: Some(2500),
        blocked_until: None,
    };
    place.store.writer().put_host(host.clone()).unwrap();
    let reader = place.store.reader().unwrap();
    assert_eq!(reader.host("a.example:8080").unwrap(), Some(host));
    assert_eq!(reader.host("b.example").unwrap(), None);
}
