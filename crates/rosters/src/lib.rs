//! Lists of people as offices keep them, read word by word: the number of a document, a telephone, a
//! mail, a whole name, a text copied from another program. Pure, without a word of the product: texts
//! go in, and out comes what they mean and how sure that is.
//!
//! - [`digits`]: whole numbers in all their dresses. A decimal that a program added is never a digit.
//! - [`contacts`]: the telephone and the mail among what people write around them.
//! - [`names`]: whole names taken apart, in the order that a column shows, in capitals as names have them.
//! - [`letters`]: accents in pieces, and letters of another alphabet that look like ours.

pub mod contacts;
pub mod digits;
pub mod letters;
pub mod names;
mod usual;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text in small letters, without accents, with single spaces: how words are compared.
pub fn plain(text: &str) -> String {
    let bare: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}
