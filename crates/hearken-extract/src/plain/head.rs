//! Date, byline and categories above and below the post.

use hearken_model::{PageDate, Span};

use crate::{
    dates::{DateContext, Stamp},
    vocab::{Mark, phrases},
};

use super::{mend::Mended, thread::claimed_count, unit::Unit};

/// What the lines around a post tell about it.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// Names of the authors.
    pub(super) authors: Vec<String>,
    /// The date and the words that give it.
    pub(super) published: Option<(PageDate, String)>,
    /// Categories and tags.
    pub(super) tags: Vec<String>,
    /// The number of comments that a byline gives.
    pub(super) claimed: Option<u32>,
    /// Units that told any of it.
    pub(super) told: Vec<usize>,
}

/// Marks that part the pieces of a byline.
const SEPARATORS: [char; 10] = ['|', '·', '•', '—', '»', '/', '⋅', '∙', '│', '｜'];
/// A post has no more tags; a list that goes on is something else.
const MAX_TAGS: usize = 100;
/// Words of the longest name.
const MAX_NAME_WORDS: usize = 5;

impl Head {
    /// Reads the unit at `at`, one of the lines around the post.
    pub(super) fn read(&mut self, units: &[Unit], at: usize, ctx: &DateContext) {
        let unit = &units[at];
        let phrase = unit.phrase.filter(|phrase| {
            phrase.sure && matches!(phrase.mark, Mark::By | Mark::Date | Mark::Tags)
        });
        if let Some(phrase) = phrase
            && phrase.words.0 == 0
            && self.read_clauses(unit)
        {
            self.told.push(at);
            return;
        }
        if phrase.is_some_and(|phrase| phrase.mark == Mark::Tags) || is_bare_tags(unit) {
            self.read_tags_below(units, at);
        }
        if unit.is_prose() && !unit.is_date_line() {
            return;
        }
        let beside_date = [at.checked_sub(1), Some(at + 1), Some(at)]
            .into_iter()
            .flatten()
            .any(|near| units.get(near).is_some_and(|unit| unit.date.is_some()));
        let mut told = false;
        if parts(&unit.text).count() > 1 {
            for part in parts(&unit.text) {
                let line = Mended::line(part);
                told |= self.read_part(&Unit::of(line, ctx), units.get(at + 1), beside_date);
            }
        } else {
            told = self.read_part(unit, units.get(at + 1), beside_date);
        }
        if told {
            self.told.push(at);
        }
    }

    /// `This entry was posted in Bread, Oven and tagged rye by Ann Berg.`
    fn read_clauses(&mut self, unit: &Unit) -> bool {
        let clauses = phrases().clauses(&unit.words, &[Mark::By, Mark::Date, Mark::Tags]);
        if clauses.len() < 2 {
            return false;
        }
        let mut told = false;
        for (nth, clause) in clauses.iter().enumerate() {
            let from = unit.words.end_of(clause.words.1 - 1).unwrap_or_default();
            let until = clauses
                .get(nth + 1)
                .and_then(|next| unit.words.end_of(next.words.0.checked_sub(1)?));
            let until = until.unwrap_or(unit.text.len()).max(from);
            let until = match unit.date {
                Some((span, _)) if span.start() >= from && span.start() < until => span.start(),
                _ => until,
            };
            let words = unit.text.get(from..until).unwrap_or_default();
            let words = words.split(". ").next().unwrap_or_default();
            let words = without_joint(words.trim_matches([' ', ':', ',', '.']));
            told |= match clause.mark {
                Mark::By => self.add_names(words),
                Mark::Tags => self.read_tags(words),
                // "Publicado en" leads to a day as often as to a category.
                _ if words.split(' ').count() <= 3 => self.read_tags(words),
                _ => false,
            };
        }
        if let (Some((span, Stamp::Date(date))), None) = (unit.date_anywhere(), &self.published) {
            let raw = unit.text.get(span.range()).unwrap_or_default();
            self.published = Some((date, raw.to_owned()));
        }
        told
    }

