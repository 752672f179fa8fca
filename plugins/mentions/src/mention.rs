//! The finding `mention`: a watched name stands in the title, the text or a comment.
//!
//! Why it matters: who follows a name wants every place, in the words of the page, and none of the
//! places where the same letters mean something else. Known misses: pronouns and nicknames that
//! the list doesn't have, names split over two paragraphs, inflected forms of short names.

use hearken_sdk::{prelude::*, text};
use serde::Serialize;

use crate::{
    config::Watch,
    exact::{ExactMatcher, Hit, settle},
    fold::Folded,
    near::NearMatcher,
};

/// What the analyzer finds.
#[derive(Debug, Clone, Copy, Kinds)]
pub enum Kind {
    /// Somebody or something on the watchlist is spoken of.
    Mention,
}

/// Finds the people, organisations and things of a watchlist: in titles, posts and comments, by name,
/// alias and near spelling.
#[config(kinds = Kind)]
#[derive(Debug)]
pub struct Mentions {
    /// Who and what to listen for.
    #[serde(default)]
    watch: Vec<Watch>,
    #[serde(skip)]
    matchers: Option<Matchers>,
}

#[derive(Debug)]
struct Matchers {
    exact: ExactMatcher,
    near: NearMatcher,
}

/// The finding's own fields.
#[derive(Debug, Serialize)]
struct Data<'a> {
    /// The entry's name.
    watch: &'a str,
    /// The words of the text.
    matched: &'a str,
    /// `exact`, `alias` or `near`.
    how: &'static str,
    /// The spelling of the watchlist that was recognised.
    spelling: &'a str,
    /// The sentence around the words.
    sentence: &'a str,
    /// `title`, `body` or `comment`.
    target: &'static str,
}

impl Analyzer for Mentions {
    fn start(&mut self) -> Result {
        if !self.watch.is_empty() {
            self.matchers = Some(Matchers {
                exact: ExactMatcher::new(&self.watch)?,
                near: NearMatcher::new(&self.watch),
            });
        }
        Ok(())
    }

    fn post(&mut self, post: &Post<'_>, cx: &mut Cx<'_>) -> Result {
        let Some(matchers) = &self.matchers else {
            cx.log(
                LogLevel::Warn,
                "the watchlist is empty: set `watch` to find mentions",
            );
            return Ok(());
        };
        if let Some(title) = post.title() {
            self.search(matchers, title, "title", post, cx)?;
        }
        self.search(matchers, post.text(), "body", post, cx)?;
        for comment in post.comments() {
            cx.check()?;
            self.search(matchers, comment.text(), "comment", post, cx)?;
        }
        Ok(())
    }
}

impl Mentions {
    fn search(
        &self,
        matchers: &Matchers,
        text: &str,
        target: &'static str,
        post: &Post<'_>,
        cx: &mut Cx<'_>,
    ) -> Result {
        let (mut hits, excluded) = matchers.exact.find(text, &Folded::of(text));
        hits.extend(matchers.near.find(text));
        let hits = settle(hits, &excluded);
        if hits.is_empty() {
            return Ok(());
        }
        let mut sentences = text::sentences(text).peekable();
        for hit in &hits {
            // Both go in order, so that each sentence is passed once.
            let ends = |sentence: &str| end_within(text, sentence);
            while sentences
                .next_if(|sentence| ends(sentence) <= hit.range.start)
                .is_some()
            {}
            let sentence = sentences.peek().copied().unwrap_or_default();
            self.emit(hit, text, sentence, target, post, cx)?;
        }
        Ok(())
    }

    fn emit(
        &self,
        hit: &Hit,
        text: &str,
        sentence: &str,
        target: &'static str,
        post: &Post<'_>,
        cx: &mut Cx<'_>,
    ) -> Result {
        let Some(matched) = text.get(hit.range.clone()) else {
            return Ok(());
        };
        let entry = &self.watch[hit.watch];
        let data = Data {
            watch: &entry.name,
            matched,
            how: hit.how.as_str(),
            spelling: &hit.spelling,
            sentence,
            target,
        };
        let finding = Finding::at(Kind::Mention, post, matched)
            .message(format!("{}: {}", entry.name, shown(sentence)))
            .severity(entry.severity.into())
            .confidence(hit.confidence)
            .tag(entry.name.clone())
            .data(data);
        cx.emit(finding)
    }
}

/// Where `part`, a slice of `text`, ends in it.
fn end_within(text: &str, part: &str) -> usize {
    (part.as_ptr().addr() - text.as_ptr().addr()) + part.len()
}

/// A sentence short enough for a line of a report; `data` has it whole.
fn shown(sentence: &str) -> String {
    /// Letters of the longest one shown.
    const MOST: usize = 240;
    let line: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
