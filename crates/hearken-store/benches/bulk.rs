//! Bulk import: posts per second of processor time.

fn main() {}
