//! The help of every command, kept as files and compared to the letter.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::scene::hearken;

/// Every command, and whether it takes arguments that call for examples.
const COMMANDS: &[(&str, bool)] = &[
    ("", false),
    ("ingest", true),
    ("extract", true),
    ("analyze", true),
    ("run", true),
    ("search", true),
    ("posts", true),
    ("posts remove", true),
    ("posts erase-commenter", true),
    ("show", true),
    ("findings", true),
    ("sources", false),
    ("plugin", true),
    ("plugin list", false),
    ("plugin add", true),
    ("reextract", false),
    ("db", true),
    ("db path", false),
    ("db backup", true),
    ("config", true),
    ("config show", false),
    ("config path", false),
    ("doctor", false),
    ("completions", true),
];

fn file(command: &str) -> PathBuf {
    let name = if command.is_empty() {
        "hearken".to_owned()
    } else {
        command.replace(' ', "-")
    };
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/help")
        .join(name + ".txt")
}

#[test]
fn help_is_what_the_files_say() {
    let hearken = hearken();
    let mut wrong = Vec::new();
    for (command, examples) in COMMANDS {
        let args = command.split_whitespace().chain(["--help"]);
        let output = hearken.run(args).expect_code(0);
        assert_eq!(output.stderr, "", "{command}");
        let width = output.stdout.lines().map(|line| line.chars().count()).max();
        assert!(width <= Some(100), "{command}: {width:?} columns");
        assert!(
            !examples || output.stdout.contains("Examples:\n"),
            "`{command}` has no examples"
        );
        if std::env::var_os("HEARKEN_BLESS").is_some() {
            fs::write(file(command), &output.stdout).unwrap();
        } else if fs::read_to_string(file(command)).ok().as_deref() != Some(&output.stdout) {
            wrong.push(*command);
        }
    }
    assert!(
        wrong.is_empty(),
        "the help of {wrong:?} is not what crates/hearken/tests/help holds; \
         HEARKEN_BLESS=1 cargo test -p hearken help writes it"
    );
}

/// A command that the list above forgets shows in the program's own.
#[test]
fn no_command_is_left_out() {
    let hearken = hearken();
    for (parent, _) in COMMANDS {
        let output = hearken
            .run(parent.split_whitespace().chain(["-h"]))
            .expect_code(0);
        let listed = output
            .stdout
            .lines()
            .skip_while(|line| *line != "Commands:")
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_whitespace().next());
        for name in listed.filter(|name| *name != "help") {
            let full = format!("{parent} {name}");
            assert!(
                COMMANDS.iter().any(|(known, _)| *known == full.trim()),
                "`{full}` has no help file"
            );
        }
    }
}
