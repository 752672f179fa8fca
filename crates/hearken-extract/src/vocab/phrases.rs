//! What lines of boilerplate say.

use std::{collections::BTreeMap, sync::LazyLock};

use hearken_model::RemovedKind;
use serde::Deserialize;

use super::Words;

/// The lists, in the order in which they are asked.
const FILES: [&str; 4] = [
    include_str!("../../data/comment-form.toml"),
    include_str!("../../data/comments.toml"),
    include_str!("../../data/byline.toml"),
    include_str!("../../data/page-parts.toml"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    list: Vec<ListEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    name: String,
    kind: RemovedKind,
    #[serde(default)]
    mark: Mark,
    #[serde(rename = "match")]
    place: Place,
    max_words: Option<usize>,
    #[serde(rename = "source")]
    _source: String,
    words: BTreeMap<String, Vec<String>>,
}

/// What a phrase says of its place in the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mark {
    /// Nothing.
    #[default]
    None,
    /// The form to comment begins.
    Form,
    /// The comments begin.
    Comments,
    /// A count of comments: a heading of theirs below the post, a mere figure above it.
    Count,
    /// The discussion is closed.
    Closed,
    /// A link to answer one comment.
    Reply,
    /// Names whom a comment answers.
    ReplyTo,
    /// Follows the name of a comment's writer.
    Says,
    /// Leads to the name of a comment's writer, below the comment.
    Signed,
    /// A notice that another page links here.
    Pingback,
    /// Leads to the post's date.
    Date,
    /// Leads to the author's name.
    By,
    /// Leads to categories and tags.
    Tags,
    /// Leads to a category, where it stands beside a date or a byline.
    In,
    /// The post is over, as a rule.
    Tail,
    /// The post is over.
    End,
}

/// Where in a line a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Line,
    Start,
    End,
    Within,
}

/// A phrase found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Name of its list.
    pub(crate) rule: &'static str,
    /// What a line that says it is.
    pub(crate) kind: RemovedKind,
    /// What it says of the place.
    pub(crate) mark: Mark,
    /// First word and one past the last.
    pub(crate) words: (usize, usize),
    /// Whether it says what the line is all by itself: it stands for the whole line, may stand
    /// anywhere, or has words enough; "by" and "about" alone begin many a sentence.
    pub(crate) sure: bool,
}

#[derive(Debug)]
struct List {
    name: String,
    kind: RemovedKind,
    mark: Mark,
    place: Place,
    max_words: usize,
}

/// All phrases, found by their first word.
#[derive(Debug)]
pub(crate) struct Phrases {
    lists: Vec<List>,
    by_first: BTreeMap<String, Vec<(usize, Vec<String>)>>,
}

/// The phrases of `data/*.toml`.
pub(crate) fn phrases() -> &'static Phrases {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::read);
    &PHRASES
}

impl Phrases {
    fn read() -> Self {
        let mut phrases = Self {
            lists: Vec::new(),
            by_first: BTreeMap::new(),
        };
        for file in FILES {
            let file: File = toml::from_str(file).expect("vocabulary files are checked by tests");
            for entry in file.list {
                phrases.add(entry);
            }
        }
        for found in phrases.by_first.values_mut() {
            // Longest first, then in the order of the lists: the answer never hangs on the map.
            found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
        }
        phrases
    }

    fn add(&mut self, entry: ListEntry) {
        let index = self.lists.len();
        for phrase in entry.words.into_values().flatten() {
            // The data write `#` for a number, which `Words` makes of any.
            let words = Words::of(&phrase.replace('#', "0")).as_slice().to_vec();
            if let Some(first) = words.first() {
                let same = self.by_first.entry(first.clone()).or_default();
                same.push((index, words));
            }
        }
        self.lists.push(List {
            name: entry.name,
            kind: entry.kind,
            mark: entry.mark,
            place: entry.place,
            max_words: entry.max_words.unwrap_or(usize::MAX),
        });
    }

