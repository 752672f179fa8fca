//! Bulk import: posts of 5 KB with 10 comments, into a new database with full-text index.
//!
//! `cargo bench -p hearken-store --bench bulk` prints posts per second of processor time (from
//! `/proc/self/stat`, where there is one) and of wall time, bytes of disk a post, and how long a
//! second import of the same takes. The bar is 1,500 posts per second of processor time
//! (research: external-content FTS5, one indexing statement a transaction).
#![expect(clippy::unwrap_used, reason = "a bench may stop at what goes wrong")]

use std::{fs, io::Write, time::Instant};

use hearken_model::{Block, BlockKind, Comment, Post, RunId, Span};
use hearken_store::{NewRun, OpenOptions, PageAnswer, PageRecord, Resume, SearchQuery, Store};
use time::OffsetDateTime;

const POSTS: usize = 3000;
const BATCH: usize = 100;
/// Syllables of made-up words; the rarer a word, the longer.
const SYLLABLES: [&str; 24] = [
    "ba", "ren", "to", "li", "sha", "mor", "ke", "vi", "un", "der", "stra", "pel", "no", "gri",
    "ma", "ti", "ous", "fel", "ar", "ing", "cor", "de", "lu", "wen",
];
/// Different words there are: two to this, 131,072, as in a large collection of posts.
const VOCABULARY_BITS: usize = 17;

fn main() {
    // `cargo test --benches` runs this too: then a few are enough.
    let posts = if std::env::args().any(|arg| arg == "--bench") {
        POSTS
    } else {
        BATCH
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h.db");
    let store = Store::open(&path, &OpenOptions { create: true }).unwrap();
    let run = store
        .begin_run(NewRun {
            name: "bench".to_owned(),
            command: "bench".to_owned(),
            started_at: OffsetDateTime::UNIX_EPOCH,
            resume: Resume::Never,
        })
        .unwrap();
    let mut words = Words { state: 42 };
    let pages: Vec<_> = (0..posts)
        .map(|number| page(run.id(), number, &mut words))
        .collect();
    let again = pages.clone();

    report("import", posts, || import(&store, pages));
    report("the same again", posts, || import(&store, again));
    let query = SearchQuery {
        text: format!("{} OR {}", words.word(), words.word()),
        limit: Some(20),
        ..SearchQuery::default()
    };
    let reader = store.reader().unwrap();
    report("search, 20 hits with snippets", 1, || {
        reader.search(&query).unwrap();
    });
    drop(reader);
    drop(store);
    let size = fs::metadata(&path).unwrap().len();
    say(&format!(
        "{:.1} KB of disk a post",
        size as f64 / posts as f64 / 1000.0
    ));
}

fn import(store: &Store, mut pages: Vec<PageRecord>) {
    let writer = store.writer();
    while !pages.is_empty() {
        let rest = pages.split_off(pages.len().min(BATCH));
        for saved in writer.save_pages(std::mem::replace(&mut pages, rest)) {
            saved.unwrap();
        }
    }
}

fn report(what: &str, count: usize, work: impl FnOnce()) {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    work();
    let wall = wall.elapsed().as_secs_f64();
    let cpu = cpu_seconds().zip(cpu).map(|(after, before)| after - before);
    let rate = |seconds: f64| count as f64 / seconds.max(1e-9);
    let cpu = cpu.map_or_else(
        || "processor time unknown".to_owned(),
        |seconds| format!("{seconds:.2} s processor ({:.0}/s)", rate(seconds)),
    );
    say(&format!(
        "{what}: {count} in {wall:.3} s wall ({:.0}/s), {cpu}",
        rate(wall)
    ));
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
}

/// User and system time of this process; the kernel counts in hundredths of a second.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// Words by a small fixed generator (the constants of Numerical Recipes), the same every time.
struct Words {
    state: u32,
}

impl Words {
    fn number(&mut self, below: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(1_664_525)
            .wrapping_add(1_013_904_223);
        (self.state >> 8) as usize % below
    }

    /// A word by Zipf's law: the logarithm of its rank is even, so the n-th most frequent word
    /// comes about 1/n as often as the first.
    fn word(&mut self) -> String {
        let magnitude = 1 << self.number(VOCABULARY_BITS);
        let mut rank = magnitude + self.number(magnitude);
        let mut word = String::new();
        while rank > 0 {
            word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
            rank /= SYLLABLES.len();
        }
        word
    }

    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            text.extend([self.word().as_str(), " "]);
        }
        text.trim_end().to_owned()
    }
}

fn page(run: RunId, number: usize, words: &mut Words) -> PageRecord {
    let text = words.text(5000);
    let comment = |key: usize, words: &mut Words| Comment {
        key: format!("comment-{key}"),
        reply_to: (key > 0 && key.is_multiple_of(3)).then(|| format!("comment-{}", key - 1)),
        author: Some(words.word()),
        text: words.text(280),
        ..Comment::default()
    };
    let post = Post {
        title: Some(words.text(40)),
        authors: vec![words.word()],
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            level: None,
            span: Span::new(0, text.len()).unwrap(),
        }],
        comments: (0..10).map(|key| comment(key, words)).collect(),
        text,
        ..Post::default()
    };
    let url = format!("https://blog{}.example/{number}", number % 50);
    PageRecord {
        run,
        final_url: url.clone(),
        url,
        fetched_at: OffsetDateTime::UNIX_EPOCH,
        answer: PageAnswer {
            http_status: Some(200),
            attempts: 1,
            ..PageAnswer::default()
        },
        content_type: Some("text/html".to_owned()),
        raw: format!("<html><body><p>{}</p></body></html>", post.text).into_bytes(),
        post,
        extractor_version: "1".to_owned(),
        source: None,
    }
}
