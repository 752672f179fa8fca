//! The steps in their order.

use std::collections::BTreeSet;

use hearken_model::{Comment, CommentKind, Post, RemovedKind};

use crate::{ExtractError, PageHints, dates::DateContext, language, limits, vocab::Mark};

use super::{
    clean::{Shortcodes, glued_alt},
    gather::{Account, Piece, text_of},
    head::Head,
    lines::{self, Line},
    mend::mend,
    region, talk, thread,
    thread::{Said, claimed_count},
    title,
    unit::Unit,
};

/// Lines above the title and below the post that may hold its date, byline and categories.
const MAX_AROUND: usize = 6;
/// Lines between the post and its comments that are searched for the same.
const MAX_BELOW: usize = 16;
/// Lines at the beginning of the post that may still be its date or byline.
const MAX_LATE_HEAD: usize = 3;

/// Reads a page that was saved as text, its boilerplate included.
pub(crate) fn extract_text(text: &str, hints: &PageHints<'_>) -> Result<Post, ExtractError> {
    limits::check_text(text)?;
    let lines = lines::split(text);
    if lines.len() > limits::MAX_LINES {
        return Err(ExtractError::TooManyLines {
            limit: limits::MAX_LINES,
        });
    }
    let language = language_of(&lines);
    let ctx = DateContext::for_language(language.as_deref()).learn(
        lines
            .iter()
            .map(|line| line.text.as_str())
            .filter(|line| line.len() < 80),
    );
    let units: Vec<Unit> = mend(lines, language.as_deref())
        .into_iter()
        .map(|line| Unit::of(line, &ctx))
        .collect();
    let reading = Reading::new(&units, language, &ctx).ok_or(ExtractError::NoText)?;
    Ok(reading.finish(hints))
}

/// The language of the longer lines: menus are in the theme's.
fn language_of(lines: &[Line]) -> Option<String> {
    const LONG: usize = 80;
    let long: Vec<&str> = lines
        .iter()
        .map(|line| line.text.as_str())
        .filter(|line| line.len() >= LONG)
        .collect();
    language::detect(&long.join("\n")).or_else(|| {
        let all: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        language::detect(&all.join("\n"))
    })
}

/// The units of a page, sorted.
struct Reading<'a> {
    units: &'a [Unit],
    language: Option<String>,
    title: Option<usize>,
    head: Head,
    /// Units of the post.
    post: Vec<usize>,
    said: Vec<Said>,
    claimed: Option<u32>,
    account: Account,
}

impl<'a> Reading<'a> {
    fn new(units: &'a [Unit], language: Option<String>, ctx: &DateContext) -> Option<Self> {
        let mut region = region::find(units)?;
        let mut said = Vec::new();
        let mut claimed = None;
        if let Some(border) = region.border {
            claimed = claimed_count(&units[border]).or_else(|| {
                let next = units.get(border + 1)?;
                next.text.parse().ok()
            });
            said = marked_comments(units, border, claimed, ctx);
        } else if let Some(border) = talk::border(units, region.start..region.end) {
            said = talk::split(units, border..region.end, language.as_deref());
            region.end = border;
        }
        let title = title::find(units, region.start, region.end);
        let below = region.border.unwrap_or(region.end);
        let start = title.map_or(region.start, |title| region.start.max(title + 1));
        let mut reading = Self {
            units,
            language,
            title,
            head: Head::default(),
            post: Vec::new(),
            said,
            claimed,
            account: Account::default(),
        };
        reading.read_head(start, region.end, below, ctx);
        reading.sort_post(start, region.end);
        Some(reading)
    }

    /// Reads the lines around the post, the nearest to its beginning first.
    fn read_head(&mut self, start: usize, end: usize, border: usize, ctx: &DateContext) {
        let title = self.title.unwrap_or(start);
        let between = (title + 1).min(start)..start;
        let above = title.saturating_sub(MAX_AROUND)..title;
        let late = start..(start + MAX_LATE_HEAD).min(end);
        let below = end..(end + MAX_BELOW)
            .min(border.max(end + MAX_AROUND))
            .min(self.units.len());
        let late = late.filter(|at| {
            let unit = &self.units[*at];
            !unit.is_prose() || unit.is_date_line()
        });
        for at in between.chain(above.rev()).chain(late).chain(below) {
            self.head.read(self.units, at, ctx);
        }
    }

    /// Sorts the units from the title to the post's end into kept and removed.
    fn sort_post(&mut self, start: usize, end: usize) {
        let told: BTreeSet<usize> = self.head.told.iter().copied().collect();
        let first = self.title.map_or(start, |title| title + 1);
        let again = |at: usize| {
            self.title
                .is_some_and(|title| self.units[title].words == self.units[at].words)
        };
        // Where nothing but the title is said, again and again, it is also the text.
        let only_title = first < end && (first..end).all(again);
        for at in first..end {
            if only_title && at == first {
                self.post.push(at);
                continue;
            }
            if told.contains(&at) {
                continue;
            }
            if at < start && !self.is_standfirst(at) {
                continue;
            }
            match self.reason_to_leave_out(at, end) {
                Some((kind, why)) => self.account.add(at, kind, &self.units[at].text, why),
                None => self.post.push(at),
            }
        }
    }

