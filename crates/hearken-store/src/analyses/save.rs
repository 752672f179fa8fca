//! Keeping what an analyzer said.

use std::collections::{BTreeMap, BTreeSet};

use hearken_model::{ContentHash, Finding, FindingState, PostId};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{AnalysisRecord, AnalysisStatus, FindingChanges};
use crate::{
    Writer,
    error::{Doing, Result},
    findings::SpanRow,
    texts::{Word, json, time_text},
};

const SHOWN: &str = "SELECT shown_hash, language FROM posts WHERE id = :post";
const PUT_ANALYSIS: &str = "INSERT INTO analyses
    (post_id, run_id, shown_hash, analyzer, version, abi, artifact_hash, config_hash, status,
     findings, rejected, elapsed_ms, problem, created_at)
    VALUES (:post, :run, :shown_hash, :analyzer, :version, :abi, :artifact_hash, :config_hash,
     :status, :findings, :rejected, :elapsed_ms, :problem, :at)
    ON CONFLICT (post_id, analyzer, shown_hash, version, artifact_hash, config_hash) DO UPDATE SET
     run_id = excluded.run_id, status = excluded.status, findings = excluded.findings,
     rejected = excluded.rejected, elapsed_ms = excluded.elapsed_ms, problem = excluded.problem,
     created_at = excluded.created_at
    RETURNING id";
const STORED: &str = "SELECT id, fingerprint, state, kind, severity, confidence, message, field,
    comment_key, spans, data, tags, key FROM findings
    WHERE post_id = :post AND analyzer = :analyzer";
const INSERT: &str = "INSERT INTO findings
    (post_id, comment_id, analysis_id, analyzer, fingerprint, kind, severity, confidence, message,
     field, comment_key, quote, lang, spans, data, tags, key, state, first_seen_at, changed_at)
    VALUES (:post, :comment_id, :analysis, :analyzer, :fingerprint, :kind, :severity, :confidence,
     :message, :field, :comment_key, :quote, :lang, :spans, :data, :tags, :key, 'new', :at, :at)";
const UPDATE: &str = "UPDATE findings SET comment_id = :comment_id, analysis_id = :analysis,
    kind = :kind, severity = :severity, confidence = :confidence, message = :message,
    field = :field, comment_key = :comment_key, quote = :quote, lang = :lang, spans = :spans,
    data = :data, tags = :tags, key = :key, state = :state, changed_at = :at
    WHERE id = :id";
const SAME: &str = "UPDATE findings SET analysis_id = :analysis, comment_id = :comment_id,
    state = 'unchanged' WHERE id = :id";
const GONE: &str = "UPDATE findings SET state = 'gone', analysis_id = :analysis, changed_at = :at
    WHERE id = :id";
const COMMENT: &str = "SELECT id FROM comments
    WHERE post_id = :post AND key = :key AND gone_at IS NULL";

impl Writer {
    /// Keeps analyses with their findings, all in one transaction. A look at a post that has
    /// changed meanwhile is dropped: the post is pending again.
    ///
    /// # Errors
    ///
    /// As every writing function; then nothing of `batch` is kept.
    pub fn save_analyses(&self, batch: Vec<AnalysisRecord>) -> Result<FindingChanges> {
        self.call(move |work| {
            let mut changes = FindingChanges::default();
            for record in &batch {
                save(work.db, record, &mut changes)?;
            }
            Ok(changes)
        })
    }
}

