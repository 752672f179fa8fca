//! Merges the layers of configuration; every value remembers where it came from.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow, bail};
use hearken_pipeline::toml_problem;
use toml::{Table, Value};

use super::keys::{self, FREE_TABLE, KEYS};

/// Where a value came from, weakest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Built in.
    Default,
    /// A file.
    File(PathBuf),
    /// An environment variable.
    Env(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Env(name) => write!(f, "${name}"),
            Self::Flag(name) => write!(f, "{name}"),
        }
    }
}

/// All layers merged: dotted key to value and origin, sorted by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layers {
    values: BTreeMap<String, (Value, Origin)>,
}

impl Layers {
    /// The defaults compiled into the program.
    pub(crate) fn defaults() -> anyhow::Result<Self> {
        let mut layers = Self::default();
        let table: Table = include_str!("defaults.toml")
            .parse()
            .context("the built-in defaults are broken")?;
        layers.add_table(table, &Origin::Default)?;
        Ok(layers)
    }

    /// Lays the file at `path` over what is there.
    pub(crate) fn add_file(&mut self, path: &Path) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration `{}`", path.display()))?;
        let table: Table = text
            .parse()
            .map_err(|error| anyhow!("{}", toml_problem(&error)))
            .with_context(|| format!("`{}` is no TOML", path.display()))?;
        self.add_table(table, &Origin::File(path.to_owned()))
            .with_context(|| format!("in the configuration `{}`", path.display()))
    }

    /// Lays the environment over what is there. `get` looks a variable up.
    pub(crate) fn add_env(&mut self, get: impl Fn(&str) -> Option<String>) -> anyhow::Result<()> {
        for key in KEYS {
            let name = key.env_name();
            if let Some(text) = get(&name) {
                let value = self
                    .typed_like(key.name, &text)
                    .with_context(|| format!("in ${name}"))?;
                self.set(key.name, value, Origin::Env(name));
            }
        }
        Ok(())
    }

    /// Sets one key.
    pub(crate) fn set(&mut self, key: &str, value: Value, origin: Origin) {
        self.values.insert(key.to_owned(), (value, origin));
    }

    /// All values in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value, &Origin)> {
        self.values
            .iter()
            .map(|(key, (value, origin))| (key.as_str(), value, origin))
    }

    /// Where the value of `key` came from.
    pub(crate) fn origin(&self, key: &str) -> Option<&Origin> {
        self.values.get(key).map(|(_, origin)| origin)
    }

    /// The merged values as one nested table.
    pub(crate) fn to_table(&self) -> Table {
        let mut root = Table::new();
        for (key, (value, _)) in &self.values {
            let (sections, last) = key.rsplit_once('.').unwrap_or(("", key));
            let mut table = &mut root;
            for section in sections.split('.').filter(|section| !section.is_empty()) {
                let entry = table
                    .entry(section)
                    .or_insert_with(|| Value::Table(Table::new()));
                // No key is the section of another: the table of keys is checked for that.
                if !entry.is_table() {
                    *entry = Value::Table(Table::new());
                }
                let Value::Table(inner) = entry else {
                    unreachable!("made a table just above")
                };
                table = inner;
            }
            table.insert(last.to_owned(), value.clone());
        }
        root
    }

    fn add_table(&mut self, table: Table, origin: &Origin) -> anyhow::Result<()> {
        let mut open = vec![(String::new(), table)];
        while let Some((prefix, table)) = open.pop() {
            for (name, value) in table {
                let key = if prefix.is_empty() {
                    name
                } else {
                    format!("{prefix}.{name}")
                };
                let known = KEYS.iter().any(|known| known.name == key);
                let analyzer = key
                    .strip_prefix(FREE_TABLE)
                    .is_some_and(|rest| rest.starts_with('.'));
                match value {
                    value if known || analyzer => self.set(&key, value, origin.clone()),
                    Value::Table(inner) if is_section(&key) => open.push((key, inner)),
                    _ => bail!(unknown(&key)),
                }
            }
        }
        Ok(())
    }

    /// Reads `text` as the type the key has now: a list takes commas, a text takes all.
    fn typed_like(&self, key: &str, text: &str) -> anyhow::Result<Value> {
        let like = self.values.get(key).map(|(value, _)| value);
        Ok(match like {
            Some(Value::Boolean(_)) => Value::Boolean(
                text.parse()
                    .with_context(|| format!("`{text}` is neither true nor false"))?,
            ),
            Some(Value::Integer(_)) => Value::Integer(
                text.parse()
                    .with_context(|| format!("`{text}` is no whole number"))?,
            ),
            Some(Value::Array(_)) => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
            }
            _ => Value::String(text.to_owned()),
        })
    }
}

fn is_section(key: &str) -> bool {
    let inside = format!("{key}.");
    key == FREE_TABLE
        || KEYS.iter().any(|known| known.name.starts_with(&inside))
        || key == "plugins"
}

fn unknown(key: &str) -> String {
    match keys::nearest(key) {
        Some(near) => format!("unknown key `{key}`; did you mean `{near}`?"),
        None => format!("unknown key `{key}`; `hearken config show` lists those there are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(text: &str) -> anyhow::Result<Layers> {
        let mut layers = Layers::defaults()?;
        layers.add_table(text.parse()?, &Origin::File("x.toml".into()))?;
        Ok(layers)
    }

    fn value<'a>(layers: &'a Layers, key: &str) -> (&'a Value, &'a Origin) {
        layers
            .iter()
            .find(|(name, ..)| *name == key)
            .map(|(_, value, origin)| (value, origin))
            .unwrap()
    }

    #[test]
    fn later_layers_win_and_remember_where_they_came_from() {
        let mut layers = layers("[fetch]\ndelay = \"2s\"\n").unwrap();
        assert_eq!(value(&layers, "fetch.delay").1.to_string(), "x.toml");
        assert_eq!(value(&layers, "fetch.timeout").1, &Origin::Default);
        layers
            .add_env(|name| (name == "HEARKEN_FETCH_ALLOW_PRIVATE").then(|| "true".to_owned()))
            .unwrap();
        let (allowed, origin) = value(&layers, "fetch.allow-private");
        assert_eq!(allowed, &Value::Boolean(true));
        assert_eq!(origin.to_string(), "$HEARKEN_FETCH_ALLOW_PRIVATE");
    }

    #[test]
    fn unknown_keys_are_refused_with_the_nearest() {
        let error = layers("[fetch]\ndealy = \"2s\"\n").unwrap_err().to_string();
        assert_eq!(
            error,
            "unknown key `fetch.dealy`; did you mean `fetch.delay`?"
        );
        assert!(
            layers("[colour]\nred = 1\n")
                .unwrap_err()
                .to_string()
                .contains("`colour`")
        );
    }

    #[test]
    fn analyzers_own_their_tables() {
        let text = "[plugins.config.mentions]\nwatch = [{ name = \"Ada\" }]\n";
        let table = layers(text).unwrap().to_table();
        assert!(table["plugins"]["config"]["mentions"]["watch"].is_array());
        assert_eq!(table["fetch"]["delay"].as_str(), Some("1s"));
    }
}
