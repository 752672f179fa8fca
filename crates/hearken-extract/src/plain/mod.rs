//! Scraped plain text to a post, its boilerplate told from it by words and by structure.
//!
//! Such text comes from scrapers that kept a page's visible words and dropped its mark-up: menus,
//! share bars, comment forms and comments stand line by line among the author's paragraphs. The
//! reading goes in steps, each in a module of its own:
//!
//! 1. [`lines`]: the text as lines, white space and invisible characters in order.
//! 2. [`mend`]: lines broken in a sentence, at a fixed width or behind a bullet are joined.
//! 3. [`unit`]: what each line says, by the vocabulary of boilerplate and by its dates.
//! 4. [`region`]: which lines are the post: the densest run of prose before the comments.
//! 5. [`head`] and [`title`]: title, date, byline and categories above and below it.
//! 6. [`talk`]: where nothing marks the comments, an estimate by how people speak under a post.
//! 7. [`thread`]: comments with marks: "N says", dates, numbers, "Reply".
//! 8. [`clean`]: shortcodes and alternative texts glued to words.

mod clean;
mod gather;
mod head;
mod lines;
mod mend;
mod read;
mod region;
mod talk;
mod thread;
mod title;
mod unit;

pub(crate) use clean::Shortcodes;

pub(crate) use read::extract_text;
