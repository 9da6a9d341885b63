//! The picture of an achievement, drawn by the server: wallets and programs show it beside the name.

use pictures::escaped;

/// Letters of a line, and lines of a name; what is longer ends in an ellipsis.
const LETTERS: usize = 22;
const LINES: usize = 5;

/// Draws a name in a shield, with a line of small letters below.
pub fn drawn(name: &str, below: &str) -> String {
    let lines = lines(name);
    let first = 206.0 - 17.0 * (lines.len() as f64 - 1.0);
    let mut texts = String::new();
    for (n, line) in lines.iter().enumerate() {
        let y = first + 34.0 * n as f64;
        let line = escaped(line);
        texts.push_str(&format!("<text x=\"200\" y=\"{y}\" font-size=\"26\">{line}</text>"));
    }
    let (title, below) = (escaped(name), escaped(below));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" width=\"400\" height=\"400\" role=\"img\">\
         <title>{title}</title>\
         <path d=\"M200 12 372 70v142c0 92-72 148-172 176C100 360 28 304 28 212V70z\" fill=\"#12204A\"/>\
         <path d=\"M200 30 356 83v129c0 82-64 132-156 158C108 344 44 294 44 212V83z\" fill=\"none\" stroke=\"#FFFFFF\" stroke-width=\"3\"/>\
         <g fill=\"#FFFFFF\" font-family=\"Libertinus Serif, Georgia, serif\" text-anchor=\"middle\">{texts}\
         <text x=\"200\" y=\"328\" font-size=\"18\">{below}</text></g></svg>"
    )
}

/// Breaks a name between its words.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(LETTERS).collect()),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_broken_between_words_and_is_no_markup() {
        let drawn = drawn("Gestión <tributaria> & territorial", "curso, 40 horas");
        assert!(drawn.contains(">Gestión &lt;tributaria&gt; &amp;</text>"), "{drawn}");
        assert!(drawn.contains(">territorial</text>"), "{drawn}");
        assert!(drawn.contains(">curso, 40 horas</text>"));
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis() {
        let lines = lines(&"palabra ".repeat(60));
        assert_eq!(lines.len(), LINES);
        assert!(lines[LINES - 1].ends_with('…'));
        assert!(lines.iter().all(|line| line.chars().count() <= LETTERS + 1));
    }
}
