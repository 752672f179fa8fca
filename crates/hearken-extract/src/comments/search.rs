//! The search for a page's comments, from the plainest signs to the faintest.

use super::{
    areas::Areas,
    around::{taken, taken_alone},
    assemble::assemble,
    claimed::claimed,
    found::{CommentContext, Found, Taken},
    groups::Sought,
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
    let thread = Areas::thread(page, words()).map(|areas| look_for_messages(page, areas, ctx));
    match thread {
        Some(thread) if !thread.comments.is_empty() => Found {
            claimed: named.claimed,
            taken: joined(thread.taken, named.taken),
            ..thread
        },
        _ => named,
    }
}

fn look(page: &Page<'_>, areas: Areas, ctx: DateContext) -> Found {
    let scan = Scan::new(page, areas, ctx, words());
    let forest = select(&scan, Sought::Comments);
    Found {
        comments: assemble(&scan, &forest),
        claimed: claimed(&scan, &forest),
        taken: taken(page, &scan.areas, &forest),
    }
}

/// Answers to a thread's first message; what stands around them is the page's and not theirs.
fn look_for_messages(page: &Page<'_>, areas: Areas, ctx: DateContext) -> Found {
    let scan = Scan::new(page, areas, ctx, words());
    let forest = select(&scan, Sought::Messages);
    Found {
        comments: assemble(&scan, &forest),
        claimed: None,
        taken: taken_alone(&forest),
    }
}

/// The messages and what stands around them, in page order and none within another.
fn joined(messages: Vec<Taken>, around: Vec<Taken>) -> Vec<Taken> {
    let mut all: Vec<Taken> = messages.into_iter().chain(around).collect();
    all.sort_by_key(|taken| (taken.range.start, std::cmp::Reverse(taken.range.end)));
    let mut end = 0;
    all.retain(|taken| {
        let apart = taken.range.start >= end;
        end = end.max(taken.range.end);
        apart
    });
    all
}
