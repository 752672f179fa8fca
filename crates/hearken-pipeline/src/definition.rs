//! Pipelines written down: a TOML file with `[ingest]`, `[analyze]` and `[report]`.
//!
//! ```toml
//! name = "morning"
//!
//! [ingest]
//! delay = "2s"
//! sources = [
//!     { feed = "https://example.org/feed/" },
//!     { url = "https://example.org/2021/05/a-post/" },
//!     { path = "saved-pages" },
//! ]
//!
//! [analyze]
//! analyzers = ["mentions", "conversation"]
//!
//! [analyze.config.mentions]
//! watch = [{ name = "Ada Lovelace" }]
//!
//! [report]
//! html = "morning.html"
//! fail-on = "alert"
//! ```
//!
//! `${name}` stands for a value given with `--set name=value`; relative paths start at the file.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hearken_model::Severity;
use serde::Deserialize;

use crate::{Source, SourceKind, UrlReport};

/// A pipeline as it stands in its file.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Definition {
    /// What the pipeline is called.
    pub name: String,
    /// One line on what it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// What to fetch and how; absent for a pipeline over what is stored already.
    #[serde(default)]
    pub ingest: Option<IngestStep>,
    /// What to run over it; absent for none.
    #[serde(default)]
    pub analyze: Option<AnalyzeStep>,
    /// What to say at the end.
    #[serde(default)]
    pub report: ReportStep,
    /// Folder of the file, where relative paths start.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// `[ingest]`. Durations are texts such as `"500ms"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IngestStep {
    /// What to fetch.
    pub sources: Vec<SourceEntry>,
    /// Shortest gap between two requests to a host, in place of the configured one.
    #[serde(default)]
    pub delay: Option<String>,
    /// Longest a page may take, in place of the configured time.
    #[serde(default)]
    pub timeout: Option<String>,
    /// Hosts asked at the same time, in place of the configured number.
    #[serde(default)]
    pub concurrency: Option<usize>,
    /// Fetch from loopback and private addresses too.
    #[serde(default)]
    pub allow_private: Option<bool>,
}

/// One source; exactly one of its keys is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SourceEntry {
    /// An address whose kind the content tells.
    #[serde(default)]
    pub url: Option<String>,
    /// A feed's address or file.
    #[serde(default)]
    pub feed: Option<String>,
    /// A sitemap's address or file.
    #[serde(default)]
    pub sitemap: Option<String>,
    /// An OPML list's address or file.
    #[serde(default)]
    pub opml: Option<String>,
    /// A file or folder of pages.
    #[serde(default)]
    pub path: Option<String>,
}

/// `[analyze]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AnalyzeStep {
    /// Analyzers to run in place of the configured ones.
    #[serde(default)]
    pub analyzers: Option<Vec<String>>,
    /// What each is told, by its short name.
    #[serde(default)]
    pub config: BTreeMap<String, serde_json::Value>,
    /// A file of watch entries for the analyzer `mentions`, laid under its `watch`.
    #[serde(default)]
    pub watchlist: Option<PathBuf>,
}

/// `[report]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportStep {
    /// Where to write a page for the browser.
    #[serde(default)]
    pub html: Option<PathBuf>,
    /// End with code 1 where a new finding has this severity or a higher one.
    #[serde(default)]
    pub fail_on: Option<Severity>,
}

/// A pipeline that can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DefinitionError {
    /// The file can't be read.
    #[error("cannot read the pipeline `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no pipeline.
    #[error("`{path}` is no pipeline: {problem}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong and on which line.
        problem: String,
    },
    /// A `${name}` without a value.
    #[error("the pipeline asks for `{name}`; give it with --set {name}=VALUE")]
    Unset {
        /// Its name.
        name: String,
    },
    /// A `${` without its `}`.
    #[error("a `${{` is never closed in `{path}`")]
    Unclosed {
        /// The file.
        path: PathBuf,
    },
    /// A source names none or several places.
    #[error("source {number} of the pipeline must have one of url, feed, sitemap, opml and path")]
    SourceEntry {
        /// Its place in the list, from 1.
        number: usize,
    },
}

impl Definition {
    /// Reads the file at `path` and puts `values` in for its `${name}`s.
    ///
    /// # Errors
    ///
    /// A [`DefinitionError`]: unreadable, no pipeline, a name without value.
    pub fn read(path: &Path, values: &BTreeMap<String, String>) -> Result<Self, DefinitionError> {
        let text = fs::read_to_string(path).map_err(|source| DefinitionError::Read {
            path: path.to_owned(),
            source,
        })?;
        let parse = |error: toml::de::Error| DefinitionError::Parse {
            path: path.to_owned(),
            problem: toml_problem(&error),
        };
        let mut table: toml::Value = toml::from_str::<toml::Table>(&text).map_err(parse)?.into();
        fill_in(&mut table, values, path)?;
        let mut definition: Self = table.try_into().map_err(parse)?;
        path.parent()
            .unwrap_or(Path::new(""))
            .clone_into(&mut definition.folder);
        Ok(definition)
    }

