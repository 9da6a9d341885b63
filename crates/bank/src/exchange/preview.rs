//! What would become of the questions of a file: new ones, corrections of those that the bank has
//! by the same code, or nothing. Everything or nothing is written, so one error stops all.

use std::collections::{HashMap, HashSet};

use courses_model::entity::course::CourseId;
use platform::marked::Issue;
use platform::texts::Refusal as _;
use questions::Question;

use super::{ImportedQuestion, QuestionFile, issue};
use crate::commands::{NewQuestion, QuestionChange, QuestionPlacement};
use crate::entity::question::{QuestionId, State};
use crate::labels::QuestionKind;
use crate::rules;

/// What a correction from a file says that it corrects.
pub const NOTE: &str = "Corregida en un archivo";

/// A question of the bank as it is now.
#[derive(Clone, Debug)]
pub struct BankQuestion {
    pub id: QuestionId,
    pub state: State,
    pub place: QuestionPlacement,
    /// What its last version asks.
    pub question: Question,
    /// The note of its draft: what it corrects.
    pub note: Option<String>,
    pub pictures: Vec<i32>,
}

/// The part of the bank that a file refers to.
#[derive(Clone, Debug, Default)]
pub struct BankSnapshot {
    pub capacities: HashSet<String>,
    /// By their codes.
    pub courses: HashMap<String, CourseId>,
    /// By their codes.
    pub questions: HashMap<String, BankQuestion>,
}

/// What the import does with one question.
#[derive(Clone, Debug)]
pub enum QuestionImportStep {
    New(NewQuestion),
    Correct(QuestionId, QuestionChange),
}

/// What would become of the questions of a file.
#[derive(Clone, Debug, Default)]
pub struct QuestionImportPreview {
    pub steps: Vec<QuestionImportStep>,
    /// How many questions the bank has already, unchanged.
    pub same: usize,
    /// In the order of the file.
    pub issues: Vec<Issue>,
}

impl QuestionImportPreview {
    pub fn new_ones(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, QuestionImportStep::New(_))).count()
    }

    pub fn corrections(&self) -> usize {
        self.steps.len() - self.new_ones()
    }

    pub fn errors(&self) -> usize {
        self.issues.iter().filter(|issue| issue.is_error).count()
    }
}

/// Judges a file. `fallback` is the capacity of the questions that do not say theirs; `column`
/// gives the column of a field, where the file has columns.
pub fn judge(
    reading: QuestionFile,
    known: &BankSnapshot,
    fallback: Option<&str>,
    column: &dyn Fn(&str) -> Option<u32>,
) -> QuestionImportPreview {
    let mut preview =
        QuestionImportPreview { issues: reading.issues, ..QuestionImportPreview::default() };
    let mut codes: HashMap<String, u32> = HashMap::new();
    for wanted in reading.wanted {
        let row = wanted.row;
        let mut wrong: Vec<(&str, String)> = Vec::new();
        let code = wanted.code.clone();
        if let Some(code) = &code
            && let Some(before) = codes.insert(code.clone(), row)
        {
            wrong.push(("codigo", format!("El código {code} ya está en la fila {before}.")));
        }
        if code.as_ref().is_some_and(|code| code.chars().count() > rules::LONGEST_CODE) {
            let most = rules::LONGEST_CODE;
            wrong.push(("codigo", format!("El código tiene más de {most} caracteres.")));
        }
        let (place, told) = place(&wanted, known, fallback);
        wrong.extend(told);
        let there = code.as_ref().and_then(|code| known.questions.get(code));
        let pictures = there.map(|one| one.pictures.as_slice()).unwrap_or_default();
        if let Err(refusal) = rules::check_pictures(&wanted.question, pictures) {
            wrong.push(("texto", refusal.sentence()));
        }
        if let Some(there) = there {
            if there.state == State::Retired {
                wrong.push(("codigo", "La pregunta con este código está retirada.".to_owned()));
            }
            if QuestionKind::of(&there.question) != QuestionKind::of(&wanted.question) {
                let kind = QuestionKind::of(&there.question).label();
                let told = format!("La pregunta con este código es de otro tipo: {kind}.");
                wrong.push(("tipo", told));
            }
        }
        if !wrong.is_empty() {
            let told = wrong.into_iter().map(|(field, what)| issue(row, column(field), true, what));
            preview.issues.extend(told);
            continue;
        }
        match there {
            Some(there) if there.question == wanted.question && there.place == place => {
                preview.same += 1;
            }
            Some(there) => {
                let same_text = there.question == wanted.question;
                let note = there.note.clone().filter(|_| same_text);
                let note = Some(note.unwrap_or_else(|| NOTE.to_owned()));
                let change = QuestionChange { place, question: wanted.question, note };
                preview.steps.push(QuestionImportStep::Correct(there.id, change));
            }
            // A code of another bank's own means nothing here.
            None => preview.steps.push(QuestionImportStep::New(NewQuestion {
                code: code.filter(|code| !rules::is_reserved(code)),
                place,
                question: wanted.question,
            })),
        }
    }
    preview.issues.sort_by_key(|issue| (issue.row, !issue.is_error, issue.column));
    preview
}

fn place(
    wanted: &ImportedQuestion,
    known: &BankSnapshot,
    fallback: Option<&str>,
) -> (QuestionPlacement, Vec<(&'static str, String)>) {
    let mut wrong = Vec::new();
    let capacity = match wanted.capacity.as_str() {
        "" => fallback.unwrap_or_default(),
        said => said,
    };
    if capacity.is_empty() {
        wrong.push(("capacidad", "No dice su capacidad: escríbala o elija una para todas.".into()));
    } else if !known.capacities.contains(capacity) {
        wrong.push(("capacidad", format!("La capacidad {capacity} no está en el marco.")));
    }
    let course = wanted.course.as_deref().and_then(|code| {
        let course = known.courses.get(code).copied();
        if course.is_none() {
            wrong.push(("curso", format!("El curso {code} no está en el catálogo.")));
        }
        course
    });
    let place =
        QuestionPlacement { capacity: capacity.to_owned(), course, difficulty: wanted.difficulty };
    (place, wrong)
}