fn save(db: &Connection, record: &AnalysisRecord, changes: &mut FindingChanges) -> Result<()> {
    let shown = db
        .prepare_cached(SHOWN)
        .and_then(|mut statement| {
            statement
                .query_row(named_params! {":post": record.post_id.0}, |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
                })
                .optional()
        })
        .doing("look up an analyzed post")?;
    let Some((_, lang)) = shown.filter(|(hash, _)| *hash == record.shown_hash.to_string()) else {
        changes.stale += 1;
        return Ok(());
    };
    let analysis = put_analysis(db, record)?;
    let says_all = record.status == AnalysisStatus::Done;
    if !says_all && record.status != AnalysisStatus::Partial {
        return Ok(());
    }
    let mut stored = stored_findings(db, record)?;
    let mut said = BTreeSet::new();
    for (fingerprint, finding) in &record.findings {
        if !said.insert(*fingerprint) {
            continue;
        }
        let row = FindingRow::of(db, record, analysis, *fingerprint, finding, lang.as_deref())?;
        row.put(db, stored.remove(&fingerprint.to_string()), changes)?;
    }
    if says_all {
        for old in stored
            .values()
            .filter(|old| old.state != FindingState::Gone)
        {
            let values = named_params! {
                ":id": old.id, ":analysis": analysis, ":at": time_text(record.at),
            };
            execute(db, GONE, values)?;
            changes.gone += 1;
        }
    }
    Ok(())
}

fn put_analysis(db: &Connection, record: &AnalysisRecord) -> Result<i64> {
    let by = &record.analyzer;
    let values = named_params! {
        ":post": record.post_id.0, ":run": record.run.map(|run| run.0),
        ":shown_hash": record.shown_hash.to_string(), ":analyzer": by.analyzer,
        ":version": by.version, ":abi": by.abi, ":artifact_hash": by.artifact_hash.to_string(),
        ":config_hash": by.config_hash.to_string(), ":status": record.status.word(),
        ":findings": record.findings.len(), ":rejected": record.rejected,
        ":elapsed_ms": i64::try_from(record.elapsed_ms).unwrap_or(i64::MAX),
        ":problem": record.problem, ":at": time_text(record.at),
    };
    db.prepare_cached(PUT_ANALYSIS)
        .and_then(|mut statement| statement.query_row(values, |row| row.get(0)))
        .doing("keep an analysis")
}

/// A finding that is there, as far as it is compared.
struct StoredFinding {
    id: i64,
    state: FindingState,
    said: Said,
}

/// What a finding says: a change of it makes the finding `updated`.
#[derive(PartialEq)]
struct Said {
    kind: String,
    severity: String,
    confidence: Option<f64>,
    message: String,
    field: String,
    comment_key: Option<String>,
    spans: String,
    data: String,
    tags: String,
    key: Option<String>,
}

fn stored_findings(
    db: &Connection,
    record: &AnalysisRecord,
) -> Result<BTreeMap<String, StoredFinding>> {
    let doing = "read earlier findings";
    let mut statement = db.prepare_cached(STORED).doing(doing)?;
    let values = named_params! {":post": record.post_id.0, ":analyzer": record.analyzer.analyzer};
    let mut rows = statement.query(values).doing(doing)?;
    let mut stored = BTreeMap::new();
    while let Some(row) = rows.next().doing(doing)? {
        let state: String = row.get("state").doing(doing)?;
        let said = Said {
            kind: row.get("kind").doing(doing)?,
            severity: row.get("severity").doing(doing)?,
            confidence: row.get("confidence").doing(doing)?,
            message: row.get("message").doing(doing)?,
            field: row.get("field").doing(doing)?,
            comment_key: row.get("comment_key").doing(doing)?,
            spans: row.get("spans").doing(doing)?,
            data: row.get("data").doing(doing)?,
            tags: row.get("tags").doing(doing)?,
            key: row.get("key").doing(doing)?,
        };
        let state = FindingState::from_word("findings.state", &state)?;
        let finding = StoredFinding {
            id: row.get("id").doing(doing)?,
            state,
            said,
        };
        stored.insert(row.get("fingerprint").doing(doing)?, finding);
    }
    Ok(stored)
}

/// A finding as a row.
struct FindingRow<'a> {
    post: PostId,
    analyzer: &'a str,
    analysis: i64,
    fingerprint: String,
    comment_id: Option<i64>,
    quote: Option<&'a str>,
    lang: Option<&'a str>,
    at: String,
    said: Said,
}

