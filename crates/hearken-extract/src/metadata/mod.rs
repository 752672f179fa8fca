//! Title, authors, dates and the other facts of a post, from all that a page says of them.

mod authors;
mod changed;
mod dates;
mod json_ld;
mod language;
mod near;
mod sources;
mod tags;
mod title;

pub(crate) use authors::authors;
pub(crate) use dates::{PostDates, post_dates};
pub(crate) use json_ld::JsonLd;
pub(crate) use language::marked_language;
pub(crate) use near::{Nearness, title_element};
pub(crate) use sources::{Sources, plain_line};
pub(crate) use tags::{site_name, tags};
pub(crate) use title::title;
