//! The words of comments, read once from `data/comment-records.toml`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::table::words_of;

/// "This comment has been removed by the author." and a reason, in bytes.
pub(super) const MAX_NOTICE: usize = 160;

/// Longest entry, in words.
const LONGEST_ENTRY: usize = 3;

/// What a class, id or itemprop name says of an element, as far as comments go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Role {
    /// One comment.
    Item,
    /// One message of a thread.
    Message,
    /// Its writer's name.
    Author,
    /// When it was written.
    Date,
    /// Its words.
    Body,
    /// What stands in it and is none of its words.
    Furniture,
    /// A list of the latest comments on all posts.
    Latest,
    /// Written by the post's author.
    ByPostAuthor,
    /// A badge that says so.
    AuthorBadge,
    /// A notice that another site links here.
    Pingback,
    /// The blog's own answer inside of the comment it answers.
    Answer,
    /// Replies to the comment before or around them.
    Children,
    /// The form to write a comment.
    Form,
}

/// A set of [`Role`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Roles(u16);

impl Roles {
    pub(super) const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u16) != 0
    }

    pub(super) const fn with(self, role: Role) -> Self {
        Self(self.0 | (1 << role as u16))
    }

    pub(super) const fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: Names,
    lines: Lines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Names {
    item: Vec<String>,
    message: Vec<String>,
    author: Vec<String>,
    date: Vec<String>,
    body: Vec<String>,
    furniture: Vec<String>,
    latest: Vec<String>,
    by_post_author: Vec<String>,
    author_badge: Vec<String>,
    pingback: Vec<String>,
    answer: Vec<String>,
    children: Vec<String>,
    depth: Vec<String>,
    form: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Lines {
    says: Vec<String>,
    by: Vec<String>,
    particle: HashSet<String>,
    unverified: HashSet<String>,
    furniture: HashSet<String>,
    begins: Vec<String>,
    latest: HashSet<String>,
    noun: HashSet<String>,
    number: Vec<Vec<String>>,
    deleted: HashSet<String>,
    reply_to: Vec<String>,
}

/// The vocabulary.
#[derive(Debug)]
pub(super) struct Words {
    names: HashMap<String, Roles>,
    beginnings: Vec<(String, Roles)>,
    depth: HashSet<String>,
    says: Vec<String>,
    by: Vec<String>,
    reply_to: Vec<String>,
    lines: Lines,
}

/// The compiled-in vocabulary.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../../data/comment-records.toml"))
            .expect("data/comment-records.toml is compiled in and read by every test run");
        Words::new(file)
    });
    &WORDS
}

impl Words {
    fn new(file: File) -> Self {
        let names = file.names;
        let mut lines = file.lines;
        let longest_first = |list: &mut Vec<String>| {
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            list.dedup();
            std::mem::take(list)
        };
        let mut this = Self {
            names: HashMap::new(),
            beginnings: Vec::new(),
            depth: names.depth.into_iter().collect(),
            says: longest_first(&mut lines.says),
            by: longest_first(&mut lines.by),
            reply_to: longest_first(&mut lines.reply_to),
            lines,
        };
        for (list, role) in [
            (names.item, Role::Item),
            (names.message, Role::Message),
            (names.author, Role::Author),
            (names.date, Role::Date),
            (names.body, Role::Body),
            (names.furniture, Role::Furniture),
            (names.latest, Role::Latest),
            (names.by_post_author, Role::ByPostAuthor),
            (names.author_badge, Role::AuthorBadge),
            (names.pingback, Role::Pingback),
            (names.answer, Role::Answer),
            (names.children, Role::Children),
            (names.form, Role::Form),
        ] {
            for entry in list {
                this.add(&entry, role);
            }
        }
        this
    }

    fn add(&mut self, entry: &str, role: Role) {
        if let Some(beginning) = entry.strip_suffix('*') {
            let roles = Roles::default().with(role);
            self.beginnings.push((beginning.to_owned(), roles));
        } else {
            let roles = self.names.entry(entry.to_owned()).or_default();
            *roles = roles.with(role);
        }
    }

