//! Nodes to text, blocks, links and images, in the form of `docs/reading.md`.

mod data_table;
mod image;
mod nfc;
mod render;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use render::{Rendered, render};