impl<'a> FindingRow<'a> {
    fn of(
        db: &Connection,
        record: &'a AnalysisRecord,
        analysis: i64,
        fingerprint: ContentHash,
        finding: &'a Finding,
        lang: Option<&'a str>,
    ) -> Result<Self> {
        let comment_key = finding.target.comment_key().map(str::to_owned);
        let comment_id = comment_key
            .as_ref()
            .map_or(Ok(None), |key| comment_id(db, record.post_id, key))?;
        let spans: Vec<_> = finding.spans.iter().map(SpanRow::from).collect();
        let said = Said {
            kind: finding.kind.clone(),
            severity: finding.severity.word().to_owned(),
            confidence: finding.confidence.map(f64::from),
            message: finding.message.clone(),
            field: finding.target.field().to_owned(),
            comment_key,
            spans: json("spans", &spans)?,
            data: json("a finding's data", &finding.data)?,
            tags: json("tags", &finding.tags)?,
            key: finding.key.clone(),
        };
        Ok(Self {
            post: record.post_id,
            analyzer: &record.analyzer.analyzer,
            analysis,
            fingerprint: fingerprint.to_string(),
            comment_id,
            quote: finding.spans.first().map(|span| span.quote.exact.as_str()),
            lang,
            at: time_text(record.at),
            said,
        })
    }

    /// Writes the row, by what was there.
    fn put(
        &self,
        db: &Connection,
        old: Option<StoredFinding>,
        changes: &mut FindingChanges,
    ) -> Result<()> {
        let Some(old) = old else {
            changes.new += 1;
            return self.insert(db);
        };
        let was_gone = old.state == FindingState::Gone;
        if old.said == self.said && !was_gone {
            changes.unchanged += 1;
            let values = named_params! {
                ":id": old.id, ":analysis": self.analysis, ":comment_id": self.comment_id,
            };
            return execute(db, SAME, values);
        }
        let state = if was_gone {
            FindingState::New
        } else {
            FindingState::Updated
        };
        if was_gone {
            changes.new += 1;
        } else {
            changes.updated += 1;
        }
        self.update(db, old.id, state)
    }

    fn insert(&self, db: &Connection) -> Result<()> {
        let said = &self.said;
        let values = named_params! {
            ":post": self.post.0, ":comment_id": self.comment_id, ":analysis": self.analysis,
            ":analyzer": self.analyzer, ":fingerprint": self.fingerprint, ":kind": said.kind,
            ":severity": said.severity, ":confidence": said.confidence, ":message": said.message,
            ":field": said.field, ":comment_key": said.comment_key, ":quote": self.quote,
            ":lang": self.lang, ":spans": said.spans, ":data": said.data, ":tags": said.tags,
            ":key": said.key, ":at": self.at,
        };
        execute(db, INSERT, values)
    }

    fn update(&self, db: &Connection, id: i64, state: FindingState) -> Result<()> {
        let said = &self.said;
        let values = named_params! {
            ":id": id, ":comment_id": self.comment_id, ":analysis": self.analysis,
            ":kind": said.kind, ":severity": said.severity, ":confidence": said.confidence,
            ":message": said.message, ":field": said.field, ":comment_key": said.comment_key,
            ":quote": self.quote, ":lang": self.lang, ":spans": said.spans, ":data": said.data,
            ":tags": said.tags, ":key": said.key, ":state": state.word(), ":at": self.at,
        };
        execute(db, UPDATE, values)
    }
}

fn comment_id(db: &Connection, post: PostId, key: &str) -> Result<Option<i64>> {
    db.prepare_cached(COMMENT)
        .and_then(|mut statement| {
            let values = named_params! {":post": post.0, ":key": key};
            statement.query_row(values, |row| row.get(0)).optional()
        })
        .doing("look up a comment")
}

fn execute(db: &Connection, sql: &str, values: &[(&str, &dyn rusqlite::ToSql)]) -> Result<()> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.execute(values))
        .doing("write a finding")?;
    Ok(())
}
