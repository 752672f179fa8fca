//! What a person reads at the end of a run: a page for the terminal, a page for the browser.

mod gather;
mod html;
mod terminal;

use std::collections::BTreeMap;

use serde::Serialize;

pub use gather::{TableCounts, gather, table_counts};
pub use html::html;
pub use terminal::terminal;

use crate::{AnalyzeSummary, IngestSummary};

/// All that a report says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RunReport {
    /// Name of the pipeline.
    pub name: String,
    /// What was fetched; absent where nothing was to be.
    pub ingest: Option<IngestSummary>,
    /// What was analyzed; absent where nothing was to be.
    pub analyze: Option<AnalyzeSummary>,
    /// The store by site, in the order of the names.
    pub sites: Vec<SiteRow>,
    /// Findings that stand, by kind.
    pub kinds: Vec<KindRow>,
    /// Findings worth reading first, the most telling kinds in turn.
    pub picks: Vec<Pick>,
    /// Tables whose number of rows is another than before the run, the run's own record left out.
    pub changed_tables: Vec<String>,
    /// Posts and comments in the store.
    pub posts: u64,
    /// Comments in the store.
    pub comments: u64,
}

/// One blog.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SiteRow {
    /// Name of the blog, else its host.
    pub name: String,
    /// Its posts.
    pub posts: u64,
    /// Comments under them.
    pub comments: u64,
    /// Pieces that were set aside, by kind.
    pub removed: BTreeMap<String, u64>,
}

impl SiteRow {
    /// Pieces that were set aside in all.
    #[must_use]
    pub fn removed_total(&self) -> u64 {
        self.removed.values().sum()
    }

    /// The kinds that were set aside most, the most first.
    #[must_use]
    pub fn removed_most(&self, count: usize) -> Vec<(&str, u64)> {
        let mut kinds: Vec<(&str, u64)> =
            self.removed.iter().map(|(k, n)| (k.as_str(), *n)).collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        kinds.truncate(count);
        kinds
    }
}

/// How many findings of a kind stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindRow {
    /// The kind.
    pub kind: String,
    /// Findings that stand.
    pub count: u64,
}

/// A finding to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pick {
    /// Its kind.
    pub kind: String,
    /// Its sentence.
    pub message: String,
    /// Words before the place.
    pub prefix: String,
    /// The words themselves.
    pub quote: String,
    /// Words after the place.
    pub suffix: String,
    /// Title of the post.
    pub title: String,
    /// Address of the post.
    pub url: String,
    /// Who wrote the words: the comment's author, absent for the post's.
    pub commenter: Option<String>,
    /// Its severity.
    pub severity: String,
}

impl RunReport {
    /// Whether the run found nothing that was not there before.
    #[must_use]
    pub fn nothing_new(&self) -> bool {
        let ingested = self.ingest.as_ref().is_none_or(|ingest| ingest.stored == 0);
        let analyzed = self
            .analyze
            .as_ref()
            .is_none_or(|analyze| analyze.pairs() == 0);
        ingested && analyzed
    }
}
