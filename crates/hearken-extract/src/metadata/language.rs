//! The language a page says it is in.

use super::{JsonLd, Sources};
use crate::table::Page;

/// BCP 47 tag from the page's own mark.
pub(crate) fn marked_language(
    page: &Page<'_>,
    sources: &Sources,
    json_ld: &JsonLd,
) -> Option<String> {
    let root = ["lang", "xml:lang"]
        .iter()
        .find_map(|name| tag(page.attr(0, name)?));
    root.or_else(|| tag(sources.meta(&["content-language", "dc.language", "language"])?))
        .or_else(|| tag(json_ld.language.as_deref()?))
}

/// Language in lower and region in upper case; `None` for what is no tag.
pub(crate) fn tag(text: &str) -> Option<String> {
    let mut parts = text.trim().split(['-', '_']);
    let primary = parts.next()?.to_ascii_lowercase();
    let plain = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    if !plain || matches!(primary.as_str(), "und" | "zxx" | "mul") {
        return None;
    }
    let mut tag = primary;
    for part in parts.take(2) {
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
        match part.len() {
            2 if letters => tag = format!("{tag}-{}", part.to_ascii_uppercase()),
            3 if part.bytes().all(|b| b.is_ascii_digit()) => tag = format!("{tag}-{part}"),
            4 if letters => {
                let (first, rest) = part.split_at(1);
                tag = format!(
                    "{tag}-{}{}",
                    first.to_ascii_uppercase(),
                    rest.to_ascii_lowercase()
                );
            }
            _ => break,
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn writes_tags_the_standard_way() {
        for (text, expected) in [
            ("de", Some("de")),
            ("EN-us", Some("en-US")),
            ("pt_br", Some("pt-BR")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("es-419", Some("es-419")),
            ("", None),
            ("english", None),
            ("x-default", None),
        ] {
            assert_eq!(tag(text).as_deref(), expected, "{text}");
        }
    }
}
