//! The title: which of the lines above the post it is.

use std::collections::HashMap;

use crate::vocab::Mark;

use super::unit::Unit;

/// Lines above the post that are looked at.
const MAX_ABOVE: usize = 14;
/// Words of the longest title.
const MAX_WORDS: usize = 30;

/// Words of the longest title that the post was taken to begin with.
const MAX_INSIDE: usize = 22;

/// Index of the title among the units, for a post that was found at `start..end`: a line above
/// it, or its first or second where a title is long or ends as a sentence does.
pub(super) fn find(units: &[Unit], start: usize, end: usize) -> Option<usize> {
    let mut seen: HashMap<&[String], usize> = HashMap::new();
    for unit in units {
        *seen.entry(unit.words.as_slice()).or_default() += 1;
    }
    let quoted = quoted_titles(units);
    let from = start.saturating_sub(MAX_ABOVE);
    let scored = (from..(start + 2).min(end)).filter_map(|at| {
        let unit = &units[at];
        let copies = seen.get(unit.words.as_slice()).copied().unwrap_or(1);
        let mut score = score(unit, copies, start.saturating_sub(at), &quoted)?;
        score += beside_meta(units, at, start);
        if page_title(units, at).is_some() {
            score += 6.0;
        }
        if at >= start {
            let single = copies < 2;
            if single && (at > start || unit.n_words > MAX_INSIDE || unit.text.ends_with('.')) {
                return None;
            }
            score -= if single { 3.0 } else { 0.0 };
        }
        Some((at, score))
    });
    // The nearest of equals: breadcrumbs repeat the title above it.
    scored
        .reduce(|best, next| if next.1 >= best.1 { next } else { best })
        .map(|(at, _)| at)
}

/// The line at the text's beginning that holds this one and the site's name: the page's title as
/// browsers show it. Gives the words beside this one.
pub(super) fn page_title(units: &[Unit], at: usize) -> Option<&str> {
    /// Lines that may stand above it.
    const WITHIN: usize = 3;
    let title = units[at].text.as_str();
    units.iter().take(WITHIN.min(at)).find_map(|unit| {
        let rest = unit
            .text
            .strip_prefix(title)
            .or_else(|| unit.text.strip_suffix(title))?;
        let mark = |c: char| {
            c.is_whitespace() || matches!(c, '|' | '-' | '–' | '—' | ':' | '·' | '»' | '«' | '•')
        };
        let name = rest.trim_matches(mark);
        (!name.is_empty() && name.len() < rest.len()).then_some(name)
    })
}

/// The site's name: the other half of the page's title, or what stands first of all.
pub(super) fn site_name(units: &[Unit], title: Option<usize>) -> Option<String> {
    let title = title?;
    if let Some(name) = page_title(units, title) {
        return Some(name.to_owned());
    }
    let first = units.first().filter(|_| title >= 2)?;
    let name = first.may_be_name() && first.phrase.is_none() && first.words != units[title].words;
    // A site that shows its name shows more than a date between it and the title.
    let own = units[1..title]
        .iter()
        .any(|unit| unit.boilerplate().is_some());
    (name && own).then(|| first.text.clone())
}

/// Titles stand right above or below the post's date and byline.
fn beside_meta(units: &[Unit], at: usize, start: usize) -> f32 {
    /// Lines between a title and its date: a category, a subtitle, a name.
    const WITHIN: usize = 3;
    // A menu between the two parts the site's name from the post's date.
    let below = (at + 1..(at + 1 + WITHIN).min(start))
        .take_while(|near| is_meta(&units[*near]) || units[*near].boilerplate().is_none())
        .any(|near| is_meta(&units[near]));
    let above = at
        .checked_sub(1)
        .is_some_and(|near| units[near].is_date_line());
    let follows = (at.saturating_sub(WITHIN)..at).any(|near| is_meta(&units[near]));
    match (below, above) {
        (true, _) => 5.0,
        (false, true) => 3.0,
        // What stands behind a byline is a share row or a caption sooner than a title.
        (false, false) if follows => -1.5,
        (false, false) => 0.0,
    }
}

fn is_meta(unit: &Unit) -> bool {
    let by = unit.phrase.is_some_and(|phrase| phrase.mark == Mark::By) && unit.n_words <= 12;
    unit.is_date_line() || by
}

/// How much a line looks like the title; `None` where it can't be one.
fn score(unit: &Unit, copies: usize, distance: usize, quoted: &[Vec<String>]) -> Option<f32> {
    let n = unit.words.len();
    let sure = unit.boilerplate().is_some() && copies < 2;
    let about_date = unit.is_date_line()
        || unit.phrase.is_some_and(|phrase| {
            matches!(phrase.mark, Mark::By | Mark::In | Mark::Tags) && n <= 6
        });
    if n == 0 || n > MAX_WORDS || sure || about_date {
        return None;
    }
    let mut score = -0.8 * distance as f32;
    if quoted.iter().any(|title| title == unit.words.as_slice()) {
        score += 12.0;
    }
    // Once more is a breadcrumb or the page's head; menus repeat more often and are short.
    if copies >= 2 && n >= 3 {
        score += 4.0;
    }
    score += match n {
        1 => -2.0,
        2 => 0.0,
        _ => 2.5,
    };
    if unit.text.ends_with(['.', ',', ';']) {
        score -= 2.0;
    }
    if unit.marker.is_some() {
        score -= 3.0;
    }
    // Lists of tags and menus in one line.
    if unit.text.matches([',', '|', '·', '•']).count() >= 2 {
        score -= 3.0;
    }
    if !unit.text.chars().any(char::is_alphabetic) {
        return None;
    }
    Some(score)
}

/// What comment headings put between quotation marks: `3 Responses to “…”`.
fn quoted_titles(units: &[Unit]) -> Vec<Vec<String>> {
    let headings = units.iter().filter(|unit| unit.is_marked(Mark::Comments));
    headings
        .filter_map(|unit| {
            let open = unit.text.find(['“', '„', '"', '«', '‘', '”'])?;
            let close = unit.text.rfind(['”', '“', '"', '»', '’'])?;
            let inner = unit.text.get(open..close)?;
            let words = crate::vocab::Words::of(inner);
            (words.len() > 0).then(|| words.as_slice().to_vec())
        })
        .collect()
}
