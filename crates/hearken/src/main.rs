//! Listens to blogs.
fn main() {}
