//! Scraped texts of the kinds that scrapers leave, each with what a right reading holds.
//!
//! `plain/NAME.txt` stands beside `plain/NAME.expected.json`; texts with a whole expected reading
//! are the `scraped` ones of `data/blogs`.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as tests do, by a panic"
)]

use std::{fs, path::Path};

use hearken_extract::{ExtractError, PageFormat, PageHints, extract};
use hearken_model::{Comment, Post};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: String,
    authors: Vec<String>,
    published: Option<String>,
    language: String,
    tags: Vec<String>,
    first_words: String,
    last_words: String,
    #[serde(default)]
    holds: Vec<String>,
    list_items: usize,
    comment_count_claimed: Option<u32>,
    comments: Vec<ExpectedComment>,
    removed: Vec<ExpectedRemoved>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedComment {
    first_words: String,
    author: Option<String>,
    published: Option<String>,
    reply_to: Option<String>,
    #[serde(default)]
    by_post_author: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedRemoved {
    kind: String,
    text: String,
}

fn read(text: &str) -> Post {
    let hints = PageHints {
        format: Some(PageFormat::Text),
        ..PageHints::default()
    };
    extract(text.as_bytes(), &hints).unwrap()
}

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plain");
    let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    let expected = fs::read_to_string(folder.join(format!("{name}.expected.json"))).unwrap();
    let expected: Expected = serde_json::from_str(&expected).unwrap();
    let post = read(&text);
    check_post(&post, &expected);
    check_comments(&post.comments, &expected.comments);
    for removed in &expected.removed {
        let found = post
            .removed
            .iter()
            .any(|one| one.kind.as_str() == removed.kind && one.text.contains(&removed.text));
        assert!(found, "{removed:?} is not in {:#?}", post.removed);
    }
    if expected.removed.is_empty() {
        assert_eq!(post.removed, [], "nothing was to be removed");
    }
}

fn check_post(post: &Post, expected: &Expected) {
    assert_eq!(post.title.as_deref(), Some(expected.title.as_str()));
    assert_eq!(post.authors, expected.authors);
    let published = post.published.map(|date| date.to_string());
    assert_eq!(published, expected.published);
    assert_eq!(post.language.as_deref(), Some(expected.language.as_str()));
    assert_eq!(post.tags, expected.tags);
    assert!(
        post.text.starts_with(&expected.first_words),
        "{}",
        post.text
    );
    assert!(post.text.ends_with(&expected.last_words), "{}", post.text);
    for words in &expected.holds {
        assert!(
            post.text.contains(words),
            "`{words}` is not in {}",
            post.text
        );
    }
    let items = post
        .blocks
        .iter()
        .filter(|block| block.kind.as_str() == "list-item")
        .count();
    assert_eq!(items, expected.list_items, "{}", post.text);
    assert_eq!(post.comment_count_claimed, expected.comment_count_claimed);
}

fn check_comments(comments: &[Comment], expected: &[ExpectedComment]) {
    assert_eq!(comments.len(), expected.len(), "{comments:#?}");
    for (comment, expected) in comments.iter().zip(expected) {
        assert!(
            comment.text.starts_with(&expected.first_words),
            "{comment:#?}"
        );
        assert_eq!(comment.author, expected.author, "{comment:#?}");
        let published = comment.published.map(|date| date.to_string());
        assert_eq!(published, expected.published, "{comment:#?}");
        assert_eq!(comment.reply_to, expected.reply_to, "{comment:#?}");
        assert_eq!(
            comment.by_post_author, expected.by_post_author,
            "{comment:#?}"
        );
    }
}

#[test]
fn comments_that_nothing_marks_are_told_by_how_people_speak() {
    check("unmarked-talk");
}

#[test]
fn numbered_comments_and_bulleted_replies_are_read() {
    check("numbered-replies");
}

#[test]
fn bullets_and_sentences_broken_from_their_lines_are_joined() {
    check("broken-bullets");
}

#[test]
fn a_title_printed_twice_and_a_glued_alternative_text_are_taken_apart() {
    check("doubled-title");
}

