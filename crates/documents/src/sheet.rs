//! The printed attendance sheet: who is expected, and where they sign.
//!
//! Words arrive ready for the page; `templates/documents/attendance_sheet.typ` decides only where
//! they go. Row numbers are the caller's: when the paper comes back, a number is a person.

mod samples;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use samples::{sample, sample_blank, sample_demo, sample_hard};

use crate::export::{self, Identity, Page};
use crate::{DocumentError, qr, text};

/// The version that every page prints: a new look gets a new number.
pub const VERSION: &str = "1";

/// More rows than any room holds.
pub const MOST_ROWS: usize = 1_000;

const SOURCE: &str = include_str!("../../../templates/documents/attendance_sheet.typ");

/// Everything that a sheet says. Empty texts are lines to be filled with a pen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureSheet {
    /// The entity that gives the course.
    pub issuer: String,
    /// Of this print, grouped for reading aloud: «7F3K-92QD».
    pub code: String,
    pub course: String,
    pub cohort: String,
    /// «2 de 6»
    pub session: String,
    /// «martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.»
    pub when: String,
    pub place: String,
    /// «Mapiripán (Meta)», several separated by commas.
    pub municipality: String,
    pub facilitator: String,
    /// What kind of sheet it is and how many people it lists.
    pub kind_line: String,
    pub rows: Vec<Row>,
    /// How attendance is counted, in a sentence or several.
    pub rule: String,
    /// The notice of Ley 1581 de 2012: who answers, for what, which rights, where.
    pub notice: String,
    /// Where the sheet is entered; drawn as a QR code.
    #[serde(skip)]
    pub url: String,
    /// Made from demonstration data: says so on every page.
    pub demo: bool,
    /// The creation date in the file, so that the same sheet is the same bytes.
    #[serde(skip)]
    pub printed_at: DateTime<Utc>,
}

/// A row to be signed; without a name it waits for somebody who is not on the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub number: u32,
    pub name: Option<String>,
    /// As the reader may see it: whole or masked.
    pub document: Option<String>,
    pub entity: Option<String>,
    pub position: Option<String>,
    pub mail: Option<String>,
    pub phone: Option<String>,
}

impl Row {
    /// A numbered row without anybody.
    pub fn blank(number: u32) -> Self {
        Self { number, ..Self::default() }
    }
}

/// The sheet as a PDF/A-2a and PDF/UA-1 file. The same sheet gives the same bytes.
///
/// It computes for some tens of milliseconds: call it from a blocking task.
pub fn pdf(sheet: &SignatureSheet) -> Result<Vec<u8>, DocumentError> {
    check(sheet)?;
    let sheet = printable(sheet);
    let machine = serde_json::json!({ "url": sheet.url, "qr_svg": qr::svg(&sheet.url)? });
    let ident = format!("listado@{VERSION}/{}", sheet.code);
    let identity = Identity { ident: &ident, created_at: sheet.printed_at };
    export::pdf(SOURCE, &Page { version: VERSION, data: &*sheet }, machine, &identity)
}

fn check(sheet: &SignatureSheet) -> Result<(), DocumentError> {
    for (field, text) in
        [("issuer", &sheet.issuer), ("code", &sheet.code), ("course", &sheet.course)]
    {
        if text.trim().is_empty() {
            return DocumentError::invalid(field, "no puede estar vacío");
        }
    }
    if sheet.rows.is_empty() || sheet.rows.len() > MOST_ROWS {
        return DocumentError::invalid("rows", "una planilla tiene de 1 a 1000 filas");
    }
    if !sheet.url.starts_with("https://") && !sheet.url.starts_with("http://") {
        return DocumentError::invalid("url", "debe ser una dirección web");
    }
    Ok(())
}

/// A strange character in one post must not keep thirty-five people from signing: unlike on a
/// certificate it is printed as a question mark, and the pen corrects it.
fn printable(sheet: &SignatureSheet) -> Cow<'_, SignatureSheet> {
    let fields = |row: &Row| {
        let Row { number: _, name, document, entity, position, mail, phone } = row.clone();
        [name, document, entity, position, mail, phone].into_iter().flatten().collect::<Vec<_>>()
    };
    let strange = |text: &str| text::unprintable(text).is_some();
    let mut heads = [
        &sheet.course,
        &sheet.cohort,
        &sheet.place,
        &sheet.municipality,
        &sheet.facilitator,
        &sheet.notice,
    ]
    .into_iter();
    let any_row = sheet.rows.iter().any(|row| fields(row).iter().any(|text| strange(text)));
    if !any_row && !heads.any(|text| strange(text)) {
        return Cow::Borrowed(sheet);
    }
    let plain = |text: &mut String| {
        if strange(text) {
            *text =
                text.chars()
                    .map(|c| {
                        if text::unprintable(c.encode_utf8(&mut [0; 4])).is_some() {
                            '?'
                        } else {
                            c
                        }
                    })
                    .collect();
        }
    };
    let mut sheet = sheet.clone();
    for text in [
        &mut sheet.course,
        &mut sheet.cohort,
        &mut sheet.place,
        &mut sheet.municipality,
        &mut sheet.facilitator,
        &mut sheet.notice,
    ] {
        plain(text);
    }
    for row in &mut sheet.rows {
        let Row { number: _, name, document, entity, position, mail, phone } = row;
        for text in [name, document, entity, position, mail, phone].into_iter().flatten() {
            plain(text);
        }
    }
    Cow::Owned(sheet)
}
