//! What analyzers say, and the check that each finding points to the words it quotes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::{ContentHash, Post, Span};

/// How much a finding wants a person's eye.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A fact worth having; nobody needs to look.
    #[default]
    Info,
    /// Worth reading when one passes by.
    Notice,
    /// Somebody should look.
    Warning,
    /// Somebody should look now.
    Alert,
}

impl Severity {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Alert => "alert",
        }
    }

    /// Severity number of the plugin ABI: 0 info, 1 notice, 2 warning, 3 alert.
    #[must_use]
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            0 => Some(Self::Info),
            1 => Some(Self::Notice),
            2 => Some(Self::Warning),
            3 => Some(Self::Alert),
            _ => None,
        }
    }
}

/// The text that a finding or one of its spans speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The post's title.
    Title,
    /// The post's text.
    #[default]
    Body,
    /// The text of the comment with this key.
    Comment(String),
}

impl Target {
    /// The word of the `field` in `hearken.finding/1`: `title`, `body` or `comment`.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Comment(_) => "comment",
        }
    }

    /// Key of the comment, where the target is one.
    #[must_use]
    pub fn comment_key(&self) -> Option<&str> {
        match self {
            Self::Comment(key) => Some(key),
            Self::Title | Self::Body => None,
        }
    }

    /// The text itself, or `None` where the post has no such title or comment.
    #[must_use]
    pub fn text<'a>(&self, post: &'a Post) -> Option<&'a str> {
        match self {
            Self::Title => post.title.as_deref(),
            Self::Body => Some(&post.text),
            Self::Comment(key) => post.comment(key).map(|comment| comment.text.as_str()),
        }
    }
}

/// What happened to a finding since the run before.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum FindingState {
    /// Not there before.
    #[default]
    New,
    /// There before, the same.
    Unchanged,
    /// There before, now with other data, message, severity or place.
    Updated,
    /// There before, no longer found.
    Gone,
}

impl FindingState {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Updated => "updated",
            Self::Gone => "gone",
        }
    }
}

/// Who made a finding, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// Id of the analyzer, e.g. `org.hearken.mentions`.
    pub analyzer: String,
    /// Its version.
    pub version: String,
    /// `major.minor` of the ABI it was built for.
    pub abi: String,
    /// Hash of the plugin file.
    pub artifact_hash: ContentHash,
    /// Hash of the configuration it ran with.
    pub config_hash: ContentHash,
}

/// A place a plugin points to, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanDraft {
    /// What the place is to the finding: `main`, `question`, `answer`, …
    pub role: String,
    /// The text it lies in.
    pub target: Target,
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

/// A finding as a plugin hands it over, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FindingDraft {
    /// Dotted kind, declared by the plugin: `mention`, `conversation.unanswered`.
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
    /// How much it wants an eye.
    pub severity: Severity,
    /// 0 to 1, or absent.
    pub confidence: Option<f32>,
    /// What it speaks of as a whole.
    pub target: Target,
    /// Its places; none for a statement about the whole target.
    pub spans: Vec<SpanDraft>,
    /// JSON object with the kind's own fields, as text; empty for none.
    pub data: String,
    /// The analyzer's own identity for the finding, in place of the quoted words.
    pub key: Option<String>,
    /// Free words to filter by.
    pub tags: Vec<String>,
}

/// The words of a span with up to 32 code points on each side.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quote {
    /// Exactly the words of the span.
    pub exact: String,
    /// What stands before.
    pub prefix: String,
    /// What stands after.
    pub suffix: String,
}

/// A checked place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FindingSpan {
    /// What the place is to the finding.
    pub role: String,
    /// The text it lies in.
    pub target: Target,
    /// Its bytes.
    pub byte: Span,
    /// The same in code points.
    pub char: Span,
    /// Its words.
    pub quote: Quote,
}

/// A checked finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Dotted kind.
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
    /// How much it wants an eye.
    pub severity: Severity,
    /// 0 to 1, or absent.
    pub confidence: Option<f32>,
    /// What it speaks of as a whole.
    pub target: Target,
    /// Its places.
    pub spans: Vec<FindingSpan>,
    /// The kind's own fields: a JSON object, or null for none.
    pub data: serde_json::Value,
    /// The analyzer's own identity for the finding.
    pub key: Option<String>,
    /// Free words to filter by.
    pub tags: Vec<String>,
}

