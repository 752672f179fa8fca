//! Findings as an author writes them.

use std::{borrow::Cow, ops::Range};

use serde::Serialize;

use crate::{Comment, Error, Kind, Place, Post, Result, Severity};

/// One thing an analyzer says about a place in a post; hand it to [`Cx::emit`](crate::Cx::emit).
#[derive(Debug, Clone)]
#[must_use = "a finding counts once it is emitted"]
pub struct Finding<'p> {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    pub(crate) severity: Option<Severity>,
    pub(crate) confidence: Option<f32>,
    pub(crate) data: String,
    pub(crate) key: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) target: Option<Place>,
    pub(crate) spans: Vec<(Cow<'p, str>, Anchor<'p>)>,
    /// The first thing that went wrong while it was built; told when it is emitted.
    pub(crate) problem: Option<String>,
}

/// A place as it was given.
#[derive(Debug, Clone)]
pub(crate) enum Anchor<'p> {
    Range(Place, Range<usize>),
    Slice(&'p str),
}

impl<'p> Finding<'p> {
    /// A finding about the whole post.
    pub fn whole(kind: impl Kind) -> Self {
        Self {
            kind: kind.name(),
            message: String::new(),
            severity: None,
            confidence: None,
            data: String::new(),
            key: None,
            tags: Vec::new(),
            target: None,
            spans: Vec::new(),
            problem: None,
        }
    }

    /// A finding at `slice`, which is a part of the post's text, of its title or of a comment.
    ///
    /// The place comes from the slice's address; a copy of the words has none, and makes
    /// [`Cx::emit`](crate::Cx::emit) fail.
    pub fn at(kind: impl Kind, post: &Post<'_>, slice: &str) -> Self {
        let mut finding = Self::whole(kind);
        match post.locate(slice) {
            Some((place, range)) => {
                finding.spans.push((MAIN, Anchor::Range(place, range)));
            }
            None => finding.problem = Some(foreign(slice)),
        }
        finding
    }

    /// A finding at computed bytes of the post's text; [`Finding::within`] names another text.
    pub fn new(kind: impl Kind, range: Range<usize>) -> Self {
        let mut finding = Self::whole(kind);
        finding
            .spans
            .push((MAIN, Anchor::Range(Place::Body, range)));
        finding
    }

    /// Takes all ranges given so far as bytes of the text of `place`, which it becomes about.
    pub fn within(mut self, place: Place) -> Self {
        for (_, anchor) in &mut self.spans {
            if let Anchor::Range(old, _) = anchor {
                *old = place;
            }
        }
        self.target = Some(place);
        self
    }

    /// Makes the finding one about `comment` as a whole, wherever its spans stand.
    ///
    /// A finding is otherwise about the text its first span stands in.
    pub fn about(mut self, comment: &Comment<'_>) -> Self {
        self.target = Some(comment.place());
        self
    }

    /// One sentence for a person.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Another severity than the one declared for the kind.
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// How sure the analyzer is, from 0 to 1.
    pub const fn confidence(mut self, confidence: f32) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// The kind's own fields: a struct or map, anything that serialises to a JSON object.
    pub fn data(mut self, data: impl Serialize) -> Self {
        match serde_json::to_string(&data) {
            Ok(json) if json.starts_with('{') => self.data = json,
            Ok(json) => self.trouble(format!("data is no JSON object but {json}")),
            Err(error) => self.trouble(format!("data cannot be written as JSON: {error}")),
        }
        self
    }

    /// One more place with its role: `question`, `answer`, `reply`.
    pub fn span(mut self, role: impl Into<Cow<'p, str>>, slice: &'p str) -> Self {
        self.spans.push((role.into(), Anchor::Slice(slice)));
        self
    }

    /// One more place, as computed bytes of a text.
    pub fn span_at(
        mut self,
        role: impl Into<Cow<'p, str>>,
        place: Place,
        range: Range<usize>,
    ) -> Self {
        self.spans.push((role.into(), Anchor::Range(place, range)));
        self
    }

    /// A lasting identity for the finding, in place of its quoted words: the same key in a later
    /// run is the same finding.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// A free word to filter by.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    fn trouble(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

/// Role of the first place.
const MAIN: Cow<'static, str> = Cow::Borrowed("main");

impl Anchor<'_> {
    /// The place and its bytes.
    ///
    /// # Errors
    ///
    /// Where a slice is no part of `post`.
    pub(crate) fn resolve(&self, post: &Post<'_>) -> Result<(Place, Range<usize>)> {
        match self {
            Self::Range(place, range) => Ok((*place, range.clone())),
            Self::Slice(slice) => post.locate(slice).ok_or_else(|| Error::msg(foreign(slice))),
        }
    }
}

/// Most letters of the author's slice that an error repeats.
const SHOWN: usize = 40;

fn foreign(slice: &str) -> String {
    let shown: String = slice.chars().take(SHOWN).collect();
    format!(
        "`{shown}` is no slice of this post: take it from `post.text()`, `post.title()` or a \
         comment's `text()`, or give bytes to `Finding::new`"
    )
}
