//! The whole post reaches the plugin, and the whole finding comes back.

use std::sync::Arc;

use hearken_model::{
    Block, BlockKind, Comment, CommentKind, Image, Link, Post, Severity, Span, Target,
};
use hearken_plugin_host::{Job, Outcome, Status, describe};
use serde_json::json;

use crate::build::{Host, example, plugin};

fn block(kind: BlockKind, level: Option<u8>, start: usize, end: usize) -> Block {
    Block {
        kind,
        level,
        span: Span::new(start, end).expect("a span"),
    }
}

fn full_post() -> Post {
    let parts = ["Où ?", "Regen", "ici", "dit-elle", "a\tb", "x = 1"];
    let text = parts.join("\n\n");
    let at = |index: usize| {
        let start = parts[..index]
            .iter()
            .map(|part| part.len() + 2)
            .sum::<usize>();
        (start, start + parts[index].len())
    };
    let kinds = [
        (BlockKind::Heading, Some(2)),
        (BlockKind::Paragraph, None),
        (BlockKind::ListItem, Some(1)),
        (BlockKind::Quote, None),
        (BlockKind::TableRow, None),
        (BlockKind::Code, None),
    ];
    let blocks = (0..6).map(|index| {
        let ((kind, level), (start, end)) = (kinds[index], at(index));
        block(kind, level, start, end)
    });
    Post {
        url: Some("https://example.org/a".to_owned()),
        canonical_url: Some("https://example.org/b".to_owned()),
        title: Some("Où 🙂".to_owned()),
        authors: vec!["Ida".to_owned(), "Öz".to_owned()],
        published: "2014-10-29T08:00:00+01:00".parse().ok(),
        updated: "2014-11".parse().ok(),
        language: Some("fr".to_owned()),
        site_name: Some("Pluie".to_owned()),
        tags: vec!["t".to_owned()],
        blocks: blocks.collect(),
        links: vec![Link {
            href: "https://example.org/c".to_owned(),
            span: Span::new(at(2).0, at(2).1).expect("a span"),
        }],
        images: vec![Image {
            src: "https://example.org/i.png".to_owned(),
            alt: None,
        }],
        comments: vec![
            Comment {
                key: "c1".to_owned(),
                text: "un".to_owned(),
                author: Some("Zoë".to_owned()),
                author_url: Some("https://example.org/z".to_owned()),
                published: "2014-10-30".parse().ok(),
                ..Comment::default()
            },
            Comment {
                key: "c2".to_owned(),
                reply_to: Some("c1".to_owned()),
                kind: CommentKind::Pingback,
                text: "deux".to_owned(),
                by_post_author: true,
                ..Comment::default()
            },
        ],
        comment_count_claimed: Some(7),
        text,
        ..Post::default()
    }
}

fn mirrored(post: Post) -> Outcome {
    let job = Job {
        id: 1,
        post: Arc::new(post),
        wanted: vec![0],
    };
    let (mut outcomes, _) = Host::new().run(&[plugin(&example("mirror"), json!({}))], [job]);
    assert_eq!(outcomes[0].status, Status::Done, "{outcomes:?}");
    outcomes.swap_remove(0)
}

#[test]
fn a_plugin_sees_the_whole_post() {
    let outcome = mirrored(full_post());
    let lines: Vec<&str> = outcome
        .findings
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    let wanted = [
        r#"url Some("https://example.org/a") Some("https://example.org/b")"#,
        r#"title Some("Où 🙂") Some("Pluie")"#,
        r#"language Some("fr") Some(7)"#,
        r#"names ["Ida", "Öz"] ["t"]"#,
        "date 2014-10-29T08:00:00+01:00 1414566000000 Second",
        "date 2014-11 1414800000000 Month",
        "block Heading Some(2) Où ?",
        "block Paragraph None Regen",
        "block ListItem Some(1) ici",
        "block Quote None dit-elle",
        "block TableRow None a\tb",
        "block Code None x = 1",
        "link ici https://example.org/c",
        "image https://example.org/i.png None",
        r#"comment c1 None Comment false Some("Zoë") Some("https://example.org/z") Some("2014-10-30") un"#,
        r#"comment c2 Some("c1") Pingback true None None None deux"#,
        "",
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn a_finding_comes_back_with_all_its_fields() {
    let outcome = mirrored(full_post());
    let finding = outcome.findings.last().expect("a finding");
    assert_eq!(finding.target, Target::Title);
    assert_eq!(
        (finding.severity, finding.confidence),
        (Severity::Alert, Some(0.25))
    );
    assert_eq!(finding.data, json!({"a": 1}));
    assert_eq!(
        (finding.key.as_deref(), finding.tags.as_slice()),
        (Some("k"), ["t1", "t2"].map(String::from).as_slice())
    );
    let [title, body] = finding.spans.as_slice() else {
        panic!("{finding:?}");
    };
    assert_eq!(
        (title.role.as_str(), title.quote.exact.as_str()),
        ("main", "Où 🙂")
    );
    assert_eq!((title.byte.end(), title.char.end()), (8, 4));
    assert_eq!((body.role.as_str(), &body.target), ("body", &Target::Body));
}

#[test]
fn an_empty_post_is_a_post() {
    let outcome = mirrored(Post::default());
    let lines: Vec<&str> = outcome
        .findings
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        lines,
        [
            "url None None",
            "title None None",
            "language None None",
            "names [] []"
        ]
    );
}

#[test]
fn a_plugin_describes_its_configuration() {
    let host = Host::new();
    let shouting = plugin(&example("shouting"), json!({})).file;
    let described = describe(&host.settings, &shouting).expect("a description");
    assert_eq!(described["manifest"]["kinds"][0]["kind"], "shouting");
    let min_len = &described["schema"]["properties"]["min_len"];
    assert_eq!(
        min_len["description"],
        "Words this long or longer count as shouting."
    );
    assert_eq!(min_len["default"], 4);
}
