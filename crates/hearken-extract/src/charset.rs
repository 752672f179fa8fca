//! Bytes to text: byte order mark, valid UTF-8, header, meta element, then a guess; a page that is
//! called UTF-8 and is mostly something else is guessed at too.

use std::borrow::Cow;

use chardetng::Iso2022JpDetection;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its `meta charset` is looked for; the HTML standard says 1024 bytes, pages
/// with a long head put it later.
const META_WINDOW: usize = 4096;

/// The text of a page. Never fails: what the encoding lacks becomes U+FFFD.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if is_iso_2022_jp(bytes, content_type) {
        return ISO_2022_JP.decode_without_bom_handling(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // UTF-16 without a mark is valid UTF-8 for Latin letters, with a NUL beside each.
        if !text.contains('\0') {
            return Cow::Borrowed(text);
        }
    }
    let encoding = zero_pattern(bytes)
        .or_else(|| declared(bytes, content_type).filter(|encoding| *encoding != UTF_8))
        .or_else(|| is_mostly_utf8(bytes).then_some(UTF_8))
        .unwrap_or_else(|| guess(bytes, Iso2022JpDetection::Deny));
    encoding.decode_without_bom_handling(bytes).0
}

/// The charset that the header, else the page itself names.
fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<&'static Encoding> {
    content_type
        .and_then(charset_of)
        .or_else(|| meta_charset(bytes))
}

/// ISO-2022-JP is valid UTF-8 with escape sequences, which no other text holds.
fn is_iso_2022_jp(bytes: &[u8], content_type: Option<&str>) -> bool {
    bytes.windows(2).any(|pair| pair == b"\x1b$")
        && bytes.is_ascii()
        && (declared(bytes, content_type) == Some(ISO_2022_JP)
            || guess(bytes, Iso2022JpDetection::Allow) == ISO_2022_JP)
}

/// Whether more of the characters beyond ASCII are whole UTF-8 than are broken: a few bad bytes
/// make no other encoding of a page.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// UTF-16 told by where the NULs stand.
fn zero_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = &bytes[..bytes.len().min(META_WINDOW)];
    let zeros = |odd: usize| {
        window
            .iter()
            .enumerate()
            .filter(|(at, byte)| at % 2 == odd && **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Of Latin text every second byte is 0; 40 % leaves room for other characters.
    let many = window.len() * 2 / 5;
    if odd > many && even * 8 <= many {
        Some(UTF_16LE)
    } else if even > many && odd * 8 <= many {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset a media type or a meta element names; UTF-16 can't be told that way.
fn charset_of(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let label = lower
        .split("charset")
        .nth(1)?
        .trim_start()
        .strip_prefix('=')?;
    let label = label
        .trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/'))
        .next()?;
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible() || *encoding == ISO_2022_JP)
}

fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = &bytes[..bytes.len().min(META_WINDOW)];
    let head = WINDOWS_1252.decode_without_bom_handling(window).0;
    let lower = head.to_ascii_lowercase();
    lower.match_indices("<meta").find_map(|(at, _)| {
        let tag = &lower[at..];
        charset_of(&tag[..tag.find('>').unwrap_or(tag.len())])
    })
}

fn guess(bytes: &[u8], iso_2022_jp: Iso2022JpDetection) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(iso_2022_jp);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn reads_by_mark_utf8_header_meta_and_guess() {
        let check = |bytes: &[u8], content_type: Option<&str>, expected: &str| {
            assert_eq!(decode(bytes, content_type), expected);
        };
        check(b"\xef\xbb\xbfgr\xc3\xbcn", None, "grün");
        check(
            b"gr\xc3\xbcn",
            Some("text/html; charset=iso-8859-1"),
            "grün",
        );
        check(
            b"gr\xfcn",
            Some("text/html; Charset=\"ISO-8859-1\""),
            "grün",
        );
        check(
            b"<meta charset='koi8-r'>\xc4\xc1",
            None,
            "<meta charset='koi8-r'>да",
        );
        check(b"h\0i\0 \0t\0h\0e\0r\0e\0", None, "hi there");
        check(
            b"Das sch\xf6ne M\xe4dchen h\xf6rt gr\xf6\xdfere T\xf6ne",
            None,
            "Das schöne Mädchen hört größere Töne",
        );
    }

    #[test]
    fn reads_what_is_declared_wrongly_or_a_little_broken() {
        let iso_2022_jp = b"<meta charset=iso-2022-jp><p>\x1b$BF|K\\8l\x1b(B";
        assert!(decode(iso_2022_jp, None).ends_with("<p>日本語"));
        // "これは日本語の文章です。" in Shift_JIS, called UTF-8.
        let shift_jis = b"\x82\xb1\x82\xea\x82\xcd\x93\xfa\x96{\x8c\xea\x82\xcc\x95\xb6\x8f\xcd\x82\xc5\x82\xb7\x81B";
        let read = decode(shift_jis, Some("text/html; charset=utf-8"));
        assert_eq!(read, "これは日本語の文章です。");
        let broken = b"gr\xc3\xbcn und gr\xfc und sch\xc3\xb6n";
        assert_eq!(decode(broken, None), "grün und gr\u{fffd} und schön");
    }
}
