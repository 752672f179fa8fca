//! Dates that the words before them call those of a change: "Last updated: May 5, 2024".

use hearken_model::{PageDate, Span};

use crate::{
    dates::{self, DateContext},
    table::{NodeId, Page, Tag},
};

/// Dates of one line that are looked at.
const MOST: usize = 4;

/// The first dates of a line, each with whether it is a change's; `lead` is what stands before
/// the line.
pub(super) fn statements(line: &str, lead: &str, ctx: &DateContext) -> Vec<(Span, PageDate, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((span, date)) = dates::find(&line[at..], ctx)
        && found.len() < MOST
    {
        let before = &line[at..at + span.start()];
        let bare = at == 0 && before.trim().is_empty();
        let changed = dates::leads_to_change(if bare { lead } else { before });
        let Some(whole) = Span::new(at + span.start(), at + span.end()) else {
            break;
        };
        found.push((whole, date, changed));
        at = whole.end();
    }
    found
}

/// The text right before a node in the block around it.
pub(super) fn lead_before<'a>(page: &Page<'a>, id: NodeId) -> &'a str {
    /// Elements open and white space stands between a word and its date.
    const STEPS: usize = 4;
    let before = (id.saturating_sub(STEPS)..id).rev();
    let mut inline = before.take_while(|before| !page.node(*before).tag.is_block());
    let text = inline.find(|before| {
        let node = page.node(*before);
        node.tag == Tag::Text && node.chars > 0
    });
    let Some(text) = text else { return "" };
    let block = page
        .ancestors(text)
        .find(|above| page.node(*above).tag.is_block());
    match page.node(text).source {
        crate::table::Source::Text(words)
            if block.is_none_or(|block| page.node(block).end > id) =>
        {
            words
        }
        _ => "",
    }
}
