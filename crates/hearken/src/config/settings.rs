//! The merged configuration in its types.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use hearken_pipeline::toml_problem;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::layers::{Layers, Origin};

/// All settings, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Settings {
    /// Path of the database; the data folder's `hearken.db` where absent.
    #[serde(default)]
    pub(crate) database: Option<PathBuf>,
    /// How pages are asked for.
    pub(crate) fetch: Fetch,
    /// How analyzers are run.
    pub(crate) analyze: Analyze,
    /// Where analyzers are and what they are told.
    pub(crate) plugins: Plugins,
}

/// `[fetch]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Fetch {
    pub(crate) user_agent: String,
    #[serde(deserialize_with = "duration")]
    pub(crate) timeout: Duration,
    #[serde(deserialize_with = "duration")]
    pub(crate) delay: Duration,
    pub(crate) concurrency: usize,
    pub(crate) body_limit_bytes: usize,
    pub(crate) allow_private: bool,
    pub(crate) obey_robots: bool,
    pub(crate) proxy: String,
}

/// `[analyze]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Analyze {
    pub(crate) enabled: Vec<String>,
    #[serde(deserialize_with = "duration")]
    pub(crate) post_time_limit: Duration,
    pub(crate) workers: usize,
}

/// `[plugins]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Plugins {
    pub(crate) search_path: Vec<PathBuf>,
    #[serde(default)]
    pub(crate) config: BTreeMap<String, serde_json::Value>,
}

impl Settings {
    /// The settings that `layers` add up to.
    ///
    /// # Errors
    ///
    /// A value of the wrong type or out of range, with its key.
    pub(crate) fn from_layers(layers: &Layers) -> anyhow::Result<Self> {
        let settings: Self = layers
            .to_table()
            .try_into()
            .map_err(|error| wrong_value(layers, &error))?;
        let key = "fetch.concurrency";
        if settings.fetch.concurrency == 0 {
            let origin = layers.origin(key).unwrap_or(&Origin::Default);
            anyhow::bail!("wrong value in {origin}: `{key}` must be 1 or more");
        }
        Ok(settings)
    }
}

/// What is wrong with which value, and where it came from.
fn wrong_value(layers: &Layers, error: &toml::de::Error) -> anyhow::Error {
    let problem = toml_problem(error);
    let key = problem.split('`').nth(1).unwrap_or_default();
    match layers.origin(key) {
        Some(origin) => anyhow::anyhow!("wrong value in {origin}: {problem}"),
        None => anyhow::anyhow!("wrong value in the configuration: {problem}"),
    }
}

fn duration<'de, D: Deserializer<'de>>(input: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(input)?;
    humantime::parse_duration(&text).map_err(|error| {
        D::Error::custom(format!("`{text}` is no duration such as `30s`: {error}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;

    #[test]
    fn the_defaults_are_valid() {
        let settings = Settings::from_layers(&Layers::defaults().unwrap()).unwrap();
        assert_eq!(settings.fetch.delay, Duration::from_secs(1));
        assert!(!settings.fetch.allow_private);
    }

    #[test]
    fn a_wrong_type_names_its_key() {
        let mut layers = Layers::defaults().unwrap();
        layers.set(
            "fetch.delay",
            toml::Value::String("soon".to_owned()),
            Origin::Flag("--delay"),
        );
        let error = format!("{:#}", Settings::from_layers(&layers).unwrap_err());
        assert!(error.contains("`soon` is no duration"), "{error}");
    }
}
