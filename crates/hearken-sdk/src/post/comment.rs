//! Comments as an analyzer sees them.

use hearken_abi::{HK_COMMENT_BY_POST_AUTHOR, HK_COMMENT_PINGBACK, HkComment};

use super::{Date, Place};
use crate::{raw, text};

/// A comment under a post.
#[derive(Debug, Clone, Copy)]
pub struct Comment<'a> {
    id: u64,
    parent_id: u64,
    kind: CommentKind,
    by_post_author: bool,
    published: Option<Date<'a>>,
    key: &'a str,
    author: Option<&'a str>,
    author_url: Option<&'a str>,
    text: &'a str,
}

/// What stands in the list of comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentKind {
    /// Words of a person.
    Comment,
    /// A notice that another site links here.
    Pingback,
}

impl<'a> Comment<'a> {
    /// Views a comment of the host.
    ///
    /// # Safety
    ///
    /// The host made `comment` for a call that lasts as long as `'a`.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(super) unsafe fn from_raw(comment: &HkComment) -> Self {
        // SAFETY: the texts are the host's, and live as long as the call.
        let text = |one| unsafe { raw::text::<'a>(one) };
        // SAFETY: so is the date.
        let published = unsafe { Date::from_raw(comment.published) };
        Self {
            id: comment.id,
            parent_id: comment.parent_id,
            kind: match comment.kind {
                HK_COMMENT_PINGBACK => CommentKind::Pingback,
                _ => CommentKind::Comment,
            },
            by_post_author: comment.flags & HK_COMMENT_BY_POST_AUTHOR != 0,
            published,
            key: text(comment.key).unwrap_or(""),
            author: text(comment.author),
            author_url: text(comment.author_url),
            text: text(comment.text).unwrap_or(""),
        }
    }

    /// Its number within this post and this call.
    #[must_use]
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// Number of the comment it answers; see [`Post::parent`](super::Post::parent).
    #[must_use]
    pub const fn parent_id(&self) -> Option<u64> {
        match self.parent_id {
            0 => None,
            id => Some(id),
        }
    }

    /// Its lasting name within the page: `comment-12`.
    #[must_use]
    pub const fn key(&self) -> &'a str {
        self.key
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> CommentKind {
        self.kind
    }

    /// Whether the post's own author wrote it.
    #[must_use]
    pub const fn by_post_author(&self) -> bool {
        self.by_post_author
    }

    /// Name the page shows for its writer.
    #[must_use]
    pub const fn author(&self) -> Option<&'a str> {
        self.author
    }

    /// Address of the writer's own site or profile.
    #[must_use]
    pub const fn author_url(&self) -> Option<&'a str> {
        self.author_url
    }

    /// When it was written.
    #[must_use]
    pub const fn published(&self) -> Option<Date<'a>> {
        self.published
    }

    /// Its words.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Its text as a place for findings.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::Comment(self.id)
    }

    /// Words of its text; see [`text::words`].
    pub fn words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::words(self.text)
    }

    /// Sentences of its text; see [`text::sentences`].
    pub fn sentences(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::sentences(self.text)
    }

    /// Paragraphs of its text; see [`text::paragraphs`].
    pub fn paragraphs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::paragraphs(self.text)
    }

    /// Questions of its text; see [`text::questions`].
    pub fn questions(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::questions(self.text)
    }
}
