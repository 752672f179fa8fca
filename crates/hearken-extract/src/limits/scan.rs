//! A light look at tags: where each ends, what it is called, how many attributes it has.

/// A start or end tag at a place of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawTag<'a> {
    /// The name as written.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) closes: bool,
    /// One past its `>`; the length of the text where it has none.
    pub(super) end: usize,
    /// Where attribute number [`MAX_ATTRIBUTES`] + 1 begins, if there are that many.
    pub(super) cut: Option<usize>,
    /// Whether it ends in `/>`.
    pub(super) self_closing: bool,
}

/// Attributes kept of one tag. The parser compares each with all before it; 200,000 in one tag
/// took it 25 s. The number is a choice.
pub(super) const MAX_ATTRIBUTES: usize = 256;

/// Reads the tag that begins at `start`, where a `<` stands; `None` where it begins no tag.
pub(super) fn tag_at(text: &str, start: usize) -> Option<RawTag<'_>> {
    let bytes = text.as_bytes();
    let closes = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closes);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let name_end = bytes[name_start..]
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        .map_or(bytes.len(), |at| name_start + at);
    let (end, cut) = tag_end(bytes, name_end);
    Some(RawTag {
        name: &text[name_start..name_end],
        closes,
        end,
        cut,
        self_closing: end >= 2 && end <= bytes.len() && bytes[..end].ends_with(b"/>"),
    })
}

/// One past the `>` that ends a tag whose name ended at `at`, minding quoted values.
fn tag_end(bytes: &[u8], mut at: usize) -> (usize, Option<usize>) {
    let mut attributes = 0;
    let mut cut = None;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (at + 1, cut),
            byte if byte.is_ascii_whitespace() || byte == b'/' => at += 1,
            _ => {
                attributes += 1;
                if attributes == MAX_ATTRIBUTES + 1 {
                    cut = Some(at);
                }
                at = attribute_end(bytes, at);
            }
        }
    }
    (bytes.len(), cut)
}

/// One past an attribute that begins at `at`.
fn attribute_end(bytes: &[u8], mut at: usize) -> usize {
    // A leading `=` belongs to the name.
    at += 1;
    while at < bytes.len()
        && !matches!(bytes[at], b'=' | b'>' | b'/')
        && !bytes[at].is_ascii_whitespace()
    {
        at += 1;
    }
    let after_name = at;
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    if bytes.get(at) != Some(&b'=') {
        return after_name;
    }
    at += 1;
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    match bytes.get(at) {
        Some(quote @ (b'"' | b'\'')) => bytes[at + 1..]
            .iter()
            .position(|byte| byte == quote)
            .map_or(bytes.len(), |length| at + 1 + length + 1),
        _ => bytes[at..]
            .iter()
            .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')
            .map_or(bytes.len(), |length| at + length),
    }
}

/// Where `</name` stands at or after `from`, in any case.
pub(super) fn find_end_tag(text: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = text[at..].find("</") {
        let start = at + found;
        let name_end = start + 2 + name.len();
        let matches = bytes
            .get(start + 2..name_end)
            .is_some_and(|written| written.eq_ignore_ascii_case(name.as_bytes()));
        let ends = bytes
            .get(name_end)
            .is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        if matches && ends {
            return Some(start);
        }
        at = start + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_tags() {
        for (text, name, end) in [
            ("<p>x", "p", 3),
            ("<a href='x>y'>z", "a", 14),
            ("<a href=x>z", "a", 10),
            ("<a title = \"a > b\" b>z", "a", 21),
            ("<img/>", "img", 6),
            ("<a b=\"open", "a", 10),
            ("</DIV >", "DIV", 7),
        ] {
            let tag = tag_at(text, 0).unwrap();
            assert_eq!((tag.name, tag.end), (name, end), "{text}");
        }
        assert_eq!(tag_at("< p>", 0), None);
        assert_eq!(tag_at("<3", 0), None);
    }

    #[test]
    fn finds_end_tags_in_any_case() {
        assert_eq!(find_end_tag("ab</SCRIPT >", 0, "script"), Some(2));
        assert_eq!(find_end_tag("ab</scripts></script", 0, "script"), Some(12));
        assert_eq!(find_end_tag("ab", 0, "script"), None);
    }
}
