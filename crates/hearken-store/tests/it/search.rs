//! Searching posts and comments.

use hearken_store::{SearchQuery, SearchScope, StoreError};
use proptest::prelude::*;

use crate::support::{Place, comment, page, post};

fn place() -> Place {
    let place = Place::new();
    for (url, title, text, words) in [
        (
            "https://a.example/1",
            "Ears",
            "Listening is a craft. Ears come in pairs.",
            "Two ears!",
        ),
        (
            "https://a.example/2",
            "Mouths",
            "Speaking is easy, while ears tire.",
            "Café crème?",
        ),
        (
            "https://b.example/3",
            "Noses",
            "Smelling is underrated.",
            "A craft, too: listening",
        ),
    ] {
        let mut post = post(title, text);
        post.comments = vec![comment("c1", "Ann", words)];
        place.save(page(place.run.id(), url, post));
    }
    place
}

/// What is found, as (page number, whether in a comment), the best first.
fn found(place: &Place, query: &SearchQuery) -> Vec<(char, bool)> {
    let hits = place.store.reader().unwrap().search(query).unwrap();
    hits.iter()
        .map(|hit| {
            (
                hit.post_url.chars().last().unwrap(),
                hit.comment_id.is_some(),
            )
        })
        .collect()
}

fn words(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        ..SearchQuery::default()
    }
}

#[test]
fn finds_by_words_phrases_and_exclusions() {
    let place = place();
    for (text, mut wanted) in [
        ("underrated", vec![('3', false)]),
        ("ears -speaking", vec![('1', false), ('1', true)]),
        ("\"a craft\"", vec![('1', false), ('3', true)]),
        ("speaking OR smelling", vec![('2', false), ('3', false)]),
        ("cafe creme", vec![('2', true)]),
        ("listen*", vec![('1', false), ('3', true)]),
        ("ann listening", vec![('3', true)]),
        ("nowhere", vec![]),
    ] {
        let mut hits = found(&place, &words(text));
        hits.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(hits, wanted, "{text}");
    }
}

#[test]
fn a_title_outweighs_a_text() {
    let place = place();
    let posts = SearchQuery {
        scope: SearchScope::Posts,
        ..words("ears")
    };
    assert_eq!(found(&place, &posts), [('1', false), ('2', false)]);
}

#[test]
fn scopes_and_sites_narrow() {
    let place = place();
    let all = words("listening");
    let only = |scope| {
        found(
            &place,
            &SearchQuery {
                scope,
                ..all.clone()
            },
        )
    };
    assert_eq!(only(SearchScope::Posts), [('1', false)]);
    assert_eq!(only(SearchScope::Comments), [('3', true)]);
    let site = SearchQuery {
        site: Some("www.B.example".to_owned()),
        ..all.clone()
    };
    assert_eq!(found(&place, &site), [('3', true)]);
    let second = SearchQuery {
        limit: Some(1),
        offset: 1,
        ..all
    };
    assert_eq!(found(&place, &second).len(), 1);
}

#[test]
fn snippets_mark_the_words() {
    let place = place();
    let hits = place
        .store
        .reader()
        .unwrap()
        .search(&words("underrated"))
        .unwrap();
    let marked: Vec<_> = hits[0]
        .marks
        .iter()
        .map(|span| span.slice(&hits[0].snippet).unwrap())
        .collect();
    assert_eq!(marked, ["underrated"]);
    assert_eq!(hits[0].post_title.as_deref(), Some("Noses"));
}

#[test]
fn words_that_changed_are_found_as_they_are() {
    let place = place();
    let changed = post("Ears", "Hearing is a gift.");
    place.save(page(place.run.id(), "https://a.example/1", changed));
    assert_eq!(found(&place, &words("hearing")), [('1', false)]);
    // The comment has left the page.
    assert!(found(&place, &words("pairs")).is_empty());
    assert!(found(&place, &words("two")).is_empty());
    assert_eq!(place.store.check_health().unwrap().index_problems, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_a_person_types_is_a_syntax_error(
        texts in proptest::collection::vec("(\\PC|[\"*()^:{}+\\-\u{0}]|OR|NOT|NEAR){0,12}", 40)
    ) {
        let place = place();
        let reader = place.store.reader().unwrap();
        for text in texts {
            let result = reader.search(&words(&text));
            let fine = matches!(
                result,
                Ok(_) | Err(StoreError::EmptySearch { .. } | StoreError::LongSearch { .. })
            );
            prop_assert!(fine, "{text:?}: {result:?}");
        }
    }
}
