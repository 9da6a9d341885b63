//! Short codes that are printed on a sheet of paper and typed from it again.

/// Letters of a code, as printed: «7F3K-92QD».
pub const CODE_LENGTH: usize = 8;

/// A code as it is printed, in two halves; a code that is too short stays as it is.
pub fn display_code(code: &str) -> String {
    match code.split_at_checked(CODE_LENGTH / 2) {
        Some((one, other)) => format!("{one}-{other}"),
        None => code.to_owned(),
    }
}

/// A code as somebody types it from the paper: any case, with spaces and hyphens, 0 for O, 1 for I
/// and 8 for B, which no code has.
pub fn normal_code(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other,
        })
        .collect();
    let letters = code.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c));
    (letters && code.len() == CODE_LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_typed_from_paper() {
        assert_eq!(normal_code("7f3k-52qd").as_deref(), Some("7F3K52QD"));
        assert_eq!(normal_code(" O0I1 B8AA ").as_deref(), Some("OOIIBBAA"));
        assert_eq!(display_code("7F3K52QD"), "7F3K-52QD");
        for wrong in ["", "7F3K", "7F3K52QDA", "7F3K52Q9", "ñandú..."] {
            assert_eq!(normal_code(wrong), None, "{wrong}");
        }
    }
}
