//! What a user names as a source, and what kind it is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use url::Url;

/// Where posts come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// What it is taken for.
    pub kind: SourceKind,
    /// Where it is.
    pub place: Place,
}

/// What a source is taken for; [`SourceKind::Auto`] looks at the content.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Told by the content: a post's page, a feed, a sitemap or an OPML list.
    #[default]
    Auto,
    /// A feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// A list of feeds.
    Opml,
}

impl SourceKind {
    /// The word that stands for it in the database and in pipelines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "page",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Opml => "opml",
        }
    }
}

/// Where a source is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// On the web.
    Web(Url),
    /// A local file.
    File(PathBuf),
    /// A local folder, read with all below it.
    Folder(PathBuf),
}

/// A text that names no source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// It looks like an address but is none.
    #[error("`{text}` is no address: {source}")]
    Address {
        /// As given.
        text: String,
        /// What is wrong with it.
        source: url::ParseError,
    },
    /// Another scheme than http and https.
    #[error("`{text}` has the scheme `{scheme}`; only http and https are fetched")]
    Scheme {
        /// As given.
        text: String,
        /// Its scheme.
        scheme: String,
    },
    /// Neither an address nor a file.
    #[error(
        "there is no file `{text}`, and it is no http address; {}",
        advice(text)
    )]
    NotFound {
        /// As given.
        text: String,
    },
}

/// What to do about a text that is neither file nor address.
fn advice(text: &str) -> String {
    let (host, _) = text.split_once('/').unwrap_or((text, ""));
    let is_host = host
        .split_once('.')
        .is_some_and(|(name, end)| !name.is_empty() && !end.is_empty());
    if is_host && !is_page(Path::new(text)) {
        format!("did you mean `https://{text}`?")
    } else {
        "look the path up".to_owned()
    }
}

impl SourceError {
    /// The word of `docs/reasons.md` for it.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Address { .. } => "bad-address",
            Self::Scheme { .. } => "scheme",
            Self::NotFound { .. } => "no-file",
        }
    }
}

impl Source {
    /// Reads what a user typed: an http(s) address, a file or a folder.
    ///
    /// # Errors
    ///
    /// A [`SourceError`] that says what is wrong with it.
    pub fn parse(text: &str, kind: SourceKind) -> Result<Self, SourceError> {
        let path = Path::new(text);
        if path.is_dir() {
            return Ok(Self {
                kind,
                place: Place::Folder(path.to_owned()),
            });
        }
        if path.is_file() {
            return Ok(Self {
                kind,
                place: Place::File(path.to_owned()),
            });
        }
        let Some((scheme, _)) = text.split_once("://") else {
            return Err(SourceError::NotFound {
                text: text.to_owned(),
            });
        };
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(SourceError::Scheme {
                text: text.to_owned(),
                scheme,
            });
        }
        let url = Url::parse(text).map_err(|source| SourceError::Address {
            text: text.to_owned(),
            source,
        })?;
        Ok(Self {
            kind,
            place: Place::Web(url),
        })
    }

    /// The text under which the store knows the source: the address, or the file's absolute path.
    #[must_use]
    pub fn location(&self) -> String {
        match &self.place {
            Place::Web(url) => url.to_string(),
            Place::File(path) | Place::Folder(path) => file_url(path),
        }
    }
}

/// The `file://` address of a path; its absolute form where the system can tell it.
#[must_use]
pub fn file_url(path: &Path) -> String {
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    Url::from_file_path(&absolute).map_or_else(|()| absolute.display().to_string(), String::from)
}

/// Endings of files that a folder is searched for; each also with `.gz`.
const PAGE_ENDINGS: &[&str] = &["html", "htm", "xhtml", "txt"];

/// What a folder holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FolderPages {
    /// Its pages, sorted by path, so that a run's order does not hang on the disk's.
    pub pages: Vec<PathBuf>,
    /// The front page of a saved site, `index.html` in the folder itself, which is no post; left
    /// out only where there are other pages.
    pub front: Option<PathBuf>,
    /// What could not be listed, and why.
    pub problems: Vec<String>,
}

/// The pages in `folder` and below.
#[must_use]
pub fn pages_below(folder: &Path) -> FolderPages {
    let mut found = FolderPages::default();
    for entry in walkdir::WalkDir::new(folder)
        .follow_links(false)
        .sort_by_file_name()
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_page(entry.path()) => {
                found.pages.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => {
                found
                    .problems
                    .push(format!("cannot list `{}`: {error}", folder.display()));
            }
        }
    }
    let is_front = |page: &PathBuf| {
        let name = page
            .file_stem()
            .map(|stem| stem.to_string_lossy().to_lowercase());
        page.parent() == Some(folder) && name.is_some_and(|name| name == "index")
    };
    let front = found
        .pages
        .iter()
        .position(is_front)
        .filter(|_| found.pages.len() > 1);
    found.front = front.map(|at| found.pages.remove(at));
    found
}

impl FolderPages {
    /// A sentence on the front page that was left out.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        let front = self.front.as_ref()?.display();
        Some(format!(
            "`{front}` is left out as the folder's front page; name it to read it"
        ))
    }
}

/// Whether the name ends as a page's does.
#[must_use]
pub fn is_page(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    // A saved site has one beside its pages; it speaks to programs.
    if name == "robots.txt" {
        return false;
    }
    name.rsplit_once('.')
        .is_some_and(|(_, end)| PAGE_ENDINGS.contains(&end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_addresses_from_files() {
        let here = env!("CARGO_MANIFEST_DIR");
        let parse = |text: &str| Source::parse(text, SourceKind::Auto);
        assert!(matches!(
            parse("https://example.org/a").unwrap().place,
            Place::Web(_)
        ));
        assert!(matches!(parse(here).unwrap().place, Place::Folder(_)));
        assert!(matches!(
            parse(&format!("{here}/Cargo.toml")).unwrap().place,
            Place::File(_)
        ));
        for (text, wanted) in [
            ("ftp://example.org/", "scheme `ftp`"),
            ("http://", "is no address"),
            (
                "example.org/blog",
                "did you mean `https://example.org/blog`",
            ),
            ("gone.html", "look the path up"),
            ("../gone", "look the path up"),
            ("folder/", "look the path up"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn leaves_out_the_front_page_of_many() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index.html");
        fs::write(&index, "x").unwrap();
        assert_eq!(pages_below(folder.path()).pages, vec![index]);
        fs::create_dir(folder.path().join("post")).unwrap();
        let post = folder.path().join("post/index.html");
        fs::write(&post, "x").unwrap();
        let found = pages_below(folder.path());
        assert_eq!(found.pages, vec![post]);
        assert!(
            found
                .remark()
                .is_some_and(|remark| remark.contains("front page"))
        );
    }

    #[test]
    fn knows_pages_by_their_ending() {
        for (name, page) in [
            ("a.html", true),
            ("a.HTM", true),
            ("a.txt.gz", true),
            ("a.json", false),
            ("html", false),
            ("expected.json", false),
            ("robots.txt", false),
        ] {
            assert_eq!(is_page(Path::new(name)), page, "{name}");
        }
    }
}
