//! What an element's class, id, role and own name say it is, as bits.

macro_rules! marks {
    ($($(#[$doc:meta])* $variant:ident $name:literal),* $(,)?) => {
        /// Something that an element says of itself. The words for each lie in `data/names.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Mark { $($(#[$doc])* $variant),* }

        impl Mark {
            /// All marks with their names in the data file.
            pub(super) const NAMED: &'static [(&'static str, Mark)] = &[$(($name, Mark::$variant)),*];
        }
    };
}

marks! {
    /// Readers' comments: one of them, their list, or the area around them.
    Comment "comment",
    /// The form to write one.
    CommentForm "comment-form",
    /// Buttons to share.
    Share "share",
    /// Related or recommended posts.
    Related "related",
    /// The box about the author.
    AuthorBox "author-box",
    /// The line that names the author, and the author's name in it.
    Byline "byline",
    /// The date line.
    DateLine "date-line",
    /// Categories and tags.
    Tags "tags",
    /// Line of facts about the post: byline, date, categories, reading time.
    Meta "meta",
    /// Menus.
    Navigation "navigation",
    /// The way to this page from the home page.
    Breadcrumb "breadcrumb",
    /// Links to the pages or posts before and after.
    Pager "pager",
    /// Sidebars and widgets.
    Sidebar "sidebar",
    /// Small tools of a theme, which page builders also use for the post's own parts.
    Widget "widget",
    /// The head of the page.
    Header "header",
    /// The foot of the page.
    Footer "footer",
    /// Newsletter and subscription boxes.
    Newsletter "newsletter",
    /// Advertising.
    Advert "advert",
    /// Calls to buy, try or sign up.
    Promo "promo",
    /// Cookie and consent notices.
    Consent "consent",
    /// Pop-ups, overlays, banners.
    Popup "popup",
    /// Captions and credits of images.
    Caption "caption",
    /// Tables of contents.
    Contents "contents",
    /// Login, search, ratings, print and other tools.
    Tools "tools",
    /// Said to screen readers alone.
    ScreenReader "screen-reader",
    /// Hidden by a class.
    HiddenName "hidden",
    /// The body of the post.
    PostBody "post-body",
    /// The post with its head and foot.
    PostWhole "post-whole",
    /// The main part of the page.
    MainPart "main-part",
    /// A card or teaser of another post.
    Teaser "teaser",
    /// The subtitle or summary that the author put above the post.
    Standfirst "standfirst",
    /// The title of the post.
    PostTitle "post-title",
    /// A paywall or a call to register to read on.
    Paywall "paywall",
    /// Nothing: a longer entry that keeps the words within it from being read as another mark.
    Neutral "neutral",
    /// A pull quote: words of the post set apart and printed twice.
    PullQuote "pull-quote",
}

/// A set of [`Mark`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u64);

impl Marks {
    /// The set without marks.
    pub(crate) const NONE: Self = Self(0);

    /// The set of `marks`.
    pub(crate) const fn of(marks: &[Mark]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < marks.len() {
            bits |= 1 << marks[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Whether `mark` is in the set.
    pub(crate) const fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u8) != 0
    }

    /// Whether any of `other` is in the set.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without `mark`.
    pub(crate) const fn without(self, mark: Mark) -> Self {
        Self(self.0 & !(1 << mark as u8))
    }
}
