//! Characters whose escapes are already taken away, so that nobody after this has to think of them.

/// A character of a question: one that may mean something to GIFT, or one that was escaped and is
/// only itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub letter: char,
    pub escaped: bool,
    /// Of the file, from one.
    pub line: usize,
}

impl Symbol {
    pub fn means(self, letter: char) -> bool {
        !self.escaped && self.letter == letter
    }

    fn is_space(self) -> bool {
        !self.escaped && self.letter.is_whitespace()
    }
}

/// What may be escaped to be itself.
pub const SPECIAL: [char; 7] = ['~', '=', '#', '{', '}', ':', '\\'];

/// Takes the escapes from numbered lines; between two lines stands a `\n`.
pub fn symbols(lines: &[(usize, &str)]) -> Vec<Symbol> {
    let mut all: Vec<Symbol> = Vec::new();
    for (place, (line, text)) in lines.iter().enumerate() {
        let line = *line;
        if place > 0 {
            all.push(Symbol { letter: '\n', escaped: false, line });
        }
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let after_dash = all.last().is_some_and(|last| last.means('-'));
            let real = match (letter, letters.peek()) {
                ('\\', Some('n')) => Some('\n'),
                ('\\', Some('>')) if after_dash => Some('>'),
                ('\\', Some(next)) if SPECIAL.contains(next) => Some(*next),
                _ => None,
            };
            if real.is_some() {
                letters.next();
            }
            all.push(Symbol { letter: real.unwrap_or(letter), escaped: real.is_some(), line });
        }
    }
    all
}

pub fn trim(mut of: &[Symbol]) -> &[Symbol] {
    while let [first, rest @ ..] = of {
        if !first.is_space() {
            break;
        }
        of = rest;
    }
    while let [rest @ .., last] = of {
        if !last.is_space() {
            break;
        }
        of = rest;
    }
    of
}

pub fn text(of: &[Symbol]) -> String {
    of.iter().map(|symbol| symbol.letter).collect()
}

pub fn find(of: &[Symbol], letter: char) -> Option<usize> {
    of.iter().position(|symbol| symbol.means(letter))
}

/// Where several characters that mean something stand side by side.
pub fn find_all(of: &[Symbol], letters: &str) -> Option<usize> {
    let letters: Vec<char> = letters.chars().collect();
    of.windows(letters.len())
        .position(|some| some.iter().zip(&letters).all(|(symbol, letter)| symbol.means(*letter)))
}

/// What stands before a place, and after so many characters from it.
pub fn around(of: &[Symbol], place: usize, wide: usize) -> (&[Symbol], &[Symbol]) {
    (of.get(..place).unwrap_or(of), of.get(place + wide..).unwrap_or(&[]))
}

/// What stands before the first of a character that means something, and what after it.
pub fn split(of: &[Symbol], letter: char) -> (&[Symbol], Option<&[Symbol]>) {
    match find(of, letter) {
        Some(place) => {
            let (before, after) = around(of, place, 1);
            (before, Some(after))
        }
        None => (of, None),
    }
}

/// What is left after these letters, which must all mean something.
pub fn strip<'a>(of: &'a [Symbol], letters: &str) -> Option<&'a [Symbol]> {
    let mut rest = of;
    for letter in letters.chars() {
        match rest {
            [first, after @ ..] if first.means(letter) => rest = after,
            _ => return None,
        }
    }
    Some(rest)
}
