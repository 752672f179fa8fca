//! `#[derive(Kinds)]` and the list of kinds that `#[config(kinds = […])]` declares.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Fields, LitStr, Result, Variant};

use crate::docs::{json_string, summary};

/// The severities' words with the names of the SDK's variants.
const SEVERITIES: [(&str, &str); 4] = [
    ("info", "Info"),
    ("notice", "Notice"),
    ("warning", "Warning"),
    ("alert", "Alert"),
];

/// A kind as the author declared it.
pub(crate) struct Declared {
    pub(crate) name: String,
    severity: usize,
    about: String,
}

impl Declared {
    /// A kind of which the name alone is given.
    pub(crate) fn named(name: &LitStr) -> Result<Self> {
        let kind = Self {
            name: name.value(),
            severity: 0,
            about: String::new(),
        };
        kind.checked(name)
    }

    fn of_variant(variant: &Variant) -> Result<Self> {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(
                variant,
                "a kind has no fields; put them into `data`",
            ));
        }
        let mut kind = Self {
            name: kebab_case(&variant.ident.to_string()),
            severity: 0,
            about: summary(&variant.attrs),
        };
        for attribute in variant
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("kind"))
        {
            kind.read(attribute)?;
        }
        kind.checked(&variant.ident)
    }

    fn read(&mut self, attribute: &Attribute) -> Result<()> {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                self.name = meta.value()?.parse::<LitStr>()?.value();
                return Ok(());
            }
            if meta.path.is_ident("severity") {
                let word: LitStr = meta.value()?.parse()?;
                let found = SEVERITIES
                    .iter()
                    .position(|(name, _)| *name == word.value());
                self.severity = found.ok_or_else(|| {
                    Error::new_spanned(
                        &word,
                        "a severity is `info`, `notice`, `warning` or `alert`",
                    )
                })?;
                return Ok(());
            }
            Err(meta.error("only `name` and `severity` are known here"))
        })
    }

    fn checked(self, place: &impl quote::ToTokens) -> Result<Self> {
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'/')
        };
        if self.name.is_empty() || self.name.len() > 64 || !self.name.bytes().all(allowed) {
            return Err(Error::new_spanned(
                place,
                "a kind is a word of a-z, 0-9, `-`, `.` and `/`, of at most 64 bytes",
            ));
        }
        Ok(self)
    }

    /// The expression of the SDK's `KindInfo`.
    pub(crate) fn to_info(&self) -> TokenStream {
        let Self { name, about, .. } = self;
        let severity = quote::format_ident!("{}", SEVERITIES[self.severity].1);
        quote! {
            ::hearken_sdk::KindInfo {
                name: #name,
                severity: ::hearken_sdk::Severity::#severity,
                about: #about,
            }
        }
    }
}

/// The JSON list of `kinds` for the manifest.
pub(crate) fn to_json(kinds: &[Declared]) -> String {
    let rows: Vec<String> = kinds
        .iter()
        .map(|kind| {
            let name = json_string(&kind.name);
            let severity = SEVERITIES[kind.severity].0;
            let about = json_string(&kind.about);
            format!("{{\"kind\":{name},\"severity\":\"{severity}\",\"about\":{about}}}")
        })
        .collect();
    format!("[{}]", rows.join(","))
}

/// What `#[derive(Kinds)]` writes.
pub(crate) fn expand(item: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &item.data else {
        return Err(Error::new_spanned(
            &item.ident,
            "kinds are the variants of an enum",
        ));
    };
    let kinds: Vec<Declared> = data
        .variants
        .iter()
        .map(Declared::of_variant)
        .collect::<Result<_>>()?;
    let (name, json) = (&item.ident, to_json(&kinds));
    let infos = kinds.iter().map(Declared::to_info);
    let arms = data.variants.iter().zip(&kinds).map(|(variant, kind)| {
        let (variant, kind) = (&variant.ident, &kind.name);
        quote! { Self::#variant => #kind }
    });
    Ok(quote! {
        #[automatically_derived]
        impl ::hearken_sdk::Kinds for #name {
            const ALL: &'static [::hearken_sdk::KindInfo] = &[#(#infos),*];
            const JSON: &'static str = #json;
        }
        #[automatically_derived]
        impl ::hearken_sdk::Kind for #name {
            fn name(self) -> &'static str {
                match self { #(#arms),* }
            }
        }
    })
}

fn kebab_case(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
