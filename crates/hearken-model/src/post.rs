//! The reading of one page.

use serde::{Deserialize, Serialize};

use crate::{Comment, ContentHash, PageDate, Span};

/// The author's article on a page, the comments under it, and what was left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Address the page was read from, where known.
    pub url: Option<String>,
    /// Address the page names as its own (`rel=canonical`).
    pub canonical_url: Option<String>,
    /// Title without the site's name.
    pub title: Option<String>,
    /// Names of the authors, in the page's order.
    pub authors: Vec<String>,
    /// When the post came out.
    pub published: Option<PageDate>,
    /// The date as it stood on the page.
    pub published_raw: Option<String>,
    /// When it was last changed.
    pub updated: Option<PageDate>,
    /// BCP 47 tag of the post's language.
    pub language: Option<String>,
    /// Name of the blog.
    pub site_name: Option<String>,
    /// Tags and categories, in the page's order, without doubles.
    pub tags: Vec<String>,
    /// The post's words, NFC; blocks are parted by a blank line.
    pub text: String,
    /// The blocks of `text`, in order, not overlapping.
    pub blocks: Vec<Block>,
    /// Links within `text`.
    pub links: Vec<Link>,
    /// Images of the post.
    pub images: Vec<Image>,
    /// Comments in the page's order; a reply never stands before what it answers.
    pub comments: Vec<Comment>,
    /// How many comments the page says it has.
    pub comment_count_claimed: Option<u32>,
    /// What was left out of `text` and of the comments.
    pub removed: Vec<Removed>,
}

/// One block of a post's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// 1 to 6 of a heading, or the depth from 1 of a list item.
    pub level: Option<u8>,
    /// Its place in the post's text.
    pub span: Span,
}

/// Kinds of [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// Code or other preformatted text.
    Code,
    /// A row of a table.
    TableRow,
}

impl BlockKind {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading => "heading",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::TableRow => "table-row",
        }
    }
}

/// A link in a post's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// Absolute address where the page's own is known, else as written.
    pub href: String,
    /// The linked words in the post's text.
    pub span: Span,
}

/// An image of a post.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Image {
    /// Absolute address where the page's own is known, else as written.
    pub src: String,
    /// The alternative text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alt: Option<String>,
}

/// A piece of the page that belongs neither to the post nor to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Removed {
    /// What it is.
    pub kind: RemovedKind,
    /// Its words.
    pub text: String,
    /// Name of the rule that removed it, and what the rule saw.
    pub why: String,
}

/// The closed list of what gets removed; documented in `docs/reading.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemovedKind {
    /// The form to write a comment, its labels and hints.
    CommentForm,
    /// Reply links, counts, pagers and notices around the comments.
    CommentChrome,
    /// Buttons to share or like.
    Share,
    /// Related or recommended posts.
    Related,
    /// The box about the author.
    AuthorBox,
    /// Byline, date line, categories and tags around the post.
    Byline,
    /// Menus, breadcrumbs, links to the previous and next post.
    Navigation,
    /// Sidebar and its widgets, blogroll, archive lists, latest comments.
    Sidebar,
    /// Page header and site title.
    Header,
    /// Page footer and legal notes.
    Footer,
    /// Newsletter and subscription boxes.
    Newsletter,
    /// Advertising, and calls to buy or sign up.
    Advert,
    /// Cookie and consent notices, pop-ups.
    Consent,
    /// Captions and credits of images.
    Caption,
    /// Shortcodes and template marks left in text.
    Shortcode,
    /// A second copy of words already taken.
    Duplicate,
    /// What the page hides from its readers.
    Hidden,
    /// Other text outside the post.
    Other,
}

impl RemovedKind {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommentForm => "comment-form",
            Self::CommentChrome => "comment-chrome",
            Self::Share => "share",
            Self::Related => "related",
            Self::AuthorBox => "author-box",
            Self::Byline => "byline",
            Self::Navigation => "navigation",
            Self::Sidebar => "sidebar",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Newsletter => "newsletter",
            Self::Advert => "advert",
            Self::Consent => "consent",
            Self::Caption => "caption",
            Self::Shortcode => "shortcode",
            Self::Duplicate => "duplicate",
            Self::Hidden => "hidden",
            Self::Other => "other",
        }
    }
}

impl Post {
    /// Hash of the author's content: a change of it makes a new revision.
    ///
    /// Covers title, authors, text and block kinds. Dates, tags, addresses, comments and what was
    /// removed are left out: sites rewrite those without the author writing a word.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        let mut parts: Vec<&[u8]> = vec![b"post/1", self.title.as_deref().unwrap_or("").as_bytes()];
        parts.extend(self.authors.iter().map(String::as_bytes));
        parts.push(self.text.as_bytes());
        parts.extend(
            self.blocks
                .iter()
                .map(|block| block.kind.as_str().as_bytes()),
        );
        ContentHash::of_parts(parts)
    }

    /// Hash of all an analyzer is shown, the post **and** its comments: the first part of the key
    /// under which a run over it is remembered.
    #[must_use]
    pub fn shown_hash(&self) -> ContentHash {
        let shown = Self {
            removed: Vec::new(),
            ..self.clone()
        };
        // A struct of strings, numbers and lists always serialises.
        let bytes = serde_json::to_vec(&shown).unwrap_or_default();
        ContentHash::of(&bytes)
    }

    /// The comment with this key.
    #[must_use]
    pub fn comment(&self, key: &str) -> Option<&Comment> {
        self.comments.iter().find(|comment| comment.key == key)
    }
}