#[test]
fn menus_and_sidebars_of_a_whole_page_are_left_out() {
    check("whole-page");
}

#[test]
fn lines_wrapped_at_a_width_are_paragraphs_again() {
    check("wrapped-lines");
}

#[test]
fn a_clean_text_loses_nothing() {
    check("nothing-but-a-post");
}

#[test]
fn a_text_read_again_reads_the_same() {
    let text = include_str!("plain/nothing-but-a-post.txt");
    let once = read(text);
    let again = read(&format!("{}\n\n{}", once.title.clone().unwrap(), once.text));
    assert_eq!(again.text, once.text);
    assert_eq!(again.title, once.title);
}

#[test]
fn lines_without_end_are_read_too() {
    for line in [
        "3 comments\n",
        "Thanks for your comment Otto!\n",
        "and so on without a stop\n",
        "Ann says:\nMay 4, 2011 at 9:12 am\nHello there.\n",
        "3 Responses to “Tea”\n",
        "[box][",
        "t,\n",
    ] {
        let things = ["bread", "salt", "rye", "yeast", "iron", "water"];
        let opening = things.map(|thing| {
            format!("A first paragraph that says something about {thing} and about waiting.\n")
        });
        let text = format!("Title\n{}Tags:\n{}", opening.concat(), line.repeat(4_000));
        assert!(read(&text).text.contains("about yeast"), "{line}");
    }
}

#[test]
fn refuses_more_lines_than_a_page_has() {
    let hints = PageHints {
        format: Some(PageFormat::Text),
        ..PageHints::default()
    };
    let lines = extract("a\n".repeat(200_001).as_bytes(), &hints);
    assert_eq!(lines, Err(ExtractError::TooManyLines { limit: 200_000 }));
    let long = extract(&vec![b'a'; (4 << 20) + 1], &hints);
    assert!(matches!(long, Err(ExtractError::TooLarge { .. })));
}

#[test]
fn of_one_line_again_and_again_the_first_copy_stays() {
    let line = "Some line of the words that a person wrote for the measure of this.";
    let text = format!("{line}\n\n").repeat(500);
    assert_eq!(read(&text).text, line);
}

mod properties {
    use proptest::prelude::*;

    use super::{PageFormat, PageHints, extract};

    /// Lines that look like parts of a page, and lines of anything.
    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("3 Comments".to_owned()),
            Just("Leave a Reply".to_owned()),
            Just("Ann Berg says:".to_owned()),
            Just("May 4, 2011 at 9:12 am".to_owned()),
            Just("·".to_owned()),
            Just("2.".to_owned()),
            Just("Thanks for your comment Otto!".to_owned()),
            Just("Great post, I had never thought of it that way.".to_owned()),
            Just("By Ann Berg".to_owned()),
            Just("Related posts".to_owned()),
            Just("[box]".to_owned()),
            Just(String::new()),
            "[a-zA-ZäßéЖ中ーا🙂 ,.!?%#\\[\\]/:–“”0-9]{0,60}",
            "\\PC{0,30}",
        ]
    }

    proptest! {
        // No lib.rs stands beside this file for proptest to keep failures at.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_lines_read_to_a_sound_post(lines in prop::collection::vec(line(), 0..40)) {
            let text = lines.join("\n");
            let hints = PageHints { format: Some(PageFormat::Text), ..PageHints::default() };
            let Ok(post) = extract(text.as_bytes(), &hints) else { return Ok(()) };
            prop_assert_eq!(&extract(text.as_bytes(), &hints).unwrap(), &post);
            for block in &post.blocks {
                let words = block.span.slice(&post.text);
                prop_assert!(words.is_some_and(|words| !words.trim().is_empty()));
            }
            for (at, comment) in post.comments.iter().enumerate() {
                let to = comment.reply_to.as_ref();
                let before = to.is_none_or(|to| post.comments[..at].iter().any(|one| one.key == *to));
                prop_assert!(before, "{:?} answers what stands below it", comment);
            }
        }
    }
}
