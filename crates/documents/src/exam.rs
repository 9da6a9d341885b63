//! A test on paper: the booklet that asks, the sheets that are answered, and the key.
//!
//! Words arrive ready for the page; `templates/documents/exam_*.typ` decide only where they go. The
//! letters of options are their places: whoever reads a sheet counts as the booklet did.

mod samples;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

pub use samples::{sample_answers, sample_booklet, sample_key};

use crate::export::{self, Identity, Page};
use crate::rich::{self, Block};
use crate::{DocumentError, qr};

/// The version that every page prints: a new look gets a new number.
pub const VERSION: &str = "1";
/// Options that have a letter.
pub const MOST_LETTERS: usize = 26;
/// Sheets of one file, each of which takes tens of milliseconds: a cohort fits.
pub const MOST_SHEETS: usize = 300;

const COMMON: &str = include_str!("../../../templates/documents/exam_common.typ");
const BOOKLET: &str = include_str!("../../../templates/documents/exam_booklet.typ");
const ANSWERS: &str = include_str!("../../../templates/documents/exam_answers.typ");
const KEY: &str = include_str!("../../../templates/documents/exam_key.typ");

/// What every page of a printed test says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExamHead {
    /// The entity that gives the course.
    pub issuer: String,
    /// «Prueba inicial»
    pub test: String,
    pub course: String,
    pub cohort: String,
    /// «martes 24 de noviembre de 2026, 8:00 a. m.»
    pub when: String,
    pub place: String,
    /// Of this print: «12».
    pub print: String,
    /// Made from demonstration data: says so on every page.
    pub demo: bool,
    /// The creation date in the file, so that the same print is the same bytes.
    #[serde(skip)]
    pub printed_at: DateTime<Utc>,
}

/// One form of the test, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Booklet {
    #[serde(flatten)]
    pub head: ExamHead,
    /// «A»
    pub form: String,
    /// «10 preguntas, 14 puntos»
    pub about: String,
    /// «40 minutos»; empty without a limit.
    pub time: String,
    pub instructions: Vec<String>,
    #[serde(skip)]
    pub questions: Vec<BookletQuestion>,
    /// Bytes of PNG or JPEG, in the places that the texts name.
    #[serde(skip)]
    pub pictures: Vec<Vec<u8>>,
}

/// A question of a booklet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BookletQuestion {
    /// «2 puntos»
    pub points: String,
    pub text: Vec<Block>,
    /// What is to be done: «Marque una letra».
    pub task: String,
    /// The left column of a pairing, by numbers.
    pub left: Vec<Vec<Block>>,
    /// By letters.
    pub options: Vec<Vec<Block>>,
}

/// The sheets of a print, one for each person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerSheets {
    #[serde(flatten)]
    pub head: ExamHead,
    /// How the answers are written.
    pub instructions: String,
    /// The notice of Ley 1581 de 2012.
    pub notice: String,
    pub forms: Vec<AnswerForm>,
    pub sheets: Vec<AnswerSheet>,
}

/// What the sheets of one form ask to be marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerForm {
    pub letter: String,
    pub fields: Vec<AnswerField>,
}

/// Where the answer of one question goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum AnswerField {
    /// One of so many letters, or several.
    Letters {
        many: usize,
        several: bool,
    },
    TrueFalse,
    Number,
    /// So many steps, a letter in each box.
    Order {
        many: usize,
    },
    /// So many numbers, a letter beside each.
    Pairs {
        many: usize,
    },
    Words,
    Open,
}

/// One person's sheet; without a name it waits for a pen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerSheet {
    /// Grouped for reading aloud: «7F3K-92QD».
    pub code: String,
    pub number: u32,
    /// The letter of its form.
    pub form: String,
    pub name: Option<String>,
    /// As the reader may see it: whole or masked.
    pub document: Option<String>,
    /// Where it is entered; drawn as a QR code.
    #[serde(skip)]
    pub url: String,
}

