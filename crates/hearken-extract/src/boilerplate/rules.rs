//! The rules as a table: what an element must be, how much of the page's prose it may hold, and
//! what it then is.

use hearken_model::RemovedKind;

use crate::table::{Mark, Marks, Tag};

/// Where a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Anywhere.
    Anywhere,
    /// Only where no element around it says that it is the post.
    OutsidePost,
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// Name for `why`.
    pub(crate) name: &'static str,
    /// Tags it looks at; none means all blocks.
    pub(crate) tags: &'static [Tag],
    /// Marks of which one must be there; none means the tag is enough.
    pub(crate) marks: Marks,
    /// What the element is.
    pub(crate) kind: RemovedKind,
    /// Largest share of the page's prose that the element may hold: a wrapper of the whole page
    /// may bear any name.
    pub(crate) share: f32,
    /// Most characters it may have.
    pub(crate) chars: u32,
    /// Where it holds.
    pub(crate) scope: Scope,
}

const fn by_marks(name: &'static str, marks: &[Mark], kind: RemovedKind, share: f32) -> Rule {
    Rule {
        name,
        tags: &[],
        marks: Marks::of(marks),
        kind,
        share,
        chars: u32::MAX,
        scope: Scope::Anywhere,
    }
}

const fn by_tags(name: &'static str, tags: &'static [Tag], kind: RemovedKind, share: f32) -> Rule {
    Rule {
        name,
        tags,
        marks: Marks::NONE,
        kind,
        share,
        chars: u32::MAX,
        scope: Scope::Anywhere,
    }
}

const fn up_to(chars: u32, rule: Rule) -> Rule {
    Rule { chars, ..rule }
}

const fn outside(rule: Rule) -> Rule {
    Rule {
        scope: Scope::OutsidePost,
        ..rule
    }
}

/// All rules; the first that fits counts, so the more telling come first.
pub(crate) const RULES: &[Rule] = &[
    by_marks("consent-name", &[Mark::Consent], RemovedKind::Consent, 0.3),
    by_tags(
        "nav-element",
        &[Tag::Nav, Tag::Menu],
        RemovedKind::Navigation,
        0.3,
    ),
    by_marks(
        "breadcrumb-name",
        &[Mark::Breadcrumb],
        RemovedKind::Navigation,
        0.1,
    ),
    by_marks("pager-name", &[Mark::Pager], RemovedKind::Navigation, 0.2),
    by_marks(
        "comment-form-name",
        &[Mark::CommentForm],
        RemovedKind::CommentForm,
        0.3,
    ),
    by_marks("share-name", &[Mark::Share], RemovedKind::Share, 0.1),
    by_marks("related-name", &[Mark::Related], RemovedKind::Related, 0.3),
    by_marks(
        "newsletter-name",
        &[Mark::Newsletter],
        RemovedKind::Newsletter,
        0.1,
    ),
    by_marks("advert-name", &[Mark::Advert], RemovedKind::Advert, 0.2),
    by_marks("promo-name", &[Mark::Promo], RemovedKind::Advert, 0.1),
    by_marks("popup-name", &[Mark::Popup], RemovedKind::Consent, 0.1),
    by_tags("dialog-element", &[Tag::Dialog], RemovedKind::Consent, 0.1),
    by_marks(
        "author-box-name",
        &[Mark::AuthorBox],
        RemovedKind::AuthorBox,
        0.15,
    ),
    by_tags(
        "figcaption-element",
        &[Tag::Figcaption],
        RemovedKind::Caption,
        0.3,
    ),
    up_to(
        600,
        by_marks("caption-name", &[Mark::Caption], RemovedKind::Caption, 0.1),
    ),
    by_marks(
        "contents-name",
        &[Mark::Contents],
        RemovedKind::Navigation,
        0.01,
    ),
    by_marks(
        "navigation-name",
        &[Mark::Navigation],
        RemovedKind::Navigation,
        0.2,
    ),
    up_to(
        400,
        by_marks("tags-name", &[Mark::Tags], RemovedKind::Byline, 0.1),
    ),
    up_to(
        500,
        by_marks("meta-name", &[Mark::Meta], RemovedKind::Byline, 0.25),
    ),
    up_to(
        200,
        by_marks("byline-name", &[Mark::Byline], RemovedKind::Byline, 0.1),
    ),
    up_to(
        100,
        by_marks(
            "date-line-name",
            &[Mark::DateLine],
            RemovedKind::Byline,
            0.1,
        ),
    ),
    up_to(
        400,
        by_marks("tools-name", &[Mark::Tools], RemovedKind::Other, 0.1),
    ),
    by_marks("paywall-name", &[Mark::Paywall], RemovedKind::Advert, 0.1),
    by_tags("button-element", &[Tag::Button], RemovedKind::Other, 0.1),
    by_tags(
        "form-element",
        &[Tag::Form, Tag::Search],
        RemovedKind::Other,
        0.2,
    ),
    by_marks("sidebar-name", &[Mark::Sidebar], RemovedKind::Sidebar, 0.25),
    outside(by_marks(
        "widget-name",
        &[Mark::Widget],
        RemovedKind::Sidebar,
        0.2,
    )),
    by_tags("aside-element", &[Tag::Aside], RemovedKind::Sidebar, 0.25),
    by_tags("footer-element", &[Tag::Footer], RemovedKind::Footer, 0.25),
    by_marks("footer-name", &[Mark::Footer], RemovedKind::Footer, 0.2),
    outside(by_tags(
        "header-element",
        &[Tag::Header],
        RemovedKind::Header,
        0.1,
    )),
    outside(by_marks(
        "header-name",
        &[Mark::Header],
        RemovedKind::Header,
        0.1,
    )),
];
