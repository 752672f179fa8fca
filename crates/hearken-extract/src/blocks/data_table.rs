//! Tables of data told from tables that lay a page out.

use crate::table::{NodeId, Page, Tag};

/// A cell with more text than this is a column of a layout. A choice, not measured.
const LONG_CELL: u32 = 400;

/// Whether the `table` is one of data: head cells, or rows of short cells side by side; never one
/// that holds another table.
///
/// Looks no further than the first table inside, so that nested tables cost no more than their
/// nodes.
pub(super) fn is_data_table(page: &Page<'_>, table: NodeId) -> bool {
    if matches!(page.attr(table, "role"), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut widest, mut heads) = (0_u32, 0_u32, 0_u32, false);
    for id in table + 1..page.node(table).end {
        let node = page.node(id);
        match node.tag {
            Tag::Table | Tag::Form => return false,
            Tag::Tr => {
                rows += 1;
                cells = 0;
            }
            Tag::Td | Tag::Th => {
                cells += 1;
                widest = widest.max(cells);
                heads |= node.tag == Tag::Th;
                if node.chars > LONG_CELL || node.paragraphs > 1 {
                    return false;
                }
            }
            Tag::Thead | Tag::Caption => heads = true,
            tag if tag.heading_level().is_some() && !heads => return false,
            _ => {}
        }
    }
    widest >= 2 && (rows >= 2 || heads)
}
