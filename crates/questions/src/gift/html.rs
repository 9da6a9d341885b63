//! Plain texts and HTML brought to Markdown, as far as its subset goes.

/// Longer ones stay as they are, and are refused for their length afterwards.
const MOST_CONVERTED: usize = 100_000;
/// Characters of one tag, of one entity.
const MOST_TAG: usize = 4_000;
const MOST_ENTITY: usize = 12;

/// Letters with a meaning for Markdown are escaped, so that they are shown as they are.
pub fn from_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts_line = true;
    for letter in text.chars() {
        let inline = matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|');
        if inline || (starts_line && matches!(letter, '#' | '>' | '+' | '-')) {
            out.push('\\');
        }
        out.push(letter);
        starts_line = letter == '\n' || (starts_line && letter.is_whitespace());
    }
    out
}

/// Paragraphs, emphasis, lists, tables, code, pictures; every other tag goes and its text stays.
pub fn from_html(html: &str) -> String {
    let letters: Vec<char> = html.chars().collect();
    if letters.len() > MOST_CONVERTED {
        return html.to_owned();
    }
    let mut page = Page::default();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = letters.get(at + 1..).unwrap_or(&[]);
        let known = match letter {
            '<' => tag(rest).map(|(inside, wide)| {
                let skipped = page.tag(&inside, letters.get(at + 1 + wide..).unwrap_or(&[]));
                1 + wide + skipped
            }),
            '&' => entity(rest).map(|(real, wide)| {
                page.letter(real);
                1 + wide
            }),
            _ => None,
        };
        at += known.unwrap_or_else(|| {
            page.letter(*letter);
            1
        });
    }
    page.done()
}

#[derive(Default)]
struct Page {
    out: String,
    /// Text that is not yet escaped.
    words: String,
    /// Cells of the row, and whether its table had a row before.
    cells: usize,
    has_head: bool,
}

impl Page {
    fn letter(&mut self, letter: char) {
        // Spaces and line ends of the source are one space.
        if letter.is_whitespace() {
            if !self.words.ends_with(' ') {
                self.words.push(' ');
            }
        } else {
            self.words.push(letter);
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        let starts = self.out.is_empty() || self.out.ends_with('\n');
        let words = if starts { words.trim_start() } else { &words };
        let escaped = from_plain(words);
        // Only at the start of a line is a dash a list.
        let plain = if starts { escaped } else { unescape_first(words, &escaped) };
        self.out.push_str(&plain);
    }

    fn write(&mut self, text: &str) {
        self.flush();
        self.out.push_str(text);
    }

    fn line(&mut self, empty: bool) {
        self.flush();
        let trimmed = self.out.trim_end_matches(' ').len();
        self.out.truncate(trimmed);
        let wanted = if empty { "\n\n" } else { "\n" };
        while !self.out.is_empty() && !self.out.ends_with(wanted) {
            self.out.push('\n');
        }
    }

    /// Writes what a tag becomes; how many letters after it are no text (a script's).
    fn tag(&mut self, inside: &str, after: &[char]) -> usize {
        let (closes, inside) = match inside.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, inside),
        };
        let name: String = inside
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        match name.as_str() {
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" => {
                self.line(true);
            }
            "br" => self.line(false),
            "b" | "strong" => self.write("**"),
            "i" | "em" => self.write("*"),
            "code" | "kbd" => self.write("`"),
            "li" if !closes => {
                self.line(false);
                self.write("- ");
            }
            "table" => {
                self.line(true);
                self.has_head = false;
            }
            "tr" if !closes => {
                self.line(false);
                self.write("|");
                self.cells = 0;
            }
            "tr" => {
                self.line(false);
                if !self.has_head {
                    let rule = format!("|{}", " --- |".repeat(self.cells.min(50)));
                    self.write(&rule);
                    self.line(false);
                    self.has_head = true;
                }
            }
            "td" | "th" if closes => {
                self.write(" |");
                self.cells += 1;
            }
            "td" | "th" => self.write(" "),
            "img" => {
                let picture = format!(
                    "![{}]({})",
                    from_plain(&attribute(inside, "alt")).replace('\n', " "),
                    attribute(inside, "src").replace(['(', ')', ' ', '\n'], "")
                );
                self.write(&picture);
            }
            "script" | "style" if !closes => return silent(after, &name),
            _ => {}
        }
        0
    }

    fn done(mut self) -> String {
        self.flush();
        self.out.trim().to_owned()
    }
}

/// A dash within a line needs no escape.
fn unescape_first(words: &str, escaped: &str) -> String {
    match words.trim_start().chars().next() {
        Some(first @ ('#' | '>' | '+' | '-')) => {
            escaped.replacen(&format!("\\{first}"), &first.to_string(), 1)
        }
        _ => escaped.to_owned(),
    }
}

/// What is between the angles, and how many letters it takes with the closing one.
fn tag(rest: &[char]) -> Option<(String, usize)> {
    let begins = rest.first().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let end = rest.iter().take(MOST_TAG).position(|c| *c == '>').filter(|_| begins)?;
    Some((rest.iter().take(end).collect(), end + 1))
}

fn silent(after: &[char], name: &str) -> usize {
    let close: Vec<char> = format!("</{name}").chars().collect();
    after
        .windows(close.len())
        .position(|some| some.iter().zip(&close).all(|(a, b)| a.eq_ignore_ascii_case(b)))
        .unwrap_or(after.len())
}

fn attribute(inside: &str, name: &str) -> String {
    let wanted = format!("{name}=");
    let lower = inside.to_ascii_lowercase();
    let Some(value) = lower
        .match_indices(&wanted)
        .find(|(place, _)| {
            lower.get(..*place).is_some_and(|before| before.ends_with(char::is_whitespace))
        })
        .and_then(|(place, _)| inside.get(place + wanted.len()..))
    else {
        return String::new();
    };
    let quoted = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.split(mark).next());
    let raw = quoted('"').or_else(|| quoted('\'')).or_else(|| value.split_whitespace().next());
    raw.unwrap_or_default().to_owned()
}

/// What an entity stands for, and how many letters it takes with its semicolon.
fn entity(rest: &[char]) -> Option<(char, usize)> {
    let end = rest.iter().take(MOST_ENTITY).position(|c| *c == ';')?;
    let name: String = rest.iter().take(end).collect();
    let real = if let Some(hex) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?
    } else if let Some(number) = name.strip_prefix('#') {
        number.parse().ok().and_then(char::from_u32)?
    } else {
        NAMED.iter().find(|(known, _)| *known == name).map(|(_, real)| *real)?
    };
    Some((real, end + 1))
}

const NAMED: [(&str, char); 32] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("aacute", 'á'),
    ("eacute", 'é'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("Aacute", 'Á'),
    ("Eacute", 'É'),
    ("Iacute", 'Í'),
    ("Oacute", 'Ó'),
    ("Uacute", 'Ú'),
    ("ntilde", 'ñ'),
    ("Ntilde", 'Ñ'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
    ("iquest", '¿'),
    ("iexcl", '¡'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("deg", '°'),
    ("times", '×'),
    ("ordm", 'º'),
];
