//! One post, several addresses.

use hearken_store::{Change, PageRecord, PostRef};

use crate::support::{Place, comment, page, post};

/// Saves pages of (address, canonical address, title, text) and gives what each came to, and the
/// posts' addresses then.
fn save(pages: &[(&str, Option<&str>, &str, &str)]) -> (Vec<Change>, Vec<String>) {
    let place = Place::new();
    let changes = pages
        .iter()
        .map(|(url, canonical, title, text)| {
            let mut post = post(title, text);
            post.canonical_url = canonical.map(str::to_owned);
            place.save(page(place.run.id(), url, post)).change
        })
        .collect();
    let posts = place
        .store
        .reader()
        .unwrap()
        .posts(&hearken_store::PostQuery::default())
        .unwrap();
    (changes, posts.into_iter().map(|post| post.url).collect())
}

#[test]
fn tracking_scheme_and_fragment_make_no_other_post() {
    let (changes, urls) = save(&[
        ("https://blog.example/a", None, "A", "text"),
        (
            "http://www.blog.example/a?utm_source=mail#comments",
            None,
            "A",
            "text",
        ),
    ]);
    assert_eq!(changes, [Change::New, Change::Unchanged]);
    assert_eq!(urls, ["https://blog.example/a"]);
}

#[test]
fn the_same_content_elsewhere_is_a_duplicate_in_either_order() {
    let short = ("https://a.example/1", None, "A", "the same words");
    let long = ("https://blog.example/print/1", None, "A", "the same words");
    for pages in [[short, long], [long, short]] {
        let (changes, urls) = save(&pages);
        assert_eq!(changes, [Change::New, Change::Duplicate]);
        assert_eq!(urls, ["https://a.example/1"]);
    }
}

#[test]
fn the_canonical_address_names_the_post() {
    let amp = (
        "https://b.example/1/amp",
        Some("https://b.example/1"),
        "A",
        "shorter words",
    );
    let own = (
        "https://b.example/1",
        Some("https://b.example/1"),
        "A",
        "all the words",
    );
    let (changes, urls) = save(&[own, amp, own]);
    assert_eq!(changes, [Change::New, Change::Duplicate, Change::Unchanged]);
    assert_eq!(urls, ["https://b.example/1"]);
    let (changes, urls) = save(&[amp, own, amp]);
    assert_eq!(changes, [Change::New, Change::Revised, Change::Duplicate]);
    assert_eq!(urls, ["https://b.example/1"]);
}

#[test]
fn one_canonical_address_on_all_pages_folds_no_posts() {
    let wrong = Some("https://b.example/blog");
    let (changes, urls) = save(&[
        ("https://b.example/1", wrong, "One", "first words"),
        ("https://b.example/2", wrong, "Two", "second words"),
        ("https://b.example/2", wrong, "Two", "second words"),
    ]);
    assert_eq!(changes, [Change::New, Change::New, Change::Unchanged]);
    assert_eq!(urls.len(), 2);
}

#[test]
fn pages_without_text_are_no_duplicates() {
    let (changes, _) = save(&[
        ("https://b.example/1", None, "", ""),
        ("https://b.example/2", None, "", ""),
    ]);
    assert_eq!(changes, [Change::New, Change::New]);
}

#[test]
fn a_duplicate_adds_the_comments_it_has_more() {
    let place = Place::new();
    let mut first = post("A", "the same words");
    first.comments = vec![comment("c1", "Ann", "one")];
    let mut second = first.clone();
    second.comments = vec![comment("c1", "Bo", "two"), comment("c2", "Ann", "one")];
    let saved = place.save(page(place.run.id(), "https://a.example/1", first.clone()));
    let other = page(place.run.id(), "https://mirror.example/1", second);
    let duplicate = place.save(other.clone());
    assert_eq!(duplicate.post_id, saved.post_id);
    assert_eq!(
        (duplicate.change, duplicate.comments_new),
        (Change::Duplicate, 1)
    );
    let before = place.dump();
    place.save(other);
    let again = place.save(page(place.run.id(), "https://a.example/1", first));
    assert_eq!((again.change, again.comments_total), (Change::Unchanged, 2));
    assert_eq!(place.dump(), before);
}

#[test]
fn a_post_is_found_by_any_of_its_addresses() {
    let place = Place::new();
    let record = page(place.run.id(), "https://go.example/x", post("A", "words"));
    let saved = place.save(PageRecord {
        final_url: "https://blog.example/a".to_owned(),
        ..record
    });
    let reader = place.store.reader().unwrap();
    for url in [
        "https://go.example/x",
        "http://blog.example/a#top",
        "https://blog.example/a",
    ] {
        let found = reader.post(&PostRef::Url(url.to_owned())).unwrap().unwrap();
        assert_eq!(found.summary.id, saved.post_id, "{url}");
    }
    assert!(
        reader
            .post(&PostRef::Url("https://blog.example/b".to_owned()))
            .unwrap()
            .is_none()
    );
}
