//! Saving pages: what counts as new, and that the same again counts as nothing.

use hearken_model::Post;
use hearken_store::{Change, Origin, PageRecord, PostRef, StoreError};

use crate::support::{Place, answer, comment, later, page, post};

const URL: &str = "https://blog.example/2026/listening";

fn listening() -> Post {
    let mut post = post("On listening", "Listen first, then speak.");
    post.comments = vec![
        comment("comment-1", "Ann", "Quite so. Who said it first?"),
        answer("comment-2", "comment-1", "Ida Example", "My grandmother."),
    ];
    post
}

/// Saves the page after `change` an hour later and gives what that came to.
fn after(change: impl FnOnce(&mut Post)) -> (Place, hearken_store::Saved) {
    let place = Place::new();
    let first = place.save(page(place.run.id(), URL, listening()));
    assert_eq!(
        (first.change, first.comments_new, first.comments_total),
        (Change::New, 2, 2)
    );
    let mut post = listening();
    change(&mut post);
    let second = PageRecord {
        fetched_at: later(1),
        ..page(place.run.id(), URL, post)
    };
    let saved = place.save(second);
    assert_eq!(saved.post_id, first.post_id);
    (place, saved)
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let place = Place::new();
    place.save(page(place.run.id(), URL, listening()));
    let before = place.dump();
    let again = page(place.run.id(), URL, listening());
    let saved = place.save(PageRecord {
        fetched_at: later(1),
        ..again
    });
    assert_eq!(saved.change, Change::Unchanged);
    assert_eq!(place.dump(), before);
}

#[test]
fn other_bytes_with_the_same_reading_change_nothing() {
    let place = Place::new();
    place.save(page(place.run.id(), URL, listening()));
    let before = place.dump();
    let mut again = page(place.run.id(), URL, listening());
    again.raw.extend(b"<!-- served in 12 ms -->");
    assert_eq!(place.save(again).change, Change::Unchanged);
    assert_eq!(place.dump(), before);
}

#[test]
fn what_an_author_changes_is_a_revision() {
    let (place, saved) = after(|post| {
        *post = Post {
            text: "Listen, then speak.".to_owned(),
            blocks: vec![],
            ..post.clone()
        }
    });
    assert_eq!((saved.change, saved.comments_new), (Change::Revised, 0));
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    let texts: Vec<_> = stored
        .revisions
        .iter()
        .map(|revision| (revision.text.as_str(), revision.origin))
        .collect();
    assert_eq!(
        texts,
        [
            ("Listen first, then speak.", Origin::Author),
            ("Listen, then speak.", Origin::Author)
        ]
    );
    assert_eq!(stored.post.text, "Listen, then speak.");
}

#[test]
fn a_new_comment_makes_no_revision() {
    let (place, saved) = after(|post| post.comments.push(comment("comment-3", "Bo", "Mine too.")));
    assert_eq!(
        (saved.change, saved.comments_new, saved.comments_total),
        (Change::Comments, 1, 3)
    );
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    assert_eq!(stored.revisions.len(), 1);
}

#[test]
fn what_stands_around_the_words_changes_in_place() {
    let (place, saved) = after(|post| {
        post.tags.push("ears".to_owned());
        post.published = Some("2026-02-28T23:30:00+02:00".parse().unwrap());
    });
    assert_eq!(saved.change, Change::Metadata);
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    assert_eq!(stored.post.tags, ["ears"]);
    assert_eq!(
        stored.post.published.unwrap().to_string(),
        "2026-02-28T23:30:00+02:00"
    );
    assert_eq!(stored.revisions.len(), 1);
}

#[test]
fn what_was_left_out_may_rotate() {
    let (_place, saved) = after(|post| {
        post.removed.push(hearken_model::Removed {
            kind: hearken_model::RemovedKind::Advert,
            text: "Buy ears".to_owned(),
            why: "rule".to_owned(),
        });
    });
    assert_eq!(saved.change, Change::Unchanged);
}

#[test]
fn a_page_that_fails_leaves_nothing_and_its_neighbours_stay() {
    let place = Place::new();
    let good = |number: usize| {
        let url = format!("https://blog.example/{number}");
        page(
            place.run.id(),
            &url,
            post(&format!("Title {number}"), "Words."),
        )
    };
    let bad = PageRecord {
        final_url: String::new(),
        ..good(2)
    };
    let results = place.store.writer().save_pages(vec![good(1), bad, good(3)]);
    assert!(results[0].is_ok() && results[2].is_ok());
    assert!(matches!(results[1], Err(StoreError::Address { .. })));
    assert_eq!(place.store.reader().unwrap().stats().unwrap().posts, 2);
}

#[test]
fn what_analyzers_are_shown_is_what_was_saved() {
    let (place, saved) = after(|post| post.comments.push(comment("comment-3", "Bo", "Mine too.")));
    let reader = place.store.reader().unwrap();
    let query = crate::support::pending("org.example.any");
    let pending = reader.pending(&query).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].post_id, saved.post_id);
    assert_eq!(pending[0].post.shown_hash(), pending[0].shown_hash);
    assert_eq!(pending[0].post.comments.len(), 3);
    assert_eq!(
        pending[0].post.comments[1].reply_to.as_deref(),
        Some("comment-1")
    );
}