    /// Every phrase that counts in a line of these words, longest first at each place.
    pub(crate) fn all_in<'a>(&'static self, line: &'a Words) -> impl Iterator<Item = Phrase> + 'a {
        let words = line.as_slice();
        (0..words.len()).flat_map(move |at| {
            let candidates = self.by_first.get(&words[at]).map_or(&[][..], Vec::as_slice);
            candidates.iter().filter_map(move |(list, phrase)| {
                let list = &self.lists[*list];
                let end = at + phrase.len();
                let placed = match list.place {
                    Place::Line => at == 0 && end == words.len(),
                    Place::Start => at == 0,
                    Place::End => end == words.len(),
                    Place::Within => true,
                };
                let fits = placed
                    && words.len() <= list.max_words
                    && words.get(at..end) == Some(phrase.as_slice());
                fits.then_some(Phrase {
                    rule: &list.name,
                    kind: list.kind,
                    mark: list.mark,
                    words: (at, end),
                    sure: phrase.len() == words.len()
                        || list.place == Place::Within
                        || phrase.len() >= 2,
                })
            })
        })
    }

    /// The phrase that says most about a line of these words: the one with the most words, the
    /// earliest list where several have as many.
    pub(crate) fn best(&'static self, line: &Words) -> Option<Phrase> {
        let length = |phrase: &Phrase| phrase.words.1 - phrase.words.0;
        self.all_in(line).reduce(|best, next| {
            if length(&next) > length(&best) {
                next
            } else {
                best
            }
        })
    }

    /// Every phrase with one of these marks, wherever in the line it stands: the clauses of a line
    /// that was told by its beginning ("Posted in Bread by Ann on May 4").
    pub(crate) fn clauses(&'static self, line: &Words, marks: &[Mark]) -> Vec<Phrase> {
        let words = line.as_slice();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let candidates = self.by_first.get(&words[at]).map_or(&[][..], Vec::as_slice);
            let hit = candidates.iter().find(|(list, phrase)| {
                marks.contains(&self.lists[*list].mark)
                    && words[at..].starts_with(phrase.as_slice())
            });
            at += match hit {
                Some((list, phrase)) => {
                    let list = &self.lists[*list];
                    found.push(Phrase {
                        rule: &list.name,
                        kind: list.kind,
                        mark: list.mark,
                        words: (at, at + phrase.len()),
                        sure: phrase.len() >= 2,
                    });
                    phrase.len()
                }
                None => 1,
            };
        }
        found
    }

    /// The first phrase with this mark.
    pub(crate) fn with_mark(&'static self, line: &Words, mark: Mark) -> Option<Phrase> {
        self.all_in(line).find(|phrase| phrase.mark == mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_they_are() {
        for (line, rule, mark) in [
            ("Leave a Reply", "comment-form-heading", Mark::Form),
            (
                "Schreibe einen Kommentar",
                "comment-form-heading",
                Mark::Form,
            ),
            (
                "12 Responses to “Slow bread”",
                "comments-heading",
                Mark::Comments,
            ),
            ("3 commentaires", "comments-count", Mark::Count),
            ("Ответить", "comment-action", Mark::Reply),
            ("Ana Prado disse:", "comment-says", Mark::Says),
            ("Posted on May 4, 2011", "date-line", Mark::Date),
            ("Share this:", "share-heading", Mark::Tail),
            ("相关文章", "related-heading", Mark::End),
            ("Artikel-Navigation", "post-navigation", Mark::End),
            ("Connecting to %s", "comment-form-login", Mark::None),
        ] {
            let phrase = phrases().best(&Words::of(line));
            assert_eq!(
                phrase.map(|found| (found.rule, found.mark)),
                Some((rule, mark)),
                "{line}"
            );
        }
    }

    #[test]
    fn prose_says_nothing() {
        for line in [
            "Share this bread with a neighbour and it lasts half as long, which is the point.",
            "My mother wrote her name into every book that she ever owned.",
            "The comments on my last letter were kind; one reader asked for the recipe.",
        ] {
            assert_eq!(phrases().best(&Words::of(line)), None, "{line}");
        }
    }
}
