//! Saving pages: what counts as new, and that the same again counts as nothing.

use hearken_store::{Change, PageRecord};

use crate::support::{Place, answer, comment, later, page, post};

const URL: &str = "https://blog.example/2026/listening";

fn with_comments(place: &Place) -> PageRecord {
    let mut post = post("On listening", "Listen first, then speak.");
    post.comments = vec![
        comment("comment-1", "Ann", "Quite so. Who said it first?"),
        answer("comment-2", "comment-1", "Ida Example", "My grandmother."),
    ];
    page(place.run.id(), URL, post)
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let place = Place::new();
    let first = place.save(with_comments(&place));
    assert_eq!(
        (first.change, first.comments_new, first.comments_total),
        (Change::New, 2, 2)
    );
    let before = place.dump();
    let again = place.save(PageRecord {
        fetched_at: later(1),
        ..with_comments(&place)
    });
    assert_eq!(
        (again.change, again.post_id),
        (Change::Unchanged, first.post_id)
    );
    assert_eq!(place.dump(), before);
}
