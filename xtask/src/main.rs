//! Chores and pipelines of the workspace.
fn main() {}
