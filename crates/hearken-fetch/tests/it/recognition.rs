//! Feeds, sitemaps and lists, from the sample blogs and from broken files.

use hearken_fetch::{Document, FeedDocument, FetchedPage, read, recognize};
use hearken_testkit::{SiteServer, blogs};

use crate::support::get;

fn page(content_type: &str, body: impl Into<Vec<u8>>) -> FetchedPage {
    FetchedPage {
        requested_url: "https://a.example/x".parse().unwrap(),
        url: "https://a.example/x".parse().unwrap(),
        status: 200,
        not_modified: false,
        content_type: Some(content_type.to_owned()),
        etag: None,
        last_modified: None,
        body: body.into(),
        redirects: Vec::new(),
        attempts: 1,
    }
}

fn feed(content_type: &str, body: impl Into<Vec<u8>>) -> FeedDocument {
    match recognize(&page(content_type, body)).unwrap() {
        Document::Feed(feed) => feed,
        other => panic!("{other:?}"),
    }
}

fn urls(feed: &FeedDocument) -> Vec<&str> {
    let urls = feed.entries.iter().map(|entry| entry.url.as_ref());
    urls.map(|url| url.map_or("", |url| url.as_str())).collect()
}

#[tokio::test]
async fn the_feeds_of_the_sample_blogs_lead_to_their_posts() {
    let mut seen = 0;
    for blog in blogs().unwrap() {
        let Some(path) = blog.feed.clone() else {
            continue;
        };
        let name = blog.name.clone();
        let server = SiteServer::of_blog(blog, 0, |_| {}).unwrap();
        let page = get(&server.url(&path)).await.unwrap();
        let Document::Feed(feed) = recognize(&page).unwrap() else {
            panic!("{name}");
        };
        assert!(!feed.repaired, "{name}");
        for entry in &feed.entries {
            let url = entry.url.as_ref().unwrap();
            assert!(url.as_str().starts_with(&server.url("/")), "{name} {url}");
            assert!(entry.title.is_some(), "{name} {url}");
            assert_eq!(get(url.as_str()).await.unwrap().status, 200, "{name} {url}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[tokio::test]
async fn the_sitemaps_of_the_sample_blogs_lead_to_pages_that_are_read() {
    let mut seen = 0;
    for blog in blogs().unwrap() {
        let name = blog.name.clone();
        let server = SiteServer::of_blog(blog, 0, |_| {}).unwrap();
        let mut next = vec![server.url("/sitemap.xml")];
        while let Some(url) = next.pop() {
            let Ok(page) = get(&url).await else { continue };
            match recognize(&page).unwrap() {
                Document::Sitemap(map) => {
                    assert_eq!(map.foreign, 0, "{url}");
                    next.extend(
                        map.sitemaps
                            .iter()
                            .chain(&map.urls)
                            .map(url::Url::to_string),
                    );
                }
                // A front page may hold links alone.
                Document::Page if page.url.path() == "/" => {}
                Document::Page => {
                    let post = read(&page).unwrap();
                    assert_eq!(post.url.as_deref(), Some(page.url.as_str()), "{name}");
                    seen += 1;
                }
                other => panic!("{url}: {other:?}"),
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn atom_takes_the_alternate_link_whatever_stands_first() {
    let feed = feed(
        "text/xml",
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/base/">
        <title>T</title><id>i</id><updated>2020-01-02T03:04:05Z</updated>
        <entry><title>One</title><id>1</id><updated>2020-01-02T03:04:05Z</updated>
          <link rel="self" href="/self"/><link rel="replies" href="/comments"/>
          <link rel="alternate" type="application/json" href="/json"/>
          <link rel="alternate" type="text/html" href="/one"/></entry>
        <entry><title>Two</title><id>https://a.example/two</id>
          <updated>2020-01-02T03:04:05Z</updated></entry></feed>"#,
    );
    assert_eq!(
        urls(&feed),
        ["https://a.example/one", "https://a.example/two"]
    );
    assert_eq!(
        feed.entries[0].published.unwrap().to_string(),
        "2020-01-02T03:04:05Z"
    );
}

#[test]
fn json_feeds_and_old_rss_are_read() {
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
        {"id":"1","url":"https://a.example/1","title":"One","content_html":"<p>Hi</p>"}]}"#;
    let read = feed("text/plain", json);
    assert_eq!(urls(&read), ["https://a.example/1"]);
    assert_eq!(read.entries[0].content_html.as_deref(), Some("<p>Hi</p>"));
    let rdf = r#"<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="x"><title>T</title>
        <link>https://a.example/</link><description>d</description></channel>
        <item rdf:about="u"><title>One</title><link>https://a.example/1</link></item></rdf:RDF>"#;
    assert_eq!(urls(&feed("text/html", rdf)), ["https://a.example/1"]);
}

#[test]
fn broken_feeds_are_mended() {
    let item = |title: &str, n: u32| {
        format!("<item><title>{title}</title><link>https://a.example/{n}?x=1</link></item>")
    };
    let head =
        "<rss version=\"2.0\"><channel><title>R &amp; D</title><link>https://a.example/</link>";
    for (what, body) in [
        (
            "stray ampersand",
            format!("{head}{}</channel></rss>", item("Q & A", 1)),
        ),
        (
            "entities of HTML",
            format!(
                "{head}{}</channel></rss>",
                item("caf&eacute;&nbsp;&hellip;", 1)
            ),
        ),
        (
            "control bytes",
            format!("{head}{}</channel></rss>", item("a\u{1}\u{b}b", 1)),
        ),
        (
            "no version",
            format!("{head}{}</channel></rss>", item("whole", 1)).replace(" version=\"2.0\"", ""),
        ),
        (
            "cut file",
            format!("{head}{}<item><title>half", item("whole", 1)),
        ),
    ] {
        let feed = feed("text/xml", body);
        assert_eq!(urls(&feed), ["https://a.example/1?x=1"], "{what}");
        assert_eq!(feed.title.as_deref(), Some("R & D"), "{what}");
    }
}

#[test]
fn entities_of_a_document_type_are_inert() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">
        <!ENTITY f SYSTEM "file:///etc/hostname">]>
        <rss version="2.0"><channel><title>T</title><item><title>&b;&f;</title>
        <link>https://a.example/1</link></item></channel></rss>"#;
    if let Ok(Document::Feed(feed)) = recognize(&page("text/xml", bomb)) {
        let title = feed.entries[0].title.clone().unwrap_or_default();
        assert!(!title.contains("aaa"), "{title}");
        assert!(title.len() < 40, "{title}");
    }
}

#[test]
fn charsets_of_feeds_are_undone() {
    let body = b"<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>\xcf\xf0\xe8</title></channel></rss>";
    assert_eq!(
        feed("text/xml", body.as_slice()).title.as_deref(),
        Some("При")
    );
}

#[test]
fn sitemaps_keep_to_their_host() {
    let body = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc> https://a.example/1?a=1&amp;b=2 </loc><image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>
        <url><loc>https://evil.example/2</loc></url><url><loc>/3</loc></url><url><loc>ftp://a.example/</loc></url></urlset>"#;
    let gz = {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(body.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    for (kind, body) in [
        ("text/html", body.as_bytes().to_vec()),
        ("application/gzip", gz),
    ] {
        let Document::Sitemap(map) = recognize(&page(kind, body)).unwrap() else {
            panic!("{kind}");
        };
        let urls: Vec<&str> = map.urls.iter().map(url::Url::as_str).collect();
        assert_eq!(urls, ["https://a.example/1?a=1&b=2", "https://a.example/3"]);
        assert_eq!((map.foreign, map.sitemaps.len()), (1, 0));
    }
    let index =
        "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>";
    let Document::Sitemap(map) = recognize(&page("text/xml", index)).unwrap() else {
        panic!("index");
    };
    assert_eq!((map.sitemaps.len(), map.urls.len()), (1, 0));
}

#[test]
fn lists_of_feeds_are_read_at_any_depth() {
    let body = r#"<opml version="2.0"><body><outline text="Folder"><outline>
        <outline type="rss" text="R & D" xmlUrl="https://b.example/feed?a=1&b=2" htmlUrl="https://b.example/"/>
        </outline></outline><outline TITLE="Two" XMLURL="/feed"/><outline xmlUrl="file:///etc/passwd"/></body></opml>"#;
    let Document::Opml(feeds) = recognize(&page("text/html", body)).unwrap() else {
        panic!("no list");
    };
    let found: Vec<(&str, &str)> = feeds
        .iter()
        .map(|feed| (feed.title.as_deref().unwrap_or(""), feed.xml_url.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("R & D", "https://b.example/feed?a=1&b=2"),
            ("Two", "https://a.example/feed")
        ]
    );
}

#[test]
fn deep_and_broken_documents_neither_crash_nor_hang() {
    for body in [
        "<rss>".repeat(20_000),
        format!("<rss><channel><item>{}", "<b>".repeat(500_000)),
        format!(
            "<feed><entry><content type=\"xhtml\">{}",
            "<b>".repeat(500_000)
        ),
        format!("<rss><channel>{}", "<item>".repeat(20_000)),
        format!("<opml>{}", "<outline>".repeat(20_000)),
        format!("<urlset>{}", "<url><loc>".repeat(20_000)),
        format!("<rss>{}", "&".repeat(200_000)),
        "<!DOCTYPE".to_owned(),
        "<?xml".to_owned(),
        "<".repeat(100_000),
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[".to_owned(),
        "<rss><![CDATA[".to_owned(),
    ] {
        // Whatever it is told to be, an answer comes.
        let answer = recognize(&page("text/xml", body));
        assert!(
            !matches!(answer, Ok(Document::Unsupported { .. })),
            "{answer:?}"
        );
    }
}
