//! Lists of posts and counts.

use hearken_model::{PageDate, RemovedKind};
use hearken_store::{NewSource, PageRecord, PostQuery, SourceId, SourceKind};
use time::macros::datetime;

use crate::support::{Place, START, comment, page, post};

fn place() -> (Place, SourceId) {
    let place = Place::new();
    let feed = NewSource {
        kind: SourceKind::Feed,
        location: "https://a.example/feed".to_owned(),
        title: Some("A".to_owned()),
        added_at: START,
    };
    let source = place.store.writer().add_source(feed).unwrap();
    for (url, author, language, date) in [
        (
            "https://a.example/1",
            "Ida Example",
            "en",
            Some("2020-05-01"),
        ),
        (
            "https://a.example/2",
            "Öle Beispiel",
            "de-AT",
            Some("2021-05-01T10:00:00+02:00"),
        ),
        ("https://b.example/3", "Ida Example", "en", None),
    ] {
        let mut post = post("Title", &format!("words at {url}"));
        post.authors = vec![author.to_owned()];
        post.language = Some(language.to_owned());
        post.published = date.map(|text: &str| text.parse::<PageDate>().unwrap());
        post.comments = vec![comment("c1", "Ann", "yes")];
        post.removed = vec![hearken_model::Removed {
            kind: RemovedKind::Share,
            text: "Share".to_owned(),
            why: "class share".to_owned(),
        }];
        let source = url.contains("a.example").then_some(source);
        place.save(PageRecord {
            source,
            ..page(place.run.id(), url, post)
        });
    }
    (place, source)
}

#[test]
fn filters_and_order() {
    let (place, source) = place();
    let reader = place.store.reader().unwrap();
    let check = |narrow: &dyn Fn(&mut PostQuery), wanted: &str| {
        let mut query = PostQuery::default();
        narrow(&mut query);
        let posts = reader.posts(&query).unwrap();
        let found: String = posts
            .iter()
            .filter_map(|post| post.url.chars().last())
            .collect();
        assert_eq!(found, wanted, "{query:?}");
    };
    let (before, after) = (
        datetime!(2020-06-01 0:00 UTC),
        datetime!(2021-05-01 8:00 UTC),
    );
    check(&|_| {}, "213");
    check(&|query| query.source = Some(source), "21");
    check(&|query| query.site = Some("WWW.b.example".to_owned()), "3");
    check(&|query| query.author = Some("ida".to_owned()), "13");
    check(&|query| query.language = Some("de".to_owned()), "2");
    check(&|query| query.language = Some("d".to_owned()), "");
    check(&|query| query.until = Some(before), "1");
    // A post without a date counts by when it was first seen.
    check(&|query| query.since = Some(after), "23");
    check(
        &|query| query.with_finding = Some("conversation.unanswered".to_owned()),
        "",
    );
    check(&|query| (query.limit, query.offset) = (Some(1), 1), "1");
}

#[test]
fn counts_by_source() {
    let (place, source) = place();
    let reader = place.store.reader().unwrap();
    let stats = reader.stats().unwrap();
    assert_eq!(
        (stats.posts, stats.comments, stats.pages, stats.findings),
        (3, 3, 3, 0)
    );
    assert_eq!(stats.by_source.len(), 1);
    let feed = &stats.by_source[0];
    assert_eq!((feed.source.id, feed.posts, feed.comments), (source, 2, 2));
    assert_eq!(feed.removed[&RemovedKind::Share], 2);
    let tables = reader.table_counts().unwrap();
    assert!(tables.contains(&("posts".to_owned(), 3)), "{tables:?}");
    assert!(tables.iter().all(|(name, _)| name != "v_posts"));
}
