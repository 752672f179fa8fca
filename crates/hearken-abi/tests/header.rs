//! `include/hearken.h` is what the Rust types say, and C compilers take it at its strictest.
//!
//! `HEARKEN_BLESS=1 cargo test -p hearken-abi` writes the header anew.

#[path = "header/generate.rs"]
mod generate;

use std::{
    env,
    fmt::Write as _,
    fs,
    mem::offset_of,
    path::{Path, PathBuf},
    process::Command,
};

use hearken_abi::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_header_is_up_to_date() {
    let sources = ["number", "text", "finding", "post", "call", "plugin"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts = sources.map(|name| fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap());
    let header = generate::header(&texts);
    let path = root().join("include/hearken.h");
    if env::var_os("HEARKEN_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &header).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == header,
        "include/hearken.h differs from the Rust types; run `HEARKEN_BLESS=1 cargo test -p hearken-abi`"
    );
}

/// Lines that make a C compiler compare its layout with ours.
fn layout_assertions() -> String {
    let mut out = String::new();
    macro_rules! compare {
        ($($rust:ident $c:literal: $($field:ident)+;)+) => {$(
            let size = size_of::<$rust>();
            writeln!(out, "_Static_assert(sizeof({}) == {size}, \"{}\");", $c, $c).unwrap();
            $(
                let (name, at) = (stringify!($field), offset_of!($rust, $field));
                writeln!(out, "_Static_assert(offsetof({}, {name}) == {at}, \"{}.{name}\");", $c, $c)
                    .unwrap();
            )+
        )+};
    }
    compare! {
        HkStr "hk_str": ptr len;
        HkDate "hk_date": unix_ms precision reserved text;
        HkSpan "hk_span": size target comment_id start end role;
        HkFinding "hk_finding": size flags target severity comment_id confidence reserved kind
            message data_json key spans span_count span_stride tags tag_count;
        HkBlock "hk_block": size kind level flags start end;
        HkLink "hk_link": size flags start end href;
        HkImage "hk_image": size flags src alt;
        HkComment "hk_comment": size flags id parent_id kind reserved published key author
            author_url text;
        HkPost "hk_post": size flags text title url canonical_url language site_name published
            updated authors author_count tags tag_count blocks block_count block_stride links
            link_count link_stride images image_count image_stride comments comment_count
            comment_stride comment_count_claimed;
        HkCall "hk_call": size flags deadline_ms ctx emit fail reply cancelled service;
        HkLog "hk_log": size flags write;
        HkPlugin "hk_plugin": size abi_major abi_minor describe create destroy post corpus
            extension manifest;
    }
    out
}

#[test]
fn c_compilers_lay_the_structs_out_as_we_do() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("layout.c");
    let text = format!(
        "#include <stddef.h>\n#include \"hearken.h\"\n{}\
         const hk_plugin *hearken_plugin_v1(uint32_t minor) {{ (void)minor; return NULL; }}\n",
        layout_assertions()
    );
    fs::write(&source, text).unwrap();
    let strict = [
        "-std=c11",
        "-Wall",
        "-Wextra",
        "-Wpedantic",
        "-Wstrict-prototypes",
        "-Werror",
    ];
    let output = Command::new("cc")
        .args(strict)
        .arg("-I")
        .arg(root().join("include"))
        .arg("-c")
        .arg(&source)
        .arg("-o")
        .arg(folder.path().join("layout.o"))
        .output()
        .expect("a C compiler `cc`");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
