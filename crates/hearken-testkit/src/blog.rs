//! The sample blogs of `data/blogs`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use hearken_model::PageReading;
use serde::Deserialize;

use crate::workspace_root;

/// A sample blog: its folder and what its `blog.toml` says.
#[derive(Debug, Clone)]
pub struct Blog {
    /// Name of the folder.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// Address the pages name as their own, without a slash at the end.
    pub base: String,
    /// Path of its feed of posts, where it has one.
    pub feed: Option<String>,
}

/// What a page must be read as.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedReading {
    /// The reading, exactly.
    pub reading: PageReading,
    /// Words that must be set aside, and as what.
    #[serde(default)]
    pub removed: Vec<RemovedPhrase>,
}

/// Words that must be set aside.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovedPhrase {
    /// As what.
    pub kind: String,
    /// The words.
    pub text: String,
}

/// A sample blog that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("`{path}`: {problem}")]
pub struct BlogError {
    path: PathBuf,
    problem: String,
}

impl Blog {
    /// Reads the blog in `folder`.
    ///
    /// # Errors
    ///
    /// A folder without a `blog.toml` that names its `base`.
    pub fn read(folder: &Path) -> Result<Self, BlogError> {
        let path = folder.join("blog.toml");
        let wrong = |problem: String| BlogError {
            path: path.clone(),
            problem,
        };
        let text = fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        let base = table.get("base").and_then(toml::Value::as_str);
        let base = base.ok_or_else(|| wrong("`base` is missing".to_owned()))?;
        let feed = table.get("feed").and_then(toml::Value::as_str);
        let name = folder
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            name: name.unwrap_or_default(),
            folder: folder.to_owned(),
            base: base.trim_end_matches('/').to_owned(),
            feed: feed.map(str::to_owned),
        })
    }

    /// The folder that is served.
    #[must_use]
    pub fn www(&self) -> PathBuf {
        self.folder.join("www")
    }
}

/// All sample blogs, sorted by name.
///
/// # Errors
///
/// A blog that can't be used.
pub fn blogs() -> Result<Vec<Blog>, BlogError> {
    let folder = workspace_root().join("data/blogs");
    let wrong = |error: std::io::Error| BlogError {
        path: folder.clone(),
        problem: error.to_string(),
    };
    let mut blogs = Vec::new();
    for entry in fs::read_dir(&folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            blogs.push(Blog::read(&path)?);
        }
    }
    blogs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(blogs)
}
