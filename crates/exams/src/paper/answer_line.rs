//! All answers of a sheet in one line, for people who type thirty sheets: pure.
//!
//! «ABDCA» where every question is answered by one letter; «A B AC V 4,7» with a space between;
//! «A; AC; 1C 2A; el alcalde» with a semicolon where an answer has spaces of its own. A hyphen is no
//! answer, «?» one that cannot be read, and what is missing at the end was not answered.

use questions::{Kind, Question};

use super::commands::SheetMark;
use super::form_questions::FormQuestion;
use super::rules;

/// Reads a line of a form's questions.
///
/// # Errors
/// A sentence that says which answer is wrong, or that there are more than questions.
pub fn read(all: &[FormQuestion], typed: &str) -> Result<Vec<SheetMark>, String> {
    let parts = parts(all, typed);
    if parts.len() > all.len() {
        return Err(format!(
            "Hay {} respuestas y la hoja tiene {} preguntas. Separe con punto y coma las que llevan espacios.",
            parts.len(),
            all.len()
        ));
    }
    let given = parts.into_iter().chain(std::iter::repeat(String::new()));
    all.iter()
        .zip(given)
        .map(|(one, text)| match rules::read(&one.question, &one.order, &text) {
            Ok(read) => {
                Ok(SheetMark { position: one.position, answer: read.answer, unread: read.unread })
            }
            Err(why) => Err(format!("Respuesta {}, «{text}»: {why}", one.position)),
        })
        .collect()
}

fn parts(all: &[FormQuestion], typed: &str) -> Vec<String> {
    let typed = typed.trim();
    let words = || typed.split_whitespace();
    let parts: Vec<String> = if typed.contains(';') {
        typed.split(';').map(str::to_owned).collect()
    } else if words().count() == 1
        && all.len() > 1
        && all.iter().all(|one| is_letter(&one.question))
    {
        typed.chars().map(String::from).collect()
    } else {
        words().map(str::to_owned).collect()
    };
    parts
        .into_iter()
        .map(|part| match part.trim() {
            "-" | "_" | "." => String::new(),
            other => other.to_owned(),
        })
        .collect()
}

/// Whether one letter answers it.
fn is_letter(question: &Question) -> bool {
    matches!(question.kind(), Kind::Single(_) | Kind::TrueFalse { .. })
}

#[cfg(test)]
#[path = "answer_line_tests.rs"]
mod tests;
