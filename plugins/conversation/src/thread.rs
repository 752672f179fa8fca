//! The comments as a tree, with who answers whom.
//!
//! Where a page tells no replies at all, they are guessed from words: an answer that begins with
//! the name of somebody who spoke before ("Ida, it is…") answers that person's last comment.

use std::collections::{BTreeSet, HashMap};

use hearken_sdk::{Comment, CommentKind, Post, text};

/// Words at the beginning of a comment in which a name addresses somebody.
const MAX_ADDRESS: usize = 8;

/// A comment that one of the thread answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parent {
    /// Its place among the comments.
    pub(crate) at: usize,
    /// Whether the page says so, or only the words do.
    pub(crate) told: bool,
}

/// Who wrote a comment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Writer {
    Author,
    Named(String),
    /// Nobody the page names: perhaps one person, perhaps many.
    Unnamed,
}

/// The comments of a post without pingbacks, in order.
#[derive(Debug)]
pub(crate) struct Thread<'a> {
    comments: Vec<Comment<'a>>,
    parents: Vec<Option<Parent>>,
    writers: Vec<Writer>,
    /// For each comment the first answer below it by the post's author.
    by_author: Vec<Option<usize>>,
    /// For each comment the first direct answer by another than its writer.
    by_other: Vec<Option<usize>>,
}

impl<'a> Thread<'a> {
    /// Reads the comments of `post`.
    pub(crate) fn of(post: &Post<'a>) -> Self {
        let people = post
            .comments()
            .iter()
            .filter(|one| one.kind() == CommentKind::Comment);
        let comments: Vec<Comment<'a>> = people.copied().collect();
        let writers: Vec<Writer> = comments.iter().map(writer).collect();
        let parents = parents(&comments, &writers);
        let mut thread = Self {
            by_author: vec![None; comments.len()],
            by_other: vec![None; comments.len()],
            comments,
            parents,
            writers,
        };
        thread.find_answers();
        thread
    }

    /// From the last comment up: a reply stands behind what it answers, so that all below a
    /// comment is known when it is reached.
    fn find_answers(&mut self) {
        for at in (0..self.comments.len()).rev() {
            let Some(parent) = self.parents[at] else {
                continue;
            };
            let own = self.is_by_author(at).then_some(at);
            let below = own.or(self.by_author[at]);
            let first = &mut self.by_author[parent.at];
            *first = [below, *first].into_iter().flatten().min();
            if !self.same_writer(at, parent.at) {
                self.by_other[parent.at] = Some(at);
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.comments.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.comments.len()
    }

    pub(crate) fn comment(&self, at: usize) -> &Comment<'a> {
        &self.comments[at]
    }

    /// What the comment at `at` answers.
    pub(crate) fn parent(&self, at: usize) -> Option<Parent> {
        self.parents[at]
    }

    pub(crate) fn is_by_author(&self, at: usize) -> bool {
        self.writers[at] == Writer::Author
    }

    /// The first answer of the post's author below the comment, at any depth.
    pub(crate) fn author_answer(&self, at: usize) -> Option<usize> {
        self.by_author[at]
    }

    /// The first direct answer by anyone but the comment's writer, or the author's below it.
    pub(crate) fn any_answer(&self, at: usize) -> Option<usize> {
        [self.by_other[at], self.by_author[at]]
            .into_iter()
            .flatten()
            .min()
    }

    /// Names that took part, the post's author apart.
    pub(crate) fn names(&self) -> usize {
        let named = self
            .writers
            .iter()
            .filter(|one| matches!(one, Writer::Named(_)));
        named.collect::<BTreeSet<_>>().len()
    }

    /// Comments that name no writer.
    pub(crate) fn unnamed(&self) -> usize {
        self.writers
            .iter()
            .filter(|one| **one == Writer::Unnamed)
            .count()
    }

    /// Whether one person wrote both, as far as names tell.
    fn same_writer(&self, one: usize, other: usize) -> bool {
        self.writers[one] == self.writers[other] && self.writers[one] != Writer::Unnamed
    }
}

fn writer(comment: &Comment<'_>) -> Writer {
    match comment.author() {
        _ if comment.by_post_author() => Writer::Author,
        Some(name) if !name.trim().is_empty() => Writer::Named(name.trim().to_lowercase()),
        _ => Writer::Unnamed,
    }
}

fn parents(comments: &[Comment<'_>], writers: &[Writer]) -> Vec<Option<Parent>> {
    if comments.iter().any(|comment| comment.parent_id().is_some()) {
        let places: HashMap<u64, usize> = comments
            .iter()
            .enumerate()
            .map(|(at, comment)| (comment.id(), at))
            .collect();
        let told = comments.iter().enumerate().map(|(at, comment)| {
            let parent = comment.parent_id().and_then(|id| places.get(&id)).copied();
            // What stands below itself or its answer is no parent.
            parent
                .filter(|parent| *parent < at)
                .map(|at| Parent { at, told: true })
        });
        return told.collect();
    }
    guessed_parents(comments, writers)
}

fn guessed_parents(comments: &[Comment<'_>], writers: &[Writer]) -> Vec<Option<Parent>> {
    // The last comment of each name, whole and by its first word.
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut parents = Vec::with_capacity(comments.len());
    for (at, comment) in comments.iter().enumerate() {
        let mut words = text::words(comment.text()).take(MAX_ADDRESS);
        let named = words.find_map(|word| {
            let capital = word.chars().next().is_some_and(|c| !c.is_lowercase());
            let spoken = last.get(&word.to_lowercase()).copied();
            spoken.filter(|spoken| capital && writers[*spoken] != writers[at])
        });
        parents.push(named.map(|at| Parent { at, told: false }));
        if let Some(name) = comment.author() {
            let first = text::words(name).next().unwrap_or_default().to_lowercase();
            last.insert(first, at);
        }
    }
    parents
}
