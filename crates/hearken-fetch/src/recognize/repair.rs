//! Mends what feeds and lists in the wild most often break: stray `&`, entities of HTML, control
//! characters, and files that were cut.

/// Entities of HTML that turn up in feeds, which XML does not know. The characters of Latin-1 stand
/// in [`LATIN_1`], in the order of their code points from U+00A0 on.
const NAMED: &[(&str, char)] = &[
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("bull", '•'),
    ("hellip", '…'),
    ("permil", '‰'),
    ("prime", '′'),
    ("Prime", '″'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("oline", '‾'),
    ("frasl", '⁄'),
    ("euro", '€'),
    ("trade", '™'),
    ("larr", '←'),
    ("uarr", '↑'),
    ("rarr", '→'),
    ("darr", '↓'),
    ("harr", '↔'),
    ("minus", '−'),
    ("infin", '∞'),
    ("asymp", '≈'),
    ("ne", '≠'),
    ("le", '≤'),
    ("ge", '≥'),
    ("hearts", '♥'),
    ("spades", '♠'),
    ("clubs", '♣'),
    ("diams", '♦'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("Delta", 'Δ'),
    ("pi", 'π'),
    ("sigma", 'σ'),
    ("omega", 'ω'),
    ("Omega", 'Ω'),
    ("mu", 'μ'),
    ("lambda", 'λ'),
];

const LATIN_1: &[&str] = &[
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

/// Longest name of an entity that is looked up.
const MAX_NAME: usize = 10;

/// The text with stray `&` escaped, entities of HTML as characters and control characters dropped.
/// What stands in CDATA keeps its `&`.
pub(super) fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("<![CDATA[") {
        push_mended(&mut out, before);
        out.push_str("<![CDATA[");
        let (data, after) = inside.split_once("]]>").unwrap_or((inside, ""));
        out.extend(data.chars().filter(|c| is_xml(*c)));
        out.push_str("]]>");
        rest = after;
    }
    push_mended(&mut out, rest);
    out
}

fn push_mended(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.extend(before.chars().filter(|c| is_xml(*c)));
        rest = after;
        match reference(after) {
            Some(Reference::Kept(name)) => {
                out.push('&');
                out.push_str(name);
                out.push(';');
                rest = &after[name.len() + 1..];
            }
            Some(Reference::Character(name, character)) => {
                out.push(character);
                rest = &after[name.len() + 1..];
            }
            None => out.push_str("&amp;"),
        }
    }
    out.extend(rest.chars().filter(|c| is_xml(*c)));
}

enum Reference<'a> {
    /// XML knows it.
    Kept(&'a str),
    /// HTML knows it.
    Character(&'a str, char),
}

/// The reference at the start of `after`, which follows a `&`.
fn reference(after: &str) -> Option<Reference<'_>> {
    let end = after
        .bytes()
        .take(MAX_NAME)
        .position(|byte| byte == b';')
        .filter(|end| *end > 0)?;
    let name = &after[..end];
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
        return Some(Reference::Kept(name));
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code)
            .filter(|c| is_xml(*c))
            .map(|_| Reference::Kept(name));
    }
    named(name).map(|character| Reference::Character(name, character))
}

fn named(name: &str) -> Option<char> {
    if let Some(place) = LATIN_1.iter().position(|known| *known == name) {
        return u32::try_from(place)
            .ok()
            .and_then(|place| char::from_u32(0xa0 + place));
    }
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, character)| *character)
}

/// The characters that XML 1.0 allows (2.2).
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The feed with `version="2.0"` where its root `rss` names none, which the parser insists on.
pub(super) fn with_version(mut text: String) -> String {
    let Some(at) = text.find("<rss") else {
        return text;
    };
    let after = at + "<rss".len();
    let end = text[after..]
        .find('>')
        .map_or(text.len(), |end| after + end);
    if !text[after..end].contains("version") {
        text.insert_str(after, " version=\"2.0\"");
    }
    text
}

/// The feed up to the end of its last whole item, with its open elements closed.
pub(super) fn cut_to_whole_items(text: &str) -> String {
    let end = ["</item>", "</entry>"]
        .iter()
        .filter_map(|tag| text.rfind(tag).map(|at| at + tag.len()))
        .max();
    let Some(end) = end else {
        return text.to_owned();
    };
    let head = &text[..end];
    let close = if head.contains("<rss") {
        "</channel></rss>"
    } else if head.contains("<rdf:RDF") {
        "</rdf:RDF>"
    } else {
        "</feed>"
    };
    format!("{head}{close}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: &str) {
        assert_eq!(repair(given), expected, "{given}");
        assert_eq!(repair(expected), expected, "{given} twice");
    }

    #[test]
    fn mends_ampersands_and_entities() {
        check("<a>R & D</a>", "<a>R &amp; D</a>");
        check("<a>&nbsp;&eacute;&hellip;&yuml;</a>", "<a>\u{a0}é…ÿ</a>");
        check(
            "<a>&amp;&#233;&#xe9;&lt;</a>",
            "<a>&amp;&#233;&#xe9;&lt;</a>",
        );
        check(
            "<a href='?a=1&b=2&copy=3'/>",
            "<a href='?a=1&amp;b=2&amp;copy=3'/>",
        );
        check(
            "&#0;&#xffff;&made_up;&",
            "&amp;#0;&amp;#xffff;&amp;made_up;&amp;",
        );
    }

    #[test]
    fn leaves_character_data_alone_but_for_what_xml_forbids() {
        check("<![CDATA[a & b &nbsp;]]>&", "<![CDATA[a & b &nbsp;]]>&amp;");
        assert_eq!(repair("a\u{0}b\u{1b}c\u{ffff}d"), "abcd");
        assert_eq!(repair("<![CDATA[a\u{8}b"), "<![CDATA[ab]]>");
    }

    #[test]
    fn cuts_to_the_last_whole_item() {
        assert_eq!(
            cut_to_whole_items("<rss><channel><item>1</item><item>2"),
            "<rss><channel><item>1</item></channel></rss>"
        );
        assert_eq!(
            cut_to_whole_items("<feed><entry>1</entry><ent"),
            "<feed><entry>1</entry></feed>"
        );
    }
}
