//! A blog's answers that stand inside of the comment they answer.

use super::{
    lines::LineKind,
    record::{Plainness, Record},
    scan::Scan,
    words::Role,
};
use crate::table::{NodeId, NodeRange, Tag};

/// The blog's own answers inside of a comment, each with a date of its own.
pub(super) fn answers_in(scan: &Scan<'_, '_>, range: &NodeRange) -> Vec<Record> {
    if scan.tally(range).dates < 2 {
        return Vec::new();
    }
    let called = range.clone().skip(1);
    called
        .filter(|id| scan.areas.has(*id, Role::Answer) || is_quoted_answer(scan, *id))
        .filter(|id| {
            let own = scan.tally(&scan.page.subtree(*id));
            own.dates == 1 && own.words > 0
        })
        .map(|id| Record {
            range: scan.page.subtree(id),
            root: Some(id),
            plainness: Plainness::Name,
            is_linkback: false,
        })
        .collect()
}

/// Whether an element is a block quotation that begins with a name and date: old guest books put
/// answers so.
pub(super) fn is_quoted_answer(scan: &Scan<'_, '_>, id: NodeId) -> bool {
    let begins_dated = || {
        let first = scan.lines_in(&scan.page.subtree(id)).next();
        first.is_some_and(|at| scan.lines[at].kind == LineKind::Dated)
    };
    scan.page.node(id).tag == Tag::Blockquote && begins_dated()
}
