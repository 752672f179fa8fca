//! Taking posts out.

use hearken_store::{Mode, PostQuery, PostSelector};

use crate::support::{Place, comment, dump, page, post};

fn place() -> Place {
    let place = Place::new();
    for number in 1..=3 {
        let mut post = post(&format!("Title {number}"), &format!("words of {number}"));
        post.comments = vec![comment("c1", "Ann", "yes")];
        let host = if number == 3 {
            "b.example"
        } else {
            "a.example"
        };
        place.save(page(
            place.run.id(),
            &format!("https://{host}/{number}"),
            post,
        ));
    }
    place
}

fn left(place: &Place) -> Vec<String> {
    let posts = place
        .store
        .reader()
        .unwrap()
        .posts(&PostQuery::default())
        .unwrap();
    posts.into_iter().map(|post| post.url).collect()
}

#[test]
fn removes_what_was_selected_and_all_that_belongs_to_it() {
    for (selector, stays) in [
        (
            PostSelector::Url("http://a.example/2#x".to_owned()),
            vec!["a.example/1", "b.example/3"],
        ),
        (
            PostSelector::Site("www.a.example".to_owned()),
            vec!["b.example/3"],
        ),
        (
            PostSelector::Url("https://a.example/9".to_owned()),
            vec!["a.example/1", "a.example/2", "b.example/3"],
        ),
    ] {
        let place = place();
        let report = place
            .store
            .writer()
            .remove_posts(selector.clone(), Mode::Do)
            .unwrap();
        let stays: Vec<_> = stays.iter().map(|url| format!("https://{url}")).collect();
        assert_eq!(left(&place), stays, "{selector:?}");
        assert_eq!(report.posts.len(), 3 - stays.len());
        assert_eq!(
            (report.comments, report.pages),
            (report.posts.len(), report.posts.len())
        );
        assert!(place.store.check_health().unwrap().is_sound());
        let counts = place.store.reader().unwrap().table_counts().unwrap();
        let of = |name: &str| counts.iter().find(|(table, _)| table == name).unwrap().1;
        for table in [
            "comments",
            "revisions",
            "pages",
            "post_addresses",
            "frontier",
        ] {
            assert_eq!(of(table), stays.len() as u64, "{table}");
        }
    }
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    let place = place();
    let before = dump(&place.path(), &[]);
    let all = PostSelector::Site("a.example".to_owned());
    let told = place
        .store
        .writer()
        .remove_posts(all.clone(), Mode::DryRun)
        .unwrap();
    assert_eq!(dump(&place.path(), &[]), before);
    assert!(place.store.check_health().unwrap().is_sound());
    assert_eq!(
        place.store.writer().remove_posts(all, Mode::Do).unwrap(),
        told
    );
}

#[test]
fn a_removed_post_may_come_back() {
    let place = place();
    let one = PostSelector::Url("https://a.example/1".to_owned());
    place.store.writer().remove_posts(one, Mode::Do).unwrap();
    let again = page(
        place.run.id(),
        "https://a.example/1",
        post("Title 1", "words of 1"),
    );
    assert_eq!(place.save(again).change, hearken_store::Change::New);
}
