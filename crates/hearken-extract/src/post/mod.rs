//! The post within the page: passages of text with weights, the element that holds the post, and
//! what is left out inside it.

mod container;
mod dated;
mod edges;
mod lines;
mod passages;
mod trim;
mod weigh;

pub(crate) use container::find_container;
pub(crate) use dated::tells_of;
pub(crate) use edges::standfirst;
pub(crate) use passages::{Passage, passages};
pub(crate) use trim::{TrimContext, letters, trim};
pub(crate) use weigh::{Weights, weigh};
