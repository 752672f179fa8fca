//! `hearken ingest` over real HTTP: every kind of source, every status, and nothing twice.

use std::fs;

use hearken_testkit::{Hearken, Reply, SiteServer};
use serde_json::Value;

use crate::scene::{blog, feed, hearken, ingest, outcomes, page, serve, table_counts, write};

fn titles(hearken: &Hearken) -> Vec<String> {
    let posts = hearken.run(["posts"]).expect_code(0).json_lines();
    let mut titles: Vec<String> = posts
        .iter()
        .map(|post| post["title"].as_str().unwrap_or_default().to_owned())
        .collect();
    titles.sort();
    titles
}

/// Each way to name a sample blog, and how many of its posts must be stored.
#[test]
fn every_kind_of_source_leads_to_posts() {
    let saltmarsh = serve("saltmarsh");
    let werkbank = serve("werkbank");
    let tin_roof = serve("tin-roof");
    let nightferry = serve("nightferry");
    let list = fs::read_to_string(blog("tin-roof").www().join("blogroll.opml"))
        .unwrap()
        .replace(
            "https://tin-roof.example",
            tin_roof.url("").trim_end_matches('/'),
        );
    let folder = blog("radio-2003").www();
    let post = nightferry.url("/2007/11/first-crossing.html");
    let cases: Vec<(Vec<String>, usize)> = vec![
        (vec!["--feed".into(), saltmarsh.url("/feed/")], 6),
        (vec![saltmarsh.url("/feed/")], 6),
        (vec!["--sitemap".into(), werkbank.url("/sitemap.xml")], 5),
        (vec!["--opml".into(), tin_roof.url("/blogroll.opml")], 6),
        (vec!["--opml".into(), "list.opml".into()], 6),
        (vec!["list.opml".into()], 6),
        (vec![post.clone()], 1),
        (vec![folder.join("antenne.html").display().to_string()], 1),
        (vec![folder.display().to_string()], 6),
        (vec!["--input".into(), "sources.txt".into()], 2),
    ];
    for (args, least) in cases {
        let hearken = hearken();
        write(&hearken, "list.opml", &list);
        let sources = format!(
            "# two\n\n{post}\n  {}\n",
            folder.join("antenne.html").display()
        );
        write(&hearken, "sources.txt", sources);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = ingest(&hearken, &args).expect_code(0);
        let stored = outcomes(&output)
            .iter()
            .filter(|outcome| *outcome == "stored")
            .count();
        assert!(stored >= least, "{args:?}: {:?}", outcomes(&output));
        assert_eq!(titles(&hearken).len(), stored, "{args:?}");
    }
}

#[test]
fn sources_come_from_standard_input_too() {
    let (hearken, server) = (hearken(), serve("nightferry"));
    let input = format!("{}\n", server.url("/2013/06/lying-down.html"));
    let args = ["ingest", "--no-analyze", "--allow-private", "--input", "-"];
    let output = hearken
        .run_with_input(args, input.as_bytes())
        .expect_code(0);
    assert!(output.stderr.starts_with("1 stored"), "{}", output.stderr);
}

/// Whatever else is said goes to standard error, however much is asked for.
#[test]
fn the_report_is_json_alone() {
    let (hearken, server) = (hearken(), serve("saltmarsh"));
    let output = ingest(
        &hearken,
        &[
            "-vv",
            "none.html",
            &server.url("/feed/"),
            &server.url("/gone/"),
        ],
    )
    .expect_code(3);
    let lines = output.json_lines();
    assert_eq!(lines.len(), 9);
    for line in &lines {
        let keys: Vec<&str> = line
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        for key in ["url", "requested_url", "status", "attempts"] {
            assert!(keys.contains(&key), "{key} is missing: {line}");
        }
        assert!(!line.to_string().contains("null"), "{line}");
        let status = line["status"].as_str().unwrap();
        assert_eq!(line["post_id"].is_i64(), status == "stored", "{line}");
    }
    assert!(!output.stderr.is_empty());
}

#[test]
fn quiet_leaves_what_failed_alone() {
    let hearken = hearken();
    write(
        &hearken,
        "good.html",
        page("Low water", "We counted boats.", &[]),
    );
    let output = hearken
        .run(["ingest", "-q", "good.html", "none.html"])
        .expect_code(3);
    assert_eq!(output.stdout, "");
    assert_eq!(output.stderr.lines().count(), 1, "{}", output.stderr);
    assert!(output.stderr.contains("none.html"), "{}", output.stderr);
    let nothing = hearken.run(["ingest", "-q", "good.html"]).expect_code(0);
    assert_eq!(nothing.stderr, "");
}

