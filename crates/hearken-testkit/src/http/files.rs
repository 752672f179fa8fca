//! A blog's folder as a site.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Reply, Request};
use crate::Blog;

/// `Last-Modified` of every file: the samples do not change while they are served.
const LAST_MODIFIED: &str = "Fri, 01 May 2026 08:00:00 GMT";

/// The answer of `blog`, served at `own_base`, to `request`.
pub(super) fn answer(blog: &Blog, own_base: &str, request: &Request) -> Reply {
    let Some(file) = file_for(&blog.www(), &request.path) else {
        return Reply::new(404, "text/plain; charset=utf-8", "there is no such page\n");
    };
    let Ok(bytes) = fs::read(&file) else {
        return Reply::new(404, "text/plain; charset=utf-8", "there is no such page\n");
    };
    let etag = etag(&bytes);
    let body = if is_text(&file) {
        replace(&bytes, blog.base.as_bytes(), own_base.as_bytes())
    } else {
        bytes
    };
    let known = request.header("if-none-match") == Some(etag.as_str())
        || (request.header("if-none-match").is_none()
            && request.header("if-modified-since") == Some(LAST_MODIFIED));
    let reply = if known {
        Reply::empty(304)
    } else {
        Reply::new(200, content_type(&file), body)
    };
    reply
        .header("ETag", &etag)
        .header("Last-Modified", LAST_MODIFIED)
}

/// The file behind a path. Expected readings lie beside the pages and are not part of the site.
fn file_for(www: &Path, path: &str) -> Option<PathBuf> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decoded(path.trim_start_matches('/'))?;
    if path
        .split('/')
        .any(|part| part == ".." || part.ends_with("expected.json"))
    {
        return None;
    }
    let file = www.join(path);
    let candidates = [
        file.clone(),
        file.join("index.html"),
        file.join("index.xml"),
        file.with_extension("html"),
    ];
    candidates.into_iter().find(|candidate| candidate.is_file())
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|end| end.to_str())
        .unwrap_or("html")
    {
        // No charset: the pages name their own, some of them an old one.
        "html" | "htm" => "text/html",
        "xml" | "rss" | "rdf" | "atom" => "application/xml",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "css" => "text/css",
        "opml" => "text/x-opml",
        _ => "application/octet-stream",
    }
}

fn is_text(file: &Path) -> bool {
    content_type(file) != "application/octet-stream"
}

/// FNV-1a: an `ETag` needs no more than to differ where the bytes do.
fn etag(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(from) {
            out.extend_from_slice(to);
            at += from.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_and_expectations_outside() {
        let www = crate::workspace_root().join("data/blogs/saltmarsh/www");
        assert!(file_for(&www, "/robots.txt").is_some());
        assert!(file_for(&www, "/").is_some());
        assert!(file_for(&www, "/../blog.toml").is_none());
        assert!(file_for(&www, "/%2e%2e/blog.toml").is_none());
        assert!(file_for(&www, "/2012/12/six-words-for-drizzle/expected.json").is_none());
    }

    #[test]
    fn bases_are_rewritten() {
        assert_eq!(
            replace(
                b"a https://x.example/b",
                b"https://x.example",
                b"http://h:1"
            ),
            b"a http://h:1/b"
        );
    }
}
