//! Reading findings.

use hearken_model::{
    CommentId, ContentHash, FindingId, FindingSpan, FindingState, PostId, Provenance, Quote, RunId,
    Severity, Span, Target,
};
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    Reader,
    error::{Doing, Result, StoreError},
    texts::{Word, from_json, json, parsed, time_from},
};

/// Which findings to read. The default is all that are not gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingQuery {
    /// Only these kinds; `mention` stands for `mention.…` too. All where empty.
    pub kinds: Vec<String>,
    /// Only of this analyzer.
    pub analyzer: Option<String>,
    /// Only this severe or more.
    pub at_least: Option<Severity>,
    /// Only of this post.
    pub post: Option<PostId>,
    /// Only in these states; all but `gone` where empty.
    pub states: Vec<FindingState>,
    /// Only with these letters in the message or the quoted words, in any case.
    pub text: Option<String>,
    /// Only of this run's analyses.
    pub run: Option<RunId>,
    /// At most so many; all where absent.
    pub limit: Option<u32>,
    /// Leaves out so many from the start.
    pub offset: u32,
}

/// A stored finding.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StoredFinding {
    /// Its row.
    pub id: FindingId,
    /// Its identity over runs and versions.
    pub fingerprint: ContentHash,
    /// Dotted kind.
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
    /// How much it wants an eye.
    pub severity: Severity,
    /// 0 to 1, or absent.
    pub confidence: Option<f32>,
    /// The post's language.
    pub lang: Option<String>,
    /// The post.
    pub post_id: PostId,
    /// Its address.
    pub post_url: String,
    /// Its title.
    pub post_title: Option<String>,
    /// Hash of the post's content the finding was made of.
    pub content_hash: ContentHash,
    /// The comment, where it speaks of one.
    pub comment_id: Option<CommentId>,
    /// What it speaks of.
    pub target: Target,
    /// Its places.
    pub spans: Vec<FindingSpan>,
    /// The kind's own fields; null for none.
    pub data: serde_json::Value,
    /// Free words to filter by.
    pub tags: Vec<String>,
    /// Who made it, and with what.
    pub provenance: Provenance,
    /// In which run.
    pub run_id: Option<RunId>,
    /// What the last analysis saw of it.
    pub state: FindingState,
    /// When it was first made.
    pub first_seen_at: OffsetDateTime,
    /// When what it says last changed.
    pub changed_at: OffsetDateTime,
}

/// A span as `findings.spans` keeps it: the form of `hearken.finding/1`, with the text it lies in.
#[derive(Serialize, Deserialize)]
pub(crate) struct SpanRow {
    role: String,
    field: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    comment_key: Option<String>,
    byte: [usize; 2],
    char: [usize; 2],
    quote: Quote,
}

impl From<&FindingSpan> for SpanRow {
    fn from(span: &FindingSpan) -> Self {
        Self {
            role: span.role.clone(),
            field: span.target.field().to_owned(),
            comment_key: span.target.comment_key().map(str::to_owned),
            byte: [span.byte.start(), span.byte.end()],
            char: [span.char.start(), span.char.end()],
            quote: span.quote.clone(),
        }
    }
}

impl SpanRow {
    fn read(self) -> Result<FindingSpan> {
        let span = |[start, end]: [usize; 2]| {
            Span::new(start, end)
                .ok_or_else(|| StoreError::corrupt("findings.spans", &format!("{start}..{end}")))
        };
        Ok(FindingSpan {
            target: target(&self.field, self.comment_key)?,
            role: self.role,
            byte: span(self.byte)?,
            char: span(self.char)?,
            quote: self.quote,
        })
    }
}

fn target(field: &str, comment_key: Option<String>) -> Result<Target> {
    match (field, comment_key) {
        ("title", None) => Ok(Target::Title),
        ("body", None) => Ok(Target::Body),
        ("comment", Some(key)) => Ok(Target::Comment(key)),
        _ => Err(StoreError::corrupt("findings.field", field)),
    }
}

