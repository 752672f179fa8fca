//! Makes the skeleton of an analyzer under `plugins/`.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::workspace::{relative, root, say};

/// `cargo xtask new-plugin NAME`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let name = args
        .first()
        .context("what shall it be called? `cargo xtask new-plugin NAME`")?;
    let words = name
        .split('-')
        .map(|word| word.chars().next().is_some_and(|c| c.is_ascii_lowercase()));
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain || !words.clone().all(|ok| ok) {
        bail!("`{name}` is no plugin name: lower-case words joined by `-`, such as `link-rot`");
    }
    let folder = root().join("plugins").join(name);
    if folder.exists() {
        bail!("{} exists already", relative(&folder));
    }
    let type_name = type_name(name);
    fs::create_dir_all(folder.join("src"))?;
    for (path, template) in [
        (
            "Cargo.toml",
            include_str!("../templates/plugin/Cargo.toml.txt"),
        ),
        (
            "README.md",
            include_str!("../templates/plugin/README.md.txt"),
        ),
        ("src/lib.rs", include_str!("../templates/plugin/lib.rs.txt")),
    ] {
        let text = template
            .replace("{{name}}", name)
            .replace("{{type}}", &type_name);
        fs::write(folder.join(path), text)?;
    }
    say(&format!(
        "made {}\n\nNext:\n  cargo test -p {name}          run its tests, no program needed\n  \
         cargo xtask plugins           build it and put it where hearken finds it\n  \
         hearken analyze --plugin {name}",
        relative(&folder)
    ));
    Ok(())
}

/// `link-rot` to `LinkRot`.
fn type_name(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_ascii_uppercase().to_string() + letters.as_str()
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn type_names_are_camel_case() {
        assert_eq!(super::type_name("link-rot"), "LinkRot");
        assert_eq!(super::type_name("shouting"), "Shouting");
    }
}
