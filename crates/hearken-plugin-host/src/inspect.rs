//! Reads a plugin's passive section, without running a byte of the file.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use hearken_abi::{ENTRY_SYMBOL, HK_ABI_MAJOR, HK_ABI_MINOR, SECTION, SECTION_MAGIC};
use hearken_model::ContentHash;
use object::{Architecture, Object, ObjectKind, ObjectSection, ObjectSymbol};

use crate::{Manifest, PluginError, PluginFile};

/// Most bytes of a plugin file; the largest seen with a compiled-in model has a tenth of it.
const FILE_LIMIT: u64 = 1 << 30;

/// Reads what a plugin file says of itself, without running it.
///
/// # Errors
///
/// A [`PluginError`] that names the file, what was found, what is wanted and what to do.
pub fn inspect(path: &Path) -> Result<PluginFile, PluginError> {
    let unreadable = |source| PluginError::Unreadable {
        file: path.to_owned(),
        source,
    };
    let file = fs::canonicalize(path).map_err(unreadable)?;
    refuse_writable(&file)
        .map_err(unreadable)?
        .map_or(Ok(()), Err)?;
    let bytes = read_library(&file)?;
    let manifest = manifest_of(&file, &bytes)?;
    Ok(PluginFile {
        path: file,
        manifest,
        artifact_hash: ContentHash::of(&bytes),
    })
}

/// The bytes of a regular file of a sensible size.
pub(crate) fn read_library(file: &Path) -> Result<Vec<u8>, PluginError> {
    let unreadable = |source| PluginError::Unreadable {
        file: file.to_owned(),
        source,
    };
    let metadata = fs::metadata(file).map_err(unreadable)?;
    let found = if metadata.is_dir() {
        Some("a folder")
    } else if !metadata.is_file() {
        Some("no regular file")
    } else if metadata.len() > FILE_LIMIT {
        Some("larger than 1 GiB")
    } else {
        None
    };
    match found {
        Some(found) => Err(PluginError::NotALibrary {
            file: file.to_owned(),
            found: found.to_owned(),
        }),
        None => fs::read(file).map_err(unreadable),
    }
}

/// A file or folder that everybody may write to lets everybody run code as this user.
fn refuse_writable(file: &Path) -> io::Result<Option<PluginError>> {
    /// Others may write.
    const OTHERS_WRITE: u32 = 0o002;
    /// In such a folder, others can't replace a file that is not theirs.
    const STICKY: u32 = 0o1000;
    let mode = |path: &Path| fs::metadata(path).map(|metadata| metadata.permissions().mode());
    let refused = |path: &Path| {
        Some(PluginError::Writable {
            writable: path.to_owned(),
        })
    };
    if mode(file)? & OTHERS_WRITE != 0 {
        return Ok(refused(file));
    }
    let Some(folder) = file.parent() else {
        return Ok(None);
    };
    let mode = mode(folder)?;
    if mode & OTHERS_WRITE != 0 && mode & STICKY == 0 {
        return Ok(refused(folder));
    }
    Ok(None)
}

fn manifest_of(file: &Path, bytes: &[u8]) -> Result<Manifest, PluginError> {
    let object = object::File::parse(bytes).map_err(|error| PluginError::NotALibrary {
        file: file.to_owned(),
        found: described(bytes).unwrap_or_else(|| error.to_string()),
    })?;
    refuse_other_machines(file, &object)?;
    if object.kind() != ObjectKind::Dynamic {
        return Err(PluginError::NotALibrary {
            file: file.to_owned(),
            found: format!("{:?}", object.kind()).to_lowercase(),
        });
    }
    let section = object
        .section_by_name(SECTION)
        .or_else(|| object.section_by_name("__hearken"))
        .ok_or_else(|| PluginError::NoSection {
            file: file.to_owned(),
            section: SECTION,
        })?;
    let broken = |problem: String| PluginError::BadManifest {
        file: file.to_owned(),
        problem,
    };
    let data = section.data().map_err(|error| broken(error.to_string()))?;
    let manifest = parsed(data).map_err(broken)?;
    refuse_other_abis(file, &manifest)?;
    let mut names = object.dynamic_symbols().filter(ObjectSymbol::is_definition);
    if names.any(|symbol| symbol.name_bytes() == Ok(ENTRY_SYMBOL.as_bytes())) {
        Ok(manifest)
    } else {
        Err(PluginError::NoSymbol {
            file: file.to_owned(),
            symbol: ENTRY_SYMBOL,
        })
    }
}

