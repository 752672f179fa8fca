//! Comments with marks: "N says:", dates, numbers, "Reply".

use std::{collections::BTreeMap, ops::Range};

use hearken_model::PageDate;

use crate::{
    dates::{DateContext, Stamp},
    vocab::{Mark, Phrase, Words, phrases},
};

use super::{
    mend::{Marker, Mended},
    unit::Unit,
};

/// One comment, as places among the units.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Said {
    /// Its writer's name.
    pub(super) author: Option<String>,
    /// Its date and the words that give it.
    pub(super) published: Option<(PageDate, String)>,
    /// Units of its text.
    pub(super) body: Vec<usize>,
    /// Bytes to leave out at the beginning of the first of them: a number or bullet.
    pub(super) skip: usize,
    /// Whom it says it answers.
    pub(super) answers: Option<String>,
    /// Place in the list of the comment it answers.
    pub(super) reply_to: Option<usize>,
    /// Whether another page's notice stands here.
    pub(super) pingback: bool,
    /// Whether the post's author speaks, where the text itself tells.
    pub(super) by_author: bool,
}

/// Reads the comments of a range of units that stands behind the post.
pub(super) fn read(units: &[Unit], zone: Range<usize>, ctx: &DateContext) -> Vec<Said> {
    let zone = zone.start..zone_end(units, zone);
    if zone.clone().filter(|at| is_signature(&units[*at])).count() > 0 {
        return by_signatures(units, zone);
    }
    if zone.clone().any(|at| is_anchor(units, at)) {
        return by_anchors(units, zone, ctx);
    }
    if zone
        .clone()
        .any(|at| starts_with_number(&units[at]) == Some(1))
    {
        return by_numbers(units, zone);
    }
    if zone.clone().any(|at| units[at].is_marked(Mark::Reply)) {
        return by_reply_links(units, zone);
    }
    Vec::new()
}

/// Where sidebar or footer begin behind the comments.
fn zone_end(units: &[Unit], zone: Range<usize>) -> usize {
    use hearken_model::RemovedKind::{Footer, Sidebar};
    let outside = |unit: &Unit| {
        unit.is_marked(Mark::End) && matches!(unit.boilerplate(), Some(Footer | Sidebar))
    };
    let from = (zone.start + 1).min(zone.end);
    (from..zone.end)
        .find(|at| outside(&units[*at]))
        .unwrap_or(zone.end)
}

/// Whether the unit names a comment's writer ("N says:") or its date.
fn is_anchor(units: &[Unit], at: usize) -> bool {
    let unit = &units[at];
    let byline = unit
        .phrase
        .is_some_and(|phrase| phrase.mark == Mark::By && phrase.words.0 == 0);
    says(units, at).is_some()
        || is_pingback(unit)
        || (unit.is_date_line() && unit.n_words <= 14 && !byline)
}

/// Whether a comment begins here without a heading above: its writer "says" something on a date,
/// and another comment, or a link to answer this one, follows.
pub(super) fn opens_thread(units: &[Unit], at: usize) -> bool {
    /// Paragraphs of a comment before the next sign.
    const WITHIN: usize = 14;
    let dated =
        |at: usize| units.get(at + 1).is_some_and(Unit::is_date_line) || units[at].date.is_some();
    let begins = |at: usize| says(units, at).is_some() && dated(at);
    begins(at)
        && (at + 1..(at + WITHIN).min(units.len()))
            .any(|next| units[next].is_marked(Mark::Reply) || begins(next))
}

fn is_pingback(unit: &Unit) -> bool {
    unit.phrase
        .is_some_and(|phrase| phrase.mark == Mark::Pingback)
        && unit.text.contains(':')
}

/// The name before "says:" and its like.
fn says(units: &[Unit], at: usize) -> Option<String> {
    let unit = &units[at];
    let phrase = phrases().with_mark(&unit.words, Mark::Says)?;
    let colon = unit.text.ends_with([':', '：', '…']) || unit.text.ends_with("...");
    let dated = units.get(at + 1).is_some_and(Unit::is_date_line);
    if phrase.words.0 == 0 || !(colon || (dated && unit.words.len() <= 6)) {
        return None;
    }
    let end = unit.words.end_of(phrase.words.0 - 1)?;
    let until = unit.date.map_or(end, |(span, _)| span.start().min(end));
    let from = byline_end(&unit.text).unwrap_or(0);
    tidy_name(unit.text.get(from..until)?)
}

