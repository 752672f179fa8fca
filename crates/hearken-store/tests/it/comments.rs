//! The history of comments.

use hearken_model::Comment;
use hearken_store::{PostRef, Saved, StoredComment};

use crate::support::{Place, answer, comment, later, page, post};

const URL: &str = "https://blog.example/2026/listening";

/// Saves the page with each list of comments, an hour apart; gives the last result and all
/// comments then.
fn history(steps: &[Vec<Comment>]) -> (Saved, Vec<StoredComment>) {
    let place = Place::new();
    let mut saved = None;
    for (comments, hour) in steps.iter().zip(0..) {
        let mut post = post("On listening", "Listen first.");
        post.comments.clone_from(comments);
        let mut page = page(place.run.id(), URL, post);
        page.fetched_at = later(hour);
        saved = Some(place.save(page));
    }
    let saved = saved.unwrap();
    let stored = place
        .store
        .reader()
        .unwrap()
        .post(&PostRef::Id(saved.post_id))
        .unwrap()
        .unwrap();
    let shown: Vec<_> = stored
        .comments
        .iter()
        .filter(|comment| comment.gone_at.is_none())
        .collect();
    assert_eq!(stored.post.comments.len(), shown.len());
    assert_eq!(place.store.check_health().unwrap().index_problems, []);
    (saved, stored.comments)
}

#[test]
fn an_edited_comment_keeps_its_old_words() {
    let (saved, comments) = history(&[
        vec![comment("c1", "Ann", "I agree")],
        vec![comment("c1", "Ann", "I disagree")],
    ]);
    assert_eq!((saved.comments_edited, saved.comments_new), (1, 0));
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].comment.text, "I disagree");
    assert_eq!(comments[0].earlier, [("I agree".to_owned(), later(1))]);
}

#[test]
fn a_comment_that_vanishes_is_marked() {
    let both = vec![comment("c1", "Ann", "one"), comment("c2", "Bo", "two")];
    let (saved, comments) = history(&[both.clone(), vec![both[1].clone()]]);
    assert_eq!((saved.comments_gone, saved.comments_total), (1, 1));
    let gone: Vec<_> = comments
        .iter()
        .filter(|comment| comment.gone_at.is_some())
        .collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].comment.text, "one");
    assert_eq!(gone[0].gone_at, Some(later(1)));
}

#[test]
fn a_comment_that_comes_back_is_the_same_row() {
    let one = vec![comment("c1", "Ann", "one")];
    let (saved, comments) = history(&[one.clone(), vec![], one]);
    assert_eq!((saved.comments_new, saved.comments_total), (1, 1));
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].gone_at, None);
}

#[test]
fn keys_that_count_places_may_shift_and_swap() {
    let (saved, comments) = history(&[
        vec![comment("c1", "Ann", "one"), comment("c2", "Bo", "two")],
        vec![
            comment("c1", "Bo", "two"),
            comment("c2", "Ann", "one"),
            comment("c3", "Cy", "three"),
        ],
    ]);
    assert_eq!(
        (
            saved.comments_new,
            saved.comments_edited,
            saved.comments_gone
        ),
        (1, 0, 0)
    );
    let order: Vec<_> = comments
        .iter()
        .map(|c| (c.comment.key.as_str(), c.comment.text.as_str()))
        .collect();
    assert_eq!(order, [("c1", "two"), ("c2", "one"), ("c3", "three")]);
}

#[test]
fn threads_keep_their_shape() {
    let (_, comments) = history(&[vec![
        comment("c1", "Ann", "a question"),
        answer("c2", "c1", "Ida", "an answer"),
        answer("c3", "c2", "Ann", "thanks"),
        answer("c4", "nowhere", "Bo", "to nobody"),
    ]]);
    let depths: Vec<_> = comments.iter().map(|comment| comment.depth).collect();
    assert_eq!(depths, [0, 1, 2, 0]);
    assert_eq!(comments[2].parent_id, Some(comments[1].id));
}

#[test]
fn doubled_keys_are_told_apart() {
    let doubled = vec![comment("c1", "Ann", "one"), comment("c1", "Bo", "two")];
    let (saved, comments) = history(&[doubled.clone(), doubled]);
    assert_eq!(
        (saved.change, saved.comments_total),
        (hearken_store::Change::Unchanged, 2)
    );
    assert_ne!(comments[0].comment.key, comments[1].comment.key);
}
