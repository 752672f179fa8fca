//! Reads every sample page under `data/blogs` and compares the reading with the one beside it.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends at the first thing that is not there"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use hearken_extract::{PageFormat, PageHints, extract};
use hearken_model::PageReading;
use serde_json::Value;

/// One test a blog, so that one failure does not hide others.
macro_rules! blogs {
    ($($test:ident $folder:literal),* $(,)?) => {
        const FOLDERS: &[&str] = &[$($folder),*];
        $(#[test] fn $test() { check_blog($folder); })*
    };
}

blogs! {
    carnet_gris "carnet-gris",
    kissaten "kissaten",
    mesa_larga "mesa-larga",
    nightferry "nightferry",
    pedra_solta "pedra-solta",
    radio_2003 "radio-2003",
    saltmarsh "saltmarsh",
    the_long_table "the-long-table",
    tin_roof "tin-roof",
    vereinsheim "vereinsheim",
    werkbank "werkbank",
}

/// What is still read wrong: the blog and how the fault begins. A fault that is gone fails the test
/// too, so that this list only shrinks.
const KNOWN: &[(&str, &str)] = &[
    // A Sunday in brackets after a Japanese date hides the time that follows.
    ("kissaten", "www/archives/0226.html published:"),
    // Notices in place of a comment, and a hint of the form outside the form.
    (
        "kissaten",
        "www/archives/0226.html: not removed as comment-chrome",
    ),
    (
        "vereinsheim",
        "www/artikel/was-ehrenamt-kostet/index.html: not removed as comment-chrome",
    ),
    (
        "pedra-solta",
        "www/2021/08/02/assembleia-na-varanda/index.html: not removed as comment-form",
    ),
    (
        "pedra-solta",
        "www/2022/11/07/a-fila-da-padaria/index.html: not removed as comment-form",
    ),
    (
        "pedra-solta",
        "www/2024/02/10/o-carteiro-e-a-ultima-carta/index.html: not removed as comment-form",
    ),
    // The last heading of the post is taken for one of the comments' area.
    (
        "pedra-solta",
        "www/2022/03/19/como-gravar-um-sapo/index.html blocks:",
    ),
    (
        "pedra-solta",
        "www/2022/03/19/como-gravar-um-sapo/index.html text:",
    ),
    // A guest book that is closed, in words of the page's own.
    ("radio-2003", "www/stilte.html blocks:"),
    ("radio-2003", "www/stilte.html text:"),
    (
        "radio-2003",
        "www/stilte.html: not removed as comment-chrome",
    ),
    ("radio-2003", "www/stilte.html: kept"),
];

#[test]
fn every_blog_has_its_test() {
    let mut folders: Vec<String> = fs::read_dir(blogs())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(folders, FOLDERS);
}

fn blogs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/blogs")
}

fn check_blog(folder: &str) {
    let blog = blogs().join(folder);
    let about: toml::Table = fs::read_to_string(blog.join("blog.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let base = about["base"].as_str().unwrap();
    let mut pages = Vec::new();
    expectations(&blog, &mut pages);
    pages.sort();
    assert!(
        pages.len() >= 5,
        "{folder} has {} pages with an expected reading",
        pages.len()
    );
    let faults: Vec<String> = pages
        .iter()
        .flat_map(|page| check_page(&blog, base, page))
        .collect();
    let known = |fault: &&String| KNOWN.iter().any(|(_, start)| fault.starts_with(start));
    let fresh: Vec<&str> = faults
        .iter()
        .filter(|fault| !known(fault))
        .map(String::as_str)
        .collect();
    assert!(
        fresh.is_empty(),
        "{} faults in {folder}:\n{}",
        fresh.len(),
        fresh.join("\n")
    );
    for (_, start) in KNOWN.iter().filter(|(blog, _)| *blog == folder) {
        let there = faults.iter().any(|fault| fault.starts_with(start));
        assert!(there, "`{start}` is right now: take it out of KNOWN");
    }
}

fn expectations(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            expectations(&path, found);
        } else if path
            .to_str()
            .is_some_and(|name| name.ends_with("expected.json"))
        {
            found.push(path);
        }
    }
}

/// The page that an expected reading stands beside.
fn page_of(expected: &Path) -> PathBuf {
    let name = expected.file_name().unwrap().to_str().unwrap();
    let stem = name
        .strip_suffix("expected.json")
        .unwrap()
        .trim_end_matches('.');
    let stem = if stem.is_empty() { "index" } else { stem };
    ["html", "txt"]
        .iter()
        .map(|extension| expected.with_file_name(format!("{stem}.{extension}")))
        .find(|page| page.exists())
        .unwrap_or_else(|| panic!("no page beside {}", expected.display()))
}

fn check_page(blog: &Path, base: &str, expected: &Path) -> Vec<String> {
    let page = page_of(expected);
    let name = page.strip_prefix(blog).unwrap().display().to_string();
    let expected: Value = serde_json::from_str(&fs::read_to_string(expected).unwrap()).unwrap();
    let wanted = &expected["reading"];
    let url = wanted["url"].as_str();
    assert!(
        url.is_none_or(|url| url.starts_with(base)),
        "{name} has an address of another blog"
    );
    let text = page.extension().is_some_and(|extension| extension == "txt");
    let hints = PageHints {
        url,
        content_type: None,
        format: Some(if text {
            PageFormat::Text
        } else {
            PageFormat::Html
        }),
    };
    let post = extract(&fs::read(&page).unwrap(), &hints).unwrap();
    let mut got = serde_json::to_value(PageReading::new("", &post, false)).unwrap();
    got.as_object_mut().unwrap().remove("source");
    let mut faults = Vec::new();
    differences(&name, wanted, &got, &mut faults);
    for removed in expected["removed"].as_array().into_iter().flatten() {
        let (kind, words) = (
            removed["kind"].as_str().unwrap(),
            removed["text"].as_str().unwrap(),
        );
        let of_kind = post.removed.iter().filter(|one| one.kind.as_str() == kind);
        if !of_kind.clone().any(|one| one.text.contains(words)) {
            let elsewhere = post.removed.iter().find(|one| one.text.contains(words));
            let elsewhere = elsewhere.map(|one| format!("{} by {}", one.kind.as_str(), one.why));
            faults.push(format!(
                "{name}: not removed as {kind}: `{words}`; but: {elsewhere:?}"
            ));
        }
        if post.text.contains(words) || post.comments.iter().any(|one| one.text.contains(words)) {
            faults.push(format!("{name}: kept: `{words}`"));
        }
    }
    faults
}

/// Every place where two values differ.
fn differences(place: &str, wanted: &Value, got: &Value, faults: &mut Vec<String>) {
    match (wanted, got) {
        (Value::Object(wanted), Value::Object(got)) => {
            let mut keys: Vec<&String> = wanted.keys().chain(got.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let value = |object: &serde_json::Map<String, Value>| {
                    object.get(key).cloned().unwrap_or(Value::Null)
                };
                differences(
                    &format!("{place} {key}"),
                    &value(wanted),
                    &value(got),
                    faults,
                );
            }
        }
        (Value::Array(wanted), Value::Array(got)) if wanted.len() == got.len() => {
            for (index, (wanted, got)) in wanted.iter().zip(got).enumerate() {
                differences(&format!("{place}[{index}]"), wanted, got, faults);
            }
        }
        (Value::Null, Value::Array(list)) if list.is_empty() => {}
        (Value::Null, Value::Bool(false)) => {}
        _ if wanted != got => faults.push(format!("{place}:\n  wanted {wanted}\n  got    {got}")),
        _ => {}
    }
}
