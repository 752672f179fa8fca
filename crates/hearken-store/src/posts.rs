//! Reading posts.

mod list;
mod one;

use hearken_model::{Comment, CommentId, PageDate, Post, PostId, RevisionId};
use time::OffsetDateTime;

use crate::{Origin, Source, SourceId};

/// Which posts to list. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostQuery {
    /// Only those this source led to.
    pub source: Option<SourceId>,
    /// Only of this blog's host, with or without `www.`.
    pub site: Option<String>,
    /// Only with these letters in the author's name, in any case.
    pub author: Option<String>,
    /// Only in this language; `pt` stands for `pt-BR` too.
    pub language: Option<String>,
    /// Only published at or after this; where the page names no date, first seen.
    pub since: Option<OffsetDateTime>,
    /// Only published before this; where the page names no date, first seen.
    pub until: Option<OffsetDateTime>,
    /// Only with a finding of this kind that is not gone (`conversation.unanswered`).
    pub with_finding: Option<String>,
    /// At most so many; all where absent.
    pub limit: Option<u32>,
    /// Leaves out so many from the start.
    pub offset: u32,
}

/// A post in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostSummary {
    /// Its row.
    pub id: PostId,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// Its authors, joined by `, `.
    pub author: Option<String>,
    /// The blog's host.
    pub site: Option<String>,
    /// The blog's name.
    pub site_name: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// When it came out, as far as the page tells.
    pub published: Option<PageDate>,
    /// Comments under it.
    pub comments: u32,
    /// Findings about it and its comments.
    pub findings: u32,
    /// Revisions, at least one.
    pub revisions: u32,
    /// When it was first saved.
    pub first_seen_at: OffsetDateTime,
    /// When anything about it last changed.
    pub changed_at: OffsetDateTime,
}

/// How to find one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostRef {
    /// By its row.
    Id(PostId),
    /// By any of its addresses, or one that led to it.
    Url(String),
}

/// A post with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StoredPost {
    /// As in a list.
    pub summary: PostSummary,
    /// The current revision, with the comments that are not gone and what was removed.
    pub post: Post,
    /// All comments, gone ones too, in the page's order.
    pub comments: Vec<StoredComment>,
    /// All revisions, oldest first.
    pub revisions: Vec<Revision>,
    /// The addresses it was met at, the main one first.
    pub addresses: Vec<String>,
    /// The sources that led to it.
    pub sources: Vec<Source>,
}

/// A comment with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredComment {
    /// Its row.
    pub id: CommentId,
    /// The comment it answers.
    pub parent_id: Option<CommentId>,
    /// How many answers up to the post; 0 for an answer to the post itself.
    pub depth: u32,
    /// What it says now, or said last.
    pub comment: Comment,
    /// When it was first saved.
    pub first_seen_at: OffsetDateTime,
    /// When it had left its page.
    pub gone_at: Option<OffsetDateTime>,
    /// What it said before, oldest first, and when that was replaced.
    pub earlier: Vec<(String, OffsetDateTime)>,
}

/// One content of a post over time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision {
    /// Its row.
    pub id: RevisionId,
    /// From 1.
    pub number: u32,
    /// Who changed the words.
    pub origin: Origin,
    /// Version of the extractor that read it.
    pub extractor_version: String,
    /// When it was saved.
    pub seen_at: OffsetDateTime,
    /// Its title.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}
