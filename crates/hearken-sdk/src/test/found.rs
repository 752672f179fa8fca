//! What an analyzer found in a test.

use std::ops::Range;

use crate::Severity;

/// A finding as the host would take it.
#[derive(Debug, Clone, PartialEq)]
pub struct TestFinding {
    /// Its kind.
    pub kind: String,
    /// Its sentence.
    pub message: String,
    /// Its severity.
    pub severity: Severity,
    /// Its confidence, where it has one.
    pub confidence: Option<f32>,
    /// What it is about: `body`, `title`, or `comment` and its key.
    pub about: String,
    /// Its own fields, or null.
    pub data: serde_json::Value,
    /// Its own identity.
    pub key: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its places.
    pub spans: Vec<TestSpan>,
}

/// A place of a [`TestFinding`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSpan {
    /// What it is to the finding.
    pub role: String,
    /// The text it stands in: `body`, `title`, or `comment` and its key.
    pub place: String,
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Its words.
    pub text: String,
}

impl TestFinding {
    /// Words of the first place; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.spans.first().map_or("", |span| &span.text)
    }

    /// Words of the first place with this role.
    #[must_use]
    pub fn text_of(&self, role: &str) -> Option<&str> {
        let span = self.spans.iter().find(|span| span.role == role)?;
        Some(&span.text)
    }
}
