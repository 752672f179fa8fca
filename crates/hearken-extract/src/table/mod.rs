//! The flat table of a page: its elements and texts in page order, with their features.
//!
//! One parse, one walk; every later step is a pass over [`Page`]'s nodes. A subtree is the range
//! of ids from a node up to its `end`, so that "inside" is a comparison and nothing recurses.

mod build;
mod mark;
mod name_words;
mod page;
mod tag;
mod text_rules;

pub(crate) use build::flatten;
pub(crate) use mark::{Mark, Marks};
pub(crate) use name_words::words_of;
pub(crate) use page::{Node, NodeId, NodeRange, Page, Source};
pub(crate) use tag::Tag;
pub(crate) use text_rules::{Squash, is_invisible, squash};
