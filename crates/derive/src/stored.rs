//! `#[stored]`: an enum that a table keeps as text. It stands for the derives and attributes that all
//! of them have, with `Words` among them; what one has beside these (`Ord`, `Example`) stays a derive
//! below it.
//!
//! A variant is kept as its name in snake case, which is its code too and how JSON writes it.
//! `#[stored("months_3")]` on a variant is its word in all three instead.

use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{Data, DeriveInput, Error, LitStr, Result, parse_quote};

use super::argument;

pub fn expand(mut item: DeriveInput) -> Result<Tokens> {
    let Data::Enum(data) = &mut item.data else {
        return Err(Error::new_spanned(item.ident, "only an enum is stored as its word"));
    };
    for variant in &mut data.variants {
        let own: Option<LitStr> = argument(&variant.attrs, "stored")?;
        if let Some(own) = own {
            variant.attrs.retain(|attribute| !attribute.path().is_ident("stored"));
            variant.attrs.push(parse_quote!(#[sea_orm(string_value = #own)]));
            variant.attrs.push(parse_quote!(#[serde(rename = #own)]));
            variant.attrs.push(parse_quote!(#[code(#own)]));
        }
    }
    Ok(quote! {
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            ::sea_orm::EnumIter,
            ::sea_orm::DeriveActiveEnum,
            ::serde::Serialize,
            ::serde::Deserialize,
            ::platform::texts::Words,
        )]
        #[sea_orm(
            rs_type = "String",
            db_type = "String(::sea_orm::sea_query::StringLen::None)",
            rename_all = "snake_case"
        )]
        #[serde(rename_all = "snake_case")]
        #item
    })
}
