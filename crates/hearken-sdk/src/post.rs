//! What an analyzer sees: the post, its parts and its comments, as slices of the host's memory.

mod comment;
mod parts;
mod place;

use std::cell::OnceCell;

use hearken_abi::{HK_POST_HAS_COMMENT_COUNT, HkBlock, HkImage, HkLink, HkPost};

pub use comment::{Comment, CommentKind};
pub use parts::{Block, BlockKind, Date, Image, Link, Precision};
pub use place::Place;

use crate::{
    raw::{self, Structs},
    text,
};

/// A post with its comments. Its slices live as long as the call, and can't be kept.
#[derive(Debug)]
pub struct Post<'a> {
    text: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    canonical_url: Option<&'a str>,
    language: Option<&'a str>,
    site_name: Option<&'a str>,
    published: Option<Date<'a>>,
    updated: Option<Date<'a>>,
    authors: Vec<&'a str>,
    tags: Vec<&'a str>,
    blocks: Structs<'a, HkBlock>,
    links: Structs<'a, HkLink>,
    images: Structs<'a, HkImage>,
    comments: Vec<Comment<'a>>,
    comment_count_claimed: Option<u64>,
    /// First byte and index of each comment's text, by address; filled when first asked.
    addresses: OnceCell<Vec<(usize, usize)>>,
}

impl<'a> Post<'a> {
    /// Views a post of the host.
    ///
    /// # Safety
    ///
    /// The host made `post` for a call that lasts as long as `'a`.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(crate) unsafe fn from_raw(post: &HkPost) -> Self {
        // SAFETY: the texts are the host's, and live as long as the call.
        let text = |one| unsafe { raw::text::<'a>(one) };
        // SAFETY: the dates are the host's, and live as long as the call.
        let date = |one| unsafe { Date::<'a>::from_raw(one) };
        // SAFETY: so are the lists of texts.
        let texts = |base, count| unsafe { raw::texts::<'a>(base, count) };
        // SAFETY: so are the arrays; each comes with its own count and stride.
        let blocks = unsafe { Structs::new(post.blocks, post.block_count, post.block_stride) };
        // SAFETY: as above.
        let links = unsafe { Structs::new(post.links, post.link_count, post.link_stride) };
        // SAFETY: as above.
        let images = unsafe { Structs::new(post.images, post.image_count, post.image_stride) };
        // SAFETY: as above.
        let comments =
            unsafe { Structs::new(post.comments, post.comment_count, post.comment_stride) };
        // SAFETY: each comment is the host's, and lives as long as the call.
        let comments = comments.map(|one| unsafe { Comment::<'a>::from_raw(&one) });
        Self {
            text: text(post.text).unwrap_or(""),
            title: text(post.title),
            url: text(post.url),
            canonical_url: text(post.canonical_url),
            language: text(post.language),
            site_name: text(post.site_name),
            published: date(post.published),
            updated: date(post.updated),
            authors: texts(post.authors, post.author_count),
            tags: texts(post.tags, post.tag_count),
            blocks,
            links,
            images,
            comments: comments.collect(),
            comment_count_claimed: (post.flags & HK_POST_HAS_COMMENT_COUNT != 0)
                .then_some(post.comment_count_claimed),
            addresses: OnceCell::new(),
        }
    }

    /// The author's words: NFC, blocks parted by a blank line.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Title without the site's name.
    #[must_use]
    pub const fn title(&self) -> Option<&'a str> {
        self.title
    }

    /// Address the page was read from.
    #[must_use]
    pub const fn url(&self) -> Option<&'a str> {
        self.url
    }

    /// Address the page names as its own.
    #[must_use]
    pub const fn canonical_url(&self) -> Option<&'a str> {
        self.canonical_url
    }

    /// BCP 47 tag of the language: `en`, `pt-BR`.
    #[must_use]
    pub const fn language(&self) -> Option<&'a str> {
        self.language
    }

    /// Name of the blog.
    #[must_use]
    pub const fn site_name(&self) -> Option<&'a str> {
        self.site_name
    }

    /// When the post came out.
    #[must_use]
    pub const fn published(&self) -> Option<Date<'a>> {
        self.published
    }

    /// When it was last changed.
    #[must_use]
    pub const fn updated(&self) -> Option<Date<'a>> {
        self.updated
    }

    /// Names of the authors, in the page's order.
    #[must_use]
    pub fn authors(&self) -> &[&'a str] {
        &self.authors
    }

    /// Tags and categories, in the page's order.
    #[must_use]
    pub fn tags(&self) -> &[&'a str] {
        &self.tags
    }

    /// Blocks of the text, in order.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'a>> + use<'a> {
        let text = self.text;
        self.blocks
            .clone()
            .filter_map(move |one| Block::from_raw(&one, text))
    }

    /// Links within the text, in order.
    pub fn links(&self) -> impl Iterator<Item = Link<'a>> + use<'a> {
        let text = self.text;
        #[expect(unsafe_code, reason = "reads the host's memory")]
        // SAFETY: the array was promised to be the host's when this view was made.
        let link = move |one: HkLink| unsafe { Link::from_raw(&one, text) };
        self.links.clone().filter_map(link)
    }

    /// Images of the post, in order.
    pub fn images(&self) -> impl Iterator<Item = Image<'a>> + use<'a> {
        #[expect(unsafe_code, reason = "reads the host's memory")]
        // SAFETY: the array was promised to be the host's when this view was made.
        let image = |one: HkImage| unsafe { Image::from_raw(&one) };
        self.images.clone().map(image)
    }

    /// Comments in the page's order; a reply never stands before what it answers.
    #[must_use]
    pub fn comments(&self) -> &[Comment<'a>] {
        &self.comments
    }

    /// How many comments the page says it has.
    #[must_use]
    pub const fn comment_count_claimed(&self) -> Option<u64> {
        self.comment_count_claimed
    }

    /// The comment that `comment` answers; `None` where it answers the post.
    #[must_use]
    pub fn parent(&self, comment: &Comment<'_>) -> Option<&Comment<'a>> {
        self.comment_with_id(comment.parent_id()?)
    }

    /// Direct answers to `comment`, in order.
    pub fn replies(&self, comment: &Comment<'_>) -> impl Iterator<Item = &Comment<'a>> {
        let id = comment.id();
        self.comments
            .iter()
            .filter(move |other| other.parent_id() == Some(id))
    }

    /// Words of the text; see [`text::words`].
    pub fn words(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::words(self.text)
    }

    /// Sentences of the text; see [`text::sentences`].
    pub fn sentences(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::sentences(self.text)
    }

    /// Paragraphs of the text; see [`text::paragraphs`].
    pub fn paragraphs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::paragraphs(self.text)
    }

    /// Questions of the text; see [`text::questions`].
    pub fn questions(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        text::questions(self.text)
    }

    /// The text of a place.
    #[must_use]
    pub fn text_of(&self, place: Place) -> Option<&'a str> {
        match place {
            Place::Body => Some(self.text),
            Place::Title => self.title,
            Place::Comment(id) => self.comment_with_id(id).map(Comment::text),
        }
    }

    /// The comment with this [`Comment::id`].
    fn comment_with_id(&self, id: u64) -> Option<&Comment<'a>> {
        // Hosts number the comments from 1 in order; the search is for those that don't.
        let guess = usize::try_from(id)
            .ok()
            .and_then(|id| self.comments.get(id.checked_sub(1)?));
        guess
            .filter(|comment| comment.id() == id)
            .or_else(|| self.comments.iter().find(|comment| comment.id() == id))
    }
}