    /// A line between title and text that is the author's: a subtitle, a short first line.
    fn is_standfirst(&self, at: usize) -> bool {
        let unit = &self.units[at];
        unit.phrase.is_none() && unit.date.is_none() && unit.n_words >= 4
    }

    fn reason_to_leave_out(&self, at: usize, end: usize) -> Option<(RemovedKind, &'static str)> {
        let unit = &self.units[at];
        // A heading of the post's own may begin like a box: "About Rye".
        let heading = unit.phrase.is_some_and(|phrase| {
            phrase.mark == Mark::End && phrase.words.1 - phrase.words.0 < unit.words.len()
        });
        if let Some(kind) = unit.boilerplate()
            && !heading
        {
            return Some((kind, unit.phrase.map_or("phrase", |phrase| phrase.rule)));
        }
        if self
            .title
            .is_some_and(|title| self.units[title].words == unit.words)
        {
            return Some((RemovedKind::Duplicate, "title-again"));
        }
        if self.head.authors.contains(&unit.text) {
            return Some((RemovedKind::Byline, "author-name"));
        }
        let alt = unit
            .phrase
            .is_some_and(|phrase| phrase.rule.starts_with("image-alt"))
            && !unit.sentence;
        let close = at + 1 < end && !self.units[at + 1].gap && !self.units[at + 1].is_prose();
        // A heading would begin with a capital letter.
        let low = unit.text.chars().next().is_some_and(char::is_lowercase);
        (alt && (low || close)).then_some((RemovedKind::Caption, "image-alt"))
    }

    fn finish(mut self, hints: &PageHints<'_>) -> Post {
        self.read_tag_rows();
        let codes = Shortcodes::learn(self.units.iter().map(|unit| unit.text.as_str()));
        let pieces = self.pieces(&codes);
        let comments = self.comments(&codes);
        self.account_for_rest();
        let (text, blocks) = text_of(&pieces);
        let (published, published_raw) = self.head.published.unzip();
        let language = language::detect(&text).or(self.language);
        Post {
            url: hints.url.map(str::to_owned),
            title: self
                .title
                .map(|title| codes.strip(&self.units[title].text).0),
            authors: self.head.authors,
            published,
            published_raw,
            language,
            site_name: title::site_name(self.units, self.title),
            tags: self.head.tags,
            text,
            blocks,
            comments,
            comment_count_claimed: self.claimed.or(self.head.claimed),
            removed: self.account.finish(),
            ..Post::default()
        }
    }

    fn read_tag_rows(&mut self) {
        let Some(last) = self.post.last().copied() else {
            return;
        };
        let below = last + 1..(last + 1 + MAX_AROUND).min(self.units.len());
        for at in below {
            let unit = &self.units[at];
            if unit.boilerplate() == Some(RemovedKind::Share) && self.head.tags.is_empty() {
                self.head.read_tag_row(unit);
            }
        }
    }

