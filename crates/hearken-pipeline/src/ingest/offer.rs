//! Sources onto the frontier.

use hearken_model::RunId;
use hearken_store::{
    FrontierKind, NewFrontierEntry, NewSource, SourceId, SourceKind as StoredKind, Store,
};

use crate::{
    Event, EventSink, PipelineError, Place, Source, SourceKind, clock::now, file_url, pages_below,
};

/// Puts all `sources` on the frontier of `run` and returns how many addresses that makes.
pub(super) fn offer_sources(
    store: &Store,
    run: RunId,
    sources: &[Source],
    sink: &dyn EventSink,
) -> Result<usize, PipelineError> {
    let writer = store.writer();
    let mut total = 0;
    for source in sources {
        let id = writer.add_source(NewSource {
            kind: stored_kind(source),
            location: source.location(),
            title: None,
            added_at: now(),
        })?;
        let entries = entries(source, id, sink);
        let offered = writer.offer(run, entries, now())?;
        total += offered.new + offered.again + offered.known;
        writer.source_was_read(id, run, now())?;
    }
    sink.event(&Event::Queued { total });
    Ok(total)
}

fn entries(source: &Source, id: SourceId, sink: &dyn EventSink) -> Vec<NewFrontierEntry> {
    let entry = |url: String, kind| NewFrontierEntry {
        url,
        kind,
        source: Some(id),
        discovered_from: None,
    };
    match &source.place {
        Place::Web(url) => vec![entry(
            hearken_fetch::normalize_url(url).into(),
            web_kind(source.kind),
        )],
        Place::File(path) => vec![entry(file_url(path), file_kind(source.kind))],
        Place::Folder(folder) => {
            let found = pages_below(folder);
            if found.pages.is_empty() {
                let message = format!(
                    "`{}` holds no page: files ending in .html, .htm, .xhtml or .txt are read",
                    folder.display()
                );
                sink.event(&Event::Warning { message });
            }
            let remark = found.remark();
            for message in found.problems.into_iter().chain(remark) {
                sink.event(&Event::Warning { message });
            }
            found
                .pages
                .iter()
                .map(|page| entry(file_url(page), FrontierKind::File))
                .collect()
        }
    }
}

/// A file is taken for what its content tells, unless a flag says what it must be.
const fn file_kind(kind: SourceKind) -> FrontierKind {
    match kind {
        SourceKind::Auto => FrontierKind::File,
        forced => web_kind(forced),
    }
}

const fn web_kind(kind: SourceKind) -> FrontierKind {
    match kind {
        SourceKind::Auto => FrontierKind::Page,
        SourceKind::Feed => FrontierKind::Feed,
        SourceKind::Sitemap => FrontierKind::Sitemap,
        SourceKind::Opml => FrontierKind::Opml,
    }
}

const fn stored_kind(source: &Source) -> StoredKind {
    match (&source.place, source.kind) {
        (_, SourceKind::Feed) => StoredKind::Feed,
        (_, SourceKind::Sitemap) => StoredKind::Sitemap,
        (_, SourceKind::Opml) => StoredKind::Opml,
        (Place::Web(_), SourceKind::Auto) => StoredKind::Url,
        (Place::File(_), SourceKind::Auto) => StoredKind::File,
        (Place::Folder(_), SourceKind::Auto) => StoredKind::Directory,
    }
}
