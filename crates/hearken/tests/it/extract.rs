//! `hearken extract`: pages in, readings out, in the order given and the same bytes each time.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use hearken_testkit::blogs;
use serde_json::Value;

use crate::scene::{blog, hearken, page, write};

const TALK: &[(&str, &str)] = &[
    ("Ada", "The water was late on the north side as well."),
    ("Bo", "Same here."),
];

#[test]
fn each_form_holds_what_it_promises() {
    let hearken = hearken();
    write(
        &hearken,
        "a.html",
        page("Low water", "We counted boats until noon.", TALK),
    );
    let run = |args: &[&str]| {
        hearken
            .run(["extract", "a.html"].iter().chain(args))
            .expect_code(0)
            .stdout
    };
    let line: Value = serde_json::from_str(&run(&[])).unwrap();
    let indented: Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert_eq!(line, indented);
    assert_eq!(line["title"], "Low water");
    assert_eq!(line["comments"].as_array().unwrap().len(), 2);
    assert!(line.get("removed").is_none());
    assert_eq!(
        run(&["--format", "text"]).trim_end(),
        line["text"].as_str().unwrap()
    );
    let markdown = run(&["--format", "md"]);
    for words in [
        "# Low water",
        "We counted boats until noon.",
        "Ada",
        "Same here.",
    ] {
        assert!(markdown.contains(words), "{words} is missing:\n{markdown}");
    }
    let explained: Value = serde_json::from_str(&run(&["--explain"])).unwrap();
    for piece in explained["removed"].as_array().unwrap() {
        assert!(
            piece["kind"].is_string() && piece["text"].is_string() && piece["why"].is_string(),
            "{piece}"
        );
    }
    let addressed: Value =
        serde_json::from_str(&run(&["--url", "https://quay.example/low"])).unwrap();
    assert_eq!(addressed["url"], "https://quay.example/low");
}

#[test]
fn folders_archives_and_standard_input_are_read() {
    let hearken = hearken();
    let html = page("Low water", "We counted boats until noon.", TALK);
    write(&hearken, "saved/b.html", &html);
    write(&hearken, "saved/deep/a.html", &html);
    write(&hearken, "saved/notes.json", "{}");
    gzip(&hearken.home().join("saved/c.html"), &html);
    let text = |line: &Value| line["text"].as_str().unwrap().to_owned();
    let folder = hearken
        .run(["extract", "saved"])
        .expect_code(0)
        .json_lines();
    let sources: Vec<&str> = folder
        .iter()
        .map(|line| line["source"].as_str().unwrap())
        .collect();
    assert_eq!(
        sources,
        ["saved/b.html", "saved/c.html.gz", "saved/deep/a.html"]
    );
    let piped = hearken
        .run_with_input(["extract", "-"], html.as_bytes())
        .expect_code(0)
        .json_lines();
    assert_eq!(piped.len(), 1);
    for line in folder.iter().chain(&piped) {
        assert_eq!(text(line), text(&folder[0]));
    }
}

/// Packs `html` beside `path`, with the system's own gzip.
fn gzip(path: &std::path::Path, html: &str) {
    let file = std::fs::File::create(format!("{}.gz", path.display())).unwrap();
    let mut child = Command::new("gzip")
        .stdin(Stdio::piped())
        .stdout(file)
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(html.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn one_bad_page_does_not_hide_the_others() {
    let hearken = hearken();
    for (name, body) in [("a.html", "First of all."), ("c.html", "Third of all.")] {
        write(&hearken, name, page(name, body, &[]));
    }
    write(&hearken, "b.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let output = hearken
        .run(["extract", "c.html", "b.html", "none.html", "a.html"])
        .expect_code(3);
    let titles: Vec<Value> = output
        .json_lines()
        .iter()
        .map(|line| line["title"].clone())
        .collect();
    assert_eq!(titles, ["c.html", "a.html"]);
    assert_eq!(output.complaints().len(), 2, "{}", output.stderr);
}

/// All pages of all sample blogs: no `null`, spans inside the text, the same bytes twice.
#[test]
fn the_samples_read_the_same_each_time() {
    let hearken = hearken();
    let folders: Vec<String> = blogs()
        .unwrap()
        .iter()
        .map(|blog| blog.www().display().to_string())
        .collect();
    let args: Vec<&str> = ["extract", "--explain"]
        .into_iter()
        .chain(folders.iter().map(String::as_str))
        .collect();
    let (first, second) = (hearken.run(&args), hearken.run(&args));
    assert_eq!(first.stdout, second.stdout);
    let lines = first.json_lines();
    assert!(lines.len() >= 50, "{}", lines.len());
    for line in &lines {
        assert_eq!(nulls(line), 0, "{}", line["source"]);
        let text = line["text"].as_str().unwrap();
        for block in line["blocks"].as_array().unwrap() {
            let at = |key: &str| usize::try_from(block[key].as_u64().unwrap()).unwrap();
            assert!(
                text.get(at("start")..at("end")).is_some(),
                "{}: {block}",
                line["source"]
            );
        }
    }
}

fn nulls(value: &Value) -> usize {
    let (mut open, mut count) = (vec![value], 0);
    while let Some(value) = open.pop() {
        match value {
            Value::Null => count += 1,
            Value::Array(items) => open.extend(items),
            Value::Object(map) => open.extend(map.values()),
            _ => {}
        }
    }
    count
}

#[test]
fn scraped_text_is_a_page_too() {
    let hearken = hearken();
    let path = blog("saltmarsh").folder.join("scraped/ferryman.txt");
    let path = path.display().to_string();
    let as_file = hearken.run(["extract", &path]).expect_code(0).json_lines();
    let text = std::fs::read(&path).unwrap();
    let piped = hearken
        .run_with_input(["extract", "--input", "text", "-"], &text)
        .expect_code(0)
        .json_lines();
    assert_eq!(as_file[0]["text"], piped[0]["text"]);
    assert!(as_file[0]["title"].is_string());
}
