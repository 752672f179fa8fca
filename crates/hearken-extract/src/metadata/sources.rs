//! What the head of a page says: `meta`, `link`, `title` and JSON-LD.

use crate::table::{NodeId, Page, Tag, squash};

/// The statements of the head, in page order.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// `name`, `property` or `itemprop` in lower case, and content.
    meta: Vec<(String, String)>,
    /// `rel` in lower case, and address.
    links: Vec<(String, String)>,
    /// The first `title`.
    pub(crate) title: Option<String>,
}

impl Sources {
    /// Collects them.
    pub(crate) fn of(page: &Page<'_>) -> Self {
        let mut sources = Self::default();
        for id in 0..page.nodes.len() {
            match page.node(id).tag {
                Tag::Meta => sources.add_meta(page, id),
                Tag::Link => {
                    if let (Some(rel), Some(href)) = (page.attr(id, "rel"), page.attr(id, "href")) {
                        sources
                            .links
                            .push((rel.to_ascii_lowercase(), href.trim().to_owned()));
                    }
                }
                Tag::Title if sources.title.is_none() => {
                    let title = squash(&page.raw_text(id));
                    sources.title = Some(title).filter(|title| !title.is_empty());
                }
                _ => {}
            }
        }
        sources
    }

    fn add_meta(&mut self, page: &Page<'_>, id: NodeId) {
        let Some(content) = page.attr(id, "content").map(squash) else {
            return;
        };
        if content.is_empty() {
            return;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = page.attr(id, attribute) {
                self.meta
                    .push((name.trim().to_ascii_lowercase(), content.clone()));
            }
        }
    }

    /// The first content of a `meta` with one of these names, the names in order of trust.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas(name).next())
    }

    /// All contents of the `meta`s with this name.
    pub(crate) fn metas<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.meta
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, content)| content.as_str())
    }

    /// The first address with this `rel`.
    pub(crate) fn link(&self, rel: &str) -> Option<&str> {
        let has = |rels: &str| rels.split_ascii_whitespace().any(|one| one == rel);
        self.links
            .iter()
            .find(|(rels, _)| has(rels))
            .map(|(_, href)| href.as_str())
    }
}

/// A statement in one line, with the character references that JSON-LD keeps resolved.
pub(crate) fn plain_line(text: &str) -> String {
    let mut line = squash(text);
    if line.contains('&') {
        for (reference, character) in [
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#034;", "\""),
            ("&#39;", "'"),
            ("&#039;", "'"),
            ("&apos;", "'"),
            ("&nbsp;", " "),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&#8217;", "’"),
            ("&#8216;", "‘"),
            ("&#8220;", "“"),
            ("&#8221;", "”"),
            ("&#8211;", "–"),
            ("&#8212;", "—"),
            ("&#8230;", "…"),
            ("&rsquo;", "’"),
            ("&lsquo;", "‘"),
            ("&ldquo;", "“"),
            ("&rdquo;", "”"),
            ("&ndash;", "–"),
            ("&mdash;", "—"),
            ("&hellip;", "…"),
            ("&#038;", "&"),
            ("&#38;", "&"),
            ("&amp;", "&"),
        ] {
            line = line.replace(reference, character);
        }
    }
    line
}