    /// `Tags:` alone, then a tag a line, each but the last with a comma.
    fn read_tags_below(&mut self, units: &[Unit], at: usize) {
        if !units[at].after_phrase().is_empty() {
            return;
        }
        for (near, unit) in units.iter().enumerate().skip(at + 1) {
            if unit.n_words > 4 || unit.phrase.is_some() || !self.read_tags(&unit.text) {
                return;
            }
            self.told.push(near);
            self.told.push(at);
            if !unit.text.ends_with(',') {
                return;
            }
        }
    }

    fn read_part(&mut self, part: &Unit, next: Option<&Unit>, beside_date: bool) -> bool {
        let mut told = false;
        if let Some((span, stamp)) = part.date {
            told = self.read_date(part, span, stamp);
        }
        match part.phrase.map(|phrase| phrase.mark) {
            Some(Mark::By) => told |= self.read_name(part, next),
            Some(Mark::Date) if part.date.is_some() => told |= self.read_trailing_name(part),
            Some(Mark::Tags) => told |= self.read_tags(part.after_phrase()),
            Some(Mark::Count) => self.claimed = self.claimed.or(claimed_count(part)),
            Some(Mark::In) if beside_date => told |= self.read_tags(part.after_phrase()),
            _ => {}
        }
        told
    }

    fn read_date(&mut self, part: &Unit, span: Span, stamp: Stamp) -> bool {
        // A date is the post's own where it stands alone or behind the words for it.
        if !part.is_date_line() {
            return false;
        }
        if let (Stamp::Date(date), None) = (stamp, &self.published) {
            let raw = part.text.get(span.range()).unwrap_or_default().to_owned();
            self.published = Some((date, raw));
        }
        true
    }

    fn read_name(&mut self, part: &Unit, next: Option<&Unit>) -> bool {
        let rest = part.after_phrase();
        if rest.is_empty() {
            let name = next
                .filter(|unit| unit.may_be_name())
                .map(|unit| unit.text.as_str());
            return name.is_some_and(|name| self.add_names(name));
        }
        let until = part.date.map_or(part.text.len(), |(span, _)| span.start());
        let from = part.text.len()
            - part
                .text
                .find(rest)
                .map_or(rest.len(), |at| part.text.len() - at);
        let rest = part.text.get(from..until.max(from)).unwrap_or(rest);
        self.add_names(rest)
    }

    /// `Posted on May 4, 2011 by Ann Berg`.
    fn read_trailing_name(&mut self, part: &Unit) -> bool {
        let Some((span, _)) = part.date else {
            return false;
        };
        let rest = part
            .text
            .get(span.end()..)
            .unwrap_or_default()
            .trim_start_matches([' ', ',']);
        let line = Mended::line(rest);
        let rest = Unit::of(line, &DateContext::default());
        if rest.phrase.is_some_and(|phrase| phrase.mark == Mark::By) {
            return self.read_name(&rest, None);
        }
        false
    }

    fn add_names(&mut self, text: &str) -> bool {
        if !self.authors.is_empty() {
            return self
                .authors
                .iter()
                .any(|name| text.starts_with(name.as_str()));
        }
        self.authors = names(text);
        if self.authors.is_empty()
            && let Some(name) = pen_name(text)
        {
            self.authors.push(name.to_owned());
        }
        !self.authors.is_empty()
    }

