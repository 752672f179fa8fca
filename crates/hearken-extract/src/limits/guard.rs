//! Takes from a page, before it is parsed, what would only cost time: scripts, styles, comments,
//! drawings; and bounds what the parser would take quadratic time for.
//!
//! The parser looks through all open elements for many tags (27 s on 100,000 nested `div`s), and
//! through all attributes of a tag for each further one. So tags that open beyond a depth no page
//! has are left out, their text kept; likewise unclosed formatting tags, which the parser would
//! repeat in every later paragraph.

use std::borrow::Cow;

use super::scan::{RawTag, find_end_tag, tag_at};
use crate::ExtractError;

/// Open elements. Browsers stop at 512.
const MAX_OPEN: usize = 512;

/// Open formatting elements; each is opened anew in every paragraph it was not closed in.
const MAX_FORMATTING: usize = 12;

/// Start tags of one page: a choice that keeps the tree of a page below 300 MB.
const MAX_TAGS: usize = 300_000;

/// `html` and `body` tags whose attributes are merged into the first.
const MAX_ROOTS: usize = 4;

/// A page made safe to parse.
#[derive(Debug)]
pub(crate) struct Guarded<'a> {
    /// The page without scripts, styles, comments and drawings.
    pub(crate) html: Cow<'a, str>,
    /// The JSON-LD scripts, in page order.
    pub(crate) json_ld: Vec<&'a str>,
    /// Whether the page was sent in pieces by React.
    pub(crate) streamed: bool,
}

/// What becomes of `noscript`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noscript {
    /// Left out: it mostly repeats images or asks for scripts.
    Drop,
    /// Read as part of the page, where the page shows nothing else.
    Read,
}

/// Makes a page safe to parse.
///
/// # Errors
///
/// [`ExtractError::TooManyElements`] for a page with more tags than any page has.
pub(crate) fn guard(text: &str, noscript: Noscript) -> Result<Guarded<'_>, ExtractError> {
    let mut guard = Guard::new(text, noscript);
    while let Some(found) = text[guard.at..].find('<') {
        guard.step(guard.at + found)?;
    }
    let streamed = text.contains("id=\"S:");
    Ok(Guarded {
        html: guard.finish(),
        json_ld: guard.json_ld,
        streamed,
    })
}

#[derive(Debug)]
struct Guard<'a> {
    text: &'a str,
    noscript: Noscript,
    /// Where the next `<` is looked for.
    at: usize,
    /// Up to where the text was copied or left out.
    copied: usize,
    out: String,
    json_ld: Vec<&'a str>,
    open: Vec<u64>,
    left_open: usize,
    formatting: usize,
    roots: usize,
    tags: usize,
}

impl<'a> Guard<'a> {
    fn new(text: &'a str, noscript: Noscript) -> Self {
        Self {
            text,
            noscript,
            at: 0,
            copied: 0,
            out: String::new(),
            json_ld: Vec::new(),
            open: Vec::new(),
            left_open: 0,
            formatting: 0,
            roots: 0,
            tags: 0,
        }
    }

    /// Deals with what begins at the `<` at `start`.
    fn step(&mut self, start: usize) -> Result<(), ExtractError> {
        if self.text[start..].starts_with("<!--") {
            self.skip_comment(start);
        } else if let Some(tag) = tag_at(self.text, start) {
            self.at = tag.end;
            if tag.closes {
                self.end_tag(start, &tag);
            } else {
                self.tags += 1;
                if self.tags > MAX_TAGS {
                    return Err(ExtractError::TooManyElements { limit: MAX_TAGS });
                }
                self.start_tag(start, &tag);
            }
        } else {
            self.at = start + 1;
        }
        Ok(())
    }

    fn skip_comment(&mut self, start: usize) {
        let body = start + 4;
        let rest = &self.text[body..];
        let end = if rest.starts_with('>') {
            1
        } else if rest.starts_with("->") {
            2
        } else {
            rest.find("-->").map_or(rest.len(), |at| at + 3)
        };
        self.leave_out(start, body + end);
        self.at = body + end;
    }

