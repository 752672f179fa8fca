//! Plugins in C, loaded by the same host.

use std::sync::Arc;

use hearken_model::{Comment, Post, Severity};
use hearken_plugin_host::{Job, Status};
use serde_json::json;

use crate::build::{Host, c_library, plugin};

#[test]
fn a_plugin_in_c_finds_words_in_text_and_comments() {
    let words = plugin(
        &c_library("words", include_str!("../c/words.c")),
        json!({"word": "né"}),
    );
    assert_eq!(words.file.manifest.id, "test.words");
    let comment = |key: &str, text: &str| Comment {
        key: key.to_owned(),
        text: text.to_owned(),
        ..Comment::default()
    };
    let post = Post {
        text: "Où est né René ?".to_owned(),
        comments: vec![comment("c1", "ici"), comment("c2", "il est né là")],
        ..Post::default()
    };
    let job = Job {
        id: 7,
        post: Arc::new(post),
        wanted: vec![0],
    };
    let (outcomes, report) = Host::new().run(&[words], [job]);
    let [outcome] = outcomes.as_slice() else {
        panic!("{outcomes:?}");
    };
    assert_eq!((outcome.job, outcome.status), (7, Status::Done));
    let places: Vec<_> = outcome
        .findings
        .iter()
        .map(|finding| (finding.target.comment_key(), finding.spans[0].byte.range()))
        .collect();
    assert_eq!(places, [(None, 8..11), (None, 14..17), (Some("c2"), 7..10)]);
    assert!(
        outcome
            .findings
            .iter()
            .all(|one| one.spans[0].quote.exact == "né")
    );
    assert_eq!(outcome.findings[0].severity, Severity::Notice);
    assert_eq!((report.plugins[0].done, report.plugins[0].findings), (1, 3));
    assert_ne!(outcome.fingerprints[0], outcome.fingerprints[1]);
}

#[test]
fn tables_and_findings_of_fewer_fields_are_read_as_far_as_they_go() {
    let shorter = plugin(
        &c_library("shorter", include_str!("../c/shorter.c")),
        json!({}),
    );
    let outcomes = Host::new().look(&shorter, &["text"]);
    assert_eq!(outcomes[0].status, Status::Partial, "{outcomes:?}");
    assert_eq!(outcomes[0].findings.len(), 1);
    let finding = &outcomes[0].findings[0];
    assert_eq!(
        (finding.kind.as_str(), finding.confidence),
        ("first", Some(0.5))
    );
    assert!(finding.spans.is_empty() && finding.data.is_null() && finding.key.is_none());
    assert_eq!(
        outcomes[0].rejected,
        ["kind `second` is not declared by the plugin"]
    );
}

#[test]
fn the_example_of_the_guide_works_as_printed() {
    let guide = include_str!("../../../../docs/plugins/c.md");
    let (_, rest) = guide.split_once("```c\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let rain = plugin(&c_library("rain", example), json!({}));
    let outcomes = Host::new().look(&rain, &["It rains, rain or shine."]);
    assert_eq!(
        (outcomes[0].status, outcomes[0].findings.len()),
        (Status::Done, 2)
    );
    assert_eq!(outcomes[0].findings[1].spans[0].byte.range(), 10..14);
}

#[test]
fn tables_and_findings_of_more_fields_are_read_as_far_as_we_know_them() {
    let longer = plugin(
        &c_library("longer", include_str!("../c/longer.c")),
        json!({}),
    );
    let outcomes = Host::new().look(&longer, &["ab cd"]);
    assert_eq!(outcomes[0].status, Status::Done, "{outcomes:?}");
    let spans = &outcomes[0].findings[0].spans;
    let places: Vec<_> = spans
        .iter()
        .map(|span| (span.role.as_str(), span.quote.exact.as_str()))
        .collect();
    assert_eq!(places, [("first", "ab"), ("second", "cd")]);
}
