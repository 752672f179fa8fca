//! What is a mention and what is not, and what a finding says.

#![forbid(unsafe_code)]

use hearken_sdk::{
    Severity,
    test::{TestComment, TestFinding, TestPost, configured, run, try_configured},
};
use mentions::Mentions;
use serde_json::{Value, json};

fn find(config: &Value, post: TestPost) -> Vec<TestFinding> {
    run(&mut configured::<Mentions>(&config.to_string()), post)
}

#[test]
fn every_pair_of_the_fixture_finds_what_it_lists() {
    let pairs: Vec<Value> = serde_json::from_str(include_str!("pairs.json")).unwrap();
    assert!(pairs.len() >= 60, "{} pairs", pairs.len());
    let mut wrong = Vec::new();
    for pair in &pairs {
        let text = pair["text"].as_str().unwrap();
        let found = find(&json!({ "watch": [pair["watch"]] }), TestPost::new(text));
        let words: Vec<&str> = found.iter().map(TestFinding::text).collect();
        let how = found
            .first()
            .map_or(&Value::Null, |first| &first.data["how"]);
        let same_how = pair.get("how").is_none_or(|wanted| wanted == how);
        if json!(words) != pair["finds"] || !same_how {
            wrong.push(format!("{pair}: got {words:?} by {how}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_finding_says_who_where_and_in_which_sentence() {
    let config = json!({"watch": [
        {"name": "Harbour Trust", "aliases": ["HT"], "severity": "warning"},
    ]});
    let post = TestPost::new("It rained. The HT met at noon, says Ida. Nobody came.")
        .title("What the Harbour Trust forgot")
        .comment(TestComment::new("c7", "Ask the Harbour Trust!"));
    let found = find(&config, post);
    let places: Vec<&str> = found.iter().map(|one| one.about.as_str()).collect();
    assert_eq!(places, ["title", "body", "comment c7"]);
    let targets: Vec<&Value> = found.iter().map(|one| &one.data["target"]).collect();
    assert_eq!(targets, ["title", "body", "comment"]);
    assert_eq!(found[1].text(), "HT");
    assert_eq!(found[1].data["watch"], "Harbour Trust");
    assert_eq!(found[1].data["how"], "alias");
    assert_eq!(found[1].data["sentence"], "The HT met at noon, says Ida.");
    assert_eq!(
        found[1].message,
        "Harbour Trust: The HT met at noon, says Ida."
    );
    assert_eq!(found[1].severity, Severity::Warning);
    assert_eq!(found[1].tags, ["Harbour Trust"]);
}

#[test]
fn entries_are_independent_of_each_other() {
    let config = json!({"watch": [{"name": "Tern"}, {"name": "Tern Lane", "near": true}]});
    let found = find(&config, TestPost::new("At Tern Lane a tern sat."));
    let watched: Vec<_> = found.iter().map(|one| one.data["watch"].as_str()).collect();
    assert_eq!(watched, [Some("Tern"), Some("Tern Lane"), Some("Tern")]);
}

#[test]
fn a_near_spelling_is_less_sure_than_an_exact_one() {
    let config = json!({"watch": [{"name": "Conservatory", "near": true}]});
    let found = find(&config, TestPost::new("Conservatory, Conservatroy."));
    assert_eq!(found[0].confidence, Some(1.0));
    assert!(
        found[1]
            .confidence
            .is_some_and(|sure| sure > 0.8 && sure < 1.0)
    );
    assert_eq!(found[1].data["spelling"], "Conservatory");
}

#[test]
fn an_empty_watchlist_finds_nothing() {
    for config in ["{}", r#"{"watch": []}"#] {
        let found = run(
            &mut configured::<Mentions>(config),
            TestPost::new("Anybody?"),
        );
        assert_eq!(found, []);
    }
}

#[test]
fn a_wrong_watchlist_is_refused_with_its_place() {
    for (config, words) in [
        (
            json!({"watch": [{"name": "Tern"}, {"name": " "}]}),
            "/watch/1",
        ),
        (json!({"watch": [{"name": "Tern", "alias": []}]}), "alias"),
        (
            json!({"watch": [{"name": "Tern", "severity": "loud"}]}),
            "severity",
        ),
        (json!({"names": []}), "names"),
    ] {
        let problem = try_configured::<Mentions>(&config.to_string())
            .err()
            .unwrap_or_default();
        assert!(problem.contains(words), "`{words}` is not in `{problem}`");
    }
}

#[test]
fn many_names_and_a_long_text_are_all_read() {
    let watch: Vec<Value> = (0..2_000)
        .map(|n| json!({"name": format!("Person{n} Watched"), "near": n % 10 == 0}))
        .collect();
    let text = "Person7 Watched met nobody. ".repeat(4_000);
    let found = find(&json!({ "watch": watch }), TestPost::new(text));
    assert_eq!(found.len(), 4_000);
}

mod properties {
    use proptest::prelude::*;

    use super::{TestPost, find, json};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_gives_sound_spans(text in "\\PC{0,60}", name in "\\PC{1,12}", near in any::<bool>()) {
            prop_assume!(!name.trim().is_empty());
            let body = format!("{text} {name} {text}");
            // The test kit refuses spans that lie outside a text or cut a character.
            let config = json!({"watch": [{"name": name, "near": near}]});
            let found = find(&config, TestPost::new(body.clone()));
            for one in found {
                prop_assert_eq!(&body[one.spans[0].bytes.clone()], one.text());
            }
        }
    }
}