    fn start_tag(&mut self, start: usize, tag: &RawTag<'a>) {
        let mut lower = [0_u8; 16];
        let name = lower_name(tag.name, &mut lower);
        match name {
            "script" | "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
                self.skip_raw(start, tag, name);
            }
            "noscript" => match self.noscript {
                Noscript::Drop => self.skip_raw(start, tag, name),
                Noscript::Read => self.leave_out(start, tag.end),
            },
            "svg" if !tag.self_closing => self.skip_raw(start, tag, name),
            "textarea" | "title" => {
                let end = find_end_tag(self.text, tag.end, name).unwrap_or(self.text.len());
                self.at = end.max(tag.end);
            }
            "html" | "body" | "head" => {
                self.roots += 1;
                if self.roots > MAX_ROOTS {
                    self.leave_out(start, tag.end);
                }
            }
            "plaintext" => self.leave_out(start, tag.end),
            _ if is_void(name) || closes_itself(name) => self.cut_attributes(tag),
            _ if is_formatting(name) => {
                self.formatting += 1;
                if self.formatting > MAX_FORMATTING {
                    self.leave_out(start, tag.end);
                } else {
                    self.cut_attributes(tag);
                }
            }
            _ if self.open.len() >= MAX_OPEN => {
                self.left_open += 1;
                self.leave_out(start, tag.end);
            }
            _ => {
                self.open.push(name_key(tag.name));
                self.cut_attributes(tag);
            }
        }
    }

    fn end_tag(&mut self, start: usize, tag: &RawTag<'a>) {
        let mut lower = [0_u8; 16];
        let name = lower_name(tag.name, &mut lower);
        if is_formatting(name) {
            if self.formatting > MAX_FORMATTING {
                self.leave_out(start, tag.end);
            }
            self.formatting = self.formatting.saturating_sub(1);
        } else if name == "noscript" {
            self.leave_out(start, tag.end);
        } else if is_void(name) || closes_itself(name) {
            self.cut_attributes(tag);
        } else if self.left_open > 0 {
            self.left_open -= 1;
            self.leave_out(start, tag.end);
        } else {
            let key = name_key(tag.name);
            if let Some(place) = self.open.iter().rposition(|open| *open == key) {
                self.open.truncate(place);
            }
            self.cut_attributes(tag);
        }
    }

    /// Leaves out an element whose content the parser takes as raw text; keeps JSON-LD aside.
    fn skip_raw(&mut self, start: usize, tag: &RawTag<'a>, name: &str) {
        let body_end = find_end_tag(self.text, tag.end, name).unwrap_or(self.text.len());
        let end = tag_at(self.text, body_end).map_or(self.text.len(), |end_tag| end_tag.end);
        if name == "script" && self.text[start..tag.end].contains("ld+json") {
            self.json_ld.push(&self.text[tag.end..body_end]);
        }
        self.leave_out(start, end);
        self.at = end;
    }

    /// Leaves out the attributes beyond the limit.
    fn cut_attributes(&mut self, tag: &RawTag<'a>) {
        if let Some(cut) = tag.cut {
            let keeps_bracket = self.text[..tag.end].ends_with('>');
            self.leave_out(cut, tag.end - usize::from(keeps_bracket));
        }
    }

    fn leave_out(&mut self, from: usize, to: usize) {
        self.out.push_str(&self.text[self.copied..from]);
        self.copied = to;
    }

    fn finish(&mut self) -> Cow<'a, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(&self.text[self.copied..]);
        Cow::Owned(std::mem::take(&mut self.out))
    }
}

/// The name in lower case; names too long for `room` are no names of HTML and stay as they are.
fn lower_name<'n>(name: &'n str, room: &'n mut [u8; 16]) -> &'n str {
    let Some(room) = room.get_mut(..name.len()) else {
        return name;
    };
    room.copy_from_slice(name.as_bytes());
    room.make_ascii_lowercase();
    std::str::from_utf8(room).unwrap_or(name)
}

/// A number for a name in any case (FNV-1a); two names with one number cost a wrong depth only.
fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |key, byte| {
        (key ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that the next of their kind closes.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "a" | "p"
            | "li"
            | "dd"
            | "dt"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "colgroup"
            | "rb"
            | "rt"
            | "rtc"
            | "rp"
            | "html"
            | "head"
            | "body"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(
            guard(text, Noscript::Drop).unwrap().html,
            expected,
            "{text}"
        );
    }

    #[test]
    fn leaves_out_what_holds_no_words() {
        check("<p>a<script>if (a<b) {}</script>b", "<p>ab");
        check("a<!-- x > y -->b<!-->c", "abc");
        check("a<SVG a='>'><path/></SVG>b", "ab");
        check("a<svg/>b", "a<svg/>b");
        check(
            "<title>a<b></title><style>p{}</style>x",
            "<title>a<b></title>x",
        );
        check("<noscript><p>x</p></noscript>y", "y");
        check("a<script>never closed", "a");
        check("a < b <3 c", "a < b <3 c");
    }

    #[test]
    fn keeps_json_ld_aside() {
        let text = "<script type=\"application/ld+json\">{}</script>x";
        assert_eq!(guard(text, Noscript::Drop).unwrap().json_ld, ["{}"]);
    }

    #[test]
    fn reads_noscript_where_asked() {
        let guarded = guard("<noscript><p>x</p></noscript>", Noscript::Read).unwrap();
        assert_eq!(guarded.html, "<p>x</p>");
    }

    #[test]
    fn bounds_depth_attributes_and_formatting() {
        let deep = format!("{}x{}", "<div>".repeat(2000), "</div>".repeat(2000));
        let guarded = guard(&deep, Noscript::Drop).unwrap();
        assert_eq!(guarded.html.matches("<div>").count(), MAX_OPEN);
        assert_eq!(guarded.html.matches("</div>").count(), MAX_OPEN);
        let wide = format!("<p {}>x", "a=1 ".repeat(1000));
        let guarded = guard(&wide, Noscript::Drop).unwrap();
        assert_eq!(
            guarded.html.matches("a=1").count(),
            super::super::scan::MAX_ATTRIBUTES
        );
        assert!(guarded.html.ends_with(">x"));
        let bold = "<b x>".repeat(1000);
        let guarded = guard(&bold, Noscript::Drop).unwrap();
        assert_eq!(guarded.html.matches("<b").count(), MAX_FORMATTING);
    }

    #[test]
    fn refuses_more_tags_than_a_page_has() {
        let error = guard(&"<p>x".repeat(MAX_TAGS + 1), Noscript::Drop).unwrap_err();
        assert_eq!(error, ExtractError::TooManyElements { limit: MAX_TAGS });
    }
}
