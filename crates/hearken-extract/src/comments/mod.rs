//! Readers' comments found in a page's table.
//!
//! First the areas that speak of comments by a name or heading; in them the elements that repeat
//! and hold a name, a date and words (`groups`), or runs of siblings that do (`runs`); of these
//! the best (`select`). Each becomes a comment: its writer, its date, its words without the frame
//! around them, and the comment it answers.

mod answers;
mod areas;
mod around;
mod assemble;
mod body;
mod claimed;
mod collapsed;
mod date;
mod found;
mod groups;
mod lines;
mod name;
mod own;
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

pub(crate) use collapsed::collapsed;
pub(crate) use found::{CommentContext, Found, Taken};
pub(crate) use post_author::mark_post_author;
pub(crate) use search::find;