/// Why a finding was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The kind is empty, too long, or has other characters than `[a-z0-9-./]`.
    #[error("kind `{kind}` is no dotted word of a-z, 0-9, `-`, `.` and `/` of at most 64 bytes")]
    Kind {
        /// The kind given.
        kind: String,
    },
    /// The plugin's manifest does not declare the kind.
    #[error("kind `{kind}` is not declared by the plugin")]
    Undeclared {
        /// The kind given.
        kind: String,
    },
    /// The post has no such title or comment.
    #[error("target {target:?} is not in the post")]
    Target {
        /// The target given.
        target: Target,
    },
    /// The span runs backwards or past the end.
    #[error("span {start}..{end} runs out of the {len} bytes of the {field}")]
    Range {
        /// First byte given.
        start: u64,
        /// Last byte given.
        end: u64,
        /// Length of the text.
        len: usize,
        /// Field of the target.
        field: &'static str,
    },
    /// The span cuts a character.
    #[error("span {start}..{end} cuts a character; the nearest border is {nearest}")]
    Boundary {
        /// First byte given.
        start: u64,
        /// Last byte given.
        end: u64,
        /// Nearest character border to the side that cuts.
        nearest: usize,
    },
    /// The confidence is no number in 0..=1.
    #[error("confidence {confidence} is not within 0 and 1")]
    Confidence {
        /// The confidence given, as text.
        confidence: String,
    },
    /// `data` is no JSON object.
    #[error("data is no JSON object: {problem}")]
    Data {
        /// What is wrong with it.
        problem: String,
    },
    /// A text is longer than allowed.
    #[error("{what} has {len} bytes, more than the {limit} allowed")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// Its length.
        len: usize,
        /// The most allowed.
        limit: usize,
    },
}

/// Most bytes of a kind, a message and a finding's data: part of the form `hearken.finding/1`
/// (`docs/plugins/abi.md`).
const KIND_LIMIT: usize = 64;
const MESSAGE_LIMIT: usize = 4 * 1024;
const DATA_LIMIT: usize = 64 * 1024;
/// Code points of context kept on each side of a quote: enough to find the place again by eye.
const CONTEXT_CHARS: usize = 32;

impl FindingDraft {
    /// Checks the draft against `post` and the `declared` kinds and adds the quotes.
    ///
    /// # Errors
    ///
    /// A [`CheckError`] that says which part is wrong; nothing is mended by guess.
    pub fn check(self, post: &Post, declared: &[String]) -> Result<Finding, CheckError> {
        let Self {
            kind,
            message,
            severity,
            confidence,
            target,
            spans,
            data,
            key,
            tags,
        } = self;
        check_kind(&kind, declared)?;
        check_len("message", &message, MESSAGE_LIMIT)?;
        check_len("data", &data, DATA_LIMIT)?;
        if let Some(value) = confidence
            && !(0.0..=1.0).contains(&value)
        {
            return Err(CheckError::Confidence {
                confidence: value.to_string(),
            });
        }
        if target.text(post).is_none() {
            return Err(CheckError::Target { target });
        }
        let spans = spans
            .into_iter()
            .map(|span| check_span(span, post))
            .collect::<Result<Vec<_>, _>>()?;
        let data = parse_data(&data)?;
        Ok(Finding {
            kind,
            message,
            severity,
            confidence,
            target,
            spans,
            data,
            key,
            tags,
        })
    }
}

fn check_kind(kind: &str, declared: &[String]) -> Result<(), CheckError> {
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'/')
    };
    if kind.is_empty() || kind.len() > KIND_LIMIT || !kind.bytes().all(allowed) {
        return Err(CheckError::Kind {
            kind: kind.to_owned(),
        });
    }
    if !declared.iter().any(|name| name == kind) {
        return Err(CheckError::Undeclared {
            kind: kind.to_owned(),
        });
    }
    Ok(())
}

const fn check_len(what: &'static str, text: &str, limit: usize) -> Result<(), CheckError> {
    let len = text.len();
    if len > limit {
        Err(CheckError::TooLong { what, len, limit })
    } else {
        Ok(())
    }
}

fn check_span(draft: SpanDraft, post: &Post) -> Result<FindingSpan, CheckError> {
    let SpanDraft {
        role,
        target,
        start,
        end,
    } = draft;
    let Some(text) = target.text(post) else {
        return Err(CheckError::Target { target });
    };
    let range = || CheckError::Range {
        start,
        end,
        len: text.len(),
        field: target.field(),
    };
    let (from, to) = (usize::try_from(start), usize::try_from(end));
    let (Ok(from), Ok(to)) = (from, to) else {
        return Err(range());
    };
    let byte = Span::new(from, to)
        .filter(|span| span.end() <= text.len())
        .ok_or_else(range)?;
    let cut = [from, to]
        .into_iter()
        .find(|at| !text.is_char_boundary(*at));
    if let Some(at) = cut {
        return Err(CheckError::Boundary {
            start,
            end,
            nearest: text.floor_char_boundary(at),
        });
    }
    let chars = byte.to_chars(text).ok_or_else(range)?;
    let char = Span::new(chars.start, chars.end).ok_or_else(range)?;
    let quote = quote_at(text, byte);
    Ok(FindingSpan {
        role,
        target,
        byte,
        char,
        quote,
    })
}

fn quote_at(text: &str, span: Span) -> Quote {
    let (before, rest) = text.split_at(span.start());
    let (exact, after) = rest.split_at(span.len());
    let from = before
        .char_indices()
        .rev()
        .nth(CONTEXT_CHARS - 1)
        .map_or(0, |(at, _)| at);
    let to = after
        .char_indices()
        .nth(CONTEXT_CHARS)
        .map_or(after.len(), |(at, _)| at);
    Quote {
        exact: exact.to_owned(),
        prefix: before[from..].to_owned(),
        suffix: after[..to].to_owned(),
    }
}

