//! `#[config]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DeriveInput, Error, Fields, LitStr, Path, Result, Token, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    token::Bracket,
};

use crate::{
    docs::{json_string, summary},
    kinds::{self, Declared},
};

/// What stands in the brackets of `#[config(…)]`.
pub(crate) enum Arguments {
    /// Nothing: a part of some configuration.
    Part,
    /// `kinds = ["a", "b"]`.
    Names(Vec<Declared>),
    /// `kinds = Kind`, an enum that derives `Kinds`.
    Enum(Path),
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self::Part);
        }
        let word: Path = input.parse()?;
        if !word.is_ident("kinds") {
            return Err(Error::new_spanned(word, "only `kinds = …` is known here"));
        }
        input.parse::<Token![=]>()?;
        let arguments = if input.peek(Bracket) {
            let list;
            bracketed!(list in input);
            let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
            Self::Names(names.iter().map(Declared::named).collect::<Result<_>>()?)
        } else {
            Self::Enum(input.parse()?)
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(arguments)
    }
}

/// What `#[config]` writes.
pub(crate) fn expand(arguments: &Arguments, item: &DeriveInput) -> Result<TokenStream> {
    let strict = match &item.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {
            quote! { #[serde(deny_unknown_fields)] }
        }
        Data::Struct(_) => {
            let advice = "a configuration is a struct with named fields; none at all is `{}`";
            return Err(Error::new_spanned(&item.ident, advice));
        }
        Data::Enum(_) => quote! {},
        Data::Union(_) => return Err(Error::new_spanned(&item.ident, "a union cannot be decoded")),
    };
    let configured = configured(arguments, item);
    Ok(quote! {
        #[derive(
            ::hearken_sdk::__private::serde::Deserialize,
            ::hearken_sdk::__private::schemars::JsonSchema,
        )]
        #[serde(crate = "::hearken_sdk::__private::serde")]
        #[schemars(crate = "::hearken_sdk::__private::schemars")]
        #strict
        #item
        #configured
    })
}

/// The declaration of an analyzer's kinds; nothing for a part of a configuration.
fn configured(arguments: &Arguments, item: &DeriveInput) -> TokenStream {
    let (all, json) = match arguments {
        Arguments::Part => return TokenStream::new(),
        Arguments::Names(names) => {
            let (infos, json) = (names.iter().map(Declared::to_info), kinds::to_json(names));
            (quote! { &[#(#infos),*] }, quote! { #json })
        }
        Arguments::Enum(path) => (
            quote! { <#path as ::hearken_sdk::Kinds>::ALL },
            quote! { <#path as ::hearken_sdk::Kinds>::JSON },
        ),
    };
    let (name, about) = (&item.ident, json_string(&summary(&item.attrs)));
    let (implemented, types, bounds) = item.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #implemented ::hearken_sdk::Configured for #name #types #bounds {
            const KINDS: &'static [::hearken_sdk::KindInfo] = #all;
            const KINDS_JSON: &'static str = #json;
            const ABOUT_JSON: &'static str = #about;
        }
    }
}
