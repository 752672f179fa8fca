//! Every key a configuration may hold, with its meaning: the one table that the loader, the
//! environment names and `hearken config show` are made from.

/// One configuration key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// Dotted name, kebab-case.
    pub(crate) name: &'static str,
    /// What it sets.
    pub(crate) doc: &'static str,
}

impl Key {
    /// Name of the environment variable that sets it: `HEARKEN_FETCH_DELAY` for `fetch.delay`.
    pub(crate) fn env_name(self) -> String {
        format!(
            "HEARKEN_{}",
            self.name.replace(['.', '-'], "_").to_uppercase()
        )
    }
}

/// All keys but those under [`FREE_TABLE`], sorted.
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "analyze.enabled",
        doc: "analyzers to run, by id or short name; empty for all trusted ones",
    },
    Key {
        name: "analyze.post-time-limit",
        doc: "longest an analyzer may take over one post",
    },
    Key {
        name: "analyze.workers",
        doc: "worker processes; 0 for one a core",
    },
    Key {
        name: "database",
        doc: "path of the database",
    },
    Key {
        name: "fetch.allow-private",
        doc: "fetch from loopback and private addresses too",
    },
    Key {
        name: "fetch.body-limit-bytes",
        doc: "largest page, in bytes after decoding",
    },
    Key {
        name: "fetch.concurrency",
        doc: "hosts asked at the same time",
    },
    Key {
        name: "fetch.delay",
        doc: "shortest gap between two requests to a host",
    },
    Key {
        name: "fetch.obey-robots",
        doc: "obey robots.txt",
    },
    Key {
        name: "fetch.proxy",
        doc: "address of an HTTP proxy; empty for none",
    },
    Key {
        name: "fetch.timeout",
        doc: "longest a page may take in all",
    },
    Key {
        name: "fetch.user-agent",
        doc: "who the servers are told is asking",
    },
    Key {
        name: "plugins.search-path",
        doc: "more folders to look for plugins in",
    },
];

/// The table whose keys belong to the analyzers: `[plugins.config.mentions]` and so on.
pub(crate) const FREE_TABLE: &str = "plugins.config";

/// The known key nearest to `name`, where one is near enough to be meant.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    // Jaro-Winkler at 0.8 takes one or two slips in a word of six letters and more; measured over
    // the table above with `cargo test -p hearken nearest`.
    KEYS.iter()
        .map(|key| (strsim::jaro_winkler(key.name, name), key.name))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_and_leaves_strangers() {
        assert_eq!(nearest("fetch.dealy"), Some("fetch.delay"));
        assert_eq!(nearest("fetch.time-out"), Some("fetch.timeout"));
        assert_eq!(nearest("databse"), Some("database"));
        assert_eq!(nearest("colour"), None);
    }

    #[test]
    fn sorted_and_named_for_the_environment() {
        assert!(KEYS.is_sorted_by_key(|key| key.name));
        assert_eq!(KEYS[3].env_name(), "HEARKEN_DATABASE");
        assert_eq!(KEYS[7].env_name(), "HEARKEN_FETCH_DELAY");
    }
}
