//! Class and id names to [`Marks`], by the words in `data/names.toml`.
//!
//! A name is cut into words at everything but letters and digits and at `aB`; an entry of the
//! data is one to three words joined by `-`, found at word borders; with a `*` at its end a
//! beginning of a word (for languages that write compounds together); with a `=` before it the
//! whole name. Where two entries overlap the longer one counts.

use std::{collections::HashMap, sync::LazyLock};

use super::{Mark, Marks};

/// The data file: for each mark a list of entries.
const DATA: &str = include_str!("../../data/names.toml");

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::load);

/// Longest entry, in words.
const LONGEST_ENTRY: usize = 3;

/// Most words of one name that are looked at; style sheets made by tools write names of hundreds.
const MAX_WORDS: usize = 64;

#[derive(Debug, Default)]
struct Vocabulary {
    names: HashMap<String, Marks>,
    whole: HashMap<String, Marks>,
    beginnings: Vec<(String, Marks)>,
}

impl Vocabulary {
    fn load() -> Self {
        // Compiled in and read by a test of this module: it can't be wrong at run time.
        let lists: HashMap<String, Vec<String>> =
            toml::from_str(DATA).expect("data/names.toml maps each mark to a list of entries");
        let mut vocabulary = Self::default();
        for (name, mark) in Mark::NAMED {
            for entry in lists.get(*name).into_iter().flatten() {
                vocabulary.add(entry, Marks::of(&[*mark]));
            }
        }
        vocabulary
    }

    fn add(&mut self, entry: &str, marks: Marks) {
        if let Some(beginning) = entry.strip_suffix('*') {
            self.beginnings.push((beginning.to_owned(), marks));
        } else if let Some(name) = entry.strip_prefix('=') {
            let known = self.names.entry(name.to_owned()).or_default();
            *known = known.with(marks);
        } else {
            let known = self.whole.entry(entry.to_owned()).or_default();
            *known = known.with(marks);
        }
    }

    /// The marks of one name: the longest entry at each place, its words taken together.
    fn marks_of_words(&self, words: &[String]) -> Marks {
        let mut marks = self
            .names
            .get(&words.join("-"))
            .copied()
            .unwrap_or_default();
        let mut start = 0;
        while start < words.len() {
            let (found, length) = self.longest_entry(&words[start..]);
            marks = marks.with(found);
            start += length;
        }
        marks
    }

    /// What begins at the first of `words`, and how many words it has; at least one.
    fn longest_entry(&self, words: &[String]) -> (Marks, usize) {
        for length in (1..=words.len().min(LONGEST_ENTRY)).rev() {
            if let Some(found) = self.whole.get(&words[..length].join("-")) {
                return (*found, length);
            }
        }
        let begun = self
            .beginnings
            .iter()
            .filter(|(beginning, _)| words[0].starts_with(beginning));
        (
            begun.fold(Marks::NONE, |all, (_, marks)| all.with(*marks)),
            1,
        )
    }
}

/// Remembers the marks of names already met on a page: themes repeat a few names all over.
#[derive(Debug, Default)]
pub(super) struct NameMarks<'a> {
    met: HashMap<&'a str, Marks>,
}

impl<'a> NameMarks<'a> {
    /// The marks of a class or id attribute.
    pub(super) fn of(&mut self, attribute: &'a str) -> Marks {
        if let Some(marks) = self.met.get(attribute) {
            return *marks;
        }
        // WordPress writes the post's categories and tags into its class: `category-comments`.
        let filed = attribute.contains("hentry") || attribute.contains("type-post");
        let topic =
            |name: &str| filed && (name.starts_with("category-") || name.starts_with("tag-"));
        let mut marks = Marks::NONE;
        for name in attribute
            .split_ascii_whitespace()
            .filter(|name| !topic(name))
        {
            marks = marks.with(VOCABULARY.marks_of_words(&words_of(name)));
        }
        self.met.insert(attribute, marks);
        marks
    }
}

/// The words of a name, in lower case.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        if words.len() > MAX_WORDS {
            break;
        }
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        lower_before = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[Mark]) {
        let marks = NameMarks::default().of(name);
        for (text, mark) in Mark::NAMED {
            assert_eq!(
                marks.has(*mark),
                expected.contains(mark),
                "`{name}` and {text}"
            );
        }
    }

    #[test]
    fn every_mark_has_entries_and_no_list_is_unknown() {
        let lists: HashMap<String, Vec<String>> = toml::from_str(DATA).unwrap();
        for (name, _) in Mark::NAMED {
            assert!(
                lists.get(*name).is_some_and(|list| !list.is_empty()),
                "{name}"
            );
        }
        assert_eq!(lists.len(), Mark::NAMED.len());
        for entry in lists.values().flatten() {
            let words = entry.split('-').count();
            assert!(words <= LONGEST_ENTRY || entry.starts_with('='), "{entry}");
            assert_eq!(*entry, entry.to_lowercase());
        }
    }

    #[test]
    fn finds_words_at_their_borders() {
        check("commentList", &[Mark::Comment]);
        check("wp_comment", &[Mark::Comment]);
        check("kommentarbereich", &[Mark::Comment]);
        check("uncommented", &[]);
        check("entry-content", &[Mark::PostBody]);
        check("content", &[Mark::MainPart]);
        check("left-content", &[]);
        check("x1 y2", &[]);
        check("shared-hosting", &[]);
        check(
            "hentry category-comments tag-newsletter",
            &[Mark::PostWhole],
        );
    }
}
