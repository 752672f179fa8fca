//! Whatever comes in: no panic, a reading that keeps its promises, bounded work.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends at the first thing that is not there"
)]

use hearken_extract::{ExtractError, PageFormat, PageHints, extract};
use hearken_model::{BlockKind, Post};
use proptest::prelude::*;

fn html(bytes: &[u8]) -> Result<Post, ExtractError> {
    let hints = PageHints {
        url: Some("https://example.org/post"),
        format: Some(PageFormat::Html),
        ..PageHints::default()
    };
    extract(bytes, &hints)
}

/// Blocks and links lie on character boundaries, in order, and begin and end visibly; texts are
/// composed.
fn keeps_its_promises(post: &Post) {
    let mut end = 0;
    for block in &post.blocks {
        let text = block.span.slice(&post.text).unwrap();
        assert!(
            block.span.start() >= end,
            "blocks overlap in {:?}",
            post.text
        );
        assert!(
            !text.is_empty() && !text.ends_with(char::is_whitespace),
            "{text:?}"
        );
        assert!(
            block.kind == BlockKind::Code || !text.starts_with(char::is_whitespace),
            "{text:?}"
        );
        end = block.span.end();
    }
    assert_eq!(end, post.text.len(), "text beyond the last block");
    for link in &post.links {
        assert!(
            link.span
                .slice(&post.text)
                .is_some_and(|text| !text.is_empty())
        );
    }
    let texts = post
        .comments
        .iter()
        .map(|comment| &comment.text)
        .chain([&post.text]);
    for text in texts {
        assert!(unicode_normalization::is_nfc(text), "{text:?}");
    }
}

/// Pieces that pages are made of, whole and broken.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='comment' id=c1>",
    "</div>",
    "<article>",
    "<ul><li>",
    "</li></ul>",
    "<table><tr><td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<h1>",
    "</h1>",
    "<h2>Related posts</h2>",
    "<a href='/x'>",
    "</a>",
    "<br>",
    "<br><br>",
    "<blockquote>",
    "</blockquote>",
    "<b>",
    "<img src=i.png alt=x>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<template id=\"B:0\">",
    "<div hidden id=\"S:0\">",
    "<noscript>",
    "Some words, and some more of them, so that this is a sentence of a certain length. ",
    "e\u{301}",
    "\0",
    "Posted on May 4, 2011 by Ann",
    "<time datetime=2011-05-04>",
    "<title>A - B</title>",
    "[gallery ids=\"1\"]",
    "\u{202e}",
    "中文的句子，有逗号。",
    "&nbsp;",
    "&#x1F600;",
    "<svg>",
    "<form class=comment-form>",
    "<",
    "=\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for format in [None, Some(PageFormat::Html), Some(PageFormat::Text)] {
            if let Ok(post) = extract(&bytes, &PageHints { format, ..PageHints::default() }) {
                keeps_its_promises(&post);
            }
        }
    }

    #[test]
    fn any_soup_of_tags_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..120)) {
        let page = pieces.concat();
        if let Ok(post) = html(page.as_bytes()) {
            keeps_its_promises(&post);
            prop_assert_eq!(html(page.as_bytes()).unwrap(), post, "the same page reads the same");
        }
    }
}

const SENTENCE: &str =
    "A sentence of the post that is long enough, as sentences go, to count as prose. ";

/// Bold text that is never closed, each with an attribute of its own: the parser opens every one
/// of them anew in every later paragraph.
fn unclosed_bold() -> String {
    (0..3_000)
        .flat_map(|n| ["<b a".to_owned(), n.to_string(), "=1><p>x".to_owned()])
        .collect()
}

