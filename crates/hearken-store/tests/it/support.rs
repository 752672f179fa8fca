//! A store in a folder of its own, and posts to put in it.

use std::path::PathBuf;

use hearken_model::{Block, BlockKind, Comment, Post, RunId, Span};
use hearken_store::{ActiveRun, NewRun, OpenOptions, PageAnswer, PageRecord, Resume, Saved, Store};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};

/// The first moment of every test.
pub(crate) const START: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

pub(crate) struct Place {
    _folder: TempDir,
    pub(crate) store: Store,
    pub(crate) run: ActiveRun,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&folder.path().join("h.db"), &OpenOptions { create: true }).unwrap();
        let run = store.begin_run(run("ingest")).unwrap();
        Self {
            _folder: folder,
            store,
            run,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.store.path().to_owned()
    }

    pub(crate) fn save(&self, page: PageRecord) -> Saved {
        self.store.writer().save_page(page).unwrap()
    }

    /// Every row of every table that a page's content fills, as text.
    pub(crate) fn dump(&self) -> Vec<String> {
        dump(
            &self.path(),
            &[
                "runs",
                "frontier",
                "frontier_sources",
                "sources",
                "schema_doc",
            ],
        )
    }
}

pub(crate) fn run(command: &str) -> NewRun {
    NewRun {
        name: "ingest".to_owned(),
        command: command.to_owned(),
        started_at: START,
        resume: Resume::SameCommand,
    }
}

/// `hours` after [`START`].
pub(crate) fn later(hours: i64) -> OffsetDateTime {
    START + Duration::hours(hours)
}

/// A post with one paragraph.
pub(crate) fn post(title: &str, text: &str) -> Post {
    Post {
        title: Some(title.to_owned()),
        authors: vec!["Ida Example".to_owned()],
        language: Some("en".to_owned()),
        text: text.to_owned(),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            level: None,
            span: Span::new(0, text.len()).unwrap(),
        }],
        ..Post::default()
    }
}

pub(crate) fn comment(key: &str, author: &str, text: &str) -> Comment {
    Comment {
        key: key.to_owned(),
        author: Some(author.to_owned()),
        text: text.to_owned(),
        ..Comment::default()
    }
}

pub(crate) fn answer(key: &str, to: &str, author: &str, text: &str) -> Comment {
    Comment {
        reply_to: Some(to.to_owned()),
        ..comment(key, author, text)
    }
}

/// The page at `url` that reads as `post`; its bytes are made of the post's words.
pub(crate) fn page(run: RunId, url: &str, post: Post) -> PageRecord {
    let mut raw = format!(
        "<html><h1>{}</h1>{}",
        post.title.as_deref().unwrap_or(""),
        post.text
    );
    for comment in &post.comments {
        let author = comment.author.as_deref().unwrap_or("");
        raw.extend(["<p class=comment>", author, ": ", &comment.text, "</p>"]);
    }
    PageRecord {
        run,
        url: url.to_owned(),
        final_url: url.to_owned(),
        fetched_at: START,
        answer: PageAnswer {
            http_status: Some(200),
            attempts: 1,
            ..PageAnswer::default()
        },
        content_type: Some("text/html; charset=utf-8".to_owned()),
        raw: raw.into_bytes(),
        post,
        extractor_version: "1".to_owned(),
        source: None,
    }
}

/// All rows of all tables but `left_out`, virtual tables and their shadows.
pub(crate) fn dump(path: &std::path::Path, left_out: &[&str]) -> Vec<String> {
    let db = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'
        AND name NOT LIKE '%_fts_%' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut names = db.prepare(sql).unwrap();
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut lines = Vec::new();
    for name in names
        .iter()
        .filter(|name| !left_out.contains(&name.as_str()))
    {
        let mut all = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = all.column_count();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect();
            lines.push(format!("{name}: {}", values.join(" | ")));
        }
    }
    lines.sort();
    lines
}

/// The identity of an analyzer.
pub(crate) fn analyzer(id: &str) -> hearken_model::Provenance {
    hearken_model::Provenance {
        analyzer: id.to_owned(),
        version: "1.0.0".to_owned(),
        abi: "1.0".to_owned(),
        artifact_hash: hearken_model::ContentHash::of(b"artifact"),
        config_hash: hearken_model::ContentHash::of(b"config"),
    }
}

/// All posts that an analyzer has not seen.
pub(crate) fn pending(id: &str) -> hearken_store::PendingQuery {
    hearken_store::PendingQuery {
        analyzer: analyzer(id),
        posts: Vec::new(),
        after: None,
        limit: 100,
        again: hearken_store::Again::Never,
    }
}