/// The second run asks conditionally only, stores nothing and calls no analyzer.
#[test]
fn a_second_run_finds_nothing_new() {
    let (hearken, server) = (hearken(), serve("carnet-gris"));
    let url = server.url("/rss/");
    let args = [
        "ingest",
        "--allow-private",
        "--delay",
        "0",
        "--report",
        "jsonl",
        "--feed",
        &url,
    ];
    let first = hearken.run(args).expect_code(0);
    assert!(first.stderr.contains("analyses"), "{}", first.stderr);
    let before = table_counts(&hearken.database());
    let asked = server.log().len();
    let second = hearken.run(args).expect_code(0);
    for outcome in outcomes(&second) {
        assert!(outcome.starts_with("unchanged"), "{outcome}");
    }
    for request in server.log().iter().skip(asked) {
        let conditional = request.header("if-none-match").is_some();
        assert!(
            conditional && request.status == 304 || request.path == "/robots.txt",
            "{request:?}"
        );
    }
    assert!(!second.stderr.contains("analyses"), "{}", second.stderr);
    assert_eq!(table_counts(&hearken.database()), before);
    let again = hearken.run(["analyze"]).expect_code(0);
    assert_eq!(again.stderr, "0 analyses; 0 new findings\n");
}

fn shown(hearken: &Hearken) -> Value {
    hearken
        .run(["show", "1", "--format", "json"])
        .expect_code(0)
        .json_lines()
        .remove(0)
}

/// A new comment changes the talk and not the post; a new sentence is a revision by its author.
#[test]
fn comments_and_revisions_are_told_apart() {
    let (hearken, server) = (hearken(), SiteServer::empty().unwrap());
    let url = server.url("/post/");
    let first = ("Ada", "The water was late on the north side as well.");
    let second = ("Bo", "Same here, and the harbour office never said a word.");
    let (noon, one) = (
        "We counted boats until noon.",
        "We counted boats until one.",
    );
    let alone: &[(&str, &str)] = &[first];
    let both: &[(&str, &str)] = &[first, second];
    let steps = [
        (noon, alone, "stored", 1, 1),
        (noon, alone, "unchanged", 1, 1),
        (noon, both, "stored comments", 1, 2),
        (one, both, "stored revised", 2, 2),
        (one, both, "unchanged", 2, 2),
    ];
    for (body, comments, outcome, revisions, count) in steps {
        server.route("/post/", Reply::html(page("Low water", body, comments)));
        let output = ingest(&hearken, &[&url]).expect_code(0);
        assert_eq!(outcomes(&output), [outcome], "{}", output.stderr);
        let shown = shown(&hearken);
        assert_eq!(
            shown["revisions"].as_array().unwrap().len(),
            revisions,
            "{outcome}"
        );
        assert_eq!(
            shown["comments"].as_array().unwrap().len(),
            count,
            "{outcome}"
        );
        assert!(shown["text"].as_str().unwrap().starts_with(body));
    }
    let history = shown(&hearken)["revisions"].clone();
    assert_eq!(history[1]["origin"], "author");
}

#[test]
fn robots_and_private_addresses_are_minded() {
    let (hearken, server) = (hearken(), SiteServer::empty().unwrap());
    server.route(
        "/robots.txt",
        Reply::new(200, "text/plain", "User-agent: *\nDisallow: /private/\n"),
    );
    server.route(
        "/private/post",
        Reply::html(page("Hidden", "Nobody should read this.", &[])),
    );
    let url = server.url("/private/post");
    let output = ingest(&hearken, &[&url]).expect_code(0);
    assert_eq!(outcomes(&output), ["skipped robots"]);
    assert!(
        server
            .log()
            .iter()
            .all(|request| request.path == "/robots.txt")
    );
    let asked = server.log().len();
    let refused = hearken
        .run(["ingest", "--report", "jsonl", &server.url("/other")])
        .expect_code(3);
    assert_eq!(outcomes(&refused), ["failed private-address"]);
    assert_eq!(
        server.log().len(),
        asked,
        "nothing of a private address may be asked for"
    );
}

#[test]
fn one_post_under_two_addresses_is_kept_once() {
    let (hearken, server) = (hearken(), SiteServer::empty().unwrap());
    let canonical = server.url("/post/");
    let html = page(
        "Low water",
        "We counted boats until noon.",
        &[("Ada", "So did I.")],
    )
    .replace(
        "</head>",
        &format!(r#"<link rel="canonical" href="{canonical}"></head>"#),
    );
    for path in ["/post/", "/post/?ref=mail", "/amp/post/"] {
        server.route(path, Reply::html(html.clone()));
    }
    let urls = ["/post/", "/amp/post/", "/post/?ref=mail"].map(|path| server.url(path));
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let output = ingest(&hearken, &urls).expect_code(0);
    let outcomes = outcomes(&output);
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| *outcome == "stored")
            .count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| *outcome == "duplicate" || *outcome == "unchanged")
            .count(),
        2,
        "{outcomes:?}"
    );
    assert_eq!(titles(&hearken), ["Low water"]);
}

/// What comes over the web never makes the program read the disk.
#[test]
fn a_feed_can_not_name_files() {
    let (hearken, server) = (hearken(), SiteServer::empty().unwrap());
    write(
        &hearken,
        "secret.html",
        page("Secret", "Not for the web.", &[]),
    );
    let file = format!("file://{}", hearken.home().join("secret.html").display());
    server.route(
        "/feed/",
        Reply::new(200, "application/rss+xml", feed(&[file])),
    );
    let output = ingest(&hearken, &["--feed", &server.url("/feed/")]);
    assert!(matches!(output.code, 0 | 3), "{output:?}");
    assert_eq!(titles(&hearken), Vec::<String>::new());
}