    /// What one name says. [`Role::Item`] and [`Role::Message`] count only at its end: a
    /// `comment-meta` is no comment.
    pub(super) fn roles_of(&self, name: &str) -> Roles {
        let words = words_of(name);
        let counted = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let end = words
            .iter()
            .rposition(|word| !counted(word))
            .map_or(0, |at| at + 1);
        let words = &words[..end];
        let mut all = Roles::default();
        let mut start = 0;
        while start < words.len() {
            let (roles, length) = self.longest_entry(&words[start..]);
            let inner = Roles(roles.0 & !(1 << Role::Item as u16 | 1 << Role::Message as u16));
            start += length;
            all = all.join(if start == words.len() { roles } else { inner });
        }
        all
    }

    fn longest_entry(&self, words: &[String]) -> (Roles, usize) {
        for length in (1..=words.len().min(LONGEST_ENTRY)).rev() {
            if let Some(roles) = self.names.get(&words[..length].join("-")) {
                return (*roles, length);
            }
        }
        let begun = self
            .beginnings
            .iter()
            .filter(|(beginning, _)| words[0].starts_with(beginning));
        (
            begun.fold(Roles::default(), |all, (_, roles)| all.join(*roles)),
            1,
        )
    }

    /// The depth that a class name tells: `depth-2`, `indent3`.
    pub(super) fn depth_of(&self, name: &str) -> Option<u32> {
        let words = words_of(name);
        let (last, before) = words.split_last()?;
        let letters = last.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = last[letters.len()..].parse().ok()?;
        let word = if letters.is_empty() {
            before.last()?.as_str()
        } else {
            letters
        };
        self.depth.contains(word).then_some(number)
    }

    /// Whether a piece of text, in lower case and without marks at its ends, is furniture.
    pub(super) fn is_furniture(&self, plain: &str) -> bool {
        /// "Liked by" and a name or two.
        const MAX_BEGUN: usize = 80;
        self.lines.furniture.contains(plain)
            || (plain.len() <= MAX_BEGUN
                && self
                    .lines
                    .begins
                    .iter()
                    .any(|words| plain.starts_with(words.as_str())))
    }

    /// Whether a heading stands over the latest comments on all posts.
    pub(super) fn is_latest_heading(&self, text: &str) -> bool {
        self.lines.latest.contains(&plain(text))
    }

    /// Whether a text is what a deleted comment leaves.
    pub(super) fn is_deleted(&self, text: &str) -> bool {
        if text.len() > MAX_NOTICE {
            return false;
        }
        let notice = plain(text);
        let begun = |words: &String| words.contains(' ') && notice.starts_with(words.as_str());
        self.lines.deleted.contains(&notice)
            || self.lines.deleted.contains(&text.to_lowercase())
            || self.lines.deleted.iter().any(begun)
    }