    fn read_tags(&mut self, text: &str) -> bool {
        let before = self.tags.len();
        for tag in split_tags(text) {
            if self.tags.len() < MAX_TAGS && !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        self.tags.len() > before
    }

    /// Takes the list behind a row of likes or shares: `3 likes Bread , Oven`.
    pub(super) fn read_tag_row(&mut self, unit: &Unit) -> bool {
        let rest = unit.after_phrase();
        let listed = rest.contains(',') && split_tags(rest).len() >= 2;
        listed && self.read_tags(rest)
    }
}

/// Whether the line is the word for tags alone.
fn is_bare_tags(unit: &Unit) -> bool {
    unit.phrase.is_some_and(|phrase| phrase.mark == Mark::Tags) && unit.after_phrase().is_empty()
}

/// Without the word that joins it to the next clause: "Bread and", "Brot am".
fn without_joint(text: &str) -> &str {
    let joints = [
        "and", "und", "et", "y", "e", "en", "i", "и", "on", "am", "le", "el", "em", "il", "op",
    ];
    let cut = text
        .rsplit_once(' ')
        .filter(|(_, last)| joints.contains(last));
    cut.map_or(text, |(before, _)| before.trim_end_matches([' ', ',']))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS)
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Tags of a list: parted by commas or bars, each of a few words.
fn split_tags(text: &str) -> Vec<String> {
    let tags: Vec<String> = text
        .split([',', '|', '·', '•', '、', ';', '#'])
        .map(|tag| tag.trim_matches(|c: char| !c.is_alphanumeric() && c != ')'))
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect();
    let short = tags
        .iter()
        .all(|tag| tag.split(' ').count() <= 4 && tag.chars().count() <= 40);
    if short { tags } else { Vec::new() }
}

/// The names a byline begins with; empty where it names nobody.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text.trim();
    while let Some((name, behind)) = first_name(rest) {
        names.push(name);
        let joined = ["and ", "und ", "et ", "y ", "e ", "en ", "i ", "и ", "& "];
        match joined
            .iter()
            .find_map(|and| behind.trim_start().strip_prefix(and))
        {
            Some(next) => rest = next,
            None => break,
        }
    }
    names
}

/// A name in lower case that is all the byline says: `by riverlark`.
fn pen_name(text: &str) -> Option<&str> {
    let name = text
        .trim()
        .trim_end_matches([',', ':', '|', '-', '–'])
        .trim_end();
    let name = ["on", "am", "le", "el", "em", "il", "op", "in"]
        .iter()
        .find_map(|lead| name.strip_suffix(lead)?.strip_suffix(' '))
        .unwrap_or(name)
        .trim_end();
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (plain && (2..=24).contains(&name.chars().count())).then_some(name)
}

/// The name at the beginning of `text` and what follows it.
fn first_name(text: &str) -> Option<(String, &str)> {
    let mut end = 0;
    let mut words = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim();
        let closes = bare.ends_with([',', ':', ')', ';', '–', '|']);
        let bare = bare.trim_end_matches([',', ':', ')', ';', '–', '|']);
        if bare.is_empty() || words == MAX_NAME_WORDS || !is_name_word(bare, words == 0) {
            break;
        }
        let start = end;
        end += word.len();
        words += 1;
        if closes {
            let name = text[..start + bare.len()].trim();
            return Some((name.to_owned(), &text[end..]));
        }
    }
    let name = text[..end].trim();
    let behind = text[end..].trim_start();
    // More lower-case words behind it and it was a sentence: "By Monday we had moved".
    let sentence = behind.split(' ').filter(|word| !word.is_empty()).count() > 4;
    (words > 0 && !sentence && !is_particle(name)).then(|| (name.to_owned(), &text[end..]))
}

fn is_name_word(word: &str, first: bool) -> bool {
    let Some(letter) = word.chars().next() else {
        return false;
    };
    let cased = letter.is_lowercase() || letter.is_uppercase();
    let name = letter.is_alphabetic() && (!cased || letter.is_uppercase());
    let plain = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '_'));
    plain && (name || (!first && is_particle(word)))
}

/// Particles of names in the languages of the data.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "der"
            | "den"
            | "di"
            | "da"
            | "das"
            | "do"
            | "dos"
            | "du"
            | "la"
            | "le"
            | "van"
            | "von"
            | "vom"
            | "zu"
            | "zur"
            | "af"
            | "av"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ter"
            | "ten"
            | "y"
            | "e"
            | "und"
    )
}
