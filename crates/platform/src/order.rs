//! The order of a list as its address says it. Each heading by which a list can be put in order is a link
//! (`partials/sort_head`), so it needs no script and counts for all pages: `?orden=municipio`, and
//! `?orden=-municipio` backward.

use serde::Serialize;

use super::example::Example;

/// The name of the order in addresses and forms.
pub const ORDER: &str = "orden";

/// A word by which a list is put in order, and whether backward; no word is the list's own order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListOrder {
    word: &'static str,
    backward: bool,
}

/// A heading as a link that puts the list in its order, or turns that around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct SortHead {
    pub href: String,
    /// How the list is in this order now, as `aria-sort` says it.
    #[example(size.some.then_some("ascending"))]
    pub sorted: Option<&'static str>,
}

impl ListOrder {
    /// Reads what was typed; what is none of these words is the list's own order.
    pub fn of(typed: &str, words: &[&'static str]) -> Self {
        let (backward, bare) = match typed.strip_prefix('-') {
            Some(bare) => (true, bare),
            None => (false, typed),
        };
        let word = words.iter().copied().find(|word| *word == bare && !bare.is_empty());
        word.map_or_else(Self::default, |word| Self { word, backward })
    }

    /// Empty in the list's own order.
    pub fn word(self) -> &'static str {
        self.word
    }

    pub fn is_backward(self) -> bool {
        self.backward
    }

    /// As the address says it.
    pub fn code(self) -> String {
        let sign = if self.backward { "-" } else { "" };
        format!("{sign}{}", self.word)
    }

    /// Returns the heading of a word; `address` is that of the list in an order.
    pub fn head(self, word: &'static str, address: impl FnOnce(&str) -> String) -> SortHead {
        let is_here = self.word == word;
        let next = Self { word, backward: is_here && !self.backward };
        let sorted = match self.backward {
            true => "descending",
            false => "ascending",
        };
        SortHead { href: address(&next.code()), sorted: is_here.then_some(sorted) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 2] = ["nombre", "cupos"];

    #[test]
    fn a_heading_puts_its_list_in_order_and_then_turns_it_around() {
        let head = |typed: &str| {
            ListOrder::of(typed, &WORDS).head("cupos", |order| format!("/x?orden={order}"))
        };
        let heads = ["", "nombre", "cupos", "-cupos"].map(head);
        let hrefs = heads.each_ref().map(|head| head.href.as_str());
        assert_eq!(
            hrefs,
            ["/x?orden=cupos", "/x?orden=cupos", "/x?orden=-cupos", "/x?orden=cupos"]
        );
        let sorted = heads.map(|head| head.sorted);
        assert_eq!(sorted, [None, None, Some("ascending"), Some("descending")]);
    }

    #[test]
    fn what_is_no_word_of_the_list_is_its_own_order() {
        for typed in ["", "-", "otra", "--nombre", "-otra", "nombre "] {
            assert_eq!(ListOrder::of(typed, &WORDS), ListOrder::default(), "{typed}");
        }
        let order = ListOrder::of("-nombre", &WORDS);
        assert_eq!((order.word(), order.is_backward()), ("nombre", true));
        assert_eq!(order.code(), "-nombre");
    }
}