    fn pieces(&mut self, codes: &Shortcodes) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(self.post.len());
        for at in self.post.clone() {
            let mut text = self.strip(at, &self.units[at].text, codes);
            if pieces.is_empty() {
                text = self.without_glued_alt(at, text);
            }
            pieces.push(Piece {
                text,
                item: self.units[at].marker.is_some(),
            });
        }
        pieces
    }

    /// The text without its shortcodes, which go into the account.
    fn strip(&mut self, at: usize, text: &str, codes: &Shortcodes) -> String {
        let (kept, taken) = codes.strip(text);
        for mark in taken {
            self.account
                .add(at, RemovedKind::Shortcode, &mark, "shortcode");
        }
        kept
    }

    fn without_glued_alt(&mut self, at: usize, text: String) -> String {
        let title = self
            .title
            .map_or("", |title| self.units[title].text.as_str());
        let mut known = vec![title];
        known.extend(self.head.authors.iter().map(String::as_str));
        match glued_alt(&text, &known) {
            Some(border) => {
                self.account
                    .add(at, RemovedKind::Caption, &text[..border], "image-alt-glued");
                text[border..].to_owned()
            }
            None => text,
        }
    }

    fn comments(&mut self, codes: &Shortcodes) -> Vec<Comment> {
        let said = std::mem::take(&mut self.said);
        let comments = said.iter().enumerate().map(|(place, one)| {
            let paragraphs: Vec<String> = one
                .body
                .iter()
                .enumerate()
                .map(|(nth, at)| {
                    let skip = if nth == 0 { one.skip } else { 0 };
                    let text = self.units[*at]
                        .text
                        .get(skip..)
                        .unwrap_or_default()
                        .to_owned();
                    self.strip(*at, &text, codes)
                })
                .filter(|text| !text.is_empty())
                .collect();
            let (published, published_raw) = one.published.clone().unzip();
            let text = paragraphs.join("\n\n");
            Comment {
                key: format!("c{}", place + 1),
                reply_to: one.reply_to.map(|to| format!("c{}", to + 1)),
                kind: if one.pingback {
                    CommentKind::Pingback
                } else {
                    CommentKind::Comment
                },
                by_post_author: one.by_author || self.is_by_author(one, &text),
                author: one.author.clone(),
                author_url: None,
                published,
                published_raw,
                text,
            }
        });
        let comments: Vec<Comment> = comments.collect();
        self.said = said;
        comments
    }

    /// The same name as the byline's, or signed with it: `… see you there. –Ann`.
    fn is_by_author(&self, said: &Said, text: &str) -> bool {
        let signature = text
            .rsplit_once(['–', '—', '~', '-'])
            .map(|(_, name)| name.trim().trim_end_matches('.'))
            .filter(|name| !name.is_empty() && name.split(' ').count() <= 4);
        self.head.authors.iter().any(|author| {
            let same = |name: &str| name.to_lowercase() == author.to_lowercase();
            let first = author.split(' ').next().unwrap_or_default();
            let signed = signature.is_some_and(|name| same(name) || name == first);
            signed || said.author.as_deref().is_some_and(same)
        })
    }

    /// Records every unit that is neither the post's nor a comment's.
    fn account_for_rest(&mut self) {
        let mut used: BTreeSet<usize> = self.post.iter().copied().collect();
        used.extend(self.title);
        used.extend(self.said.iter().flat_map(|one| one.body.iter().copied()));
        let left_out: BTreeSet<usize> = self.account.places().collect();
        let first = self.post.first().copied().unwrap_or(0);
        let comments = self
            .said
            .iter()
            .filter_map(|one| one.body.first())
            .min()
            .copied();
        // The part of the page that the last heading opened.
        let mut part: Option<(RemovedKind, &'static str)> =
            Some((RemovedKind::Header, "first-lines"));
        for (at, unit) in self.units.iter().enumerate() {
            if used.contains(&at) {
                part = None;
                continue;
            }
            let known = unit
                .boilerplate()
                .map(|kind| (kind, unit.phrase.map_or("arrow", |phrase| phrase.rule)));
            if known.is_some() {
                let menu = known.is_some_and(|(kind, _)| kind == RemovedKind::Navigation);
                // "Archives" among a sidebar's widgets opens nothing new.
                if !(menu && part.is_some_and(|(kind, _)| kind == RemovedKind::Sidebar)) {
                    part = known.filter(|(kind, _)| opens_part(*kind));
                }
            }
            if left_out.contains(&at) {
                continue;
            }
            let title = self
                .title
                .is_some_and(|title| self.units[title].words == unit.words);
            let among = comments.is_some_and(|from| at > first && at + MAX_AROUND > from);
            let (kind, why) = match known.or(part) {
                _ if title => (RemovedKind::Duplicate, "title-again"),
                _ if self.head.told.contains(&at) => (RemovedKind::Byline, "head-line"),
                Some(told) => told,
                None if at < first => (RemovedKind::Other, "above-the-post"),
                None if among => (RemovedKind::CommentChrome, "among-the-comments"),
                None => (RemovedKind::Other, "below-the-post"),
            };
            self.account.add(at, kind, &unit.text, why);
        }
    }
}

/// Kinds whose headings open a part of the page: unknown lines behind one belong to it.
fn opens_part(kind: RemovedKind) -> bool {
    matches!(
        kind,
        RemovedKind::CommentForm
            | RemovedKind::Related
            | RemovedKind::AuthorBox
            | RemovedKind::Navigation
            | RemovedKind::Sidebar
            | RemovedKind::Newsletter
            | RemovedKind::Footer
    )
}

/// Comments behind a border that a line marks.
fn marked_comments(
    units: &[Unit],
    border: usize,
    claimed: Option<u32>,
    ctx: &DateContext,
) -> Vec<Said> {
    let zone = border..units.len();
    let heading = matches!(
        units[border].phrase.map(|phrase| phrase.mark),
        Some(Mark::Comments | Mark::Count)
    );
    let signs = zone.clone().any(|at| {
        units[at].is_marked(Mark::Reply)
            || units[at]
                .phrase
                .is_some_and(|phrase| phrase.mark == Mark::Says)
    });
    if claimed == Some(0) || !(heading || signs) {
        return Vec::new();
    }
    thread::read(units, zone, ctx)
}
