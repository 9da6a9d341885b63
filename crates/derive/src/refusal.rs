//! `#[derive(Refusal)]`: what the variants of an enum say when a rule says «no»
//! (`platform::texts::Refusal`).
//!
//! - `#[refusal("cohorts.")]` on the enum begins every code, and the variant's name in snake case
//!   ends it. `#[code("attendance.scan_refused")]` on a variant is its whole code instead.
//! - Each named field is a fact under its own name. `#[facts(starts = dates::short(*starts_on))]` on
//!   a variant lists its facts instead: a name alone is the field, and `#[facts()]` is none.
//! - `#[field("termina")]` is the control of the form that a variant is about; on the enum, that of
//!   every variant without its own. An expression in its place is an option: `#[field(None)]`.
//! - `#[same(refusal)]` takes what another refusal says: its code, its facts and its field.
//!
//! Expressions see the fields of their variant by reference; a field without a name is `_0`.

use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, Ident, Lit, LitStr, Result, Token,
    Variant,
};

use super::{argument, attribute, snake_case};

pub fn derive(input: &DeriveInput) -> Result<Tokens> {
    let name = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(name, "a refusal is an enum"));
    };
    let prefix: Option<LitStr> = argument(&input.attrs, "refusal")?;
    let usual_field = field(&input.attrs)?.unwrap_or_else(|| quote!(None));
    let (mut codes, mut facts, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &data.variants {
        let pattern = pattern(variant);
        let own_field = field(&variant.attrs)?;
        let (code, fact, field) = match argument::<Expr>(&variant.attrs, "same")? {
            Some(other) => (
                quote!((#other).code()),
                quote!((#other).facts()),
                own_field.unwrap_or_else(|| quote!((#other).field())),
            ),
            None => (
                code(variant, prefix.as_ref())?,
                facts_of(variant)?,
                own_field.unwrap_or_else(|| usual_field.clone()),
            ),
        };
        codes.push(quote!(#pattern => #code));
        facts.push(quote!(#pattern => #fact));
        fields.push(quote!(#pattern => #field));
    }
    Ok(quote! {
        #[automatically_derived]
        #[allow(unused_variables)]
        impl ::platform::texts::Refusal for #name {
            fn code(&self) -> &'static str {
                match self { #(#codes),* }
            }
            fn facts(&self) -> ::std::vec::Vec<(&'static str, ::std::string::String)> {
                match self { #(#facts),* }
            }
            fn field(&self) -> ::std::option::Option<&'static str> {
                match self { #(#fields),* }
            }
        }
    })
}

/// The variant with a name for each of its fields.
fn pattern(variant: &Variant) -> Tokens {
    let name = &variant.ident;
    match &variant.fields {
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            quote!(Self::#name { #(#names),* })
        }
        Fields::Unnamed(fields) => {
            let names = (0..fields.unnamed.len()).map(|number| format_ident!("_{number}"));
            quote!(Self::#name(#(#names),*))
        }
        Fields::Unit => quote!(Self::#name),
    }
}

fn code(variant: &Variant, prefix: Option<&LitStr>) -> Result<Tokens> {
    let name = &variant.ident;
    if let Some(own) = argument::<LitStr>(&variant.attrs, "code")? {
        return Ok(quote!(#own));
    }
    let Some(prefix) = prefix else {
        return Err(Error::new_spanned(
            name,
            "its enum says how codes begin: #[refusal(\"word.\")]",
        ));
    };
    let code = prefix.value() + &snake_case(name);
    Ok(quote!(#code))
}

/// A fact as it is listed: `name`, or `name = EXPRESSION`.
struct Fact {
    name: Ident,
    value: Option<Expr>,
}

impl Parse for Fact {
    fn parse(input: ParseStream) -> Result<Self> {
        let name = input.parse()?;
        let value = input.parse::<Option<Token![=]>>()?.map(|_| input.parse()).transpose()?;
        Ok(Self { name, value })
    }
}

fn facts_of(variant: &Variant) -> Result<Tokens> {
    let facts: Vec<Fact> = match attribute(&variant.attrs, "facts") {
        Some(list) => {
            let facts = list.parse_args_with(Punctuated::<Fact, Token![,]>::parse_terminated)?;
            facts.into_iter().collect()
        }
        None => {
            let names = variant.fields.iter().filter_map(|field| field.ident.clone());
            names.map(|name| Fact { name, value: None }).collect()
        }
    };
    let facts = facts.iter().map(|Fact { name, value }| {
        let word = name.to_string();
        let value = value.as_ref().map_or_else(|| quote!(#name), |value| quote!(#value));
        quote!((#word, ::std::string::ToString::to_string(&(#value))))
    });
    Ok(quote!(::std::vec![#(#facts),*]))
}

fn field(attributes: &[Attribute]) -> Result<Option<Tokens>> {
    let field: Option<Expr> = argument(attributes, "field")?;
    Ok(field.map(|field| match &field {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(Some(#field)),
        _ => quote!(#field),
    }))
}