/// Where the words "by", "von" and their like end, if the text begins with them and goes on.
fn byline_end(text: &str) -> Option<usize> {
    let words = Words::of(text);
    let by = phrases().with_mark(&words, Mark::By)?;
    let leads = by.words.0 == 0 && by.words.1 < words.len();
    leads.then(|| words.end_of(by.words.1 - 1)).flatten()
}

/// A name without numbers, bullets and words around it; `None` where nothing is left.
fn tidy_name(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic() && c != '@');
    let text = match text
        .char_indices()
        .find(|(_, c)| matches!(c, '(' | '|' | '·' | '•' | '—' | '–'))
    {
        Some((at, _)) => &text[..at],
        None => text,
    };
    let name = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '@' | '_'));
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|last| is_leading_word(last)) {
        words.pop();
    }
    let short = words.len() <= 6 && name.chars().count() <= 60;
    (short && !name.is_empty()).then(|| words.join(" "))
}

/// Words that lead from a name to a date.
fn is_leading_word(word: &str) -> bool {
    matches!(
        word,
        "on" | "at"
            | "am"
            | "um"
            | "le"
            | "el"
            | "em"
            | "il"
            | "op"
            | "dnia"
            | "в"
            | "den"
            | ","
            | "-"
    )
}

fn by_anchors(units: &[Unit], zone: Range<usize>, ctx: &DateContext) -> Vec<Said> {
    let has_links = zone
        .clone()
        .any(|at| units[at].is_marked(Mark::Reply) || says(units, at).is_some());
    let mut said: Vec<Said> = Vec::new();
    // Whether lines go on into the last comment, and whether its header is still being read.
    let (mut open, mut header) = (false, false);
    // Short lines that may be the next writer's name.
    let mut names: Vec<usize> = Vec::new();
    for at in zone {
        let unit = &units[at];
        if is_anchor(units, at) {
            if !header {
                said.push(Said::default());
                take_name(units, &mut said, &mut names);
            }
            let last = said.last_mut().expect("one was pushed with the header");
            read_anchor(units, at, last, ctx);
            (open, header) = (!last.pingback, true);
        } else if header && (unit.is_marked(Mark::Reply) || is_rest_of_header(unit)) {
            // Some themes put the link to answer, or the time of day, right under the name.
        } else if let Some(kind) = unit.boilerplate() {
            names.clear();
            header &= kind == hearken_model::RemovedKind::CommentChrome;
            if kind != hearken_model::RemovedKind::CommentChrome || unit.is_marked(Mark::Reply) {
                open = false;
                header = false;
            }
        } else if is_bare_number(unit) {
            // Numbers beside comments count them or their votes.
        } else if unit.may_be_name() && !(header && open) {
            names.push(at);
            header = false;
        } else if open {
            let last = said.last_mut().expect("a comment is open");
            last.body.append(&mut names);
            last.body.push(at);
            header = false;
        }
    }
    if open && let Some(last) = said.last_mut() {
        last.body.append(&mut names);
    }
    name_from_first_lines(units, &mut said);
    said.retain(|one| one.pingback || !one.body.is_empty());
    let nameless = said.iter().filter(|one| one.author.is_none()).count();
    // Dates without names are those of other posts or of events.
    if !has_links && nameless * 2 > said.len() {
        return Vec::new();
    }
    link_answers(units, &mut said);
    said
}

/// "In reply to Ann" and "@Ann" answer the last comment of Ann's above.
fn link_answers(units: &[Unit], said: &mut [Said]) {
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for (at, one) in said.iter_mut().enumerate() {
        let told = one.answers.as_ref().and_then(|name| last.get(name));
        let spoken = || {
            let text = units[*one.body.first()?].text.strip_prefix('@')?;
            addressed(text, &last)
        };
        one.reply_to = told.copied().or_else(spoken);
        if let Some(name) = &one.author {
            last.insert(name.clone(), at);
        }
    }
}

/// Whose name a text begins with: the longest of up to four words that somebody goes by.
fn addressed(text: &str, last: &BTreeMap<String, usize>) -> Option<usize> {
    const MAX_WORDS: usize = 4;
    let ends = text
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
        .map(|(at, _)| at)
        .take(MAX_WORDS)
        .chain([text.len()]);
    let names: Vec<usize> = ends.collect();
    names
        .into_iter()
        .rev()
        .find_map(|end| last.get(text[..end].trim()).copied())
}

