//! From the sample blogs to findings: each points to the words it quotes.

use std::{collections::BTreeMap, fs};

use hearken_testkit::{Hearken, blogs, workspace_root};
use serde_json::Value;

use crate::scene::{hearken, page, serve, table_counts, write};

/// The watchlist of the samples as the configuration of `mentions`.
pub(crate) fn watch(hearken: &Hearken) {
    let list = fs::read_to_string(workspace_root().join("data/watchlists/sample.toml")).unwrap();
    write(
        hearken,
        "hearken.toml",
        list.replace("[[watch]]", "[[plugins.config.mentions.watch]]"),
    );
}

/// All sample blogs from their files, analyzed.
fn samples() -> Hearken {
    let hearken = hearken();
    watch(&hearken);
    let folders: Vec<String> = blogs()
        .unwrap()
        .iter()
        .map(|blog| blog.www().display().to_string())
        .collect();
    let args = std::iter::once("ingest").chain(folders.iter().map(String::as_str));
    let output = hearken.run(args).expect_code(0);
    // Each blog's front page is left out, and nothing else is complained about.
    let complaints = output.complaints();
    assert_eq!(complaints.len(), folders.len(), "{}", output.stderr);
    assert!(
        complaints.iter().all(|line| line.contains("front page")),
        "{}",
        output.stderr
    );
    hearken
}

fn field<'a>(reading: &'a Value, span: &Value) -> &'a str {
    let field = span["field"].as_str().unwrap();
    match field {
        "body" => reading["text"].as_str().unwrap(),
        "comment" => {
            let key = &span["comment_key"];
            let comments = reading["comments"].as_array().unwrap();
            let comment = comments.iter().find(|comment| comment["id"] == *key);
            comment.expect("the comment is there")["text"]
                .as_str()
                .unwrap()
        }
        other => reading[other].as_str().unwrap(),
    }
}

#[test]
fn every_finding_points_to_the_words_it_quotes() {
    let hearken = samples();
    let findings = hearken
        .run(["findings", "--limit", "100000"])
        .expect_code(0)
        .json_lines();
    let mut readings: BTreeMap<i64, Value> = BTreeMap::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &findings {
        assert_eq!(finding["schema"], "hearken.finding/1");
        *kinds
            .entry(finding["kind"].as_str().unwrap().to_owned())
            .or_default() += 1;
        let post = finding["target"]["post_id"].as_i64().unwrap();
        let reading = readings.entry(post).or_insert_with(|| {
            let show = hearken.run(["show", &post.to_string(), "--format", "json"]);
            show.expect_code(0).json_lines().remove(0)
        });
        for span in finding["spans"].as_array().unwrap() {
            let text = field(reading, span);
            let at = |unit: &str, end: usize| {
                usize::try_from(span[unit][end].as_u64().unwrap()).unwrap()
            };
            let exact = span["quote"]["exact"].as_str().unwrap();
            assert_eq!(
                text.get(at("byte", 0)..at("byte", 1)),
                Some(exact),
                "{finding}"
            );
            let chars: String = text
                .chars()
                .skip(at("char", 0))
                .take(at("char", 1) - at("char", 0))
                .collect();
            assert_eq!(chars, exact, "{finding}");
            let prefix = span["quote"]["prefix"].as_str().unwrap();
            assert!(text[..at("byte", 0)].ends_with(prefix), "{finding}");
        }
    }
    for kind in [
        "mention",
        "conversation.summary",
        "conversation.unanswered",
        "conversation.answered",
    ] {
        assert!(
            kinds.get(kind).is_some_and(|count| *count >= 10),
            "{kind}: {kinds:?}"
        );
    }
}

#[test]
fn findings_are_listed_by_kind_severity_post_and_words() {
    let hearken = hearken();
    watch(&hearken);
    let server = serve("tin-roof");
    let feed = server.url("/atom.xml");
    hearken
        .run(["ingest", "--allow-private", "--delay", "0", &feed])
        .expect_code(0);
    let list = |args: &[&str]| {
        hearken
            .run(["findings"].iter().chain(args))
            .expect_code(0)
            .json_lines()
    };
    let all = list(&[]);
    let of = |kind: &str| {
        all.iter()
            .filter(|finding| finding["kind"].as_str().unwrap().starts_with(kind))
            .count()
    };
    assert_eq!(list(&["--kind", "mention"]).len(), of("mention"));
    assert_eq!(list(&["--kind", "conversation"]).len(), of("conversation."));
    assert_eq!(list(&["--analyzer", "mentions"]).len(), of("mention"));
    assert!(of("mention") > 0 && of("conversation.") > 0);
    assert!(list(&["--severity", "notice"]).len() < all.len());
    assert!(
        list(&["--text", "Odessa"])
            .iter()
            .all(|finding| finding.to_string().contains("Odessa"))
    );
    let post = &all[0]["target"]["post_id"];
    assert!(
        list(&["--post", &post.to_string()])
            .iter()
            .all(|finding| finding["target"]["post_id"] == *post)
    );
    let table = hearken
        .run(["findings", "--format", "table", "--limit", "3"])
        .expect_code(0)
        .stdout;
    assert_eq!(
        table.lines().next().unwrap().split_whitespace().next(),
        Some("POST")
    );
}

