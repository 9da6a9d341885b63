//! How names are compared when somebody searches: without capitals, accents or doubled spaces.
//!
//! Every `search_name` column is written with [`fold`], and every typed search passes through it, so
//! that «mapiripan», «MAPIRIPÁN» and « Mapiripán » are one word. `ñ` folds to `n`: on a borrowed
//! keyboard people type «Munoz», and finding too much is better than finding nothing.

use sea_orm::sea_query::LikeExpr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words of one search; what is typed beyond them changes nothing.
const MOST_WORDS: usize = 6;

/// `text` in lower case, without accents, with single spaces and none at the ends.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a typed search, each to be found somewhere in the row.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(' ').filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_owned).collect()
}

/// «Contains this word» for a `search_name` column: `%` and `_` are letters like any other.
pub fn containing(word: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(word))).escape('\\')
}

/// «Begins with this word», after what stands `before` it: `"% "` for a word within a text.
pub fn beginning(before: &str, word: &str) -> LikeExpr {
    LikeExpr::new(format!("{before}{}%", escaped(word))).escape('\\')
}

fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_spaces_make_no_difference() {
        assert_eq!(fold("  MAPIRIPÁN "), "mapiripan");
        assert_eq!(fold("San José\tdel   Fragua"), "san jose del fragua");
        assert_eq!(fold("Güéjar"), "guejar");
    }

    #[test]
    fn the_enie_is_found_without_its_tilde() {
        assert_eq!(fold("Núñez PEÑA"), fold("nunez pena"));
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same() {
        assert_eq!(fold("Caqueta\u{301}"), fold("Caquetá"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["N.º 4", "Ñame", "İstanbul", "", "\u{a0}Belén de los Andaquíes\u{a0}"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }

    #[test]
    fn a_text_of_spaces_is_empty() {
        assert_eq!(fold(" \u{a0} \t\n"), "");
    }
}
