//! What readers, and the author, wrote under a post.

use serde::{Deserialize, Serialize};

use crate::PageDate;

/// One answer under a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Comment {
    /// Unique within its page: the page's own id (`comment-12`) where it has one, else made from
    /// the place (`c3` for the third).
    pub key: String,
    /// Key of the comment this one answers; `None` when it answers the post.
    pub reply_to: Option<String>,
    /// What it is.
    pub kind: CommentKind,
    /// Name the page shows for its writer.
    pub author: Option<String>,
    /// Address of the writer's own site or profile.
    pub author_url: Option<String>,
    /// When it was written.
    pub published: Option<PageDate>,
    /// The date as it stood on the page.
    pub published_raw: Option<String>,
    /// The words, paragraphs parted by a blank line.
    pub text: String,
    /// Whether the post's own author wrote it.
    pub by_post_author: bool,
}

/// What stands in the list of comments.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CommentKind {
    /// Words of a person.
    #[default]
    Comment,
    /// A notice that another site links here (pingback, trackback).
    Pingback,
}

impl CommentKind {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Pingback => "pingback",
        }
    }
}
