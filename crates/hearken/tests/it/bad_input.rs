//! Sources, pages and queries that are none: one line each, and the run goes on.

use std::fs;

use hearken_testkit::{Hearken, workspace_root};

use crate::{
    scene::{hearken, ingest, page, write},
    table::{Case, Part, check, nothing},
};

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

const PAGES: Part = Part {
    mark: "pages",
    analyze: false,
    cases: &[
        Case {
            name: "a missing file",
            args: &["ingest", "good.html", "none.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a missing file, read only",
            args: &["extract", "none.html", "good.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a PDF",
            args: &["ingest", "report.html", "good.html"],
            prepare: |hearken| write(hearken, "report.html", PDF),
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a picture",
            args: &["ingest", "photo.html", "good.html"],
            prepare: |hearken| write(hearken, "photo.html", PNG),
            code: 3,
            goes_on: true,
        },
        Case {
            name: "JSON",
            args: &["ingest", "data.json", "good.html"],
            prepare: |hearken| write(hearken, "data.json", r#"{"items": [1, 2, 3]}"#),
            code: 3,
            goes_on: true,
        },
        Case {
            name: "an empty page",
            args: &["ingest", "empty.html", "good.html"],
            prepare: |hearken| write(hearken, "empty.html", ""),
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a page without text",
            args: &["ingest", "frame.html", "good.html"],
            prepare: |hearken| {
                write(
                    hearken,
                    "frame.html",
                    "<!doctype html><html><body></body></html>",
                );
            },
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a binary",
            args: &["ingest", "program.html", "good.html"],
            prepare: |hearken| {
                write(
                    hearken,
                    "program.html",
                    b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
                );
            },
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a broken archive",
            args: &["extract", "page.html.gz", "good.html"],
            prepare: |hearken| write(hearken, "page.html.gz", "no gzip at all"),
            code: 3,
            goes_on: true,
        },
        Case {
            name: "an empty folder",
            args: &["ingest", "folder", "good.html"],
            prepare: |hearken| fs::create_dir(hearken.home().join("folder")).unwrap(),
            code: 0,
            goes_on: true,
        },
        Case {
            name: "an unreachable host",
            args: &["ingest", "{closed}/post", "good.html", "--allow-private"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a page that is not there",
            args: &["ingest", "{site}/gone", "good.html", "--allow-private"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a private address",
            args: &["ingest", "{site}/post", "good.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "another scheme",
            args: &["ingest", "ftp://blog.example/post", "good.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "an address without scheme",
            args: &["ingest", "blog.example/post", "good.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a broken address",
            args: &["ingest", "https://[", "good.html"],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a feed that is none",
            args: &[
                "ingest",
                "--feed",
                "{site}/gone",
                "good.html",
                "--allow-private",
            ],
            prepare: nothing,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "an OPML file that is none",
            args: &["ingest", "--opml", "list.opml", "good.html"],
            prepare: |hearken| write(hearken, "list.opml", "<p>no list"),
            code: 3,
            goes_on: true,
        },
    ],
};

/// The words in brackets are those of the closed list.
#[test]
fn every_reason_is_explained() {
    let docs = workspace_root().join("docs");
    let read = |name: &str| fs::read_to_string(docs.join(name)).unwrap();
    let (lines, reasons) = (read("bad-input.md"), read("reasons.md"));
    let words: Vec<&str> = lines
        .lines()
        .filter_map(|line| {
            line.strip_suffix("] |")?
                .rsplit_once(" [")
                .map(|(_, word)| word)
        })
        .collect();
    assert!(words.len() >= 10, "{words:?}");
    for word in words {
        let row = format!("| `{word}` | failed |");
        assert!(reasons.contains(&row), "`{word}` is not in docs/reasons.md");
    }
}

#[test]
fn each_bad_page_gets_one_line_and_the_run_goes_on() {
    check(&PAGES);
}

fn with_a_post(hearken: &Hearken) {
    let good = page("Low water", "We counted boats until noon.", &[]);
    write(hearken, "good.html", good);
    hearken
        .run(["ingest", "--no-analyze", "good.html"])
        .expect_code(0);
}

const QUERIES: Part = Part {
    mark: "queries",
    analyze: false,
    cases: &[
        Case {
            name: "no database yet",
            args: &["posts"],
            prepare: nothing,
            code: 4,
            goes_on: false,
        },
        Case {
            name: "an unknown post",
            args: &["show", "99"],
            prepare: with_a_post,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "an unknown address",
            args: &["show", "https://blog.example/none"],
            prepare: with_a_post,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a search without a word",
            args: &["search", "("],
            prepare: with_a_post,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "removing nothing",
            args: &["posts", "remove"],
            prepare: with_a_post,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a backup over a file",
            args: &["db", "backup", "good.html"],
            prepare: with_a_post,
            code: 4,
            goes_on: false,
        },
    ],
};

#[test]
fn each_bad_query_gets_one_line() {
    check(&QUERIES);
}

/// Whatever is typed, the index's own language never shows.
#[test]
fn odd_searches_never_speak_sql() {
    let hearken = hearken();
    with_a_post(&hearken);
    let odd = [
        "\"",
        "AND",
        "OR",
        "NOT",
        "*",
        "(",
        ")",
        "a AND",
        "NEAR(a b",
        "title:x",
        "-x",
        "^a",
        "a*b",
        "'",
        ";",
        "\\",
        "{a}",
        "\"a",
        "a\" OR \"b",
        "",
        " ",
        "\u{0}x",
        "😀",
        "--",
        "a - b",
        "*a",
    ];
    for query in odd.iter().filter(|query| !query.contains('\0')) {
        let output = hearken.run(["search", "--format", "jsonl", "--", query]);
        assert!(matches!(output.code, 0 | 2), "{query}: {output:?}");
        for word in [
            "fts5",
            "syntax error",
            "SQL",
            "no such column",
            "unterminated",
        ] {
            assert!(!output.stderr.contains(word), "{query}: {}", output.stderr);
        }
        assert_eq!(
            output.code == 2,
            output.complaints().len() == 1,
            "{query}: {output:?}"
        );
    }
}

/// What a hostile page says of itself never reaches a terminal as it is.
#[test]
fn control_characters_of_a_page_reach_no_table() {
    let hearken = hearken();
    let title = "Tide\u{1b}]0;owned\u{7} &#27;[31mred&#x9b;2J \u{202e}gnp";
    write(
        &hearken,
        "hostile.html",
        page(
            title,
            "Bad \u{1b}[2J words &#27;[1m here.",
            &[("Eve\u{1b}[5m", "I \u{1b}[8m hide")],
        ),
    );
    ingest(&hearken, &["hostile.html"]).expect_code(0);
    let calls: &[&[&str]] = &[
        &["posts", "--format", "table"],
        &["search", "words", "--format", "table", "--color", "never"],
        &["show", "1"],
        &["show", "1", "--format", "text"],
        &["show", "1", "--explain"],
        &["sources", "--format", "table"],
        &["posts", "remove", "1", "--dry-run"],
    ];
    for call in calls {
        let output = hearken.run(*call).expect_code(0);
        let both = output.stdout + &output.stderr;
        let bad = both
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(bad, None, "{call:?}: {both:?}");
    }
}
