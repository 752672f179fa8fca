//! Readers' comments found in a page's table.
//!
//! First the areas that speak of comments by a name or heading; in them the elements that repeat
//! and hold a name, a date and words (`groups`), or runs of siblings that do (`runs`); of these
//! the best (`select`). Each becomes a comment: its writer, its date, its words without the frame
//! around them, and the comment it answers.

mod areas;
mod around;
mod assemble;
mod body;
mod claimed;
mod found;
mod groups;
mod lines;
mod name;
mod post_author;
mod record;
mod runs;
mod scan;
mod search;
mod select;
#[cfg(test)]
mod tests;
mod threading;
mod words;

pub(crate) use found::{CommentContext, Found, Taken};
pub(crate) use search::find;

/// Marks the comments that the post's author wrote, as far as the page did not mark them itself:
/// by the same name as the byline, or a signature.
pub(crate) fn mark_post_author(comments: &mut [hearken_model::Comment], authors: &[String]) {
    post_author::mark_post_author(comments, authors);
}
