//! OPML lists of feeds.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use url::Url;

use super::{RecognizeError, repair};

/// One feed of an OPML list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpmlFeed {
    /// Its name in the list.
    pub title: Option<String>,
    /// Where the feed is.
    pub xml_url: Url,
    /// Where the site is.
    pub html_url: Option<Url>,
}

/// Reads the feeds of a list at any depth of its folders; of a broken list, those before the break.
pub(super) fn parse(text: &str, base: &Url) -> Result<Vec<OpmlFeed>, RecognizeError> {
    let text = repair::repair(text);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut feeds: Vec<OpmlFeed> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
                    feeds.extend(feed(&tag, base));
                }
            }
            Ok(Event::Eof) => return Ok(feeds),
            Ok(_) => {}
            Err(source) if feeds.is_empty() => {
                return Err(RecognizeError::Xml {
                    what: "OPML list",
                    url: base.clone(),
                    source: Box::new(source),
                });
            }
            Err(_) => return Ok(feeds),
        }
    }
}

fn feed(tag: &BytesStart<'_>, base: &Url) -> Option<OpmlFeed> {
    let value = |name: &str| {
        let attribute = tag
            .html_attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case(name))?;
        let value = super::xml::unescape(&attribute.value).trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let address = |name| {
        base.join(&value(name)?)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    Some(OpmlFeed {
        title: value("title").or_else(|| value("text")),
        xml_url: address("xmlurl")?,
        html_url: address("htmlurl"),
    })
}
