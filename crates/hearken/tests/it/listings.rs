//! What is stored, looked at, copied, removed and erased.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use hearken_testkit::{Hearken, Output, plugins};

use crate::scene::{hearken, ingest, page, serve, write};

const TALK: &[(&str, &str)] = &[
    (
        "Quillon Vexley",
        "The water was late on the north side as well.",
    ),
    (
        "Bo Marsh",
        "Same here, and the harbour office never said a word.",
    ),
];

fn two_posts() -> Hearken {
    let hearken = hearken();
    write(
        &hearken,
        "a.html",
        page("Low water", "We counted boats until noon.", TALK),
    );
    write(
        &hearken,
        "b.html",
        page(
            "High water",
            "The lighthouse keeper sold his bicycle.",
            &TALK[..1],
        ),
    );
    ingest(&hearken, &["a.html", "b.html"]).expect_code(0);
    hearken
}

#[test]
fn search_finds_posts_comments_and_phrases() {
    let hearken = two_posts();
    let found = |args: &[&str]| {
        hearken
            .run(["search"].iter().chain(args))
            .expect_code(0)
            .json_lines()
    };
    let cases: &[(&[&str], usize)] = &[
        (&["bicycle"], 1),
        (&["\"lighthouse keeper\""], 1),
        (&["\"keeper lighthouse\""], 0),
        (&["north", "--in", "comments"], 2),
        (&["north", "--in", "posts"], 0),
        (&["harbour -bicycle", "--in", "posts"], 1),
        (&["--in", "posts", "--", "-bicycle", "harbour"], 1),
        (&["light*"], 1),
        (&["bicycle OR noon", "--in", "posts"], 2),
        (&["nowhere"], 0),
    ];
    for (args, count) in cases {
        let rows = found(args);
        assert_eq!(rows.len(), *count, "{args:?}: {rows:?}");
        for row in &rows {
            let snippet = row["snippet"].as_str().unwrap();
            for mark in row["marks"].as_array().unwrap() {
                let at = |end: usize| usize::try_from(mark[end].as_u64().unwrap()).unwrap();
                assert!(
                    snippet
                        .get(at(0)..at(1))
                        .is_some_and(|word| !word.is_empty()),
                    "{row}"
                );
            }
        }
    }
}

#[test]
fn posts_and_show_agree() {
    let hearken = two_posts();
    let posts = hearken.run(["posts"]).expect_code(0).json_lines();
    assert_eq!(posts.len(), 2);
    for post in &posts {
        let id = post["id"].to_string();
        let shown = hearken
            .run(["show", &id, "--format", "json"])
            .expect_code(0)
            .json_lines()
            .remove(0);
        assert_eq!(shown["title"], post["title"]);
        assert_eq!(
            shown["comments"].as_array().unwrap().len() as u64,
            post["comments"].as_u64().unwrap()
        );
        let by_url = hearken
            .run(["show", post["url"].as_str().unwrap(), "--format", "json"])
            .expect_code(0);
        assert_eq!(by_url.json_lines()[0], shown);
        let text = hearken
            .run(["show", &id, "--format", "text"])
            .expect_code(0)
            .stdout;
        assert_eq!(text.trim_end(), shown["text"].as_str().unwrap());
        let markdown = hearken.run(["show", &id]).expect_code(0).stdout;
        assert!(markdown.contains("Quillon Vexley"), "{markdown}");
    }
    assert_eq!(hearken.run(["posts", "--limit", "1"]).json_lines().len(), 1);
    assert_eq!(
        hearken
            .run(["posts", "--language", "de"])
            .json_lines()
            .len(),
        0
    );
    assert_eq!(
        hearken
            .run(["posts", "--language", "en"])
            .json_lines()
            .len(),
        2
    );
    let sources = hearken.run(["sources"]).expect_code(0).json_lines();
    assert!(
        sources
            .iter()
            .all(|source| source["kind"] == "file" && source["posts"] == 1),
        "{sources:?}"
    );
}

