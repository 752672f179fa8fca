//! The text of an XML document in UTF-8.

use encoding_rs::{Encoding, UTF_8};

/// Decodes a document by byte order mark, by its XML declaration, by the label's charset, else as
/// UTF-8. The declaration is cut off, since it may name what the text no longer is.
pub(super) fn to_utf8(body: &[u8], content_type: Option<&str>) -> String {
    let encoding = declared(body)
        .or_else(|| content_type.and_then(labelled))
        .unwrap_or(UTF_8);
    let (text, _, _) = encoding.decode(body);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
    {
        Some((_, rest)) => rest.trim_start().to_owned(),
        None => text.to_owned(),
    }
}

/// The encoding that the XML declaration names, which must stand in the first 200 bytes.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    match body {
        [b'<', 0, ..] => return Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => return Some(encoding_rs::UTF_16BE),
        _ => {}
    }
    let head = String::from_utf8_lossy(&body[..body.len().min(200)]);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

/// The characters that a reference without its `&` and `;` stands for; an unknown one stands for
/// itself, and none is ever expanded to more than that.
pub(super) fn reference(name: &str) -> String {
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(numbered),
    };
    known.map_or_else(|| format!("&{name};"), String::from)
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

/// Replaces the references in an attribute's value.
pub(super) fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // `split_once` alone would look through the whole rest for each `&`.
        let name_end = after.bytes().take(9).position(|byte| byte == b';');
        if let Some(end) = name_end {
            out.push_str(&reference(&after[..end]));
            rest = &after[end + 1..];
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn labelled(content_type: &str) -> Option<&'static Encoding> {
    content_type
        .split(';')
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .and_then(|(_, value)| Encoding::for_label(value.trim().trim_matches('"').as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_wins_over_the_label() {
        let body = b"<?xml version='1.0' encoding=\"iso-8859-1\"?><a>\xe9</a>";
        assert_eq!(
            to_utf8(body, Some("text/xml; charset=utf-8")),
            "<a>\u{e9}</a>"
        );
        let body = b"<a>\xe9</a>";
        assert_eq!(
            to_utf8(body, Some("text/xml; charset=latin1")),
            "<a>\u{e9}</a>"
        );
        assert_eq!(
            to_utf8("\u{feff}<a>\u{e9}</a>".as_bytes(), None),
            "<a>\u{e9}</a>"
        );
        assert_eq!(to_utf8(b"\xfe\xff\0<\0a\0/\0>", None), "<a/>");
    }
}
