//! The language of a text, from its words.

/// BCP 47 tag of the language of `text`, where its words tell.
pub(crate) fn detect(_text: &str) -> Option<String> {
    None
}
