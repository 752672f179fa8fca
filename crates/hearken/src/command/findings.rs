//! `hearken findings`: what the analyzers said, as `hearken.finding/1`.

use clap::{Args, ValueEnum};
use hearken_model::{PostId, Severity};
use hearken_store::{FindingQuery, StoredFinding};
use serde::Serialize;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::{
    cli::Listing,
    context::Context,
    error::{CommandError, CommandResult},
    exit::Exit,
    output::{Format, Row, print_rows},
    sanitize::{one_line, shorten},
};

/// List what the analyzers found
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hearken findings --kind mention\n  \
    hearken findings --severity notice --format jsonl | jq -r '.message'\n  \
    hearken findings --kind conversation.unanswered --fail-on notice")]
pub(crate) struct FindingsArgs {
    /// Kind, with all kinds below it (can be repeated)
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Id of the analyzer
    #[arg(long, value_name = "ID")]
    analyzer: Option<String>,
    /// Lowest severity
    #[arg(long, value_enum, value_name = "LEVEL")]
    severity: Option<Level>,
    /// Row of a post
    #[arg(long, value_name = "ID")]
    post: Option<i64>,
    /// Words in the message or the quote
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// End with code 1 where a finding asked for has this severity or a higher one
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    #[command(flatten)]
    listing: Listing,
}

/// A severity on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// A fact worth having
    Info,
    /// Worth reading when one passes by
    Notice,
    /// Somebody should look
    Warning,
    /// Somebody should look now
    Alert,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Notice => Self::Notice,
            Level::Warning => Self::Warning,
            Level::Alert => Self::Alert,
        }
    }
}

/// A finding in the form of `hearken.finding/1`.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct FindingRow {
    json: Value,
}

impl FindingRow {
    /// The row for a stored finding.
    pub(crate) fn new(finding: &StoredFinding) -> Self {
        Self {
            json: finding_json(finding),
        }
    }
}

impl Row for FindingRow {
    const HEADS: &'static [&'static str] = &["POST", "SEVERITY", "KIND", "FINDING"];

    fn cells(&self) -> Vec<String> {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        vec![
            text(&self.json["target"]["post_id"]),
            text(&self.json["severity"]),
            text(&self.json["kind"]),
            shorten(&one_line(&text(&self.json["message"])), 200),
        ]
    }
}

/// Runs `hearken findings`.
pub(crate) fn run(context: &Context, args: &FindingsArgs) -> CommandResult {
    let store = context.existing_store()?;
    let reader = store.reader().map_err(CommandError::cannot_run)?;
    let query = FindingQuery {
        kinds: args.kind.clone(),
        analyzer: args.analyzer.clone(),
        at_least: args.severity.map(Severity::from),
        post: args.post.map(PostId),
        text: args.text.clone(),
        limit: Some(args.listing.limit),
        ..FindingQuery::default()
    };
    let findings = reader.findings(&query).map_err(CommandError::cannot_run)?;
    let rows: Vec<FindingRow> = findings.iter().map(FindingRow::new).collect();
    print_rows(Format::or_auto(args.listing.format), &rows).map_err(CommandError::cannot_run)?;
    let Some(level) = args.fail_on.map(Severity::from) else {
        return Ok(Exit::Done);
    };
    // Asked anew: what is beyond the printed rows counts too.
    let failing = FindingQuery {
        at_least: query.at_least.max(Some(level)),
        limit: Some(1),
        ..query
    };
    let none = reader
        .findings(&failing)
        .map_err(CommandError::cannot_run)?
        .is_empty();
    Ok(if none { Exit::Done } else { Exit::Found })
}

/// `hearken.finding/1`; what is unknown is absent.
fn finding_json(finding: &StoredFinding) -> Value {
    let spans: Vec<Value> = finding
        .spans
        .iter()
        .map(|span| {
            let mut json = json!({
                "role": span.role,
                "field": span.target.field(),
                "byte": [span.byte.start(), span.byte.end()],
                "char": [span.char.start(), span.char.end()],
                "quote": {
                    "exact": span.quote.exact,
                    "prefix": span.quote.prefix,
                    "suffix": span.quote.suffix,
                },
            });
            put(
                &mut json,
                "comment_key",
                span.target.comment_key().map(Value::from),
            );
            json
        })
        .collect();
    let mut target = json!({
        "post": finding.post_url,
        "post_id": finding.post_id.0,
        "field": finding.target.field(),
        "content_hash": finding.content_hash.to_string(),
    });
    put(
        &mut target,
        "comment_id",
        finding.comment_id.map(|id| id.0.into()),
    );
    put(
        &mut target,
        "comment_key",
        finding.target.comment_key().map(Value::from),
    );
    let provenance = &finding.provenance;
    let mut json = json!({
        "schema": "hearken.finding/1",
        "type": "finding",
        "id": finding.id.0,
        "fingerprint": finding.fingerprint.to_string(),
        "kind": finding.kind,
        "message": finding.message,
        "severity": finding.severity.as_str(),
        "target": target,
        "spans": spans,
        "tags": finding.tags,
        "provenance": {
            "analyzer": provenance.analyzer,
            "version": provenance.version,
            "abi": provenance.abi,
            "artifact_hash": provenance.artifact_hash.to_string(),
            "config_hash": provenance.config_hash.to_string(),
        },
        "state": finding.state.as_str(),
    });
    put(
        &mut json,
        "confidence",
        finding.confidence.map(|value| round(value).into()),
    );
    put(&mut json, "lang", finding.lang.clone().map(Value::from));
    put(
        &mut json,
        "data",
        Some(finding.data.clone()).filter(|data| !data.is_null()),
    );
    put(
        &mut json["provenance"],
        "run_id",
        finding.run_id.map(|id| id.0.into()),
    );
    let created = finding.first_seen_at.format(&Rfc3339).ok();
    put(&mut json["provenance"], "created", created.map(Value::from));
    json
}

/// A confidence as it was meant: `0.9` and not `0.8999999761581421`.
fn round(value: f32) -> f64 {
    (f64::from(value) * 1e6).round() / 1e6
}

fn put(json: &mut Value, key: &str, value: Option<Value>) {
    if let (Some(object), Some(value)) = (json.as_object_mut(), value) {
        object.insert(key.to_owned(), value);
    }
}
