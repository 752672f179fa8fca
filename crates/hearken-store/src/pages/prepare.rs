//! Brings a post into the form that reads back from the database unchanged.

use std::collections::HashSet;

use hearken_model::{PageDate, Post};

/// Dates as their texts tell them, keys of comments unique, answers only to what stands before.
pub(crate) fn prepare(mut post: Post) -> Post {
    post.published = written(post.published);
    post.updated = written(post.updated);
    let mut seen: HashSet<String> = HashSet::new();
    for comment in &mut post.comments {
        comment.published = written(comment.published);
        comment.reply_to = comment.reply_to.take().filter(|key| seen.contains(key));
        if !seen.insert(comment.key.clone()) {
            comment.key = free_key(&comment.key, &seen);
            seen.insert(comment.key.clone());
        }
    }
    post
}

/// The date as it comes back from its text: parts of a second go.
fn written(date: Option<PageDate>) -> Option<PageDate> {
    date.and_then(|date| date.to_string().parse().ok())
}

/// `key` with the first number that makes it free. The numbers begin at the count of keys, so
/// that a page of nothing but doubles costs one step each.
pub(super) fn free_key(key: &str, taken: &HashSet<String>) -> String {
    let mut number = taken.len() + 1;
    loop {
        let candidate = format!("{key}~{number}");
        if !taken.contains(&candidate) {
            return candidate;
        }
        number += 1;
    }
}
