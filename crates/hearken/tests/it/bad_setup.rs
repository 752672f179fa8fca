//! Databases, plugins, configuration and pipelines that are none.

use std::fs;

use hearken_testkit::{Hearken, plugins};

use crate::{
    scene::{hearken, write},
    table::{Case, Part, check, nothing},
};

fn config(hearken: &Hearken, text: &str) {
    write(hearken, "hearken.toml", text);
}

const CONFIGURATION: Part = Part {
    mark: "configuration",
    analyze: false,
    cases: &[
        Case {
            name: "an unknown key",
            args: &["posts"],
            prepare: |hearken| config(hearken, "[fetch]\ndealy = \"2s\"\n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a value of the wrong type",
            args: &["posts"],
            prepare: |hearken| config(hearken, "[fetch]\nconcurrency = \"many\"\n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a duration that is none",
            args: &["posts"],
            prepare: |hearken| config(hearken, "[fetch]\ndelay = \"soon\"\n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a value out of range",
            args: &["posts"],
            prepare: |hearken| config(hearken, "[fetch]\nconcurrency = 0\n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a file that is no TOML",
            args: &["posts"],
            prepare: |hearken| config(hearken, "[fetch]\ndelay = = 2\n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a missing configuration",
            args: &["--config", "none.toml", "posts"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "no source",
            args: &["ingest"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a missing list of sources",
            args: &["ingest", "--input", "none.txt"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "an unknown flag",
            args: &["posts", "--sort"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "an unknown command",
            args: &["injest"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a missing pipeline",
            args: &["run", "none.toml"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "an unknown key of a pipeline",
            args: &["run", "morning.toml"],
            prepare: |hearken| {
                write(
                    hearken,
                    "morning.toml",
                    "name = \"m\"\n[ingest]\nsourcs = []\n",
                );
            },
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a pipeline that is no TOML",
            args: &["run", "morning.toml"],
            prepare: |hearken| write(hearken, "morning.toml", "name = \n"),
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a name without value",
            args: &["run", "morning.toml"],
            prepare: |hearken| {
                write(
                    hearken,
                    "morning.toml",
                    "name = \"m\"\n[ingest]\nsources = [{ url = \"${site}/\" }]\n",
                );
            },
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a missing file of a pipeline",
            args: &["run", "morning.toml"],
            prepare: |hearken| {
                let text = "name = \"m\"\n[ingest]\nsources = [{ path = \"none.html\" }, { path = \"good.html\" }]\n";
                write(hearken, "morning.toml", text);
            },
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a source of two places",
            args: &["run", "morning.toml"],
            prepare: |hearken| {
                write(
                    hearken,
                    "morning.toml",
                    "name = \"m\"\n[ingest]\nsources = [{ url = \"a\", path = \"b\" }]\n",
                );
            },
            code: 2,
            goes_on: false,
        },
    ],
};

#[test]
fn each_bad_setting_gets_one_line() {
    check(&CONFIGURATION);
}

fn stored(hearken: &Hearken) {
    hearken
        .run(["ingest", "--no-analyze", "--db", "blogs.db", "good.html"])
        .expect_code(0);
}

fn newer(hearken: &Hearken) {
    stored(hearken);
    // `user_version` is the four bytes at 60 of the file; the log beside it is empty once closed.
    let path = hearken.home().join("blogs.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    fs::write(&path, bytes).unwrap();
    fs::remove_file(hearken.home().join("blogs.db-wal")).ok();
}

fn truncated(hearken: &Hearken) {
    stored(hearken);
    let path = hearken.home().join("blogs.db");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 3]).unwrap();
    fs::remove_file(hearken.home().join("blogs.db-wal")).ok();
}

fn noise(hearken: &Hearken) {
    let bytes: Vec<u8> = (0..9000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    write(hearken, "blogs.db", bytes);
}

const DATABASES: Part = Part {
    mark: "databases",
    analyze: false,
    cases: &[
        Case {
            name: "random bytes",
            args: &["ingest", "good.html", "--db", "blogs.db"],
            prepare: noise,
            code: 4,
            goes_on: false,
        },
        Case {
            name: "half a database",
            args: &["posts", "--db", "blogs.db"],
            prepare: truncated,
            code: 4,
            goes_on: false,
        },
        Case {
            name: "a newer database",
            args: &["posts", "--db", "blogs.db"],
            prepare: newer,
            code: 4,
            goes_on: false,
        },
        Case {
            name: "a folder",
            args: &["ingest", "good.html", "--db", "blogs.db"],
            prepare: |hearken| fs::create_dir(hearken.home().join("blogs.db")).unwrap(),
            code: 4,
            goes_on: false,
        },
        Case {
            name: "a place that can not be written",
            args: &["ingest", "good.html", "--db", "/proc/blogs.db"],
            prepare: nothing,
            code: 4,
            goes_on: false,
        },
        Case {
            name: "a path below a file",
            args: &["ingest", "good.html", "--db", "good.html/blogs.db"],
            prepare: nothing,
            code: 4,
            goes_on: false,
        },
    ],
};

#[test]
fn each_bad_database_gets_one_line_and_stays_as_it_was() {
    check(&DATABASES);
    let hearken = hearken();
    noise(&hearken);
    let before = fs::read(hearken.home().join("blogs.db")).unwrap();
    for call in [
        ["posts", "--db", "blogs.db"],
        ["doctor", "--db", "blogs.db"],
        ["reextract", "--db", "blogs.db"],
    ] {
        assert_ne!(hearken.run(call).code, 0);
        assert_eq!(fs::read(hearken.home().join("blogs.db")).unwrap(), before);
    }
}

/// The user's own folder of plugins, in the home of the test.
const OWN: &str = ".local/share/hearken/plugins";

fn trusted_text(hearken: &Hearken) {
    write(hearken, &format!("{OWN}/libtext.so"), "no library");
    let digest = "0".repeat(64);
    let manifest = format!(
        r#"{{"schema":"hearken.plugins/1","plugins":[{{"file":"libtext.so","hash":"b3:{digest}"}}]}}"#
    );
    write(hearken, &format!("{OWN}/plugins.json"), manifest);
}

/// A copy of a bundled analyzer, under an id that its file does not bear, with another digest.
fn other_digest(hearken: &Hearken) {
    let bytes = fs::read(plugins().join("libconversation.so")).unwrap();
    write(hearken, "first/libconversation.so", bytes);
    let digest = "0".repeat(64);
    let manifest = format!(
        r#"{{"schema":"hearken.plugins/1","plugins":[{{"file":"libconversation.so","hash":"b3:{digest}"}}]}}"#
    );
    write(hearken, "first/plugins.json", manifest);
    // What is configured is looked into before everything else.
    config(hearken, "[plugins]\nsearch-path = [\"first\"]\n");
}

const PLUGINS: Part = Part {
    mark: "plugins",
    analyze: true,
    cases: &[
        Case {
            name: "a plugin that is a text",
            args: &["ingest", "good.html"],
            prepare: trusted_text,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a plugin that is another file than the trusted one",
            args: &["ingest", "good.html"],
            prepare: other_digest,
            code: 3,
            goes_on: true,
        },
        Case {
            name: "a plugin to add that is none",
            args: &["plugin", "add", "good.html"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a plugin to add that is missing",
            args: &["plugin", "add", "none.so"],
            prepare: nothing,
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a plugin nobody has",
            args: &["analyze", "--plugin", "oracle"],
            prepare: |hearken| {
                hearken
                    .run(["ingest", "--no-analyze", "good.html"])
                    .expect_code(0);
            },
            code: 2,
            goes_on: false,
        },
        Case {
            name: "a digest manifest that is no plugin manifest",
            args: &["ingest", "good.html"],
            prepare: |hearken| write(hearken, &format!("{OWN}/plugins.json"), "{"),
            code: 3,
            goes_on: true,
        },
    ],
};

#[test]
fn each_bad_plugin_gets_one_line_and_the_others_run() {
    check(&PLUGINS);
}
