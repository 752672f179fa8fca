//! What a report says, read from the store.

use std::{cmp::Reverse, collections::BTreeMap};

use hearken_model::Quote;
use hearken_store::{FindingQuery, PostQuery, PostRef, Reader, Store, StoreError, StoredFinding};

use super::{KindRow, Pick, RunReport, SiteRow};

/// Rows of each table.
pub type TableCounts = BTreeMap<String, u64>;

/// Tables that hold a run's own record: each run adds to them.
const BOOKKEEPING: &[&str] = &["runs"];
/// Findings that a report quotes in all, and of one kind.
const PICKS: usize = 12;
const PICKS_OF_A_KIND: usize = 3;
/// Code points of context that a finding keeps on each side.
const CONTEXT_CHARS: usize = 32;

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

/// The blogs: posts of one host, under the name that most of them give their blog. Posts of local
/// files have no host and go by that name alone.
fn sites(reader: &Reader<'_>) -> Result<Vec<SiteRow>, StoreError> {
    let mut by_host: BTreeMap<String, (SiteRow, BTreeMap<String, usize>)> = BTreeMap::new();
    for post in reader.posts(&PostQuery::default())? {
        let blog = post.site_name.clone();
        let key = post
            .site
            .or(post.site_name)
            .unwrap_or_else(|| "(no name)".to_owned());
        let (row, names) = by_host.entry(key).or_default();
        *names.entry(blog.unwrap_or_default()).or_default() += 1;
        row.posts += 1;
        row.comments += u64::from(post.comments);
        let stored = reader.post(&PostRef::Id(post.id))?;
        for removed in stored.iter().flat_map(|stored| &stored.post.removed) {
            *row.removed
                .entry(removed.kind.as_str().to_owned())
                .or_default() += 1;
        }
    }
    let mut sites: Vec<SiteRow> = by_host
        .into_iter()
        .map(|(key, (row, names))| {
            let most = names.into_iter().filter(|(name, _)| !name.is_empty());
            let name = most
                .max_by_key(|(_, posts)| *posts)
                .map_or(key, |(name, _)| name);
            SiteRow { name, ..row }
        })
        .collect();
    sites.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sites)
}

/// Findings to quote: of each kind the weightiest, those with words first; the kinds in turn, that
/// with the weightiest finding first, of equals the rarer one, as it says more.
fn picks(reader: &Reader<'_>, kinds: &[KindRow]) -> Result<Vec<Pick>, StoreError> {
    let mut by_kind = Vec::new();
    for row in kinds {
        let query = FindingQuery {
            kinds: vec![row.kind.clone()],
            ..FindingQuery::default()
        };
        let mut found = reader.findings(&query)?;
        found.retain(|finding| !finding.spans.is_empty());
        // By address and not by row: rows differ between two runs over the same blogs.
        let place = |finding: &StoredFinding| (finding.post_url.clone(), finding.id);
        found.sort_by_key(|finding| (Reverse(finding.severity), place(finding)));
        if let Some(first) = found.first() {
            by_kind.push((Reverse(first.severity), row.count, found));
        }
    }
    by_kind.sort_by_key(|(severity, count, _)| (*severity, *count));
    let mut picks = Vec::new();
    for turn in 0..PICKS_OF_A_KIND {
        for (.., found) in &by_kind {
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
    let quote = quote.unwrap_or_else(|| Quote {
        exact: String::new(),
        prefix: String::new(),
        suffix: String::new(),
    });
    // A context of full length was cut somewhere in the text.
    let was_cut = |words: &str| words.chars().count() >= CONTEXT_CHARS;
    let before = if was_cut(&quote.prefix) { "…" } else { "" };
    let after = if was_cut(&quote.suffix) { "…" } else { "" };
    Ok(Pick {
        kind: finding.kind.clone(),
        message: finding.message.clone(),
        prefix: format!("{before}{}", quote.prefix),
        quote: quote.exact,
        suffix: format!("{}{after}", quote.suffix),
        title: finding
            .post_title
            .clone()
            .unwrap_or_else(|| "(no title)".to_owned()),
        url: finding.post_url.clone(),
        commenter,
        severity: finding.severity.as_str().to_owned(),
    })
}