#[test]
fn a_dry_run_removes_nothing_and_says_what_would_go() {
    let hearken = two_posts();
    let posts = hearken.run(["posts"]).json_lines();
    let low = posts
        .iter()
        .find(|post| post["title"] == "Low water")
        .unwrap();
    let id = low["id"].to_string();
    let dry = hearken
        .run(["posts", "remove", &id, "--dry-run"])
        .expect_code(0);
    assert!(
        dry.stderr.contains("would be removed: 1 posts, 2 comments"),
        "{}",
        dry.stderr
    );
    assert_eq!(hearken.run(["posts"]).json_lines().len(), 2);
    hearken.run(["posts", "remove", &id]).expect_code(0);
    let left = hearken.run(["posts"]).json_lines();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["title"], "High water");
    assert_eq!(hearken.run(["search", "noon"]).json_lines().len(), 0);
    hearken.run(["show", &id]).expect_code(2);
}

/// Every file of the database, as bytes: nothing of the name or the words may be left in any.
#[test]
fn an_erased_commenter_is_gone_from_the_files() {
    let hearken = two_posts();
    let folder = hearken.database().parent().unwrap().to_owned();
    let holds = |words: &str| {
        let files = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut contents = files
            .filter(|path| path.is_file())
            .map(|path| fs::read(path).unwrap());
        contents.any(|bytes| {
            bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        })
    };
    assert!(holds("Quillon Vexley") && holds("late on the north side"));
    let dry = hearken
        .run(["posts", "erase-commenter", "Quillon Vexley", "--dry-run"])
        .expect_code(0);
    assert!(
        dry.stderr
            .starts_with("would be erased: 2 comments under 2 posts"),
        "{}",
        dry.stderr
    );
    assert!(holds("Quillon Vexley"));
    hearken
        .run(["posts", "erase-commenter", "Quillon Vexley"])
        .expect_code(0);
    for words in ["Quillon", "Vexley", "late on the north side"] {
        assert!(!holds(words), "`{words}` is still in the files");
    }
    let archived = hearken.run(["reextract", "--all"]);
    assert!(matches!(archived.code, 0 | 3), "{archived:?}");
    assert!(
        !holds("Quillon"),
        "reading the archived pages again brought the name back"
    );
    assert_eq!(
        hearken
            .run(["search", "Same here", "--in", "comments"])
            .json_lines()
            .len(),
        1
    );
}

#[test]
fn a_backup_is_a_database_of_its_own() {
    let hearken = two_posts();
    let path = hearken.run(["db", "path"]).expect_code(0).stdout;
    assert_eq!(path.trim_end(), hearken.database().display().to_string());
    let copied = hearken.run(["db", "backup", "copy.db"]).expect_code(0);
    assert!(
        copied.stderr.contains("copied to copy.db and checked"),
        "{}",
        copied.stderr
    );
    let of_copy = hearken
        .run(["posts", "--db", "copy.db"])
        .expect_code(0)
        .stdout;
    assert_eq!(of_copy, hearken.run(["posts"]).stdout);
    hearken.run(["db", "backup", "copy.db"]).expect_code(4);
}

#[test]
fn archived_pages_are_read_again_without_change() {
    let hearken = two_posts();
    let before = hearken.run(["posts"]).stdout;
    let again = hearken.run(["reextract", "--all"]).expect_code(0);
    assert!(
        again
            .stderr
            .starts_with("2 pages read again: 0 posts and 0 lists"),
        "{}",
        again.stderr
    );
    assert_eq!(hearken.run(["posts"]).stdout, before);
    let none = hearken.run(["reextract"]).expect_code(0);
    assert!(
        none.stderr.starts_with("0 pages read again"),
        "{}",
        none.stderr
    );
}

