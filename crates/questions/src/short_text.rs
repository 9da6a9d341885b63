//! Whether a few words are the ones that were expected.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Strictness;

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Anything,
    Letter(char),
}

/// The text as it is compared.
fn fold(text: &str, strictness: Strictness) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut base = ' ';
    for c in text.nfd() {
        if is_combining_mark(c) {
            // The tilde over an n makes another letter; every other mark is an accent.
            let is_letter = c == '\u{303}' && matches!(base, 'n' | 'N');
            if !strictness.accents && !is_letter {
                continue;
            }
        } else {
            base = c;
        }
        folded.push(c);
    }
    let folded: String = folded.nfc().collect();
    let folded = if strictness.case { folded } else { folded.to_lowercase() };
    if strictness.spaces {
        folded.trim().to_owned()
    } else {
        folded.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn pieces(pattern: &str, strictness: Strictness) -> Vec<Piece> {
    let folded = fold(pattern, strictness);
    let mut pieces = Vec::new();
    let mut letters = folded.chars().peekable();
    while let Some(c) = letters.next() {
        let piece = match c {
            '*' => Piece::Anything,
            '\\' if letters.peek() == Some(&'*') => {
                letters.next();
                Piece::Letter('*')
            }
            other => Piece::Letter(other),
        };
        // Several asterisks are one.
        if piece != Piece::Anything || pieces.last() != Some(&Piece::Anything) {
            pieces.push(piece);
        }
    }
    pieces
}

/// Whether what was typed is what the pattern accepts; nothing typed never is.
pub fn matches(pattern: &str, typed: &str, strictness: Strictness) -> bool {
    let typed: Vec<char> = fold(typed, strictness).chars().collect();
    if typed.is_empty() {
        return false;
    }
    let pattern = pieces(pattern, strictness);
    // The last asterisk may take one more letter: no other needs to be tried again.
    let (mut at, mut seen) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(letter) = typed.get(seen) {
        match pattern.get(at) {
            Some(Piece::Letter(expected)) if expected == letter => {
                at += 1;
                seen += 1;
            }
            Some(Piece::Anything) => {
                retry = Some((at, seen));
                at += 1;
            }
            _ => match retry {
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    at = star + 1;
                    seen = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|piece| *piece == Piece::Anything)
}

/// A text that the pattern accepts; `None` when it accepts anything, or nothing can be typed for it.
pub fn example(pattern: &str, strictness: Strictness) -> Option<String> {
    let pieces = pieces(pattern, strictness);
    if !pieces.iter().any(|piece| matches!(piece, Piece::Letter(c) if !c.is_whitespace())) {
        return None;
    }
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Letter(c) => *c,
            Piece::Anything => 'x',
        })
        .collect();
    matches(pattern, &text, strictness).then_some(text)
}
