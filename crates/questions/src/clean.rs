//! The one form in which texts are kept, so that two that look alike are alike.

/// Line ends become `\n`, invisible control characters go, the ends are trimmed.
pub fn text(raw: &str) -> String {
    let lines = raw.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

/// As [`text`], on one line, its spaces joined.
pub fn line(raw: &str) -> String {
    let kept: String = raw
        .chars()
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| *c != '\u{feff}')
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