/// What is right, form by form. For whoever reads the sheets, never for whoever answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExamKey {
    #[serde(flatten)]
    pub head: ExamHead,
    pub forms: Vec<KeyForm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyForm {
    pub letter: String,
    pub rows: Vec<KeyRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyRow {
    pub number: u32,
    /// As it stands on the sheet: «C», «A D», «1B 2A».
    pub right: String,
    pub points: String,
    /// The beginning of the question.
    pub question: String,
}

/// A form of the test as a PDF/A-2a and PDF/UA-1 file. The same form gives the same bytes.
///
/// It computes for some tens of milliseconds: call it, as the others, from a blocking task.
///
/// # Errors
/// Data of which no booklet can be made.
pub fn booklet(mut booklet: Booklet) -> Result<Vec<u8>, DocumentError> {
    check(&booklet.head)?;
    if booklet.questions.is_empty() {
        return DocumentError::invalid("questions", "un cuadernillo tiene al menos una pregunta");
    }
    for one in &mut booklet.questions {
        if one.options.len() > MOST_LETTERS {
            return DocumentError::invalid("options", "una pregunta tiene más opciones que letras");
        }
        rich::clean(&mut one.text);
        one.left.iter_mut().chain(&mut one.options).for_each(|text| rich::clean(text));
    }
    let machine = json!({ "questions": booklet.questions });
    let pictures = std::mem::take(&mut booklet.pictures);
    let ident = format!("prueba@{VERSION}/{}/{}", booklet.head.print, booklet.form);
    let identity = Identity { ident: &ident, created_at: booklet.head.printed_at };
    let page = Page { version: VERSION, data: &booklet };
    export::illustrated(&source(BOOKLET), &page, machine, pictures, &identity)
}

/// All sheets of a print in one file, a page or more for each.
///
/// # Errors
/// Data of which no sheet can be made.
pub fn answers(mut answers: AnswerSheets) -> Result<Vec<u8>, DocumentError> {
    check(&answers.head)?;
    if answers.sheets.is_empty() || answers.sheets.len() > MOST_SHEETS {
        return DocumentError::invalid("sheets", "se imprimen de 1 a 300 hojas");
    }
    // A strange letter in one name must not keep the others from writing.
    for sheet in &mut answers.sheets {
        sheet.name = sheet.name.as_deref().map(crate::text::piece);
    }
    let codes: Result<Vec<String>, _> =
        answers.sheets.iter().map(|sheet| qr::svg(&sheet.url)).collect();
    let machine = json!({ "qr": codes? });
    let ident = format!("hojas@{VERSION}/{}", answers.head.print);
    let identity = Identity { ident: &ident, created_at: answers.head.printed_at };
    let page = Page { version: VERSION, data: &answers };
    export::pdf(&source(ANSWERS), &page, machine, &identity)
}

/// What is right, as a file of its own.
///
/// # Errors
/// Data of which no key can be made.
pub fn key(mut key: ExamKey) -> Result<Vec<u8>, DocumentError> {
    check(&key.head)?;
    for row in key.forms.iter_mut().flat_map(|form| &mut form.rows) {
        row.right = crate::text::piece(&row.right);
        row.question = crate::text::piece(&row.question);
    }
    let ident = format!("clave@{VERSION}/{}", key.head.print);
    let identity = Identity { ident: &ident, created_at: key.head.printed_at };
    let page = Page { version: VERSION, data: &key };
    export::pdf(&source(KEY), &page, json!({}), &identity)
}

fn source(template: &str) -> String {
    format!("{COMMON}\n{template}")
}

fn check(head: &ExamHead) -> Result<(), DocumentError> {
    let texts = [
        ("issuer", &head.issuer),
        ("test", &head.test),
        ("course", &head.course),
        ("print", &head.print),
    ];
    for (field, text) in texts {
        if text.trim().is_empty() {
            return DocumentError::invalid(field, "no puede estar vacío");
        }
    }
    Ok(())
}