/// What stands between a writer's name and the words: "at", a time of day.
fn is_rest_of_header(unit: &Unit) -> bool {
    let lead = is_leading_word(&unit.text.to_lowercase());
    let clock = unit.text.contains(':')
        && unit.text.chars().count() <= 9
        && unit.text.chars().next().is_some_and(char::is_numeric);
    lead || clock
}

fn is_bare_number(unit: &Unit) -> bool {
    matches!(unit.words.as_slice(), [one] if one == "#")
}

/// The short line right before a header is the writer's name; others end the comment before.
fn take_name(units: &[Unit], said: &mut [Said], names: &mut Vec<usize>) {
    if let Some(at) = names.pop()
        && let Some(last) = said.last_mut()
    {
        // "By Ann" heads a teaser of hers; nobody is called that.
        let teaser = byline_end(&units[at].text).is_some();
        last.author = tidy_name(&units[at].text).filter(|_| !teaser);
    }
    if let [.., before, _] = said
        && !before.body.is_empty()
    {
        before.body.append(names);
    }
    names.clear();
}

fn read_anchor(units: &[Unit], at: usize, said: &mut Said, ctx: &DateContext) {
    let unit = &units[at];
    if is_pingback(unit) {
        said.pingback = true;
        said.author = unit
            .text
            .split_once(':')
            .map(|(_, name)| name.trim().to_owned())
            .filter(|name| !name.is_empty());
        return;
    }
    if let Some(name) = says(units, at) {
        said.author = Some(name);
    }
    let Some((span, stamp)) = unit.date else {
        return;
    };
    if let (Stamp::Date(date), None) = (stamp, &said.published) {
        let raw = unit.text.get(span.range()).unwrap_or_default();
        said.published = Some((date, raw.to_owned()));
    }
    if let Some(phrase) = phrases().with_mark(&unit.words, Mark::ReplyTo)
        && phrase.words.0 > 0
    {
        let name = unit.words.end_of(phrase.words.0 - 1).unwrap_or_default();
        said.author = unit.text.get(..name).and_then(tidy_name);
        let target = unit.words.end_of(phrase.words.1 - 1).unwrap_or_default();
        said.answers = unit.text.get(target..span.start()).and_then(tidy_name);
    }
    if said.author.is_none() {
        let before = unit.text.get(..span.start()).unwrap_or_default();
        let line = Mended::line(before);
        if Unit::of(line, ctx).may_be_name() {
            said.author = tidy_name(before).filter(|name| !is_leading_word(&name.to_lowercase()));
        }
    }
}

/// Where dates stand before names, the first line of each comment is its writer's name.
fn name_from_first_lines(units: &[Unit], said: &mut [Said]) {
    let nameless = |one: &&mut Said| {
        one.author.is_none() && one.body.len() >= 2 && units[one.body[0]].may_be_name()
    };
    let n = said.iter_mut().filter(nameless).count();
    if n * 2 <= said.len() {
        return;
    }
    for one in said.iter_mut().filter(nameless) {
        one.author = tidy_name(&units[one.body.remove(0)].text);
    }
}

/// Whether the unit signs the comment above it: `Comment by Ann — May 4, 2011`.
pub(super) fn is_signature(unit: &Unit) -> bool {
    unit.date.is_some() && signature(unit).is_some()
}

/// Comments signed below: what stands between two signatures is the second one's.
fn by_signatures(units: &[Unit], zone: Range<usize>) -> Vec<Said> {
    let mut said = Vec::new();
    let mut body: Vec<usize> = Vec::new();
    for at in zone {
        let unit = &units[at];
        if is_signature(unit) {
            let mut one = Said {
                body: std::mem::take(&mut body),
                ..Said::default()
            };
            read_signature(unit, &mut one);
            if !one.body.is_empty() {
                said.push(one);
            }
        } else if unit.boilerplate().is_none() && unit.words.len() > 0 {
            body.push(at);
        } else if unit.is_marked(Mark::Form) {
            body.clear();
        }
    }
    said
}

