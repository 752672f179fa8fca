use hearken_model::BlockKind::{self, Code, Heading, ListItem, Paragraph, Quote, TableRow};
use scraper::Html;
use url::Url;

use super::{Rendered, render};
use crate::table::{Tag, flatten};

fn rendered(html: &str) -> Rendered {
    let html = Html::parse_document(html);
    let url = Url::parse("https://example.org/blog/post").ok();
    let page = flatten(&html, url, false);
    render(&page, page.subtree(0), &|id| page.node(id).tag == Tag::Nav)
}

/// `expected` is kind, level and text of each block.
fn check(html: &str, expected: &[(BlockKind, Option<u8>, &str)]) {
    let got = rendered(html);
    let blocks: Vec<_> = got
        .blocks
        .iter()
        .map(|block| {
            (
                block.kind,
                block.level,
                block.span.slice(&got.text).unwrap(),
            )
        })
        .collect();
    assert_eq!(blocks, expected, "{html}");
}

#[test]
fn paragraphs_and_line_breaks() {
    check(
        "<p> One\n two </p>Three",
        &[(Paragraph, None, "One two"), (Paragraph, None, "Three")],
    );
    check(
        "<p>a<br>b<br> <br/>c<br></p>",
        &[(Paragraph, None, "a\nb"), (Paragraph, None, "c")],
    );
    check(
        "<p>a\u{ad}b&nbsp;c<b>d</b>\u{200b}</p>",
        &[(Paragraph, None, "ab cd")],
    );
    check(
        "a<script>x</script>b<p hidden>c</p><nav>d</nav>e",
        &[(Paragraph, None, "ab"), (Paragraph, None, "e")],
    );
}

#[test]
fn headings_lists_and_quotes() {
    check(
        "<h2>T</h2><ul><li>a<ol><li><p>b</p></li></ol></li><li>c</li></ul><blockquote><p>q</p>r</blockquote>",
        &[
            (Heading, Some(2), "T"),
            (ListItem, Some(1), "a"),
            (ListItem, Some(2), "b"),
            (ListItem, Some(1), "c"),
            (Quote, None, "q"),
            (Quote, None, "r"),
        ],
    );
    assert_eq!(rendered("<ul><li>a<li>b</ul><p>c").text, "a\nb\n\nc");
}

#[test]
fn preformatted_text_keeps_its_lines() {
    check(
        "<pre>\n\nfn a() {\n  b<br>c\n}\n \n</pre>x",
        &[(Code, None, "fn a() {\n  b\nc\n}"), (Paragraph, None, "x")],
    );
}

#[test]
fn tables_of_data_and_of_layout() {
    check(
        "<table><tr><th>a</th><th></th><th>b</th></tr><tr><td>1<p>2</p></td><td>3</td><td>x<br>y</td></tr></table>",
        &[(TableRow, None, "a\t\tb"), (TableRow, None, "1 2\t3\tx y")],
    );
    check(
        "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
        &[(Paragraph, None, "a"), (Paragraph, None, "b")],
    );
}

#[test]
fn links_and_images() {
    let got = rendered(
        "<p>See <a href='/x'> the page </a>, <a href='#n'>1</a> <a href='/y'><img src='i.png' alt=''></a>\
         <img src='s.gif' class='wp-smiley' alt=':)'><img src='p.gif' width=1 height=1>\
         <img src='data:x' data-src='late.jpg' alt='Late'></p>",
    );
    assert_eq!(got.text, "See the page , 1 :)");
    let links: Vec<_> = got
        .links
        .iter()
        .map(|l| (l.href.as_str(), l.span.slice(&got.text).unwrap()))
        .collect();
    assert_eq!(links, [("https://example.org/x", "the page")]);
    let images: Vec<_> = got
        .images
        .iter()
        .map(|i| (i.src.as_str(), i.alt.as_deref()))
        .collect();
    assert_eq!(
        images,
        [
            ("https://example.org/blog/i.png", None),
            ("https://example.org/blog/late.jpg", Some("Late"))
        ]
    );
}

#[test]
fn text_is_composed_and_spans_follow() {
    let got = rendered("<p>Cafe\u{301} <a href='/u'>u\u{308}ber</a> z</p><p>e\u{301}</p>");
    assert_eq!(got.text, "Café über z\n\né");
    assert_eq!(got.links[0].span.slice(&got.text), Some("über"));
    assert_eq!(got.blocks[1].span.slice(&got.text), Some("é"));
}