/// `hearken … | head -1`: the reader leaves, and that is no failure.
#[test]
fn a_closed_pipe_is_no_failure() {
    let hearken = hearken();
    let server = serve("saltmarsh");
    ingest(&hearken, &[&server.url("/feed/")]).expect_code(0);
    for call in [
        &["posts"][..],
        &["show", "1"],
        &["search", "the"],
        &["config", "show"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut child = hearken
            .command(call)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        // One byte of buffer, so that what is not read stays in the pipe.
        BufReader::with_capacity(1, child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), complaint.as_str()),
            (Some(0), ""),
            "{call:?}"
        );
    }
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let hearken = two_posts();
    let search = ["search", "bicycle", "--format", "table"];
    let run = |args: &[&str], no_color: bool| {
        let mut command = hearken.command(search.iter().chain(args));
        if no_color {
            command.env("NO_COLOR", "1");
        }
        Output::of(&mut command)
            .expect_code(0)
            .stdout
            .contains('\u{1b}')
    };
    assert!(!run(&[], false), "a pipe gets no colour");
    assert!(run(&["--color", "always"], false));
    assert!(
        run(&["--color", "always"], true),
        "what is asked for now counts more than the environment"
    );
    assert!(!run(&["--color", "never"], false));
    assert!(!run(&[], true));
}

#[test]
fn the_configuration_tells_where_values_come_from() {
    let hearken = hearken();
    write(&hearken, "hearken.toml", "[fetch]\ndelay = \"3s\"\n");
    write(
        &hearken,
        ".config/hearken/hearken.toml",
        "[fetch]\ndelay = \"2s\"\ntimeout = \"9s\"\n",
    );
    let mut command = hearken.command(["config", "show", "--db", "other.db"]);
    command.env("HEARKEN_FETCH_CONCURRENCY", "3");
    let rows = Output::of(&mut command).expect_code(0).json_lines();
    let row = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap();
    let expected = [
        ("fetch.delay", "\"3s\"", "hearken.toml"),
        ("fetch.timeout", "\"9s\"", ".config/hearken/hearken.toml"),
        ("fetch.concurrency", "3", "$HEARKEN_FETCH_CONCURRENCY"),
        ("fetch.allow-private", "false", "default"),
        ("database", "\"other.db\"", "--db"),
    ];
    for (key, value, origin) in expected {
        assert_eq!(row(key)["value"].to_string(), value, "{key}");
        assert!(
            row(key)["origin"].as_str().unwrap().ends_with(origin),
            "{key}: {}",
            row(key)
        );
    }
    let paths = hearken.run(["config", "path"]).expect_code(0).stdout;
    assert_eq!(paths.lines().count(), 2, "{paths}");
}

#[test]
fn plugins_are_listed_and_added() {
    let hearken = hearken();
    let listed = hearken.run(["plugin", "list"]).expect_code(0).json_lines();
    let names: Vec<&str> = listed
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["conversation", "mentions"]);
    assert!(
        listed
            .iter()
            .all(|row| row["trust"] == "trusted" && row.get("problem").is_none()),
        "{listed:?}"
    );
    let file = plugins().join("libmentions.so");
    let added = hearken
        .run(["plugin", "add", &file.display().to_string()])
        .expect_code(0);
    assert!(added.stderr.contains("trusted"), "{}", added.stderr);
    let own = hearken.home().join(".local/share/hearken/plugins");
    assert!(own.join("libmentions.so").is_file() && own.join("plugins.json").is_file());
    let doctor = hearken.run(["doctor"]).expect_code(0).json_lines();
    assert_eq!(
        doctor
            .iter()
            .filter(|check| check["what"] == "plugin" && check["ok"] == true)
            .count(),
        2
    );
}

#[test]
fn completions_are_printed_for_every_shell() {
    let hearken = hearken();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = hearken.run(["completions", shell]).expect_code(0).stdout;
        for word in ["ingest", "erase-commenter", "--fail-on"] {
            // Fish writes long flags without their dashes.
            assert!(
                script.contains(word.trim_start_matches('-')),
                "{shell} lacks {word}"
            );
        }
    }
}
