//! Where a slice stands.

use std::ops::Range;

use hearken_abi::{HK_TARGET_BODY, HK_TARGET_COMMENT, HK_TARGET_TITLE};

use super::Post;

/// One of the texts of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The post's text.
    Body,
    /// The post's title.
    Title,
    /// The text of the comment with this [`Comment::id`](super::Comment::id).
    Comment(u64),
}

impl Place {
    /// Target and comment number of the ABI.
    pub(crate) const fn numbers(self) -> (u32, u64) {
        match self {
            Self::Body => (HK_TARGET_BODY, 0),
            Self::Title => (HK_TARGET_TITLE, 0),
            Self::Comment(id) => (HK_TARGET_COMMENT, id),
        }
    }
}

impl Post<'_> {
    /// Which text of this post `slice` is a part of, and where: by its address, not by its words.
    ///
    /// `None` for a text that stands elsewhere, as a copy does.
    #[must_use]
    pub fn locate(&self, slice: &str) -> Option<(Place, Range<usize>)> {
        if let Some(range) = within(self.text, slice) {
            return Some((Place::Body, range));
        }
        if let Some(range) = self.title.and_then(|title| within(title, slice)) {
            return Some((Place::Title, range));
        }
        let address = slice.as_ptr().addr();
        let all = self.addresses.get_or_init(|| self.comment_addresses());
        let after = all.partition_point(|(start, _)| *start <= address);
        let (_, index) = *all.get(after.checked_sub(1)?)?;
        let comment = &self.comments[index];
        Some((Place::Comment(comment.id()), within(comment.text(), slice)?))
    }

    fn comment_addresses(&self) -> Vec<(usize, usize)> {
        let comments = self.comments.iter().enumerate();
        let mut all: Vec<(usize, usize)> = comments
            .filter(|(_, comment)| !comment.text().is_empty())
            .map(|(index, comment)| (comment.text().as_ptr().addr(), index))
            .collect();
        all.sort_unstable();
        all
    }
}

/// The bytes of `slice` within `text`, where it is a part of it.
fn within(text: &str, slice: &str) -> Option<Range<usize>> {
    let start = slice.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    let end = start.checked_add(slice.len())?;
    (end <= text.len()).then_some(start..end)
}
