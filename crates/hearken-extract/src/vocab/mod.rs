//! The words of boilerplate, by language and meaning, from `data/*.toml`.
