//! What a report says, read from the store.

use std::collections::BTreeMap;

use hearken_store::{FindingQuery, PostQuery, PostRef, Reader, Store, StoreError, StoredFinding};

use super::{KindRow, Pick, RunReport, SiteRow};

/// Rows of each table.
pub type TableCounts = BTreeMap<String, u64>;

/// Tables that hold a run's own record: each run adds to them.
const BOOKKEEPING: &[&str] = &["runs"];
/// Findings that a report quotes in all, and of one kind.
const PICKS: usize = 12;
const PICKS_OF_A_KIND: u32 = 3;

/// Counts the rows of each table, but for those that every run adds to.
///
/// # Errors
///
/// [`StoreError`] where the store can not be read.
pub fn table_counts(store: &Store) -> Result<TableCounts, StoreError> {
    let counts = store.reader()?.table_counts()?;
    Ok(counts
        .into_iter()
        .filter(|(table, _)| !BOOKKEEPING.contains(&table.as_str()))
        .collect())
}

/// Fills `report` with what the store holds; `before` is what [`table_counts`] gave before the run.
///
/// # Errors
///
/// [`StoreError`] where the store can not be read.
pub fn gather(
    store: &Store,
    before: &TableCounts,
    report: &mut RunReport,
) -> Result<(), StoreError> {
    let reader = store.reader()?;
    let stats = reader.stats()?;
    report.posts = stats.posts;
    report.comments = stats.comments;
    report.kinds = stats
        .findings_by_kind
        .iter()
        .map(|(kind, count)| KindRow {
            kind: kind.clone(),
            count: *count,
        })
        .collect();
    report.sites = sites(&reader)?;
    report.picks = picks(&reader, &report.kinds)?;
    let after = table_counts(store)?;
    let changed = after
        .iter()
        .filter(|(table, count)| before.get(*table) != Some(count));
    report.changed_tables = changed.map(|(table, _)| table.clone()).collect();
    Ok(())
}

/// The blogs by name. A post of a local file belongs to the blog that its page names.
fn sites(reader: &Reader<'_>) -> Result<Vec<SiteRow>, StoreError> {
    let mut rows: BTreeMap<String, SiteRow> = BTreeMap::new();
    for post in reader.posts(&PostQuery::default())? {
        let name = post
            .site_name
            .or(post.site)
            .unwrap_or_else(|| "(no name)".to_owned());
        let row = rows.entry(name.clone()).or_default();
        row.name = name;
        row.posts += 1;
        row.comments += u64::from(post.comments);
        let stored = reader.post(&PostRef::Id(post.id))?;
        for removed in stored.iter().flat_map(|stored| &stored.post.removed) {
            *row.removed
                .entry(removed.kind.as_str().to_owned())
                .or_default() += 1;
        }
    }
    Ok(rows.into_values().collect())
}

/// Findings to quote: of each kind the weightiest, those with words first; the rarest kinds come
/// first, as they say most.
fn picks(reader: &Reader<'_>, kinds: &[KindRow]) -> Result<Vec<Pick>, StoreError> {
    let mut kinds: Vec<&KindRow> = kinds.iter().collect();
    kinds.sort_by(|a, b| a.count.cmp(&b.count).then(a.kind.cmp(&b.kind)));
    let mut by_kind = Vec::new();
    for row in kinds {
        let query = FindingQuery {
            kinds: vec![row.kind.clone()],
            ..FindingQuery::default()
        };
        let mut found = reader.findings(&query)?;
        found.retain(|finding| !finding.spans.is_empty());
        found.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.id.cmp(&b.id)));
        found.truncate(PICKS_OF_A_KIND as usize);
        by_kind.push(found);
    }
    let mut picks = Vec::new();
    for turn in 0..PICKS_OF_A_KIND as usize {
        for found in &by_kind {
            if let Some(finding) = found.get(turn) {
                picks.push(pick(reader, finding)?);
            }
        }
    }
    picks.truncate(PICKS);
    Ok(picks)
}

fn pick(reader: &Reader<'_>, finding: &StoredFinding) -> Result<Pick, StoreError> {
    let quote = finding.spans.first().map(|span| span.quote.clone());
    let commenter = match finding.target.comment_key() {
        None => None,
        Some(key) => reader
            .post(&PostRef::Id(finding.post_id))?
            .and_then(|stored| stored.post.comment(key)?.author.clone())
            .or_else(|| Some("somebody".to_owned())),
    };
    Ok(Pick {
        kind: finding.kind.clone(),
        message: finding.message.clone(),
        prefix: quote
            .as_ref()
            .map(|quote| quote.prefix.clone())
            .unwrap_or_default(),
        quote: quote
            .as_ref()
            .map(|quote| quote.exact.clone())
            .unwrap_or_default(),
        suffix: quote.map(|quote| quote.suffix).unwrap_or_default(),
        title: finding
            .post_title
            .clone()
            .unwrap_or_else(|| "(no title)".to_owned()),
        url: finding.post_url.clone(),
        commenter,
        severity: finding.severity.as_str().to_owned(),
    })
}
