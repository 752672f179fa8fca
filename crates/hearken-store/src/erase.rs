//! Erasing all that one commenter wrote, everywhere and for good.

mod forget;
mod known;
mod words;

use std::path::PathBuf;

use hearken_model::PostId;
use time::OffsetDateTime;

pub(crate) use known::Erased;

/// Whose comments to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseRequest {
    /// The name as comments show it; case, punctuation and spaces do not count.
    pub name: String,
    /// Only those who also gave this address.
    pub author_url: Option<String>,
    /// Now.
    pub at: OffsetDateTime,
}

/// What goes, or went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EraseReport {
    /// Posts under which they wrote.
    pub posts: Vec<PostId>,
    /// Their comments, gone ones too.
    pub comments: usize,
    /// Earlier words of theirs.
    pub versions: usize,
    /// Findings of those posts: all go, and the analyzers see the posts anew.
    pub findings: usize,
    /// Archived pages that hold their words or name. What is deleted cannot be extracted again
    /// until it is fetched again.
    pub pages: usize,
    /// Pieces left out of posts (lists of the latest comments) that name them.
    pub removed_pieces: usize,
    /// Copies made before migrations, which hold the words too. Copies made elsewhere by
    /// `backup` are not known here: they are the user's to delete.
    pub copies: Vec<PathBuf>,
}
