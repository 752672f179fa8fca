//! Files that are no plugins: each gets one line that says what, where and what to do.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use hearken_plugin_host::inspect;

use crate::build::{c_library, example};

const EMPTY_ENTRY: &str = "#include \"hearken.h\"\n\
    const hk_plugin *hearken_plugin_v1(uint32_t minor) { (void)minor; return NULL; }\n";

fn with_manifest(manifest: &str) -> String {
    let escaped = manifest.replace('"', "\\\"");
    format!("{EMPTY_ENTRY}HK_MANIFEST(\"{escaped}\");\n")
}

fn refusal(path: &Path) -> String {
    let error = inspect(path).expect_err("no plugin");
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    let line = format!("{error}{}", cause.unwrap_or_default());
    assert!(!line.contains('\n'), "{line}");
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    assert!(line.contains(name), "{line}");
    line
}

#[test]
fn each_wrong_file_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut other_machine = fs::read(example("shouting")).unwrap();
    // `e_machine` of the ELF header, set to big S/390.
    other_machine[18] = 22;
    let half = fs::read(example("shouting")).unwrap();
    let manifest = r#"{"id":"test.x","version":"1","abi":"2.3"}"#;
    let older = r#"{"id":"test.x","version":"1","abi":"0.9"}"#;
    let current = r#"{"id":"test.x","version":"1","abi":"1.0"}"#;
    let no_symbol = format!(
        "#include \"hearken.h\"\nHK_MANIFEST(\"{}\");\nint hk_unused;\n",
        current.replace('"', "\\\"")
    );
    let cases: Vec<(PathBuf, &[&str])> = vec![
        (
            folder.path().join("missing.so"),
            &["failed to read", "No such file"],
        ),
        (
            file("notes.so", b"just words"),
            &["no shared library (a text file)", "cargo build"],
        ),
        (file("empty.so", b""), &["an empty file"]),
        (
            file("binary.so", &[0xfe, 0, 1, 2, 0xff]),
            &["no shared library"],
        ),
        (file("lib.rlib", b"!<arch>\nx"), &["a static library"]),
        (file("half.so", &half[..half.len() / 2]), &["half.so"]),
        (
            file("other.so", &other_machine),
            &["is built for", "rebuild it here"],
        ),
        (folder.path().to_owned(), &["a folder"]),
        (
            c_library("plain", EMPTY_ENTRY),
            &["no section `.hearken`", "export!"],
        ),
        (
            c_library("newer", &with_manifest(manifest)),
            &["ABI 2.3", "ABI 1.0", "update hearken"],
        ),
        (
            c_library("older", &with_manifest(older)),
            &["ABI 0.9", "rebuild the plugin"],
        ),
        (
            c_library("broken", &with_manifest("{")),
            &["manifest", "broken", "EOF"],
        ),
        (
            c_library("mute", &no_symbol),
            &["exports no function `hearken_plugin_v1`"],
        ),
    ];
    for (path, wanted) in cases {
        let line = refusal(&path);
        for words in wanted {
            assert!(line.contains(words), "{}: {line}", path.display());
        }
    }
}

#[test]
fn a_file_that_everybody_may_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("open.so");
    fs::copy(example("shouting"), &path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o646)).unwrap();
    assert!(refusal(&path).contains("chmod o-w"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(inspect(&path).is_ok());
}

#[test]
fn a_manifest_is_read_from_a_stripped_library_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stripped.so");
    fs::copy(example("shouting"), &path).unwrap();
    let status = std::process::Command::new("strip")
        .arg("-s")
        .arg(&path)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "binutils' `strip`"
    );
    let manifest = inspect(&path).unwrap().manifest;
    assert_eq!(manifest.kind_names(), ["shouting"]);
    assert_eq!(manifest.about, "Flags words in capitals.");
    assert_eq!(manifest.panic.as_deref(), Some("unwind"));
    assert_eq!(
        (manifest.abi.as_str(), manifest.id.as_str()),
        ("1.0", "hearken-plugin-host")
    );
    assert!(
        manifest
            .target
            .is_some_and(|target| target.contains("linux"))
    );
}