/// `:kinds` and `:states` are JSON lists; an empty one lets all pass.
const FIND: &str = "SELECT f.id, f.fingerprint, f.kind, f.message, f.severity, f.confidence,
    f.lang, f.post_id, p.url AS post_url, p.title AS post_title, p.content_hash, f.comment_id,
    f.field, f.comment_key, f.spans, f.data, f.tags, f.state, f.first_seen_at, f.changed_at,
    a.analyzer, a.version, a.abi, a.artifact_hash, a.config_hash, a.run_id
    FROM findings f
    JOIN posts p ON p.id = f.post_id
    JOIN analyses a ON a.id = f.analysis_id
    WHERE (:kinds = '[]' OR EXISTS (SELECT 1 FROM json_each(:kinds) k
       WHERE f.kind = k.value OR substr(f.kind, 1, length(k.value) + 1) = k.value || '.'))
     AND (:analyzer IS NULL OR f.analyzer = :analyzer)
     AND f.severity IN (SELECT value FROM json_each(:severities))
     AND (:post IS NULL OR f.post_id = :post)
     AND f.state IN (SELECT value FROM json_each(:states))
     AND (:text IS NULL OR instr(lower(f.message), :text) OR instr(lower(f.quote), :text))
     AND (:run IS NULL OR a.run_id = :run)
    ORDER BY f.post_id, f.id LIMIT :limit OFFSET :offset";

impl Reader<'_> {
    /// Findings, by post and in the order they were made.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`] and [`StoreError::Corrupt`].
    pub fn findings(&self, query: &FindingQuery) -> Result<Vec<StoredFinding>> {
        let doing = "read findings";
        let mut statement = self.connection().prepare_cached(FIND).doing(doing)?;
        let at_least = query.at_least.unwrap_or_default();
        let severities: Vec<_> = Severity::ALL
            .iter()
            .filter(|word| **word >= at_least)
            .collect();
        let states = states(query);
        let values = named_params! {
            ":kinds": json("kinds", &query.kinds)?, ":analyzer": query.analyzer,
            ":severities": json("severities", &severities)?,
            ":post": query.post.map(|post| post.0), ":states": json("states", &states)?,
            ":text": query.text.as_ref().map(|text| text.to_lowercase()),
            ":run": query.run.map(|run| run.0),
            ":limit": query.limit.map_or(-1, i64::from), ":offset": query.offset,
        };
        let mut rows = statement.query(values).doing(doing)?;
        let mut findings = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            findings.push(finding_from(row)?);
        }
        Ok(findings)
    }
}

fn states(query: &FindingQuery) -> Vec<FindingState> {
    if query.states.is_empty() {
        let stays = |state: &FindingState| *state != FindingState::Gone;
        return FindingState::ALL.iter().copied().filter(stays).collect();
    }
    query.states.clone()
}

fn finding_from(row: &Row<'_>) -> Result<StoredFinding> {
    let doing = "read a finding";
    let text = |name: &str| row.get::<_, String>(name).doing(doing);
    let hash = |place: &'static str, name: &str| parsed(place, &text(name)?);
    let spans: Vec<SpanRow> = from_json("findings.spans", &text("spans")?)?;
    let comment_key: Option<String> = row.get("comment_key").doing(doing)?;
    Ok(StoredFinding {
        id: FindingId(row.get("id").doing(doing)?),
        fingerprint: hash("findings.fingerprint", "fingerprint")?,
        kind: text("kind")?,
        message: text("message")?,
        severity: Severity::from_word("findings.severity", &text("severity")?)?,
        confidence: row.get("confidence").doing(doing)?,
        lang: row.get("lang").doing(doing)?,
        post_id: PostId(row.get("post_id").doing(doing)?),
        post_url: text("post_url")?,
        post_title: row.get("post_title").doing(doing)?,
        content_hash: hash("posts.content_hash", "content_hash")?,
        comment_id: row
            .get::<_, Option<i64>>("comment_id")
            .doing(doing)?
            .map(CommentId),
        target: target(&text("field")?, comment_key)?,
        spans: spans
            .into_iter()
            .map(SpanRow::read)
            .collect::<Result<_>>()?,
        data: from_json("findings.data", &text("data")?)?,
        tags: from_json("findings.tags", &text("tags")?)?,
        provenance: Provenance {
            analyzer: text("analyzer")?,
            version: text("version")?,
            abi: text("abi")?,
            artifact_hash: hash("analyses.artifact_hash", "artifact_hash")?,
            config_hash: hash("analyses.config_hash", "config_hash")?,
        },
        run_id: row.get::<_, Option<i64>>("run_id").doing(doing)?.map(RunId),
        state: FindingState::from_word("findings.state", &text("state")?)?,
        first_seen_at: time_from("findings.first_seen_at", &text("first_seen_at")?)?,
        changed_at: time_from("findings.changed_at", &text("changed_at")?)?,
    })
}