fn parse_data(data: &str) -> Result<serde_json::Value, CheckError> {
    if data.is_empty() {
        return Ok(serde_json::Value::Null);
    }
    match serde_json::from_str(data) {
        Ok(value @ serde_json::Value::Object(_)) => Ok(value),
        Ok(_) => Err(CheckError::Data {
            problem: "it is another JSON value".to_owned(),
        }),
        Err(error) => Err(CheckError::Data {
            problem: error.to_string(),
        }),
    }
}

/// Fingerprints of the findings one analyzer made of one post, in order.
///
/// Made of analyzer, kind, the post's address, the comment, the quoted words folded (or the
/// analyzer's own key) and the ordinal among equals: no offset, no version, no configuration, so
/// that they outlive a new extraction and an upgrade.
#[must_use]
pub fn fingerprint(analyzer: &str, post_url: &str, findings: &[Finding]) -> Vec<ContentHash> {
    let mut seen: HashMap<ContentHash, u64> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let words = match &finding.key {
                Some(key) => format!("key:{key}"),
                None => finding
                    .spans
                    .iter()
                    .map(|span| folded(&span.quote.exact))
                    .collect(),
            };
            let comment = finding.target.comment_key().unwrap_or("");
            let field = finding.target.field();
            let parts = [analyzer, &finding.kind, post_url, field, comment, &words];
            let base = ContentHash::of_parts(parts.map(str::as_bytes));
            let ordinal = seen.entry(base).and_modify(|n| *n += 1).or_insert(0);
            ContentHash::of_parts([base.as_bytes().as_slice(), &ordinal.to_le_bytes()])
        })
        .collect()
}

/// Words in one case, form and spacing, each span ended by a mark that no text holds.
fn folded(text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut out = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    out.push('\u{0}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Comment;

    fn post() -> Post {
        Post {
            title: Some("On listening".to_owned()),
            text: "Who asks «why»? Nobody answered. Who asks «why»?".to_owned(),
            comments: vec![Comment {
                key: "c1".to_owned(),
                text: "I did 🙂".to_owned(),
                ..Comment::default()
            }],
            ..Post::default()
        }
    }

    fn draft(target: Target, start: u64, end: u64) -> FindingDraft {
        FindingDraft {
            kind: "test.kind".to_owned(),
            spans: vec![SpanDraft {
                role: "main".to_owned(),
                target,
                start,
                end,
            }],
            ..FindingDraft::default()
        }
    }

    fn check(draft: FindingDraft) -> Result<Finding, CheckError> {
        draft.check(&post(), &["test.kind".to_owned()])
    }

    #[test]
    fn quotes_the_exact_words_and_their_neighbours() {
        let finding = check(draft(Target::Body, 9, 16)).unwrap();
        let span = &finding.spans[0];
        assert_eq!(span.quote.exact, "«why»");
        assert_eq!(span.quote.prefix, "Who asks ");
        assert_eq!(span.char.range(), 9..14);
    }

    #[test]
    fn refuses_wrong_places() {
        let cases = [
            (draft(Target::Body, 10, 16), "cuts a character"),
            (draft(Target::Body, 0, 900), "runs out of"),
            (draft(Target::Body, 5, 2), "runs out of"),
            (
                draft(Target::Comment("c9".to_owned()), 0, 1),
                "is not in the post",
            ),
            (
                FindingDraft {
                    kind: "Test".to_owned(),
                    ..FindingDraft::default()
                },
                "dotted word",
            ),
            (
                FindingDraft {
                    kind: "other".to_owned(),
                    ..FindingDraft::default()
                },
                "declared",
            ),
        ];
        for (draft, wanted) in cases {
            let error = check(draft).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn refuses_wrong_confidence_and_data() {
        let mut wrong = draft(Target::Title, 0, 2);
        wrong.confidence = Some(f32::NAN);
        assert!(matches!(check(wrong), Err(CheckError::Confidence { .. })));
        let mut wrong = draft(Target::Title, 0, 2);
        wrong.data = "[1]".to_owned();
        assert!(matches!(check(wrong), Err(CheckError::Data { .. })));
    }

    #[test]
    fn fingerprints_outlive_moves_and_tell_equals_apart() {
        let first = check(draft(Target::Body, 0, 16)).unwrap();
        let second = check(draft(Target::Body, 35, 51)).unwrap();
        assert_eq!(first.spans[0].quote.exact, second.spans[0].quote.exact);
        let both = fingerprint("a", "http://x/", &[first.clone(), second.clone()]);
        assert_ne!(both[0], both[1]);
        assert_eq!(fingerprint("a", "http://x/", &[second])[0], both[0]);
        assert_ne!(fingerprint("a", "http://y/", &[first])[0], both[0]);
    }
}
