//! Which comments the post's author wrote.

use hearken_model::Comment;

/// Marks the comments that the post's author wrote, as far as the page did not mark them itself:
/// by the same name as the byline, or a signature.
pub(crate) fn mark_post_author(comments: &mut [Comment], authors: &[String]) {
    let authors: Vec<String> = authors
        .iter()
        .map(|author| name_key(author))
        .filter(|key| !key.is_empty())
        .collect();
    for comment in comments
        .iter_mut()
        .filter(|comment| !comment.by_post_author)
    {
        let named = comment
            .author
            .as_deref()
            .is_some_and(|name| authors.contains(&name_key(name)));
        comment.by_post_author = named || is_signed(&comment.text, &authors);
    }
}

fn name_key(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether the last line is the name of an author after a dash, or a full name alone.
fn is_signed(text: &str, authors: &[String]) -> bool {
    let last = text.lines().next_back().unwrap_or_default().trim();
    let dashed = last.trim_start_matches(['-', '–', '—', '~']);
    let key = name_key(dashed);
    (dashed.len() < last.len() || key.contains(' ')) && authors.contains(&key)
}
