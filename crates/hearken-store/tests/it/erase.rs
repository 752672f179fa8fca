//! Erasing all that one commenter wrote.

use std::fs;

use hearken_model::{Post, Removed, RemovedKind};
use hearken_store::{Change, EraseRequest, Mode, SearchQuery};

use crate::support::{Place, answer, comment, dump, later, page, post};

const URL: &str = "https://a.example/1";
const OTHER: &str = "https://a.example/2";
/// Words nobody else uses, in the case the index keeps too.
const WORDS: [&str; 4] = ["zorblax", "quimby", "vexillology", "flummoxed"];

fn request() -> EraseRequest {
    EraseRequest {
        name: "Zorblax Quimby".to_owned(),
        author_url: None,
        at: later(5),
    }
}

/// A post with a thread in which Zorblax speaks, in the words of before or after an edit.
fn discussed(words: &str) -> Post {
    let mut post = post("Flags", "On the flags of small islands.");
    post.comments = vec![
        comment("c1", "Ann", "Which is the smallest?"),
        answer("c2", "c1", "Zorblax QUIMBY", words),
        answer("c3", "c2", "Bo", "I never heard of that."),
        comment("c4", "Quimby", "Another person of half the name."),
    ];
    post
}

/// A post that only has Zorblax in its list of latest comments.
fn beside() -> Post {
    let mut post = post("Seas", "On the seas around them.");
    let latest = |text: &str| Removed {
        kind: RemovedKind::Sidebar,
        text: text.to_owned(),
        why: "class recent-comments".to_owned(),
    };
    post.removed = vec![latest("zorblax quimby on Flags"), latest("Ann on Flags")];
    post
}

fn place() -> Place {
    let place = Place::new();
    let run = place.run.id();
    place.save(page(run, URL, discussed("I was flummoxed by this.")));
    let mut edited = page(run, URL, discussed("As a student of vexillology I know."));
    edited.fetched_at = later(1);
    place.save(edited);
    let mut other = page(run, OTHER, beside());
    other.raw.extend(b"<ul><li>zorblax quimby on Flags</ul>");
    place.save(other);
    place.save(page(
        run,
        "https://a.example/3",
        post("Birds", "Nothing of anybody."),
    ));
    place
}

#[test]
fn no_byte_of_the_words_stays_in_the_file() {
    let place = place();
    let path = place.path();
    let copy = path.with_file_name("h.db.before-v1");
    fs::write(&copy, "a copy with Zorblax in it").unwrap();
    let report = place.store.erase_commenter(request(), Mode::Do).unwrap();
    assert_eq!(
        (report.comments, report.versions, report.removed_pieces),
        (1, 1, 1)
    );
    assert_eq!((report.posts.len(), report.pages), (1, 2));
    assert_eq!(report.copies, std::slice::from_ref(&copy));
    assert!(!copy.exists());
    for file in fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap().path();
        let bytes = fs::read(&file).unwrap().to_ascii_lowercase();
        for word in WORDS.iter().filter(|word| **word != "quimby") {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} is in {}", file.display());
        }
    }
    assert!(place.store.check_health().unwrap().is_sound());
    let reader = place.store.reader().unwrap();
    assert!(reader.archived_page(URL).unwrap().is_none());
    assert!(reader.archived_page(OTHER).unwrap().is_none());
    assert!(
        reader
            .archived_page("https://a.example/3")
            .unwrap()
            .is_some()
    );
    for word in ["zorblax", "vexillology", "flummoxed"] {
        let query = SearchQuery {
            text: word.to_owned(),
            ..SearchQuery::default()
        };
        assert!(reader.search(&query).unwrap().is_empty(), "{word}");
    }
}

#[test]
fn answers_stay_and_move_up() {
    let place = place();
    let report = place.store.erase_commenter(request(), Mode::Do).unwrap();
    let reader = place.store.reader().unwrap();
    let stored = reader
        .post(&hearken_store::PostRef::Id(report.posts[0]))
        .unwrap()
        .unwrap();
    let thread: Vec<_> = stored
        .post
        .comments
        .iter()
        .map(|comment| (comment.key.as_str(), comment.reply_to.as_deref()))
        .collect();
    assert_eq!(thread, [("c1", None), ("c3", Some("c1")), ("c4", None)]);
}

#[test]
fn the_next_ingest_does_not_bring_it_back() {
    let place = place();
    place.store.erase_commenter(request(), Mode::Do).unwrap();
    let before = place.dump();
    for (url, post) in [
        (URL, discussed("As a student of vexillology I know.")),
        (OTHER, beside()),
    ] {
        let mut again = page(place.run.id(), url, post);
        again.fetched_at = later(9);
        let saved = place.save(again);
        assert!(
            matches!(saved.change, Change::Unchanged | Change::Metadata),
            "{:?}",
            saved.change
        );
    }
    let mut again = page(place.run.id(), URL, discussed("And more vexillology."));
    again.fetched_at = later(10);
    place.save(again);
    let strip = |lines: Vec<String>| {
        lines
            .into_iter()
            .filter(|line| !line.starts_with("comments:"))
            .collect::<Vec<_>>()
    };
    let (before, after) = (strip(before), strip(place.dump()));
    let kept =
        |lines: &[String], table: &str| lines.iter().filter(|line| line.starts_with(table)).count();
    assert_eq!(kept(&before, "pages:"), kept(&after, "pages:"));
    assert!(
        after
            .iter()
            .all(|line| !line.to_lowercase().contains("vexillology"))
    );
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let place = place();
    let before = dump(&place.path(), &[]);
    let told = place
        .store
        .erase_commenter(request(), Mode::DryRun)
        .unwrap();
    assert_eq!(dump(&place.path(), &[]), before);
    assert!(place.store.check_health().unwrap().is_sound());
    assert_eq!(
        place.store.erase_commenter(request(), Mode::Do).unwrap(),
        told
    );
}

#[test]
fn the_address_tells_namesakes_apart() {
    let place = Place::new();
    let mut post = post("Flags", "On flags.");
    let with_url = |key: &str, url: &str| {
        let mut comment = comment(key, "Ann", &format!("words at {url}"));
        comment.author_url = Some(url.to_owned());
        comment
    };
    post.comments = vec![
        with_url("c1", "https://one.example"),
        with_url("c2", "https://two.example"),
    ];
    let saved = place.save(page(place.run.id(), URL, post));
    let ann = EraseRequest {
        name: "ann".to_owned(),
        author_url: Some("https://one.example".to_owned()),
        at: later(1),
    };
    assert_eq!(
        place.store.erase_commenter(ann, Mode::Do).unwrap().comments,
        1
    );
    let reader = place.store.reader().unwrap();
    let stored = reader
        .post(&hearken_store::PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    assert_eq!(
        stored.post.comments[0].author_url.as_deref(),
        Some("https://two.example")
    );
}
