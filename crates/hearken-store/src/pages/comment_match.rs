//! Which comment of a page is which of the database.
//!
//! A comment is the same where key and words are; else where writer, words and date are (its key
//! changed, or it came back); else where key and writer are (it was edited). What is left over on
//! the page is new; what is left over in the database has left the page.

use std::collections::HashMap;

use hearken_model::Comment;

/// A comment in the database.
#[derive(Debug, Clone)]
pub(super) struct StoredComment {
    pub(super) id: i64,
    pub(super) is_gone: bool,
    pub(super) page_key: String,
    pub(super) position: i64,
    pub(super) comment: Comment,
}

/// For each comment of a page, in order, the place of its match among the stored ones.
pub(super) fn match_comments(page: &[Comment], stored: &[StoredComment]) -> Vec<Option<usize>> {
    let mut matched = vec![None; page.len()];
    let mut taken = vec![false; stored.len()];
    match_by(page, stored, &mut matched, &mut taken, |comment| {
        (comment.key.as_str(), words_of(comment))
    });
    match_by(page, stored, &mut matched, &mut taken, words_of);
    match_by(page, stored, &mut matched, &mut taken, |comment| {
        (comment.key.as_str(), comment.author.as_deref())
    });
    matched
}

fn words_of(comment: &Comment) -> (Option<&str>, &str, Option<String>) {
    let date = comment.published.map(|date| date.to_string());
    (comment.author.as_deref(), comment.text.as_str(), date)
}

/// Pairs what has no partner yet and the same identity; those still on the page come first.
fn match_by<'a, I: Eq + std::hash::Hash>(
    page: &'a [Comment],
    stored: &'a [StoredComment],
    matched: &mut [Option<usize>],
    taken: &mut [bool],
    identity: impl Fn(&'a Comment) -> I,
) {
    if matched.iter().all(Option::is_some) {
        return;
    }
    let mut free: HashMap<I, Vec<usize>> = HashMap::new();
    let mut order: Vec<_> = (0..stored.len()).filter(|at| !taken[*at]).collect();
    // Taken from the end: the first on the page, before those that are gone.
    order.sort_by_key(|at| std::cmp::Reverse((stored[*at].is_gone, *at)));
    for at in order {
        free.entry(identity(&stored[at].comment))
            .or_default()
            .push(at);
    }
    for (comment, partner) in page.iter().zip(matched) {
        if partner.is_none()
            && let Some(at) = free.get_mut(&identity(comment)).and_then(Vec::pop)
        {
            *partner = Some(at);
            taken[at] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(key: &str, author: &str, text: &str) -> Comment {
        Comment {
            key: key.to_owned(),
            author: Some(author.to_owned()),
            text: text.to_owned(),
            ..Comment::default()
        }
    }

    fn check(page: &[(&str, &str, &str)], stored: &[(&str, &str, &str)], wanted: &[Option<usize>]) {
        let page: Vec<_> = page.iter().map(|(k, a, t)| comment(k, a, t)).collect();
        let stored: Vec<_> = stored
            .iter()
            .zip(0..)
            .map(|((k, a, t), id)| StoredComment {
                id,
                is_gone: false,
                page_key: String::new(),
                position: id,
                comment: comment(k, a, t),
            })
            .collect();
        assert_eq!(match_comments(&page, &stored), wanted);
    }

    #[test]
    fn the_same_comments_match_in_place() {
        let both = [("c1", "Ann", "yes"), ("c2", "Bob", "no")];
        check(&both, &both, &[Some(0), Some(1)]);
    }

    #[test]
    fn keys_that_count_places_shift() {
        check(
            &[
                ("c1", "Eve", "first!"),
                ("c2", "Ann", "yes"),
                ("c3", "Bob", "no"),
            ],
            &[("c1", "Ann", "yes"), ("c2", "Bob", "no")],
            &[None, Some(0), Some(1)],
        );
    }

    #[test]
    fn an_edit_keeps_key_and_writer() {
        check(
            &[("c1", "Ann", "yes!")],
            &[("c1", "Ann", "yes")],
            &[Some(0)],
        );
        check(&[("c1", "Eve", "yes!")], &[("c1", "Ann", "yes")], &[None]);
    }

    #[test]
    fn equals_pair_in_order() {
        let plus = [("c1", "Ann", "+1"), ("c2", "Ann", "+1")];
        check(&plus, &plus, &[Some(0), Some(1)]);
    }
}
