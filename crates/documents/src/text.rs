//! What may be printed: characters the fonts have, in words that a line can hold.

use serde_json::Value;

use crate::DocumentError;
use crate::world::has_glyph;

/// Longer than any word of the language; a longer run would leave the page and gets points to break.
const LONGEST_WORD: usize = 36;
const BREAK: char = '\u{200B}';

/// The first character of `text` that no document can print (an emoji, another script), if any.
/// For forms, so that the person learns it beside the field and not when a certificate fails.
pub fn unprintable(text: &str) -> Option<char> {
    text.chars().find(|&c| !c.is_control() && !is_invisible(c) && !has_glyph(c))
}

/// Cleans every string of the data in place; `path` is where the value hangs.
pub(crate) fn clean(value: &mut Value, path: &str) -> Result<(), DocumentError> {
    match value {
        Value::String(text) => {
            if let Some(character) = unprintable(text) {
                return Err(DocumentError::Unprintable { field: path.to_owned(), character });
            }
            *text = clean_text(text);
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| clean(item, path)),
        Value::Object(fields) => fields.iter_mut().try_for_each(|(name, field)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            clean(field, &path)
        }),
        _ => Ok(()),
    }
}

/// A piece of a sentence for the page: what no font has is a question mark, and the spaces around it
/// stay, because its neighbours are pieces of the same sentence.
pub(crate) fn piece(text: &str) -> String {
    let known = |c: char| if unprintable(c.encode_utf8(&mut [0; 4])).is_some() { '?' } else { c };
    let clean = clean_text(&text.chars().map(known).collect::<String>());
    let space = |there: bool| if there { " " } else { "" };
    let blank = clean.is_empty();
    let (before, after) =
        (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    format!("{}{clean}{}", space(before), space(after && !blank))
}

/// Line breaks and tabs become spaces, marks that change direction or hide text go, and runs no
/// line could hold may break.
fn clean_text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if run > 0 {
                clean.push(' ');
            }
            run = 0;
        } else if !is_invisible(c) {
            if run > 0 && run % LONGEST_WORD == 0 {
                clean.push(BREAK);
            }
            clean.push(c);
            run += 1;
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Soft hyphens, zero-width characters, direction marks and the byte-order mark: nobody sees them, and
/// they make a text read as another.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_is_printable_and_other_scripts_are_named() {
        assert_eq!(
            unprintable("ÁÉÍÓÚÜÑ áéíóúüñ çÇ àèìòù âêîôû ¿¡ «» “” ‘’ — – … º ª ° € § • · n\u{303}"),
            None
        );
        assert_eq!(unprintable("Ana 😀"), Some('😀'));
        assert_eq!(unprintable("漢字"), Some('漢'));
    }

    #[test]
    fn control_and_direction_marks_leave_no_trace() {
        assert_eq!(clean_text("  Ana\u{0}\t\nMaría\u{202E} Ñ\u{FEFF}  "), "Ana María Ñ");
    }

    #[test]
    fn a_piece_of_a_sentence_keeps_the_spaces_around_it() {
        assert_eq!(piece("El  "), "El ");
        assert_eq!(piece(" lo aprueba 😀."), " lo aprueba ?.");
        assert_eq!(piece(" "), " ");
        assert_eq!(piece(""), "");
    }

    #[test]
    fn a_word_no_line_can_hold_may_break() {
        let text = clean_text(&"x".repeat(100));
        assert_eq!(text.matches(BREAK).count(), 2);
        assert_eq!(clean_text("Belén de los Andaquíes"), "Belén de los Andaquíes");
    }
}
