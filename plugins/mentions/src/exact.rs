//! Names and aliases as they are written, all at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use hearken_sdk::{Error, Result};

use crate::{
    config::Watch,
    fold::{Folded, fold_but_case, fold_name, stands_alone},
};

/// How a mention was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// By the name.
    Exact,
    /// By an alias.
    Alias,
    /// By a near spelling.
    Near,
}

impl How {
    /// Its word in `data`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Near => "near",
        }
    }
}

/// Words that were recognised, by bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hit {
    pub(crate) watch: usize,
    pub(crate) range: Range<usize>,
    pub(crate) how: How,
    /// The spelling from the watchlist.
    pub(crate) spelling: String,
    pub(crate) confidence: f32,
}

/// What a pattern of the automaton stands for.
#[derive(Debug)]
struct Term {
    watch: usize,
    spelling: String,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Take(How),
    Exclude,
}

/// All names, aliases and exclusions.
#[derive(Debug)]
pub(crate) struct ExactMatcher {
    automaton: AhoCorasick,
    terms: Vec<Term>,
    cased: Vec<bool>,
}

impl ExactMatcher {
    /// Builds the automaton.
    pub(crate) fn new(watch: &[Watch]) -> Result<Self> {
        let mut terms = Vec::new();
        let mut patterns = Vec::new();
        for (at, entry) in watch.iter().enumerate() {
            let names = [(&entry.name, Role::Take(How::Exact))];
            let aliases = entry
                .aliases
                .iter()
                .map(|alias| (alias, Role::Take(How::Alias)));
            let excluded = entry.exclude.iter().map(|phrase| (phrase, Role::Exclude));
            for (spelling, role) in names.into_iter().chain(aliases).chain(excluded) {
                let pattern = fold_name(spelling);
                if pattern.is_empty() {
                    let pointer = format!("/watch/{at}");
                    return Err(Error::config(
                        &pointer,
                        "a name, alias or exclusion is empty",
                    ));
                }
                patterns.push(pattern);
                terms.push(Term {
                    watch: at,
                    spelling: spelling.clone(),
                    role,
                });
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)?;
        let cased = watch.iter().map(|entry| entry.case).collect();
        Ok(Self {
            automaton,
            terms,
            cased,
        })
    }

    /// Every mention in `original`, in order; overlapping ones of one entry count once, the longest.
    pub(crate) fn find(&self, original: &str, folded: &Folded) -> (Vec<Hit>, Vec<Hit>) {
        let mut hits = Vec::new();
        let mut excluded = Vec::new();
        for found in self.automaton.find_overlapping_iter(folded.as_str()) {
            let term = &self.terms[found.pattern().as_usize()];
            let at = found.start()..found.end();
            if !stands_alone(folded.as_str(), &at) {
                continue;
            }
            let Some(range) = folded.original(at) else {
                continue;
            };
            let words = &original[range.clone()];
            if self.cased[term.watch] && fold_but_case(words) != fold_but_case(&term.spelling) {
                continue;
            }
            let (list, how) = match term.role {
                Role::Take(how) => (&mut hits, how),
                Role::Exclude => (&mut excluded, How::Exact),
            };
            list.push(Hit {
                watch: term.watch,
                range,
                how,
                spelling: term.spelling.clone(),
                confidence: 1.0,
            });
        }
        (hits, excluded)
    }
}

/// Takes out what lies within an exclusion of the same entry, then what overlaps a better hit of
/// the same entry: the longer one, the exact one, the earlier one.
pub(crate) fn settle(mut hits: Vec<Hit>, excluded: &[Hit]) -> Vec<Hit> {
    let mut barred: Vec<(usize, Range<usize>)> = excluded
        .iter()
        .map(|hit| (hit.watch, hit.range.clone()))
        .collect();
    barred.sort_by_key(|(watch, range)| (*watch, range.start, range.end));
    hits.sort_by_key(|hit| {
        (
            hit.watch,
            hit.range.start,
            usize::MAX - hit.range.end,
            hit.how,
        )
    });
    let mut kept: Vec<Hit> = Vec::new();
    let mut next_bar = 0;
    for hit in hits {
        let key = (hit.watch, hit.range.start);
        // Exclusions that end before the hit bar no later one either: both lists are sorted.
        while barred
            .get(next_bar)
            .is_some_and(|(watch, range)| (*watch, range.end) <= key)
        {
            next_bar += 1;
        }
        let is_barred = barred[next_bar..]
            .iter()
            .take_while(|(watch, range)| (*watch, range.start) <= key)
            .any(|(_, range)| range.end >= hit.range.end);
        let overlaps = kept
            .last()
            .is_some_and(|last| last.watch == hit.watch && last.range.end > hit.range.start);
        if !is_barred && !overlaps {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.range.start, hit.range.end, hit.watch));
    kept
}
