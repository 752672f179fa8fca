//! When a comment was written.

use hearken_model::PageDate;

use super::{record::Forest, scan::Scan};
use crate::{
    dates::parse,
    table::{NodeId, Tag},
};

/// A comment's date and how it stands on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) value: Option<PageDate>,
    pub(super) raw: Option<String>,
}

/// The date of the record at `place`: what it shows, or what its attributes tell where that is
/// more exact and not of another day.
pub(super) fn date_of(scan: &Scan<'_, '_>, forest: &Forest, place: usize) -> Written {
    let anchor = scan.own_date(forest, place);
    let shown = anchor.and_then(|date| date.date);
    let mut told = forest.own_nodes(place).filter_map(|id| told_by(scan, id));
    let value = match shown {
        None => told.next(),
        Some(shown) => told
            .find(|told| is_near(shown, *told) && told.precision() < shown.precision())
            .or(Some(shown)),
    };
    Written {
        value,
        raw: anchor.map(|date| date.raw.clone()),
    }
}

/// The date in an attribute of an element.
fn told_by(scan: &Scan<'_, '_>, id: NodeId) -> Option<PageDate> {
    let page = scan.page;
    let element = page.element(id)?;
    // A title speaks of the words under it, and is long on links and pictures.
    let titled = matches!(
        page.node(id).tag,
        Tag::Abbr | Tag::Time | Tag::Span | Tag::Div | Tag::A | Tag::P
    );
    let dated = element.attrs().any(|(key, value)| {
        matches!(key, "itemprop" | "property")
            && ["date", "Date", "created", "published"]
                .iter()
                .any(|word| value.contains(word))
    });
    element.attrs().find_map(|(key, value)| {
        let speaks = match key {
            "datetime" | "data-datetime" | "data-time" => true,
            "content" => dated,
            "title" => titled && value.len() <= 60,
            _ => false,
        };
        // A number alone counts seconds, not years.
        let date = speaks.then(|| parse(value, &scan.ctx)).flatten()?;
        date.day().map(|_| date)
    })
}

/// Whether two dates may be one told in two zones.
fn is_near(a: PageDate, b: PageDate) -> bool {
    (a.utc_start() - b.utc_start()).whole_hours().abs() <= 48
}
