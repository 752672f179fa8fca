//! The number of comments that the page itself gives.

use super::{
    record::Forest,
    scan::Scan,
    words::{Words, plain},
};
use crate::table::{NodeId, Tag};

/// A heading with a count is short: "12 thoughts on" and a title.
const MAX_HEADING: usize = 160;

/// The count in the first line about comments that has one, outside of the comments.
pub(super) fn claimed(scan: &Scan<'_, '_>, forest: &Forest) -> Option<u32> {
    let outside = |node: usize| {
        let after = forest
            .records
            .partition_point(|record| record.range.start <= node);
        !forest.records[..after]
            .iter()
            .rev()
            .take(8)
            .any(|record| record.range.contains(&node))
    };
    let by_line = scan
        .lines
        .iter()
        .filter(|line| line.text.len() <= MAX_HEADING && outside(line.range.start))
        .find_map(|line| count_in(&line.text, scan.words));
    by_line
        .or_else(|| by_attribute(scan))
        .or_else(|| by_link(scan))
}

/// A count that only scripts read, on an area.
fn by_attribute(scan: &Scan<'_, '_>) -> Option<u32> {
    let names = [
        "data-num-comments",
        "data-comment-count",
        "data-comments-count",
    ];
    let attribute = |area: NodeId| {
        names
            .iter()
            .find_map(|name| scan.page.attr(area, name)?.parse().ok())
    };
    scan.areas
        .ranges
        .iter()
        .find_map(|area| attribute(area.start))
}

/// A link to the comments on the same page: "コメント(7)".
fn by_link(scan: &Scan<'_, '_>) -> Option<u32> {
    let page = scan.page;
    let links = (0..page.nodes.len()).filter(|id| {
        let node = page.node(*id);
        node.tag == Tag::A && (1..=40).contains(&node.chars) && !node.hidden
    });
    links
        .filter(|link| {
            page.attr(*link, "href")
                .is_some_and(|href| href.starts_with('#'))
        })
        .find_map(|link| count_in(&page.line_of(link), scan.words))
}

/// The number right before or behind a word for comments.
pub(super) fn count_in(text: &str, words: &Words) -> Option<u32> {
    let parts: Vec<String> = text
        .split(|c: char| c.is_whitespace() || "()[]:;|•·“”„\"".contains(c))
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| {
        let digits: String = part.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        digits.parse::<u32>().ok().or_else(|| words.number(part))
    };
    for (at, part) in parts.iter().enumerate() {
        // Scripts without spaces: "3件のコメント", "留言3".
        let letters = part.trim_matches(|c: char| c.is_ascii_digit());
        if letters.len() < part.len() && !letters.is_ascii() && words.has_noun(letters) {
            return part.replace(letters, "").parse().ok();
        }
        if !words.has_noun(part) {
            continue;
        }
        // "Deja un comentario" asks for one; a count in words begins its line.
        let before = at.checked_sub(1).and_then(|before| {
            number(&parts[before])
                .filter(|_| before == 0 || parts[before].starts_with(|c: char| c.is_ascii_digit()))
        });
        // "3 reader comments", "12 great comments".
        let further = || {
            at.checked_sub(2)
                .and_then(|before| parts[before].parse().ok())
        };
        let behind = || parts.get(at + 1).and_then(|part| part.parse().ok());
        if let Some(count) = before.or_else(behind).or_else(further) {
            return Some(count);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comments::words::words;

    #[test]
    fn reads_counts() {
        for (text, expected) in [
            ("3 responses to “Tea”", Some(3)),
            ("One thought on “Tea”", Some(1)),
            ("Kommentare (12)", Some(12)),
            ("Comments: 7", Some(7)),
            ("1,024 comments", Some(1024)),
            ("Ein Kommentar", Some(1)),
            ("3件のコメント", Some(3)),
            ("No comments yet", Some(0)),
            ("Comments", None),
            ("Leave a comment", None),
            ("Deja un comentario", None),
            ("Zu diesem Beitrag sind keine Kommentare möglich", None),
            ("コメント(7)", Some(7)),
        ] {
            assert_eq!(count_in(text, words()), expected, "{text}");
        }
    }
}
