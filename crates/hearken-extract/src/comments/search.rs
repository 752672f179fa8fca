//! The search for a page's comments, from the plainest signs to the faintest.

use super::{
    areas::Areas,
    around::taken,
    assemble::assemble,
    claimed::claimed,
    found::{CommentContext, Found},
    record::Plainness,
    scan::Scan,
    select::select,
    words::words,
};
use crate::{dates::DateContext, table::Page};

/// Finds the comments of a page.
pub(crate) fn find(page: &Page<'_>, context: &CommentContext<'_>) -> Found {
    let ctx = DateContext::for_language(context.language);
    let named = look(page, Areas::named(page, words()), ctx);
    if !named.comments.is_empty() || Areas::has_place(page) {
        return named;
    }
    let headed = look(page, Areas::headed(page, words()), ctx);
    if headed.comments.len() > 1 {
        return headed;
    }
    named
}

fn look(page: &Page<'_>, areas: Areas, ctx: DateContext) -> Found {
    let scan = Scan::new(page, areas, ctx, words());
    let forest = select(&scan, Plainness::Place);
    Found {
        comments: assemble(&scan, &forest),
        claimed: claimed(&scan, &forest),
        taken: taken(page, &scan.areas, &forest),
    }
}
