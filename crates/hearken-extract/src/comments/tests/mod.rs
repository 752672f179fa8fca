//! Comments in the markup that blog systems and hand-made pages use, in our own words.

mod around;
mod platforms;
mod properties;
mod threads;

use scraper::Html;

use super::{CommentContext, found::Found, search::find};
use crate::table::flatten;

fn found_in(html: &str) -> Found {
    let html = Html::parse_document(html);
    find(
        &flatten(&html, None, false),
        &CommentContext {
            language: Some("en"),
        },
    )
}

/// One line a comment: id, answered id, writer, date and words, parted by ` | `, absent ones as `-`.
#[track_caller]
fn check(name: &str, html: &str, expected: &[&str]) {
    let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let got: Vec<String> = found_in(html)
        .comments
        .into_iter()
        .map(|comment| {
            format!(
                "{} | {} | {} | {} | {}",
                comment.key,
                dash(comment.reply_to),
                dash(comment.author),
                dash(comment.published.map(|date| date.to_string())),
                comment.text.replace('\n', "/"),
            )
        })
        .collect();
    assert_eq!(got, expected, "{name}");
}

/// A page with a post and what follows it.
fn under_post(rest: &str) -> String {
    let paragraph = "Water first, then the leaves, and then nothing at all for three long minutes, however hard that is. ";
    format!(
        "<html><body><div id=page><article class=post><h1>Tea</h1><div class=entry-content><p>{}</p></div></article>{rest}</div></body></html>",
        paragraph.repeat(5)
    )
}
