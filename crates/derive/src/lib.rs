//! `#[derive(Refusal)]`: what a rule's «no» says; `refusal.rs` explains it.
//!
//! `#[derive(Words)]`: the codes and the words of an enum; `words.rs` explains it.
//!
//! `#[stored]`: an enum that a table keeps as text; `stored.rs` explains it.
//!
//! `#[derive(Example)]`: what a page shows, made up from the types of its fields.
//!
//! A test renders every template with examples of its view. Written by hand they were as long as the
//! views; here each field's type says how it looks when there is nothing, one or many of it
//! (`platform::example`). A field may say more:
//!
//! - the first words in «» of its doc comment stand for a text: `/// «Meta 2026-2».`
//! - `#[example(EXPRESSION)]` is the value itself, where a type alone cannot know it.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::parse::Parse;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, Ident, Lit, Meta, Result,
    parse_macro_input,
};

mod refusal;
mod stored;
mod words;

#[proc_macro_derive(Refusal, attributes(refusal, code, facts, field, same))]
pub fn refusal(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    refusal::derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

#[proc_macro_derive(Words, attributes(words, code))]
pub fn words(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    words::derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

#[proc_macro_attribute]
pub fn stored(_: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    stored::expand(item).unwrap_or_else(|error| error.to_compile_error()).into()
}

#[proc_macro_derive(Example, attributes(example))]
pub fn example(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let name = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    let body = match &input.data {
        Data::Struct(data) => {
            let fields = values(&data.fields);
            quote! { Self #fields }
        }
        Data::Enum(data) => {
            let count = data.variants.len();
            let arms = data.variants.iter().enumerate().map(|(number, variant)| {
                let (name, fields) = (&variant.ident, values(&variant.fields));
                let pattern = if number + 1 == count { quote!(_) } else { quote!(#number) };
                quote! { #pattern => Self::#name #fields }
            });
            quote! { match size.count % #count { #(#arms),* } }
        }
        Data::Union(_) => quote! { compile_error!("a union has no example") },
    };
    quote! {
        impl #generics ::platform::example::Example for #name #arguments #conditions {
            fn example(size: ::platform::example::Size) -> Self {
                let _ = size;
                #body
            }
        }
    }
    .into()
}

/// The fields with their values, in braces or parentheses as they are declared.
fn values(fields: &Fields) -> Tokens {
    let value = |field: &Field| {
        let own = field.attrs.iter().find(|attribute| attribute.path().is_ident("example"));
        if let Some(own) = own {
            return match own.parse_args::<Expr>() {
                Ok(expression) => quote! { #expression },
                Err(error) => error.to_compile_error(),
            };
        }
        match quoted(&field.attrs) {
            Some(words) => quote! { ::platform::example::Example::worded(size, #words) },
            None => quote! { ::platform::example::Example::example(size) },
        }
    };
    match fields {
        Fields::Named(fields) => {
            let fields = fields.named.iter().map(|field| {
                let (name, value) = (&field.ident, value(field));
                quote! { #name: #value }
            });
            quote! { { #(#fields),* } }
        }
        Fields::Unnamed(fields) => {
            let values = fields.unnamed.iter().map(value);
            quote! { ( #(#values),* ) }
        }
        Fields::Unit => Tokens::new(),
    }
}

/// The first words in «» of a doc comment.
fn quoted(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(doc) = &attribute.meta else {
            return None;
        };
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &doc.value else {
            return None;
        };
        if !doc.path.is_ident("doc") {
            return None;
        }
        let text = text.value();
        let (words, _) = text.split_once('«')?.1.split_once('»')?;
        Some(words.to_owned())
    })
}

/// The name of a variant in snake case.
fn snake_case(name: &Ident) -> String {
    let mut word = String::new();
    for letter in name.to_string().chars() {
        if !word.is_empty() && letter.is_ascii_uppercase() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

fn attribute<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident(name))
}

/// What stands in the parentheses of an attribute.
fn argument<T: Parse>(attributes: &[Attribute], name: &str) -> Result<Option<T>> {
    attribute(attributes, name).map(|attribute| attribute.parse_args()).transpose()
}
