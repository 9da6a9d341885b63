//! A file cut into questions: blank lines part them, so that one that is wrong ends with itself.

/// The lines of one question, numbered from one, without their comments.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// Directly before its first line.
    pub comments: Vec<&'a str>,
    /// A category that begins with this block.
    pub category: Option<&'a str>,
    pub lines: Vec<(usize, &'a str)>,
}

pub fn blocks(file: &str) -> Vec<Block<'_>> {
    let mut all: Vec<Block<'_>> = Vec::new();
    let mut block = Block::default();
    let mut is_open = false;
    for (place, line) in lines(file).enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            close(&mut all, &mut block, &mut is_open);
        } else if let Some(comment) = trimmed.strip_prefix("//") {
            if block.lines.is_empty() {
                block.comments.push(comment);
            }
        } else if let Some(category) =
            trimmed.strip_prefix("$CATEGORY:").filter(|_| block.lines.is_empty())
        {
            // Comments above it spoke of the category.
            block.comments.clear();
            block.category = Some(category.trim());
        } else {
            block.lines.push((place + 1, line));
        }
    }
    close(&mut all, &mut block, &mut is_open);
    all
}

/// A line ends with `\n`, `\r\n` or, in files of old machines, `\r`.
fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// Ends a block. A blank line inside braces ends nothing when what follows goes on to close them.
fn close<'a>(all: &mut Vec<Block<'a>>, block: &mut Block<'a>, is_open: &mut bool) {
    let done = std::mem::take(block);
    if done.lines.is_empty() {
        // A category without a question yet stays for the next.
        block.category = done.category;
        return;
    }
    let braces = Braces::of(&done.lines);
    let is_option =
        done.lines.first().is_some_and(|(_, line)| line.trim().starts_with(['=', '~', '#']));
    let goes_on = braces.first == Some('}') || (braces.first.is_none() && is_option);
    match all.last_mut() {
        Some(last) if *is_open && goes_on && done.category.is_none() => {
            last.lines.extend(done.lines);
            *is_open = braces.ends_open(true);
        }
        _ => {
            *is_open = braces.ends_open(false);
            all.push(done);
        }
    }
}

/// The braces of some lines that are not escaped.
struct Braces {
    first: Option<char>,
    last: Option<char>,
}

impl Braces {
    fn of(lines: &[(usize, &str)]) -> Self {
        let mut braces = Self { first: None, last: None };
        for (_, line) in lines {
            let mut letters = line.chars();
            while let Some(letter) = letters.next() {
                match letter {
                    '\\' => {
                        letters.next();
                    }
                    '{' | '}' => {
                        braces.first = braces.first.or(Some(letter));
                        braces.last = Some(letter);
                    }
                    _ => {}
                }
            }
        }
        braces
    }

    fn ends_open(&self, before: bool) -> bool {
        self.last.map_or(before, |last| last == '{')
    }
}
