//! Names of elements as one byte.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// An element's name; `Text` for a text node, `Other` for names no rule asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Tag { Text, Other, $($variant),* }

        impl Tag {
            /// The tag of a lower-case element name.
            pub(crate) fn from_name(name: &str) -> Self {
                match name { $($name => Self::$variant,)* _ => Self::Other }
            }

            /// The name for messages.
            pub(crate) const fn name(self) -> &'static str {
                match self { Self::Text => "text", Self::Other => "element", $(Self::$variant => $name),* }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Article "article", Aside "aside", Audio "audio", B "b",
    Base "base", Big "big", Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas",
    Caption "caption", Center "center", Cite "cite", Code "code", Dd "dd", Del "del",
    Details "details", Dfn "dfn", Dialog "dialog", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer",
    Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header",
    Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input",
    Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link", Main "main", Mark "mark",
    Math "math", Menu "menu", Meta "meta", Nav "nav", Noscript "noscript", Object "object", Ol "ol",
    Option "option", P "p", Picture "picture", Pre "pre", Q "q", S "s", Samp "samp", Script "script",
    Search "search", Section "section", Select "select", Small "small", Source "source", Span "span",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table",
    Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th",
    Thead "thead", Time "time", Title "title", Tr "tr", U "u", Ul "ul", Var "var", Video "video",
    Wbr "wbr",
}

impl Tag {
    /// Whether the element starts a block of its own, by the default style sheet of HTML.
    pub(crate) const fn is_block(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Caption
                | Self::Center
                | Self::Dd
                | Self::Details
                | Self::Dialog
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Header
                | Self::Hgroup
                | Self::Hr
                | Self::Html
                | Self::Legend
                | Self::Li
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::P
                | Self::Pre
                | Self::Search
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Tbody
                | Self::Td
                | Self::Tfoot
                | Self::Th
                | Self::Thead
                | Self::Tr
                | Self::Ul
        )
    }

    /// 1 to 6 for `h1` to `h6`.
    pub(crate) const fn heading_level(self) -> Option<u8> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// Whether the element's text is never shown as words of the page.
    pub(crate) const fn is_silent(self) -> bool {
        matches!(
            self,
            Self::Head
                | Self::Script
                | Self::Style
                | Self::Noscript
                | Self::Template
                | Self::Svg
                | Self::Math
                | Self::Iframe
                | Self::Object
                | Self::Audio
                | Self::Video
                | Self::Canvas
                | Self::Select
                | Self::Option
                | Self::Textarea
                | Self::Title
        )
    }
}
