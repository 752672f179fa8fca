//! What the tests are made of: the program, pages and sites.

use std::{collections::BTreeMap, fs, path::Path};

use hearken_store::{OpenOptions, Store};
use hearken_testkit::{Blog, Hearken, Output, SiteServer, plugins, workspace_root};
use serde_json::Value;

/// The built program in a home of its own, with the bundled analyzers.
pub(crate) fn hearken() -> Hearken {
    Hearken::new(env!("CARGO_BIN_EXE_hearken")).with_plugins(&plugins())
}

/// A sample blog of `data/blogs`.
pub(crate) fn blog(name: &str) -> Blog {
    Blog::read(&workspace_root().join("data/blogs").join(name)).unwrap()
}

/// A sample blog on loopback.
pub(crate) fn serve(name: &str) -> SiteServer {
    SiteServer::of_blog(blog(name), 0, |_| {}).unwrap()
}

/// A page in the mark-up of a common platform.
pub(crate) fn page(title: &str, body: &str, comments: &[(&str, &str)]) -> String {
    let items: Vec<String> = (0..)
        .zip(comments)
        .map(|(number, (author, text))| comment(number, author, text))
        .collect();
    let items = items.concat();
    let list = if comments.is_empty() {
        String::new()
    } else {
        format!(
            r#"<div id="comments" class="comments-area"><h2 class="comments-title">{} thoughts</h2><ol class="comment-list">{items}</ol></div>"#,
            comments.len()
        )
    };
    format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><article class="post type-post hentry"><header><h1 class="entry-title">{title}</h1></header>
<div class="entry-content"><p>{body}</p><p>The tide table on the harbour wall was wrong again, and the boats waited for water that came an hour late.</p>
<p>Nobody complained; the gulls had the quay to themselves and the kettle was on in the hut behind it.</p></div></article>
{list}</main></body></html>"#
    )
}

fn comment(number: usize, author: &str, text: &str) -> String {
    let day = number % 9 + 1;
    format!(
        r##"<li class="comment" id="comment-{number}"><div class="comment-author vcard"><cite class="fn">{author}</cite></div>
<div class="comment-meta"><a href="#comment-{number}"><time datetime="2021-05-0{day}T10:00:00Z">May</time></a></div>
<div class="comment-content"><p>{text}</p></div></li>"##
    )
}

/// A feed that names `urls`.
pub(crate) fn feed(urls: &[String]) -> String {
    let items: Vec<String> = urls
        .iter()
        .map(|url| format!("<item><title>{url}</title><link>{url}</link></item>"))
        .collect();
    let items = items.concat();
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><link>http://quay.example/</link><description>d</description>{items}</channel></rss>"#
    )
}

/// Writes a file into the program's home, which is where it is started.
pub(crate) fn write(hearken: &Hearken, name: &str, content: impl AsRef<[u8]>) {
    let path = hearken.home().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// `ingest` of addresses on loopback, stored only, reported as JSON.
pub(crate) fn ingest(hearken: &Hearken, args: &[&str]) -> Output {
    let fixed = [
        "ingest",
        "--no-analyze",
        "--allow-private",
        "--delay",
        "0",
        "--report",
        "jsonl",
    ];
    hearken.run(fixed.iter().chain(args))
}

/// Status and reason of each reported page, sorted: `stored`, `skipped feed`.
pub(crate) fn outcomes(output: &Output) -> Vec<String> {
    let mut outcomes: Vec<String> = output.json_lines().iter().map(outcome).collect();
    outcomes.sort();
    outcomes
}

fn outcome(line: &Value) -> String {
    let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    format!("{} {}", word("status"), word("reason"))
        .trim_end()
        .to_owned()
}

/// Rows of every table, in the order of their names.
pub(crate) fn table_counts(database: &Path) -> BTreeMap<String, u64> {
    let store = Store::open(database, &OpenOptions { create: false }).unwrap();
    hearken_pipeline::report::table_counts(&store).unwrap()
}
