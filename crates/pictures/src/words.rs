//! The few Spanish words that the pictures need of their own; all others are the caller's.

/// Where a value is missing: never zero.
pub const MISSING: &str = "sin dato";

/// «1 caso», «3 casos».
pub fn some(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// «Valor» from «valor».
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
