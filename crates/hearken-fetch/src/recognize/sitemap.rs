//! Sitemaps by the protocol of sitemaps.org.

use quick_xml::{Reader, events::Event};
use url::Url;

use super::{RecognizeError, xml};
use crate::hosts::host_name;

/// Entries read of one sitemap, the protocol's own limit.
const MAX_ENTRIES: usize = 50_000;

/// The addresses of a sitemap that lie on its own host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SitemapDocument {
    /// Pages, in order.
    pub urls: Vec<Url>,
    /// Further sitemaps, in order.
    pub sitemaps: Vec<Url>,
    /// How many addresses were left out, since a sitemap speaks for its own host only.
    pub foreign: usize,
}

impl SitemapDocument {
    fn add(&mut self, base: &Url, text: &str, is_sitemap: bool) {
        let text = text.trim();
        let Ok(url) = base.join(text) else { return };
        if text.is_empty() || !matches!(url.scheme(), "http" | "https") {
            return;
        }
        if host_name(&url) != host_name(base) {
            self.foreign += 1;
        } else if self.urls.len() + self.sitemaps.len() < MAX_ENTRIES {
            if is_sitemap {
                self.sitemaps.push(url);
            } else {
                self.urls.push(url);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.urls.is_empty() && self.sitemaps.is_empty()
    }
}

/// Reads a sitemap or an index; of a broken one, what stands before the break.
pub(super) fn parse_xml(text: &str, base: &Url) -> Result<SitemapDocument, RecognizeError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let mut found = SitemapDocument::default();
    let mut place = Place::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => place.open(tag.local_name().as_ref()),
            Ok(Event::End(tag)) => {
                if let Some((address, is_sitemap)) = place.close(tag.local_name().as_ref()) {
                    found.add(base, &address, is_sitemap);
                }
            }
            Ok(Event::Text(part)) => place.push(&part),
            Ok(Event::CData(part)) => place.push(&part),
            Ok(Event::GeneralRef(name)) => {
                place.push(&xml::reference(&name));
            }
            Ok(Event::Eof) => return Ok(found),
            Ok(_) => {}
            Err(source) if found.is_empty() => {
                return Err(RecognizeError::Xml {
                    what: "sitemap",
                    url: base.clone(),
                    source: Box::new(source),
                });
            }
            Err(_) => return Ok(found),
        }
    }
}

/// Where the reader stands: only a `loc` right under `url` or `sitemap` is an entry, while those of
/// the image and video extensions are not.
#[derive(Debug, Default)]
struct Place {
    in_entry: bool,
    is_sitemap: bool,
    nested: usize,
    address: Option<String>,
}

impl Place {
    fn open(&mut self, name: &str) {
        match name {
            "url" | "sitemap" if !self.in_entry => {
                self.in_entry = true;
                self.is_sitemap = name == "sitemap";
                self.nested = 0;
            }
            "loc" if self.in_entry && self.nested == 0 => self.address = Some(String::new()),
            _ if self.in_entry => self.nested += 1,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(address) = &mut self.address {
            address.push_str(text);
        }
    }

    fn close(&mut self, name: &str) -> Option<(String, bool)> {
        match name {
            "loc" if self.nested == 0 => {
                return self.address.take().map(|text| (text, self.is_sitemap));
            }
            "url" | "sitemap" if self.nested == 0 => self.in_entry = false,
            _ => self.nested = self.nested.saturating_sub(1),
        }
        None
    }
}

/// Reads the plain form: one address a line.
pub(super) fn parse_text(text: &str, base: &Url) -> SitemapDocument {
    let mut found = SitemapDocument::default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        found.add(base, line, false);
    }
    found
}