/// Pages no browser would show well, each of which must still be read, or refused, in time that
/// grows with its size.
#[test]
fn hostile_pages_end() {
    let deep = |tag: &str| format!("{}{SENTENCE}", format!("<{tag}>").repeat(20_000));
    let pages: Vec<(&str, String)> = vec![
        ("nested div", deep("div")),
        ("nested span", deep("span")),
        ("nested b with attributes", unclosed_bold()),
        ("nested tables", deep("table><tr><td")),
        ("nested lists", deep("ul><li")),
        ("nested quotes", deep("blockquote")),
        ("nested links", deep("a href=x")),
        ("attributes", format!("<p {}>{SENTENCE}", "a=1 ".repeat(200_000))),
        ("body tags", format!("{}{SENTENCE}", "<body a=1>".repeat(50_000))),
        ("paragraphs", format!("<p>{SENTENCE}").repeat(5_000)),
        ("unclosed comment", format!("{SENTENCE}<!-- {SENTENCE}")),
        ("unclosed scripts", format!("{SENTENCE}{}", "<script>".repeat(100_000))),
        ("angle brackets", "<".repeat(100_000)),
        ("NULs", format!("<p>\0{SENTENCE}\0").repeat(5_000)),
        ("brackets", "[a ".repeat(100_000)),
        ("line breaks", format!("<p>{}", "x<br>".repeat(10_000))),
        ("cells", format!("<table><tr>{}", "<td>x".repeat(10_000))),
        ("comments", "<div class=comment><p>Nice, thanks.</p></div>".repeat(1_000)),
        ("templates", "<template id=\"B:0\"></template><div hidden id=\"S:0\"><template id=\"B:0\"></template>x</div>".repeat(2_000)),
    ];
    for (name, page) in pages {
        match html(page.as_bytes()) {
            Ok(post) => keeps_its_promises(&post),
            Err(
                ExtractError::NoText
                | ExtractError::TooManyElements { .. }
                | ExtractError::Binary { .. },
            ) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn refuses_what_is_no_page() {
    let refused = |bytes: &[u8]| extract(bytes, &PageHints::default()).unwrap_err();
    assert_eq!(refused(b""), ExtractError::Empty);
    assert_eq!(refused(b" \n "), ExtractError::Empty);
    assert!(matches!(
        refused(b"\x89PNG\r\n\x1a\n"),
        ExtractError::Binary { .. }
    ));
    assert!(matches!(
        refused(b"<rss version='2.0'/>"),
        ExtractError::NotAPage { .. }
    ));
    assert!(matches!(
        refused(b"{\"a\": 1}"),
        ExtractError::NotAPage { .. }
    ));
    assert!(matches!(
        refused(b"<html><body></body></html>"),
        ExtractError::NoText
    ));
    let plea = "<body><div id=root></div><noscript>You need to enable JavaScript to run this app.";
    assert_eq!(refused(plea.as_bytes()), ExtractError::NoText);
    assert!(matches!(
        refused(&vec![b'a'; 33 << 20]),
        ExtractError::TooLarge { .. }
    ));
}

/// One comment as blogs print it, without the end of its element.
fn open_comment(n: usize) -> String {
    format!(
        "<li class=comment id=comment-{n}><cite class=fn>Reader {n}</cite> <time>May 4, 2014</time>\
         <div class=comment-body><p>Thanks for loaf number {n}, I liked it.</p></div>"
    )
}

fn with_comments(comments: &str) -> Post {
    let page = format!(
        "<body><article><h1>Rye</h1>{}</article><div id=comments><ol class=comment-list>{comments}\
         </ol></div></body>",
        format!("<p>{SENTENCE}{SENTENCE}</p>").repeat(3)
    );
    html(page.as_bytes()).unwrap()
}

/// As many replies as would take minutes if each were held against every other.
#[test]
fn many_replies_are_each_read() {
    const MANY: usize = 6_000;
    let replies: String = (2..=MANY).map(|n| open_comment(n) + "</li>").collect();
    let wide = with_comments(&format!(
        "{}<ul class=children>{replies}</ul></li>",
        open_comment(1)
    ));
    assert_eq!(wide.comments.len(), MANY);
    assert!(
        !wide.comments[0].text.contains("number 2"),
        "{:?}",
        wide.comments[0]
    );
    let answered =
        |comment: &hearken_model::Comment| comment.reply_to.as_deref() == Some("comment-1");
    assert!(wide.comments[1..].iter().all(answered));

    let deep: String = (1..=MANY)
        .map(|n| open_comment(n) + "<ul class=children>")
        .collect();
    let deep = with_comments(&deep);
    assert_eq!(deep.comments.len(), MANY);
    for (place, comment) in deep.comments.iter().enumerate() {
        let own = format!("Thanks for loaf number {}, I liked it.", place + 1);
        assert_eq!(comment.text, own);
    }
}

/// A post that only readers without scripts are shown is a post.
#[test]
fn reads_a_post_in_noscript() {
    let page = format!("<body><div id=app></div><noscript><p>{SENTENCE}{SENTENCE}{SENTENCE}</p>");
    assert!(
        html(page.as_bytes())
            .unwrap()
            .text
            .starts_with("A sentence")
    );
}