#[test]
fn fail_on_tells_by_the_exit_code() {
    let hearken = hearken();
    let talk = [(
        "Ada",
        "Does anybody know when the harbour office opens again?",
    )];
    write(
        &hearken,
        "a.html",
        page("Low water", "We counted boats until noon.", &talk),
    );
    hearken.run(["ingest", "a.html"]).expect_code(0);
    hearken
        .run(["findings", "--fail-on", "notice"])
        .expect_code(1);
    hearken
        .run(["findings", "--fail-on", "alert"])
        .expect_code(0);
    hearken
        .run(["findings", "--fail-on", "notice", "--kind", "mention"])
        .expect_code(0);
    // The code speaks of everything that is asked for, and not only of the rows that are printed.
    hearken
        .run(["findings", "--fail-on", "notice", "--limit", "1"])
        .expect_code(1);
}

/// The same analyzers over the same posts: nothing; with another watchlist: what it changes.
#[test]
fn analyses_are_made_once_a_version_and_configuration() {
    let hearken = hearken();
    write(
        &hearken,
        "a.html",
        page("Low water", "We met Captain Orla Finch on the quay.", &[]),
    );
    write(
        &hearken,
        "hearken.toml",
        "[[plugins.config.mentions.watch]]\nname = \"Nobody Atall\"\n",
    );
    hearken.run(["ingest", "a.html"]).expect_code(0);
    let mentions = || {
        hearken
            .run(["findings", "--kind", "mention"])
            .expect_code(0)
            .json_lines()
    };
    assert_eq!(mentions().len(), 0);
    assert_eq!(
        hearken.run(["analyze"]).expect_code(0).stderr,
        "0 analyses; 0 new findings\n"
    );
    write(
        &hearken,
        "hearken.toml",
        "[[plugins.config.mentions.watch]]\nname = \"Orla Finch\"\n",
    );
    hearken.run(["analyze"]).expect_code(0);
    let found = mentions();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["spans"][0]["quote"]["exact"], "Orla Finch");
    let before = table_counts(&hearken.database());
    assert_eq!(
        hearken.run(["analyze"]).expect_code(0).stderr,
        "0 analyses; 0 new findings\n"
    );
    assert_eq!(table_counts(&hearken.database()), before);
}

/// A pipeline does all steps, and its exit code speaks for the worst of them.
#[test]
fn a_pipeline_ingests_analyzes_and_reports() {
    let hearken = hearken();
    let server = serve("tin-roof");
    let list = fs::read_to_string(workspace_root().join("data/watchlists/sample.toml")).unwrap();
    write(&hearken, "watch.toml", list);
    let pipeline = "name = \"morning\"\n[ingest]\nallow-private = true\ndelay = \"0s\"\nsources = [{ feed = \"${site}/atom.xml\" }]\n\
        [analyze]\nwatchlist = \"watch.toml\"\n[report]\nhtml = \"report.html\"\nfail-on = \"notice\"\n";
    write(&hearken, "morning.toml", pipeline);
    let site = format!("site={}", server.url("").trim_end_matches('/'));
    let args = ["run", "morning.toml", "--set", &site];
    let first = hearken.run(args).expect_code(1);
    assert!(first.stdout.lines().count() <= 40, "{}", first.stdout);
    assert!(
        first.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        first.stdout
    );
    let report = fs::read_to_string(hearken.home().join("report.html")).unwrap();
    assert!(report.contains("Under a Tin Roof") && !report.contains("<script src"));
    let before = table_counts(&hearken.database());
    let second = hearken.run(args.iter().chain(&["--json"])).expect_code(1);
    assert_eq!(second.json_lines().len(), 1);
    assert_eq!(table_counts(&hearken.database()), before);
}
