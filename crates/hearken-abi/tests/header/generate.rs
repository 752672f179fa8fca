//! Writes the C header from the source of the Rust types.
//!
//! Takes what the ABI is made of and nothing else: constants of numbers, structs of numbers, raw
//! pointers, other structs and optional function pointers. Anything else is a panic that names it.

use quote::ToTokens;
use syn::{
    Attribute, Expr, GenericArgument, Item, ItemConst, ItemStruct, Lit, Meta, PathArguments,
    ReturnType, Type, TypeFnPtr, TypePath,
};

const INTRODUCTION: &str = "\
/* hearken.h: the plugin ABI of hearken, major 1.
 *
 * Generated from the crate hearken-abi, whose documentation has the rules; do not edit. The guide
 * for plugins in C is docs/plugins/c.md.
 */
#ifndef HEARKEN_H
#define HEARKEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern \"C\" {
#endif
";

const CONCLUSION: &str = "
/* The one function a plugin exports; its argument is the host's minor number. */
#if defined(_WIN32)
__declspec(dllexport)
#elif defined(__GNUC__)
__attribute__((visibility(\"default\")))
#endif
const hk_plugin *hearken_plugin_v1(uint32_t host_abi_minor);

/* Puts the manifest where hearken reads it without loading the library:
 *
 *   HK_MANIFEST(\"{\\\"id\\\":\\\"words\\\",\\\"version\\\":\\\"0.1.0\\\",\\\"abi\\\":\\\"1.0\\\","
;

const MACROS: &str = "\\\"kinds\\\":[{\\\"kind\\\":\\\"word\\\"}]}\");
 */
#if defined(__APPLE__)
#define HK_SECTION __attribute__((used, section(\"__DATA,__hearken\")))
#elif defined(__GNUC__)
#define HK_SECTION __attribute__((used, section(\".hearken\")))
#else
#define HK_SECTION
#endif
#define HK_MANIFEST(json) \\
  HK_SECTION static const char hk_manifest_section[] = \"HEARKEN1\" json

/* A string literal as a hk_str. */
#define HK_STR(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}

#ifdef __cplusplus
}
#endif

#endif
";

/// The header for these sources, in their order.
pub(crate) fn header(sources: &[String]) -> String {
    let mut out = INTRODUCTION.to_owned();
    for source in sources {
        let file = syn::parse_file(source).expect("the source of a crate that compiles");
        for item in &file.items {
            match item {
                Item::Const(item) => constant(&mut out, item),
                Item::Struct(item) => structure(&mut out, item),
                _ => {}
            }
        }
    }
    out + CONCLUSION + MACROS
}

fn constant(out: &mut String, item: &ItemConst) {
    let Expr::Lit(value) = &*item.expr else {
        panic!("the value of {} is no literal", item.ident);
    };
    let Lit::Int(value) = &value.lit else {
        panic!("the value of {} is no number", item.ident);
    };
    let suffix = if c_type(&item.ty).starts_with('u') {
        "u"
    } else {
        ""
    };
    comment(out, "", &item.attrs);
    line(
        out,
        &format!("#define {} {}{suffix}", item.ident, value.base10_digits()),
    );
}

fn structure(out: &mut String, item: &ItemStruct) {
    let name = c_name(&item.ident.to_string());
    out.push('\n');
    comment(out, "", &item.attrs);
    line(out, &format!("typedef struct {name} {{"));
    for field in &item.fields {
        comment(out, "  ", &field.attrs);
        let ident = field
            .ident
            .as_ref()
            .expect("structs of the ABI have named fields");
        line(
            out,
            &format!("  {};", declaration(&field.ty, &ident.to_string())),
        );
    }
    line(out, &format!("}} {name};"));
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// `ty` with a name, in C.
fn declaration(ty: &Type, name: &str) -> String {
    if let Some(function) = optional_function(ty) {
        let arguments: Vec<String> = function
            .inputs
            .iter()
            .map(|argument| {
                let (name, _) = argument.name.as_ref().expect("arguments have names");
                declaration(&argument.ty, &name.to_string())
            })
            .collect();
        let result = match &function.output {
            ReturnType::Default => "void ".to_owned(),
            ReturnType::Type(_, ty) => spaced(&c_type(ty)),
        };
        return format!("{result}(*{name})({})", arguments.join(", "));
    }
    spaced(&c_type(ty)) + name
}

/// A type as it stands before a name: `uint32_t `, `const hk_post *`.
fn spaced(ty: &str) -> String {
    if ty.ends_with('*') {
        ty.to_owned()
    } else {
        format!("{ty} ")
    }
}

fn optional_function(ty: &Type) -> Option<&TypeFnPtr> {
    let Type::Path(TypePath { path, .. }) = ty else {
        return None;
    };
    let last = path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(Type::FnPtr(function)) => Some(function),
        _ => None,
    }
}

fn c_type(ty: &Type) -> String {
    match ty {
        Type::Ptr(pointer) => {
            let inner = c_type(&pointer.elem);
            let written = pointer.to_token_stream().to_string();
            let konst = if written.starts_with("* const") {
                "const "
            } else {
                ""
            };
            format!("{konst}{}*", spaced(&inner))
        }
        Type::Path(path) => {
            let name = path
                .path
                .segments
                .last()
                .expect("a path has a segment")
                .ident
                .to_string();
            match name.as_str() {
                "u8" => "uint8_t".to_owned(),
                "u16" => "uint16_t".to_owned(),
                "u32" => "uint32_t".to_owned(),
                "u64" => "uint64_t".to_owned(),
                "i32" => "int32_t".to_owned(),
                "i64" => "int64_t".to_owned(),
                "f32" => "float".to_owned(),
                "usize" => "size_t".to_owned(),
                "c_void" => "void".to_owned(),
                name if name.starts_with("Hk") => c_name(name),
                other => panic!("the ABI has no type {other}"),
            }
        }
        other => panic!("the ABI has no type {}", other.to_token_stream()),
    }
}

/// `HkPost` as `hk_post`.
fn c_name(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// Doc comments in C, with the names of Rust's types in C as well.
fn comment(out: &mut String, indent: &str, attributes: &[Attribute]) {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => Some(pair.value.to_token_stream().to_string()),
            Meta::Path(_) | Meta::List(_) => None,
        })
        .map(|literal| {
            in_c(
                syn::parse_str::<syn::LitStr>(&literal)
                    .expect("a doc comment is a literal")
                    .value()
                    .trim(),
            )
        })
        .collect();
    let Some((last, rest)) = lines.split_last() else {
        return;
    };
    for (at, words) in rest.iter().enumerate() {
        let start = if at == 0 { "/*" } else { " *" };
        line(out, &format!("{indent}{start} {words}"));
    }
    let start = if rest.is_empty() { "/*" } else { " *" };
    line(out, &format!("{indent}{start} {last} */"));
}

/// A line of a doc comment without links.
fn in_c(line: &str) -> String {
    let mut out = line.to_owned();
    while let (Some(open), Some(close)) = (out.find("](crate::"), out.find(')')) {
        out.replace_range(open + 1..=close.max(open + 1), "");
    }
    let plain = out.replace("[`", "`").replace("`]", "`").replace("::", ".");
    plain
        .split('`')
        .map(|part| {
            if part.starts_with("Hk") {
                rename(part)
            } else {
                part.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join("`")
}

/// `HkPlugin.post` as `hk_plugin.post`.
fn rename(part: &str) -> String {
    match part.split_once('.') {
        Some((name, rest)) => format!("{}.{rest}", c_name(name)),
        None => c_name(part),
    }
}
