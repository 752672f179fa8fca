//! Scraped documents that are not part of the repository, held against their gold.
//!
//! Looks for the folder in `HEARKEN_SEEDS`, else in `../shared/seeds` beside the checkout. The
//! folder holds texts and a `gold.json`; without it the test says that it was not run.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use hearken_extract::{PageFormat, PageHints, extract};
use hearken_model::Post;
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let named = env::var_os("HEARKEN_SEEDS").map(PathBuf::from);
    named
        .or(Some(beside))
        .filter(|folder| folder.join("gold.json").is_file())
}

#[test]
fn seeds_read_as_their_gold_says() {
    let Some(folder) = folder() else {
        println!("not run: no seeds in `HEARKEN_SEEDS` or `../shared/seeds`");
        return;
    };
    let gold = fs::read_to_string(folder.join("gold.json")).unwrap();
    let gold: Vec<Value> = serde_json::from_str(&gold).unwrap();
    let mut wrong = Vec::new();
    for entry in &gold {
        let bytes = fs::read(folder.join(entry["file"].as_str().unwrap())).unwrap();
        let hints = PageHints {
            format: Some(PageFormat::Text),
            ..PageHints::default()
        };
        let post = extract(&bytes, &hints).unwrap();
        for fault in faults(&post, entry) {
            wrong.push(format!("{}: {fault}", entry["file"]));
        }
    }
    println!("run: {} documents in {}", gold.len(), folder.display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn faults(post: &Post, entry: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut compare = |field: &str, got: Option<String>| {
        let wanted = entry[field].as_str().map(str::to_owned);
        if wanted != got {
            faults.push(format!("{field}: wanted {wanted:?}, got {got:?}"));
        }
    };
    compare("title", post.title.clone());
    compare(
        "author",
        (!post.authors.is_empty()).then(|| post.authors.join(", ")),
    );
    let day = post
        .published
        .map(|date| date.to_string().chars().take(10).collect());
    compare("published", day);
    compare("language", post.language.clone());
    faults.extend(text_faults(post, entry));
    faults.extend(comment_faults(post, entry));
    faults
}

fn text_faults(post: &Post, entry: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let quotes = ['”', '"', '“'];
    if !post
        .text
        .starts_with(entry["first_words"].as_str().unwrap_or_default())
    {
        faults.push("first words differ".to_owned());
    }
    if !post
        .text
        .trim_end_matches(quotes)
        .ends_with(entry["last_words"].as_str().unwrap_or_default())
    {
        faults.push("last words differ".to_owned());
    }
    for words in strings(&entry["not_in_text"]) {
        if post.text.contains(words) {
            faults.push(format!("`{words}` is in the text"));
        }
    }
    let tags: Vec<&str> = strings(&entry["categories"]).collect();
    if entry["categories"].is_array() && post.tags != tags {
        faults.push(format!("tags: wanted {tags:?}, got {:?}", post.tags));
    }
    faults
}

fn comment_faults(post: &Post, entry: &Value) -> Vec<String> {
    let gold = entry["comments"].as_array().map_or(&[][..], Vec::as_slice);
    let mut faults = Vec::new();
    if gold.len() != post.comments.len() {
        faults.push(format!(
            "{} comments, not {}",
            post.comments.len(),
            gold.len()
        ));
    }
    for (wanted, got) in gold.iter().zip(&post.comments) {
        let first = wanted["first_words"].as_str().unwrap_or_default();
        if !got.text.starts_with(first) || wanted["by_post_author"] != got.by_post_author {
            faults.push(format!("comment {} differs", got.key));
        }
        let answers = wanted["reply_to"].as_u64().map(|place| format!("c{place}"));
        if wanted.get("reply_to").is_some() && answers != got.reply_to {
            faults.push(format!("comment {} answers {:?}", got.key, got.reply_to));
        }
    }
    for words in strings(&entry["not_in_comments"]) {
        if post
            .comments
            .iter()
            .any(|comment| comment.text.contains(words))
        {
            faults.push(format!("`{words}` is in a comment"));
        }
    }
    faults
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}
