//! A look at the first bytes: what kind of thing is this?

use crate::charset;

/// What bytes look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sniffed {
    /// No bytes, or white space alone.
    Empty,
    /// An HTML page.
    Html,
    /// Plain text.
    Text,
    /// XML that is no page: a feed, a sitemap, an OPML list.
    Xml {
        /// Local name of the root element: `rss`, `feed`, `urlset`, `sitemapindex`, `opml`.
        root: String,
    },
    /// JSON.
    Json,
    /// No text.
    Binary {
        /// What it looks like: `a PNG image`.
        what: &'static str,
    },
}

/// First bytes of common formats that are no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"SQLite format 3\0", "a SQLite database"),
];

/// How much of the input is looked at.
const WINDOW: usize = 8192;

/// Says what `bytes` are, by their first kilobytes; the media type decides between HTML and text
/// only where the bytes leave it open.
#[must_use]
pub fn sniff(bytes: &[u8], content_type: Option<&str>) -> Sniffed {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Sniffed::Binary { what };
    }
    let mut end = bytes.len().min(WINDOW);
    // A window that cuts a character would not be valid UTF-8 any more.
    for _ in 0..3 {
        if end < bytes.len() && bytes[end] & 0xC0 == 0x80 {
            end -= 1;
        }
    }
    let window = charset::decode(&bytes[..end], content_type);
    let start =
        window.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if start.is_empty() {
        let rest_is_blank = bytes[end..]
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0);
        return if rest_is_blank {
            Sniffed::Empty
        } else {
            by_media_type(content_type)
        };
    }
    if looks_binary(&window) {
        return Sniffed::Binary {
            what: "binary data",
        };
    }
    sniff_text(start, content_type)
}

/// More than one control character in 50 is no text; a stray NUL or form feed is forgiven, and so
/// are bytes that its encoding lacks, as long as most of it reads.
fn looks_binary(window: &str) -> bool {
    let total = window.chars().count();
    let count = |odd: fn(&char) -> bool| window.chars().filter(odd).count();
    let control = count(|c| c.is_control() && !c.is_whitespace());
    let lacking = count(|c| *c == '\u{fffd}');
    (control * 50 > total && control > 1) || lacking * 2 > total
}

fn sniff_text(start: &str, content_type: Option<&str>) -> Sniffed {
    if start.starts_with('<') {
        if let Some(root) = root_element(start) {
            let local = root
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let feed = [
                "rss",
                "feed",
                "rdf",
                "urlset",
                "sitemapindex",
                "opml",
                "channel",
            ];
            let xml_decl = start.starts_with("<?xml");
            if feed.contains(&local.as_str()) || (xml_decl && local != "html") {
                return Sniffed::Xml { root: local };
            }
        }
        if has_html_tag(start) {
            return Sniffed::Html;
        }
    }
    let json = content_type.is_some_and(|kind| kind.contains("json"))
        || start.starts_with("{\"")
        || start.starts_with("[{")
        || (start.starts_with('{') && start[1..].trim_start().starts_with('"'));
    if json {
        return Sniffed::Json;
    }
    if has_html_tag(start) {
        Sniffed::Html
    } else {
        by_media_type(content_type)
    }
}

fn by_media_type(content_type: Option<&str>) -> Sniffed {
    match content_type {
        Some(kind) if kind.contains("html") => Sniffed::Html,
        _ => Sniffed::Text,
    }
}

/// Name of the first element after declarations and comments.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest = &rest[rest.find('>')? + 1..];
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            return Some(&name[..end]);
        }
    }
}

/// Whether any tag stands in the text that only a page has.
fn has_html_tag(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "!doctype html",
        "html",
        "head",
        "body",
        "title",
        "meta",
        "script",
        "style",
        "link",
        "div",
        "p",
        "h1",
        "h2",
        "table",
        "br",
        "article",
        "section",
        "main",
        "ul",
        "ol",
        "span",
        "a",
        "img",
        "center",
        "font",
        "b",
        "i",
        "blockquote",
        "pre",
        "nav",
        "header",
        "footer",
        "form",
        "td",
        "hr",
    ];
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        TAGS.iter().any(|tag| {
            rest.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
                && rest[tag.len()..]
                    .starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Sniffed, sniff};

    #[test]
    fn tells_formats_apart() {
        let xml = |root: &str| Sniffed::Xml {
            root: root.to_owned(),
        };
        for (bytes, expected) in [
            (&b""[..], Sniffed::Empty),
            (b" \n\t", Sniffed::Empty),
            (b"<!DOCTYPE html><p>Hi", Sniffed::Html),
            (b"\xef\xbb\xbf\n<!-- x --><HTML>", Sniffed::Html),
            (b"<?xml version='1.0'?><!DOCTYPE html><html>", Sniffed::Html),
            (b"<?xml version='1.0'?><rss version='2.0'>", xml("rss")),
            (
                b"<?xml version='1.0'?><!-- a --><feed xmlns='x'>",
                xml("feed"),
            ),
            (b"<rdf:RDF xmlns:rdf='x'>", xml("rdf")),
            (b"<urlset xmlns='x'>", xml("urlset")),
            (b"{\"a\": 1}", Sniffed::Json),
            (b"Some <b>bold</b> words", Sniffed::Html),
            (b"1 < 2 and a<c, plain words", Sniffed::Text),
            (
                b"\x89PNG\r\n\x1a\n\0\0",
                Sniffed::Binary {
                    what: "a PNG image",
                },
            ),
            (
                b"\x01\x02\x03\x04\x05\x06",
                Sniffed::Binary {
                    what: "binary data",
                },
            ),
            (b"[Editor's note] plain", Sniffed::Text),
            (
                b"<meta charset=iso-2022-jp><p>\x1b$BF|K\\8l\x1b(B \x1b$BF|K\\8l\x1b(B",
                Sniffed::Html,
            ),
            (b"<p>gr\xc3\xbcn, gr\xfc, sch\xc3\xb6n, \xff", Sniffed::Html),
        ] {
            assert_eq!(sniff(bytes, None), expected, "{bytes:?}");
        }
    }
}
