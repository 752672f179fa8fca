//! Images of the text: content, emoticons, counting pixels.

use hearken_model::Image;

use crate::table::{NodeId, Page, squash};

/// What an `img` is to a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Drawn {
    /// An image of the post.
    Image(Image),
    /// A small image that stands for a character or a word.
    Emoticon(String),
    /// Nothing to a reader.
    Nothing,
}

/// Sides up to this many pixels make an image with a short text an emoticon; a choice that leaves room
/// above the 16 pixels of common icons.
const EMOTICON_SIDE: u32 = 24;

/// Attributes that hold the address of an image loaded late, by the scripts that read them.
const LATE_SOURCES: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-lazy",
    "data-full-url",
    "data-image",
    "data-url",
    "data-original-src",
    "data-echo",
    "data-td-src-property",
];

/// Attributes that hold addresses of an image in several sizes.
const SOURCE_SETS: &[&str] = &["srcset", "data-srcset", "data-lazy-srcset"];

/// Looks at the `img` element `id`.
pub(super) fn look_at(page: &Page<'_>, id: NodeId) -> Drawn {
    let alt = page
        .attr(id, "alt")
        .map(squash)
        .filter(|alt| !alt.is_empty());
    let width = side(page, id, "width");
    let height = side(page, id, "height");
    if width.is_some_and(|side| side <= 1) || height.is_some_and(|side| side <= 1) {
        return Drawn::Nothing;
    }
    if let Some(alt) = &alt
        && is_emoticon(page.class(id), alt, width.max(height))
    {
        return Drawn::Emoticon(alt.clone());
    }
    match source(page, id) {
        Some(src) => Drawn::Image(Image {
            src: page.absolute(&src),
            alt,
        }),
        None => Drawn::Nothing,
    }
}

fn side(page: &Page<'_>, id: NodeId, name: &str) -> Option<u32> {
    page.attr(id, name)?
        .trim()
        .trim_end_matches("px")
        .parse()
        .ok()
}

fn is_emoticon(class: &str, alt: &str, side: Option<u32>) -> bool {
    let lower = class.to_ascii_lowercase();
    let named = ["smiley", "emoji", "emoticon", "smilie"]
        .iter()
        .any(|name| lower.contains(name));
    // ":-)", ";)" and single emoji; longer texts of small images are labels of icons.
    let short = alt.chars().count() <= 4 && !alt.chars().all(char::is_alphanumeric);
    named || (short && side.is_some_and(|side| side <= EMOTICON_SIDE))
}

fn source(page: &Page<'_>, id: NodeId) -> Option<String> {
    let real = |src: &str| {
        let src = src.trim();
        (!src.is_empty() && !src.starts_with("data:") && !src.starts_with('#'))
            .then(|| src.to_owned())
    };
    let late = LATE_SOURCES
        .iter()
        .filter_map(|name| page.attr(id, name))
        .find_map(real);
    late.or_else(|| page.attr(id, "src").and_then(real))
        .or_else(|| {
            SOURCE_SETS
                .iter()
                .filter_map(|name| page.attr(id, name))
                .find_map(|set| real(set.split_ascii_whitespace().next()?.trim_end_matches(',')))
        })
}
