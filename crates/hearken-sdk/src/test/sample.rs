//! Posts for tests.

use std::ops::Range;

/// A post to show to an analyzer.
#[derive(Debug, Clone, Default)]
pub struct TestPost {
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) published: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<(Range<usize>, String)>,
    pub(super) comments: Vec<TestComment>,
}

impl TestPost {
    /// A post with this text; its paragraphs become its blocks.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// With a title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// With an address.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// With a language, as a BCP 47 tag.
    #[must_use]
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// With the blog's name.
    #[must_use]
    pub fn site_name(mut self, name: impl Into<String>) -> Self {
        self.site_name = Some(name.into());
        self
    }

    /// With the day it came out, `2014-10-29`.
    #[must_use]
    pub fn published(mut self, day: impl Into<String>) -> Self {
        self.published = Some(day.into());
        self
    }

    /// With one more author.
    #[must_use]
    pub fn author(mut self, name: impl Into<String>) -> Self {
        self.authors.push(name.into());
        self
    }

    /// With one more tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// With a link on the first `words` of the text.
    ///
    /// # Panics
    ///
    /// Where the text does not have these words.
    #[must_use]
    pub fn link(mut self, words: &str, href: impl Into<String>) -> Self {
        let Some(start) = self.text.find(words) else {
            panic!("the text has no `{words}`");
        };
        self.links.push((start..start + words.len(), href.into()));
        self
    }

    /// With one more comment.
    #[must_use]
    pub fn comment(mut self, comment: TestComment) -> Self {
        self.comments.push(comment);
        self
    }
}

/// A comment of a [`TestPost`].
#[derive(Debug, Clone, Default)]
pub struct TestComment {
    pub(super) key: String,
    pub(super) reply_to: Option<String>,
    pub(super) pingback: bool,
    pub(super) author: Option<String>,
    pub(super) author_url: Option<String>,
    pub(super) published: Option<String>,
    pub(super) text: String,
    pub(super) by_post_author: bool,
}

impl TestComment {
    /// A comment with its key within the page and its text.
    pub fn new(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// With the name of its writer.
    #[must_use]
    pub fn author(mut self, name: impl Into<String>) -> Self {
        self.author = Some(name.into());
        self
    }

    /// With the address of its writer.
    #[must_use]
    pub fn author_url(mut self, url: impl Into<String>) -> Self {
        self.author_url = Some(url.into());
        self
    }

    /// With the day it was written, `2014-10-29`.
    #[must_use]
    pub fn published(mut self, day: impl Into<String>) -> Self {
        self.published = Some(day.into());
        self
    }

    /// As an answer to the comment with this key, which the post already has.
    #[must_use]
    pub fn reply_to(mut self, key: impl Into<String>) -> Self {
        self.reply_to = Some(key.into());
        self
    }

    /// As written by the post's own author.
    #[must_use]
    pub const fn by_post_author(mut self) -> Self {
        self.by_post_author = true;
        self
    }

    /// As a notice that another site links here.
    #[must_use]
    pub const fn pingback(mut self) -> Self {
        self.pingback = true;
        self
    }
}
