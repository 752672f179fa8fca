//! The attribute and derive macros of `hearken-sdk`; use them through that crate.
//!
//! They write what an author should not have to keep in step by hand: decoding and JSON Schema of
//! the configuration, its descriptions from doc comments, and the list of declared kinds that goes
//! into the plugin's passive section.
//!
//! ```text
//! /// Flags words in capitals.
//! #[config(kinds = ["shouting"])]
//! struct Shouting {
//!     /// Words this long or longer count as shouting.
//!     min_len: usize,
//! }
//! ```

mod config;
mod docs;
mod kinds;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct or enum part of a configuration, or, with `kinds`, an analyzer's own one.
///
/// - `#[config]` derives decoding (unknown keys are errors) and JSON Schema; doc comments become
///   the descriptions that users see.
/// - `#[config(kinds = ["mention"])]` or `#[config(kinds = Kind)]`, where `Kind` derives
///   [`Kinds`](macro@Kinds), also declares what the analyzer finds. State that is no configuration goes
///   into `#[serde(skip)]` fields.
#[proc_macro_attribute]
pub fn config(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as config::Arguments);
    let item = parse_macro_input!(item as DeriveInput);
    config::expand(&arguments, &item)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Declares kinds of finding as an enum without fields; the doc comment of each says what it is.
///
/// The kind's name is the variant's in kebab case unless `#[kind(name = "conversation.unanswered")]`
/// gives it; `#[kind(severity = "notice")]` gives the severity, which is `info` otherwise.
#[proc_macro_derive(Kinds, attributes(kind))]
pub fn kinds(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    kinds::expand(&item)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
