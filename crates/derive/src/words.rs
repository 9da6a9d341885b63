//! `#[derive(Words)]`: the codes of an enum whose variants have no fields, and what people read for
//! them.
//!
//! - `code()` is the variant in snake case, or what `#[code("other")]` on it says; `from_code` reads
//!   it back, and `ALL` has every variant in the order of declaration.
//! - `#[words("cohorts.stage_")]` on the enum adds `label()`: the sentence of the texts whose key is
//!   this beginning with the code.
//!
//! For forms, `choices()` is what a reader chooses from, and `alternatives()` what the page shows.

use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Result};

use super::{argument, snake_case};

pub fn derive(input: &DeriveInput) -> Result<Tokens> {
    let name = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(name, "only an enum has words"));
    };
    let count = data.variants.len();
    let (mut variants, mut codes) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(variant, "a variant with fields has no word"));
        }
        let own: Option<LitStr> = argument(&variant.attrs, "code")?;
        codes.push(own.map_or_else(|| snake_case(&variant.ident), |own| own.value()));
        variants.push(&variant.ident);
    }
    let prefix: Option<LitStr> = argument(&input.attrs, "words")?;
    let label = prefix.map(|prefix| {
        let keys = codes.iter().map(|code| prefix.value() + code);
        quote! {
            /// What people read for it.
            pub fn label(self) -> &'static str {
                ::platform::texts::word(match self { #(Self::#variants => #keys),* })
            }

            /// Every variant as a form's control shows it.
            pub fn alternatives() -> ::std::vec::Vec<::platform::fields::Alternative> {
                let each = Self::ALL.into_iter();
                each.map(|one| ::platform::fields::Alternative::new(one.code(), one.label())).collect()
            }
        }
    });
    Ok(quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #name {
            /// Every variant, in the order of declaration.
            pub const ALL: [Self; #count] = [#(Self::#variants),*];

            /// Its word for programs: in addresses, forms, tags and tables.
            pub const fn code(self) -> &'static str {
                match self { #(Self::#variants => #codes),* }
            }

            /// The variant of a code.
            pub fn from_code(text: &str) -> ::std::option::Option<Self> {
                match text {
                    #(#codes => ::std::option::Option::Some(Self::#variants),)*
                    _ => ::std::option::Option::None,
                }
            }

            /// Every variant beside its code, as a form's reader chooses from them.
            pub const fn choices() -> [(&'static str, Self); #count] {
                [#((#codes, Self::#variants)),*]
            }

            #label
        }
    })
}