/// The words of a signature: "comment by", or "posted by" where comments are expected.
fn signature(unit: &Unit) -> Option<Phrase> {
    let signed = phrases().with_mark(&unit.words, Mark::Signed);
    let by = || {
        phrases()
            .with_mark(&unit.words, Mark::By)
            .filter(|phrase| phrase.sure)
    };
    signed.or_else(by)
}

fn read_signature(unit: &Unit, said: &mut Said) {
    let Some(phrase) = signature(unit) else {
        return;
    };
    let Some((span, stamp)) = unit.date else {
        return;
    };
    let start = unit.words.end_of(phrase.words.1 - 1).unwrap_or_default();
    said.author = unit.text.get(start..span.start()).and_then(tidy_name);
    if let Stamp::Date(date) = stamp {
        let raw = unit.text.get(span.range()).unwrap_or_default();
        said.published = Some((date, raw.to_owned()));
    }
}

/// The number a unit begins with, be it split off or not.
fn starts_with_number(unit: &Unit) -> Option<u32> {
    if let Some(Marker::Number(number)) = unit.marker {
        return Some(number);
    }
    number_prefix(&unit.text).map(|(number, _)| number)
}

/// `12. ` or `12) ` at the beginning: the number, and the bytes it takes.
fn number_prefix(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].strip_prefix(['.', ')'])?;
    let number = text[..digits].parse().ok()?;
    mark.starts_with(' ').then_some((number, digits + 2))
}

/// Comments numbered by the list they stood in; bullets among them are replies.
fn by_numbers(units: &[Unit], zone: Range<usize>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let mut next = 1;
    let mut top = None;
    let mut open = false;
    for at in zone {
        let unit = &units[at];
        if unit.boilerplate().is_some() {
            open = false;
        } else if starts_with_number(unit) == Some(next) {
            top = Some(said.len());
            next += 1;
            let skip = number_prefix(&unit.text).map_or(0, |(_, bytes)| bytes);
            said.push(Said {
                body: vec![at],
                skip,
                ..Said::default()
            });
            open = true;
        } else if unit.marker == Some(Marker::Bullet) && open {
            said.push(Said {
                body: vec![at],
                reply_to: top,
                ..Said::default()
            });
        } else if open && let Some(last) = said.last_mut() {
            last.body.push(at);
        }
    }
    said
}

/// Comments that have nothing but a link to answer them at their end.
fn by_reply_links(units: &[Unit], zone: Range<usize>) -> Vec<Said> {
    let mut said = Vec::new();
    let mut body: Vec<usize> = Vec::new();
    for at in zone.start + 1..zone.end {
        let unit = &units[at];
        if unit.is_marked(Mark::Reply) {
            let mut one = Said {
                body: std::mem::take(&mut body),
                ..Said::default()
            };
            if one.body.len() >= 2 && units[one.body[0]].may_be_name() {
                one.author = tidy_name(&units[one.body.remove(0)].text);
            }
            if !one.body.is_empty() {
                said.push(one);
            }
        } else if unit.boilerplate().is_none() {
            body.push(at);
        } else if unit.boilerplate() != Some(hearken_model::RemovedKind::CommentChrome) {
            body.clear();
        }
    }
    said
}

/// The number in a heading of comments; words for none and one count too.
pub(super) fn claimed_count(heading: &Unit) -> Option<u32> {
    /// First words of the headings in `data/comments.toml` that say "no" and "one".
    const NONE: [&str; 12] = [
        "no", "keine", "aucun", "pas", "sin", "nenhum", "sem", "nessun", "geen", "brak", "нет",
        "ingen",
    ];
    const ONE: [&str; 13] = [
        "one", "ein", "eine", "un", "une", "una", "um", "uma", "één", "een", "jeden", "один", "ett",
    ];
    if !matches!(
        heading.phrase.map(|phrase| phrase.mark),
        Some(Mark::Comments | Mark::Count)
    ) {
        return None;
    }
    let digits: String = heading
        .text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .filter(char::is_ascii_digit)
        .collect();
    let phrase = heading.phrase?;
    let counted = heading.words.as_slice()[phrase.words.0..phrase.words.1]
        .iter()
        .any(|word| word == "#");
    if counted && let Ok(number) = digits.parse() {
        return Some(number);
    }
    let words = Words::of(&heading.text);
    match words.as_slice().first().map(String::as_str) {
        Some(word) if NONE.contains(&word) => Some(0),
        Some(word) if ONE.contains(&word) => Some(1),
        _ => None,
    }
}