    /// Whether a text begins with the words that lead to the comment that is answered.
    pub(super) fn is_reply_to(&self, text: &str) -> bool {
        let plain = plain(text);
        self.reply_to.iter().any(|words| {
            plain
                .strip_prefix(words.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
        })
    }

    /// Whether a text holds such words: "Ann replied to Bob".
    pub(super) fn holds_reply_to(&self, text: &str) -> bool {
        let plain = format!(" {} ", plain(text));
        self.reply_to.iter().any(|words| {
            plain.contains(&format!(" {words} ")) || plain.contains(&format!(" {words}:"))
        })
    }

    /// A name without "(not verified)" behind it.
    pub(super) fn without_unverified<'t>(&self, name: &'t str) -> &'t str {
        let bracketed = name
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once('('));
        match bracketed {
            Some((name, note)) if self.lines.unverified.contains(&plain(note)) => name.trim_end(),
            _ => name,
        }
    }

    /// Whether a text speaks of comments as a heading or a count does.
    pub(super) fn has_noun(&self, plain: &str) -> bool {
        self.lines.noun.contains(plain)
            || plain
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| self.lines.noun.contains(word))
    }

    /// The value of a number in words.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        let at = self
            .lines
            .number
            .iter()
            .position(|names| names.iter().any(|name| name == word))?;
        u32::try_from(at).ok()
    }

    /// `text` without "by" and the like before a name.
    pub(super) fn without_by<'t>(&self, text: &'t str) -> &'t str {
        let lower = text.to_lowercase();
        for words in &self.by {
            if lower.starts_with(words.as_str())
                && let Some(rest) = text.get(words.len()..)
                && rest.starts_with([' ', ':', '\u{a0}'])
            {
                return rest.trim_start_matches([' ', ':', '\u{a0}']);
            }
        }
        text
    }

    /// Whether a word before a name may as well be part of it: "von", "de".
    pub(super) fn is_particle(&self, word: &str) -> bool {
        self.lines.particle.contains(&word.to_lowercase())
    }

    /// `text` without the last of the words behind a name.
    fn without_one_says<'t>(&self, text: &'t str) -> &'t str {
        let whole = text.trim_end_matches([' ', ':', ',', '|', '–', '—', '-', '…']);
        let text = whole.trim_end_matches(['.', ' ', ':', '…']);
        let lower = text.to_lowercase();
        for words in &self.says {
            if lower.len() == text.len() && lower.ends_with(words.as_str()) {
                let head = &text[..text.len() - words.len()];
                let dense = words
                    .chars()
                    .next()
                    .is_some_and(|first| !first.is_alphabetic() || first >= '\u{3040}');
                if head.ends_with(' ') || (dense && !head.is_empty()) {
                    return head.trim_end_matches([' ', ':', ',']);
                }
            }
        }
        whole
    }

    /// `text` without "says", "wrote on" and the like behind a name.
    pub(super) fn without_says<'t>(&self, text: &'t str) -> &'t str {
        let once = self.without_one_says(text);
        self.without_one_says(once)
    }

    /// Whether nothing but words around a name is in `text`.
    pub(super) fn is_around_name(&self, text: &str) -> bool {
        let plain = plain(text);
        plain.is_empty()
            || self
                .says
                .iter()
                .chain(&self.by)
                .any(|words| *words == plain)
            || self.is_furniture(&plain)
    }
}

/// `text` in lower case, without marks and white space at its ends.
pub(super) fn plain(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, role: Role, expected: bool) {
        assert_eq!(
            words().roles_of(name).has(role),
            expected,
            "`{name}` {role:?}"
        );
    }

    #[test]
    fn tells_a_comment_from_its_parts() {
        for name in [
            "comment",
            "li-comment-12",
            "wpd-comment",
            "commentItem",
            "kommentar_item",
        ] {
            check(name, Role::Item, true);
        }
        for name in [
            "comments",
            "comment-meta",
            "comment-content",
            "commentlist",
            "comment-author-ann",
        ] {
            check(name, Role::Item, false);
        }
        check("comment-content", Role::Body, true);
        check("comment-author-admin", Role::ByPostAuthor, true);
        check("widget_recent_comments", Role::Latest, true);
    }

    #[test]
    fn reads_depths() {
        for (name, depth) in [
            ("depth-2", Some(2)),
            ("indent3", Some(3)),
            ("level_1", Some(1)),
            ("col-2", None),
        ] {
            assert_eq!(words().depth_of(name), depth, "{name}");
        }
    }

    #[test]
    fn finds_the_name_in_its_frame() {
        for (text, expected) in [
            ("Posted by Ann", "Ann"),
            ("Ann says:", "Ann"),
            ("Ann hat gesagt…", "Ann"),
            ("von: Ann", "Ann"),
            ("Simon", "Simon"),
            ("Ann schreef op", "Ann"),
            ("Bertrand K.", "Bertrand K."),
            ("Byron", "Byron"),
        ] {
            assert_eq!(
                words().without_says(words().without_by(text)),
                expected,
                "{text}"
            );
        }
    }
}
