//! The colours of the product's stylesheet, as values: a picture also stands in a PDF, where no
//! sheet reaches it. A test compares them with `static/formacion.css` and measures their contrast.

pub const INK: &str = "#1f2430";
pub const GREY: &str = "#4c4c4c";
/// Marks without a value, axes that matter.
pub const EDGE: &str = "#7e7e7e";
/// Hairlines that only guide the eye.
pub const LINE: &str = "#c9d2e3";
pub const PAPER: &str = "#fff";
pub const SOFTER: &str = "#f3f6fc";
pub const SOFT: &str = "#e5ecf8";
pub const SKY: &str = "#a9c3f2";
pub const HOVER: &str = "#4672c8";
pub const COBALT: &str = "#0943b5";
pub const DEEP: &str = "#06317f";
pub const ERROR: &str = "#a80521";

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: &str) -> f64 {
        let hex = colour.trim_start_matches('#');
        let long: String =
            if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.into() };
        let channel = |at: usize| {
            let part = u8::from_str_radix(&long[at..at + 2], 16).expect("hex");
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn colours_are_those_of_the_stylesheet() {
        let sheet = include_str!("../../../static/formacion.css");
        let all = [INK, GREY, EDGE, LINE, PAPER, SOFTER, SOFT, SKY, HOVER, COBALT, DEEP, ERROR];
        for colour in all {
            assert!(sheet.contains(colour), "{colour}");
        }
    }

    #[test]
    fn what_carries_meaning_stands_out_and_words_are_read() {
        for ground in [PAPER, SOFTER] {
            for mark in [EDGE, HOVER, COBALT, DEEP, ERROR] {
                assert!(contrast(mark, ground) >= 3.0, "{mark} on {ground}");
            }
            for word in [INK, GREY, ERROR, COBALT] {
                assert!(contrast(word, ground) >= 4.5, "{word} on {ground}");
            }
        }
    }
}
