//! What a page's JSON-LD says of its article.

use serde_json::{Map, Value};

/// Types that stand for a post. Sub-types of `Article` in schema.org that pages use.
const ARTICLE_TYPES: &[&str] = &[
    "Article",
    "BlogPosting",
    "NewsArticle",
    "TechArticle",
    "Report",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ReportageNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "DiscussionForumPosting",
    "Review",
    "Recipe",
    "HowTo",
    "MedicalWebPage",
];

/// Most objects looked at in one page.
const MAX_OBJECTS: usize = 2_000;

/// The statements of JSON-LD about the post.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct JsonLd {
    /// `headline`, else `name`.
    pub(crate) headline: Option<String>,
    /// Names of persons under `author` or `creator`.
    pub(crate) authors: Vec<String>,
    /// `datePublished`.
    pub(crate) published: Option<String>,
    /// `dateModified`.
    pub(crate) modified: Option<String>,
    /// `articleSection` and `keywords`.
    pub(crate) tags: Vec<String>,
    /// `inLanguage`.
    pub(crate) language: Option<String>,
    /// Name of the `WebSite` or `Blog`.
    pub(crate) site_name: Option<String>,
    /// Name of the publisher, which may be that of the service.
    pub(crate) publisher: Option<String>,
}

impl JsonLd {
    /// Reads the scripts of a page; what is no JSON is passed over.
    pub(crate) fn read(scripts: &[&str]) -> Self {
        let roots: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let objects = all_objects(&roots);
        let mut found = Self::default();
        let article = objects
            .iter()
            .find(|object| is_type(object, ARTICLE_TYPES) && object.contains_key("datePublished"))
            .or_else(|| objects.iter().find(|object| is_type(object, ARTICLE_TYPES)))
            .or_else(|| objects.iter().find(|object| is_type(object, &["WebPage"])));
        if let Some(article) = article {
            found.add_article(article, &objects);
        }
        let site = objects
            .iter()
            .find(|object| is_type(object, &["WebSite", "Blog"]));
        found.site_name = site.and_then(|site| text(site, "name"));
        found.publisher =
            article.and_then(|article| names(article.get("publisher"), &objects).pop());
        found
    }

    fn add_article(&mut self, article: &Map<String, Value>, objects: &[&Map<String, Value>]) {
        self.headline = text(article, "headline").or_else(|| text(article, "name"));
        self.authors = names(
            article.get("author").or_else(|| article.get("creator")),
            objects,
        );
        if !self.authors.is_empty() {
            // Where a system knows one author only, the others are contributors.
            self.authors
                .extend(names(article.get("contributor"), objects));
        }
        self.published = text(article, "datePublished").or_else(|| text(article, "dateCreated"));
        self.modified = text(article, "dateModified");
        self.language = text(article, "inLanguage");
        for key in ["articleSection", "keywords"] {
            match article.get(key) {
                Some(Value::String(list)) => {
                    self.tags
                        .extend(list.split(',').map(|tag| tag.trim().to_owned()));
                }
                Some(Value::Array(list)) => {
                    self.tags
                        .extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                _ => {}
            }
        }
    }
}

/// JSON as pages write it: with comment marks around it and raw line breaks within strings.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let mended: String = script
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&mended).ok()
    })
}

/// All objects, outer ones first.
fn all_objects(roots: &[Value]) -> Vec<&Map<String, Value>> {
    let mut objects = Vec::new();
    let mut waiting: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(object) if objects.len() < MAX_OBJECTS => {
                objects.push(object);
                waiting.extend(
                    object
                        .values()
                        .filter(|value| value.is_array() || value.is_object()),
                );
            }
            _ => {}
        }
    }
    objects
}

fn is_type(object: &Map<String, Value>, types: &[&str]) -> bool {
    let known = |name: &str| types.contains(&name.rsplit('/').next().unwrap_or(name));
    match object.get("@type") {
        Some(Value::String(name)) => known(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(known),
        _ => false,
    }
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = match object.get(key)? {
        Value::Array(items) => items.first()?,
        value => value,
    };
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(inner) => inner
            .get("name")
            .or_else(|| inner.get("@value"))?
            .as_str()?,
        _ => return None,
    };
    Some(super::plain_line(text)).filter(|text| !text.is_empty())
}

/// Names of persons (or, for want of them, others) that a value names, refers to or holds.
fn names(value: Option<&Value>, objects: &[&Map<String, Value>]) -> Vec<String> {
    let items: &[Value] = match value {
        None => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(value) => std::slice::from_ref(value),
    };
    items
        .iter()
        .filter_map(|item| match item {
            Value::String(name) => Some(super::plain_line(name)),
            Value::Object(object) => text(object, "name").or_else(|| {
                let id = object.get("@id")?.as_str()?;
                let named = |other: &&&Map<String, Value>| {
                    other.get("@id").and_then(Value::as_str) == Some(id)
                        && other.contains_key("name")
                };
                objects
                    .iter()
                    .find(named)
                    .and_then(|other| text(other, "name"))
            }),
            _ => None,
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::JsonLd;

    #[test]
    fn reads_graphs_references_and_broken_strings() {
        let script = r#"{"@graph": [
            {"@type": "WebSite", "name": "The Shed"},
            {"@type": ["Article", "BlogPosting"], "headline": "A &amp; B", "datePublished": "2014-10-29",
             "author": {"@id": "x"}, "keywords": "tea, cups"},
            {"@type": "Person", "@id": "x", "name": "Ann Lee"}]}"#;
        let found = JsonLd::read(&["no json", &script.replace("The Shed", "The\nShed")]);
        assert_eq!(found.headline.as_deref(), Some("A & B"));
        assert_eq!(found.authors, ["Ann Lee"]);
        assert_eq!(found.published.as_deref(), Some("2014-10-29"));
        assert_eq!(found.tags, ["tea", "cups"]);
        assert_eq!(found.site_name.as_deref(), Some("The Shed"));
    }
}