/// What kind of file people give by mistake.
fn described(bytes: &[u8]) -> Option<String> {
    let found = if bytes.is_empty() {
        "an empty file"
    } else if bytes.starts_with(b"!<arch>\n") {
        "a static library"
    } else if bytes.starts_with(b"\0asm") {
        "a WebAssembly module"
    } else if bytes.starts_with(b"#!") {
        "a script"
    } else if std::str::from_utf8(bytes).is_ok() {
        "a text file"
    } else {
        return None;
    };
    Some(found.to_owned())
}

fn refuse_other_machines(file: &Path, object: &object::File<'_>) -> Result<(), PluginError> {
    let wanted = match std::env::consts::ARCH {
        "x86_64" => Architecture::X86_64,
        "aarch64" => Architecture::Aarch64,
        "x86" => Architecture::I386,
        "riscv64" => Architecture::Riscv64,
        // The system's loader has the last word on the others.
        _ => return Ok(()),
    };
    if object.architecture() == wanted {
        return Ok(());
    }
    Err(PluginError::WrongTarget {
        file: file.to_owned(),
        found: format!("{:?}", object.architecture()).to_lowercase(),
        wanted: std::env::consts::ARCH.to_owned(),
    })
}

/// The manifest in the bytes of the section.
fn parsed(section: &[u8]) -> Result<Manifest, String> {
    let text = std::str::from_utf8(section).map_err(|error| error.to_string())?;
    let json = text
        .trim_end_matches('\0')
        .strip_prefix(SECTION_MAGIC)
        .ok_or_else(|| format!("it does not begin with {SECTION_MAGIC}"))?;
    let manifest: Manifest = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let allowed = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
    };
    if manifest.id.is_empty() || !manifest.id.bytes().all(allowed) {
        return Err(format!(
            "id `{}` is not made of a-z, 0-9, `.`, `-` and `_`",
            manifest.id.escape_debug()
        ));
    }
    Ok(manifest)
}

fn refuse_other_abis(file: &Path, manifest: &Manifest) -> Result<(), PluginError> {
    let major = manifest
        .abi
        .split('.')
        .next()
        .and_then(|text| text.parse::<u16>().ok());
    let advice = match major {
        Some(HK_ABI_MAJOR) => return Ok(()),
        Some(major) if major > HK_ABI_MAJOR => "update hearken, or rebuild with an older SDK",
        Some(_) | None => "rebuild the plugin with the SDK of this hearken",
    };
    Err(PluginError::WrongAbi {
        file: file.to_owned(),
        found: manifest.abi.clone(),
        wanted: format!("{HK_ABI_MAJOR}.{HK_ABI_MINOR}"),
        advice,
    })
}

/// Where the read-only copy of a plugin lies.
pub(crate) fn copy_name(hash: &ContentHash) -> PathBuf {
    let text = hash.to_string();
    PathBuf::from(format!("{}.so", text.trim_start_matches("b3:")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_must_be_whole() {
        let good = br#"HEARKEN1{"id":"a.b","version":"1","abi":"1.0"}"#;
        assert_eq!(parsed(good).unwrap().id, "a.b");
        assert!(parsed(&[good.as_slice(), b"\0\0"].concat()).is_ok());
        for (bytes, wanted) in [
            (b"HEARKEN2{}".as_slice(), "does not begin"),
            (b"HEARKEN1{", "EOF"),
            (
                b"HEARKEN1{\"id\":\"A b\",\"version\":\"1\",\"abi\":\"1.0\"}",
                "is not made of",
            ),
            (
                b"HEARKEN1{\"id\":\"a\",\"abi\":\"1.0\"}",
                "missing field `version`",
            ),
            (b"\xff\xfe", "utf-8"),
        ] {
            let problem = parsed(bytes).unwrap_err();
            assert!(problem.contains(wanted), "{problem}");
        }
    }
}
