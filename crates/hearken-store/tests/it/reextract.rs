//! What a newer extractor reads from archived pages.

use std::ops::ControlFlow;

use hearken_model::Post;
use hearken_store::{ArchivedPage, Change, Origin, PostRef, ReextractedPage};

use crate::support::{Place, comment, later, page, post};

const URL: &str = "https://a.example/1";

fn archived(place: &Place, version: &str) -> Vec<ArchivedPage> {
    let mut pages = Vec::new();
    let reader = place.store.reader().unwrap();
    reader
        .pages_to_reextract(version, |page| {
            pages.push(page);
            ControlFlow::Continue(())
        })
        .unwrap();
    pages
}

fn read_again(place: &Place, page: &ArchivedPage, post: Post) -> hearken_store::Saved {
    let page = ReextractedPage {
        post_id: page.post_id,
        url: page.url.clone(),
        post,
        extractor_version: "2".to_owned(),
        run: place.run.id(),
        at: later(1),
    };
    place.store.writer().save_reextracted(page).unwrap()
}

#[test]
fn history_tells_the_extractors_change_from_the_authors() {
    let place = Place::new();
    let first = post("A", "words and a share bar");
    let record = page(place.run.id(), URL, first);
    let (raw, content_type) = (record.raw.clone(), record.content_type.clone());
    place.save(record);
    let pages = archived(&place, "2");
    assert_eq!(pages.len(), 1);
    assert_eq!(
        (&pages[0].raw, &pages[0].content_type),
        (&raw, &content_type)
    );
    let better = post("A", "words");
    let saved = read_again(&place, &pages[0], better.clone());
    assert_eq!(saved.change, Change::Revised);
    assert!(archived(&place, "2").is_empty());

    let mut fetched = page(place.run.id(), URL, post("A", "other words"));
    fetched.extractor_version = "2".to_owned();
    place.save(fetched);
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    let origins: Vec<_> = stored
        .revisions
        .iter()
        .map(|revision| revision.origin)
        .collect();
    assert_eq!(origins, [Origin::Author, Origin::Extractor, Origin::Author]);
}

#[test]
fn the_same_bytes_read_otherwise_are_the_extractors_change() {
    let place = Place::new();
    let record = page(place.run.id(), URL, post("A", "words and a share bar"));
    let mut again = record.clone();
    place.save(record);
    again.post = post("A", "words");
    again.extractor_version = "2".to_owned();
    let saved = place.save(again);
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    assert_eq!(stored.revisions[1].origin, Origin::Extractor);
}

#[test]
fn the_same_reading_again_changes_nothing_but_who_read() {
    let place = Place::new();
    let mut first = post("A", "words");
    first.comments = vec![comment("c1", "Ann", "yes")];
    place.save(page(place.run.id(), URL, first.clone()));
    let before: Vec<_> = place
        .dump()
        .into_iter()
        .filter(|line| !line.starts_with("pages:"))
        .collect();
    let pages = archived(&place, "2");
    assert_eq!(
        read_again(&place, &pages[0], first).change,
        Change::Unchanged
    );
    let after: Vec<_> = place
        .dump()
        .into_iter()
        .filter(|line| !line.starts_with("pages:"))
        .collect();
    assert_eq!(after, before);
    assert!(archived(&place, "2").is_empty());
}

#[test]
fn iterating_can_stop() {
    let place = Place::new();
    for number in 0..3 {
        let url = format!("https://a.example/{number}");
        place.save(page(
            place.run.id(),
            &url,
            post("A", &format!("words {number}")),
        ));
    }
    let mut seen = 0;
    let reader = place.store.reader().unwrap();
    reader
        .pages_to_reextract("2", |_| {
            seen += 1;
            if seen == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(seen, 2);
}
