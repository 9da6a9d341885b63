//! What comments before a question say to those who know how to read them: Moodle's id and tags,
//! and what GIFT has no form for.

use crate::Strictness;

/// Read from `[key:value]` in comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    pub id: String,
    pub tags: Vec<String>,
    pub is_ordering: bool,
    pub fixed_order: bool,
    pub strictness: Strictness,
}

pub const ORDERING: &str = "ordenar";
pub const FIXED: &str = "orden-fijo";
pub const CASE: &str = "mayusculas";
pub const ACCENTS: &str = "tildes";
pub const SPACES: &str = "espacios";

/// `[key:value]`, its closing brackets escaped.
pub fn mark(key: &str, value: &str) -> String {
    format!("[{key}:{}]", value.replace('\\', "\\\\").replace(']', "\\]"))
}

pub fn remarks(comments: &[&str]) -> Remarks {
    let mut all = Remarks::default();
    for comment in comments {
        for (key, value) in marks(comment) {
            match (key.as_str(), value.as_str()) {
                ("id", _) => all.id = value,
                ("tag", _) => all.tags.push(value),
                ("formacion", ORDERING) => all.is_ordering = true,
                ("formacion", FIXED) => all.fixed_order = true,
                ("formacion", CASE) => all.strictness.case = true,
                ("formacion", ACCENTS) => all.strictness.accents = true,
                ("formacion", SPACES) => all.strictness.spaces = true,
                _ => {}
            }
        }
    }
    all
}

fn marks(comment: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut letters = comment.chars();
    // The letters of a mark that is open: one pass, whatever the comment holds.
    let mut open: Option<String> = None;
    while let Some(letter) = letters.next() {
        match (letter, &mut open) {
            ('\\', Some(inside)) => inside.extend(letters.next()),
            (']', Some(inside)) => {
                if let Some((key, value)) = inside.split_once(':') {
                    found.push((key.trim().to_owned(), value.trim().to_owned()));
                }
                open = None;
            }
            (other, Some(inside)) => inside.push(other),
            ('[', None) => open = Some(String::new()),
            (_, None) => {}
        }
    }
    found
}
