//! Separates a blog page into the post, the readers' comments and the rest.

pub mod dates;
