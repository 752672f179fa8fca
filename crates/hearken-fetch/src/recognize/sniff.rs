//! Looks at the first bytes.

/// What the first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Feed,
    Sitemap,
    TextSitemap,
    Opml,
    Unsupported(&'static str),
}

/// Bytes in which the root element must begin; longer comments in front of it are not seen.
const HEAD_BYTES: usize = 64 << 10;

/// First bytes of formats that hold no post (MIME Sniffing Standard, 6 and 7).
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"RIFF", "media"),
    (b"OggS\0", "media"),
    (b"ID3", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"PK\x03\x04", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90\0", "binary"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"%!PS-Adobe-", "postscript"),
];

pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b, 8])
}

pub(super) fn kind(body: &[u8], content_type: Option<&str>, path: &str) -> Kind {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| body.starts_with(magic)) {
        return Kind::Unsupported(what);
    }
    let label = Label::of(content_type);
    let head = Head::new(body);
    if !head.is_wide && body[..body.len().min(HEAD_BYTES)].contains(&0) {
        return Kind::Unsupported("binary");
    }
    let text = head
        .text
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.as_bytes().first() {
        Some(b'<') => of_root(text, &label),
        Some(b'{') if text.contains("jsonfeed.org/version/") => Kind::Feed,
        Some(b'{' | b'[') if label.is("json") => Kind::Unsupported("json"),
        _ if label.is_media() => Kind::Unsupported("media"),
        Some(_) if is_list_of_addresses(text, path) => Kind::TextSitemap,
        _ => Kind::Page,
    }
}

/// The beginning of the document as text, good enough to find a root element in.
struct Head {
    text: String,
    is_wide: bool,
}

impl Head {
    fn new(body: &[u8]) -> Self {
        let head = &body[..body.len().min(HEAD_BYTES)];
        let wide = match head {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
            _ => None,
        };
        let text = match wide {
            Some(encoding) => encoding.decode_without_bom_handling(head).0.into_owned(),
            None => String::from_utf8_lossy(head).into_owned(),
        };
        Self {
            text,
            is_wide: wide.is_some(),
        }
    }
}

struct Label(String);

impl Label {
    fn of(content_type: Option<&str>) -> Self {
        let essence = content_type.unwrap_or_default().split(';').next();
        Self(essence.unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// Whether the subtype is `what` or ends in `+what`.
    fn is(&self, what: &str) -> bool {
        let subtype = self.0.split_once('/').map_or("", |(_, subtype)| subtype);
        subtype == what
            || subtype
                .strip_suffix(what)
                .is_some_and(|rest| rest.ends_with('+'))
    }

    fn is_media(&self) -> bool {
        ["image/", "audio/", "video/", "font/"]
            .iter()
            .any(|kind| self.0.starts_with(kind))
    }
}

fn of_root(text: &str, label: &Label) -> Kind {
    let Some(root) = root_name(text) else {
        return Kind::Page;
    };
    let local = root.rsplit(':').next().unwrap_or(root);
    match local.to_ascii_lowercase().as_str() {
        "rss" | "rdf" | "feed" => Kind::Feed,
        "urlset" | "sitemapindex" => Kind::Sitemap,
        "opml" => Kind::Opml,
        "svg" => Kind::Unsupported("image"),
        "html" => Kind::Page,
        // Fragments of HTML have all kinds of roots; only what calls itself XML is none.
        _ if text.starts_with("<?xml") && !label.is("html") && !label.is("xhtml+xml") => {
            Kind::Unsupported("xml")
        }
        _ => Kind::Page,
    }
}

/// Name of the first element after declarations, comments and the document type.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let inside = rest.strip_prefix('<')?;
        rest = if let Some(comment) = inside.strip_prefix("!--") {
            comment.split_once("-->")?.1
        } else if let Some(instruction) = inside.strip_prefix('?') {
            instruction.split_once('>')?.1
        } else if let Some(doctype) = inside.strip_prefix('!') {
            after_doctype(doctype)?
        } else {
            let end = inside.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
            return Some(&inside[..end]);
        };
    }
}

