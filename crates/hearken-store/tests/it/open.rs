//! Opening: new files, old schemas, newer ones, and what is no database of ours.

use std::{fs, path::Path};

use hearken_model::Severity;
use hearken_store::{
    FindingQuery, OpenOptions, PostRef, SCHEMA_VERSION, SearchQuery, Store, StoreError,
};
use rusqlite::Connection;

use crate::support::{Place, dump, page, post};

const V1: &str = include_str!("../fixtures/v1.sql");

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, &OpenOptions::default())
}

/// The database of a hearken of schema version 1.
fn old_database(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("old.db");
    Connection::open(&path).unwrap().execute_batch(V1).unwrap();
    path
}

#[test]
fn an_old_database_is_copied_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_database(folder.path());
    let before = dump(&path, &[]);
    let store = open(&path).unwrap();
    assert_eq!(dump(&path, &["schema_doc"]), before);
    assert_eq!(store.check_health().unwrap().schema_version, SCHEMA_VERSION);
    assert!(store.check_health().unwrap().is_sound());

    let copy = store.copied_to().unwrap().to_owned();
    assert_eq!(
        copy.file_name().unwrap(),
        format!("old.db.before-v{SCHEMA_VERSION}").as_str()
    );
    assert_eq!(dump(&copy, &[]), before);
    let version: u32 = Connection::open(&copy)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
    drop(store);
    assert_eq!(open(&path).unwrap().copied_to(), None);
}

#[test]
fn an_old_database_reads_as_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&old_database(folder.path())).unwrap();
    let reader = store.reader().unwrap();
    let url = PostRef::Url("https://old.example/first".to_owned());
    let stored = reader.post(&url).unwrap().unwrap();
    assert_eq!(
        stored.post.published.unwrap().to_string(),
        "2026-01-04T22:30:00+01:00"
    );
    assert_eq!(
        stored.post.links[0].span.slice(&stored.post.text),
        Some("Everything")
    );
    assert_eq!(stored.comments[0].earlier[0].0, "Where does it stop?");
    assert_eq!(
        stored.post.comments[1].reply_to.as_deref(),
        Some("comment-1")
    );
    let findings = reader.findings(&FindingQuery::default()).unwrap();
    assert_eq!(
        (findings[0].severity, findings.len()),
        (Severity::Notice, 1)
    );
    let query = SearchQuery {
        text: "elsewhere".to_owned(),
        ..SearchQuery::default()
    };
    assert_eq!(reader.search(&query).unwrap().len(), 1);
    let archived = reader
        .archived_page("https://old.example/first")
        .unwrap()
        .unwrap();
    assert_eq!(archived.raw, b"<p>Everything");
}

#[test]
fn a_second_copy_does_not_take_the_place_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = old_database(folder.path());
    let taken = folder
        .path()
        .join(format!("old.db.before-v{SCHEMA_VERSION}"));
    fs::write(&taken, "an earlier copy").unwrap();
    let store = open(&path).unwrap();
    assert_ne!(store.copied_to().unwrap(), taken);
    assert_eq!(fs::read(&taken).unwrap(), b"an earlier copy");
}

/// What opening the file says; it must leave the file as it is.
fn refusal(path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let error = open(path).unwrap_err();
    assert!(fs::read(path).unwrap() == before, "the file was changed");
    assert!(
        error.to_string().contains(&path.display().to_string()),
        "{error}"
    );
    error
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for content in ["Dear diary,\n", "x", "SQLite format 2 and more"] {
        fs::write(&path, content).unwrap();
        let error = refusal(&path);
        assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
        assert!(error.to_string().contains("--db"));
    }
    let error = open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::NotADatabase { .. }));
}

#[test]
fn a_database_cut_or_scribbled_over_is_refused_and_left_alone() {
    let place = Place::new();
    for number in 0..40 {
        let text = format!("words {number} ").repeat(300);
        let url = format!("https://a.example/{number}");
        place.save(page(place.run.id(), &url, post("A", &text)));
    }
    let copy = place.path().with_file_name("copy.db");
    place.store.backup(&copy).unwrap();
    let mut broken = fs::read(&copy).unwrap();
    broken[16..2000].fill(0xA5);
    fs::write(&copy, &broken).unwrap();
    let error = refusal(&copy);
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
}

#[test]
fn another_programs_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA application_id = 7; CREATE TABLE posts (id)")
        .unwrap();
    drop(other);
    assert!(matches!(
        refusal(&path),
        StoreError::Foreign {
            application_id: 7,
            ..
        }
    ));
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let place = Place::new();
    let path = place.path();
    drop(place.store);
    let newer = Connection::open(&path).unwrap();
    newer
        .pragma_update(None, "user_version", SCHEMA_VERSION + 5)
        .unwrap();
    drop(newer);
    let StoreError::Newer { found, known, .. } = refusal(&path) else {
        panic!("another error");
    };
    assert_eq!((found, known), (SCHEMA_VERSION + 5, SCHEMA_VERSION));
}

#[test]
fn a_missing_file_is_made_on_demand_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/h.db");
    assert!(matches!(
        open(&path).unwrap_err(),
        StoreError::Missing { .. }
    ));
    assert!(!path.exists());
    let store = Store::open(&path, &OpenOptions { create: true }).unwrap();
    assert!(store.check_health().unwrap().is_sound());
    let left: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("lock"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_empty_file_becomes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h.db");
    fs::write(&path, "").unwrap();
    assert!(open(&path).unwrap().check_health().unwrap().is_sound());
}

#[test]
fn a_backup_is_sound_and_takes_no_place() {
    let place = Place::new();
    place.save(page(
        place.run.id(),
        "https://a.example/1",
        post("A", "words"),
    ));
    let to = place.path().with_file_name("backup.db");
    let report = place.store.backup(&to).unwrap();
    assert_eq!(report.size_bytes, fs::metadata(&to).unwrap().len());
    assert_eq!(dump(&to, &[]), dump(&place.path(), &[]));
    assert!(matches!(
        place.store.backup(&to).unwrap_err(),
        StoreError::CopyExists { .. }
    ));
    let nowhere = place.path().with_file_name("no/such/folder.db");
    assert!(matches!(
        place.store.backup(&nowhere).unwrap_err(),
        StoreError::Copy { .. }
    ));
}
