//! Many threads at once.

use std::thread;

use hearken_store::{Change, OpenOptions, PostQuery, SearchQuery, Store, StoreError};

use crate::support::{Place, comment, page, post, run};

#[test]
fn readers_see_whole_pages_while_others_are_written() {
    let place = Place::new();
    let id = place.run.id();
    let store = &place.store;
    let write = |thread: usize| {
        for number in 0..60 {
            let text = format!("words of {thread} and {number}");
            let mut post = post(&format!("Title {thread}-{number}"), &text);
            post.comments = (0..3)
                .map(|n| comment(&format!("c{n}"), "Ann", "yes"))
                .collect();
            let url = format!("https://{thread}.example/{number}");
            store.writer().save_page(page(id, &url, post)).unwrap();
        }
    };
    let read = || {
        let mut seen = 0;
        while seen < 240 {
            let posts = store
                .reader()
                .unwrap()
                .posts(&PostQuery::default())
                .unwrap();
            assert!(posts.iter().all(|post| post.comments == 3));
            assert!(posts.len() >= seen, "what was there went away");
            seen = posts.len();
            let words = SearchQuery {
                text: "words".to_owned(),
                ..SearchQuery::default()
            };
            assert!(store.reader().unwrap().search(&words).unwrap().len() >= seen);
        }
    };
    thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || write(number));
        }
        scope.spawn(read);
        scope.spawn(read);
    });
    assert!(place.store.check_health().unwrap().is_sound());
}

#[test]
fn two_processes_may_write_at_once() {
    // Two stores on one file stand for two processes: they share nothing but the file.
    let place = Place::new();
    let second = Store::open(&place.path(), &OpenOptions::default()).unwrap();
    let other_run = second.begin_run(run("another")).unwrap();
    thread::scope(|scope| {
        for (store, id, host) in [
            (&place.store, place.run.id(), "a"),
            (&second, other_run.id(), "b"),
        ] {
            scope.spawn(move || {
                for number in 0..40 {
                    let url = format!("https://{host}.example/{number}");
                    let text = format!("{host} {number}");
                    store
                        .writer()
                        .save_page(page(id, &url, post("A", &text)))
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(place.store.reader().unwrap().stats().unwrap().posts, 80);
}

#[test]
fn one_page_saved_by_many_at_once_is_one_post() {
    let place = Place::new();
    let saves: Vec<_> = thread::scope(|scope| {
        let save = || {
            place
                .save(page(
                    place.run.id(),
                    "https://a.example/1",
                    post("A", "words"),
                ))
                .change
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(save)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(
        saves
            .iter()
            .filter(|change| **change == Change::New)
            .count(),
        1
    );
    assert_eq!(
        saves
            .iter()
            .filter(|change| **change == Change::Unchanged)
            .count(),
        7
    );
}

#[test]
fn a_closed_store_says_so() {
    let place = Place::new();
    let writer = place.store.writer();
    let id = place.run.id();
    drop(place);
    let error = writer
        .save_page(page(id, "https://a.example/1", post("A", "words")))
        .unwrap_err();
    assert!(matches!(error, StoreError::Closed), "{error}");
}