/// What follows a document type, whose internal subset may hold `>`.
fn after_doctype(doctype: &str) -> Option<&str> {
    let end = doctype.find('>')?;
    match doctype.find('[') {
        Some(open) if open < end => {
            let close = doctype.find("]>").map(|at| at + 2);
            let close = close.or_else(|| doctype.find(']').map(|at| at + 1))?;
            Some(doctype[close..].trim_start_matches('>'))
        }
        _ => Some(&doctype[end + 1..]),
    }
}

/// A text file whose lines are all addresses is a sitemap in its plain form.
fn is_list_of_addresses(text: &str, path: &str) -> bool {
    let named = path.to_ascii_lowercase().ends_with(".txt");
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    // The last line of the head may be cut, which an address survives.
    named
        && lines.all(|line| {
            (line.starts_with("http://") || line.starts_with("https://")) && !line.contains(' ')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &[u8], content_type: &str, path: &str, expected: Kind) {
        let shown = String::from_utf8_lossy(body);
        assert_eq!(kind(body, Some(content_type), path), expected, "{shown}");
    }

    #[test]
    fn the_content_counts_and_not_the_label() {
        check(b"%PDF-1.4", "text/html", "/", Kind::Unsupported("pdf"));
        check(b"<!doctype html><p>x", "text/plain", "/", Kind::Page);
        check(b"<html><body>", "application/rss+xml", "/feed", Kind::Page);
        check(
            b"\xef\xbb\xbf <rss version='2.0'>",
            "text/html",
            "/",
            Kind::Feed,
        );
        check(b"<a:feed xmlns:a='x'>", "text/plain", "/", Kind::Feed);
        check(
            b"<?xml version='1.0'?><rdf:RDF>",
            "text/xml",
            "/",
            Kind::Feed,
        );
        check(b"\xff\xfe<\0r\0s\0s\0>\0", "text/xml", "/", Kind::Feed);
        check(
            b"{\"version\":\"https://jsonfeed.org/version/1.1\"}",
            "text/html",
            "/",
            Kind::Feed,
        );
        check(
            b"{\"a\":1}",
            "application/json",
            "/",
            Kind::Unsupported("json"),
        );
        check(b"ab\0cd", "text/html", "/", Kind::Unsupported("binary"));
        check(
            b"<?xml version='1.0'?><!-- <rss> --><urlset>",
            "text/html",
            "/",
            Kind::Sitemap,
        );
        check(
            b"<?xml version='1.0'?><x/>",
            "text/xml",
            "/",
            Kind::Unsupported("xml"),
        );
        check(b"<?xml version='1.0'?><html>", "text/xml", "/", Kind::Page);
        check(b"<opml version='2.0'>", "text/xml", "/", Kind::Opml);
        check(b"<svg >", "text/html", "/", Kind::Unsupported("image"));
        check(b"words", "image/png", "/", Kind::Unsupported("media"));
    }

    #[test]
    fn a_document_type_with_declarations_is_passed_over() {
        let bomb = b"<!DOCTYPE rss [<!ENTITY a \"x\"><!ENTITY b \"&a;\">]><rss>";
        check(bomb, "text/xml", "/", Kind::Feed);
    }

    #[test]
    fn a_list_of_addresses_is_a_sitemap_and_a_text_is_a_page() {
        check(
            b"http://a/1\nhttp://a/2\n",
            "text/plain",
            "/s.txt",
            Kind::TextSitemap,
        );
        check(
            b"http://a/1\nsome words\n",
            "text/plain",
            "/s.txt",
            Kind::Page,
        );
        check(b"A day at sea", "text/plain", "/a.txt", Kind::Page);
        check(b"", "text/html", "/", Kind::Page);
    }
}