    /// The sources of `[ingest]`, and the reports on those that name no place there is.
    ///
    /// # Errors
    ///
    /// A source that names none or several places.
    pub fn sources(&self) -> Result<(Vec<Source>, Vec<UrlReport>), DefinitionError> {
        let entries = self.ingest.iter().flat_map(|step| &step.sources);
        let (mut sources, mut bad) = (Vec::new(), Vec::new());
        for (number, entry) in (1..).zip(entries) {
            match entry.source(number, &self.folder)? {
                Ok(source) => sources.push(source),
                Err(report) => bad.push(report),
            }
        }
        Ok((sources, bad))
    }
}

impl SourceEntry {
    fn source(
        &self,
        number: usize,
        folder: &Path,
    ) -> Result<Result<Source, UrlReport>, DefinitionError> {
        let given: Vec<(SourceKind, &str)> = [
            (SourceKind::Auto, &self.url),
            (SourceKind::Auto, &self.path),
            (SourceKind::Feed, &self.feed),
            (SourceKind::Sitemap, &self.sitemap),
            (SourceKind::Opml, &self.opml),
        ]
        .into_iter()
        .filter_map(|(kind, text)| text.as_deref().map(|text| (kind, text)))
        .collect();
        let [(kind, text)] = given.as_slice() else {
            return Err(DefinitionError::SourceEntry { number });
        };
        let local = folder.join(text);
        let text = if text.contains("://") {
            (*text).to_owned()
        } else {
            local.display().to_string()
        };
        Ok(Source::parse(&text, *kind).map_err(|error| UrlReport::of_bad_source(&text, &error)))
    }
}

/// What is wrong with a TOML file, and where, on one line.
#[must_use]
pub fn toml_problem(error: &toml::de::Error) -> String {
    let shown = error.to_string();
    let mut lines = shown.lines();
    let place = lines
        .next()
        .and_then(|first| first.strip_prefix("TOML parse error at "));
    let key = shown
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("in `"))
        .and_then(|key| key.strip_suffix('`'));
    match (place, key) {
        (Some(place), _) => format!("{place}: {}", error.message()),
        (None, Some(key)) => format!("`{key}`: {}", error.message()),
        (None, None) => error.message().to_owned(),
    }
}

/// Puts values in for `${name}` in every text of the file. Walks with a stack of its own, so that
/// no depth of nesting matters, and never looks at what it has put in.
fn fill_in(
    root: &mut toml::Value,
    values: &BTreeMap<String, String>,
    path: &Path,
) -> Result<(), DefinitionError> {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            toml::Value::String(text) => *text = filled(text, values, path)?,
            toml::Value::Array(items) => open.extend(items),
            toml::Value::Table(table) => open.extend(table.iter_mut().map(|(_, inner)| inner)),
            _ => {}
        }
    }
    Ok(())
}

fn filled(
    text: &str,
    values: &BTreeMap<String, String>,
    path: &Path,
) -> Result<String, DefinitionError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            return Err(DefinitionError::Unclosed {
                path: path.to_owned(),
            });
        };
        let value = values.get(name).ok_or_else(|| DefinitionError::Unset {
            name: name.to_owned(),
        })?;
        out.push_str(value);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;

    fn read(text: &str, values: &[(&str, &str)]) -> Result<Definition, DefinitionError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.toml");
        fs::write(&file, text).unwrap();
        let values = values
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Definition::read(&file, &values)
    }

    #[test]
    fn reads_a_whole_pipeline() {
        let text = "name = 'x'\n[ingest]\nsources = [{ feed = '${base}/feed/' }]\n[analyze.config.mentions]\nwatch = []\n[report]\nfail-on = 'alert'\n";
        let definition = read(text, &[("base", "https://a.example")]).unwrap();
        let (sources, _) = definition.sources().unwrap();
        assert_eq!(sources[0].kind, SourceKind::Feed);
        assert!(
            matches!(&sources[0].place, Place::Web(url) if url.as_str() == "https://a.example/feed/")
        );
        assert_eq!(definition.report.fail_on, Some(Severity::Alert));
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("name = 'x'\nspeed = 3\n", "unknown field `speed`"),
            ("name = \n", "is no pipeline"),
            ("name = '${who}'\n", "--set who=VALUE"),
            ("name = '${who'\n", "never closed"),
        ];
        for (text, wanted) in cases {
            let error = read(text, &[]).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
        let two = "name = 'x'\n[ingest]\nsources = [{ url = 'https://a.example', path = 'b' }]\n";
        let error = read(two, &[]).unwrap().sources().unwrap_err().to_string();
        assert!(error.contains("source 1 of the pipeline"), "{error}");
    }
}
