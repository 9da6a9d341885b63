//! The roster of a cohort as it is read: what a reader looks for, in which order, and the workbook of what
//! they found. Pure; the rows are [`crate::queries::people`]'s.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use people_model::entity::person::DocumentType;
use people_model::queries::Document;
use people_model::rules::{document_label, masked_document, normal_document};
use platform::errors::AppError;
use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::forms::Fields;
use platform::numbers::counted;
use platform::order::{ListOrder, SortHead};
use platform::search::{fold, words};
use platform::texts::say;
use platform::xlsx::{Book, Cell, Column, SheetLayout};
use platform::{dates, pager};

use crate::acceptance::AFTER_WITHDRAWAL;
use crate::entity::enrolment::Stage;
use crate::queries::RosterRow;

const BY_NAME: &str = "nombre";
const BY_MUNICIPALITY: &str = "municipio";
const BY_ATTENDANCE: &str = "asistencia";
const BY_DAY: &str = "desde";
/// The words of the orders beside the list's own.
const ORDERS: [&str; 4] = [BY_NAME, BY_MUNICIPALITY, BY_ATTENDANCE, BY_DAY];

/// What a reader looks for in a roster. It travels in the address, so no document is part of it.
#[derive(Clone, Debug, Default)]
pub struct RosterSearch {
    /// The word of the list: «», «espera»…
    pub list: String,
    /// Words of a name.
    pub text: String,
    /// The code of the municipality that a place counts for.
    pub municipality: String,
    /// Only people below the minimum of attendance.
    pub below_minimum: bool,
    /// One of [`ORDERS`], backward behind a hyphen; anything else is the list's own order.
    pub order: String,
}

/// The headings by which a roster is put in order.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RosterHeads {
    pub name: SortHead,
    pub municipality: SortHead,
    pub attendance: SortHead,
    pub since: SortHead,
}

/// How somebody attends: the percent of the sessions that were held, and whether it is below the minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttendanceFigure {
    pub percent: u32,
    pub below_minimum: bool,
}

/// A row of the roster with what is not of its enrolment.
#[derive(Clone, Debug)]
pub struct RosterEntry {
    pub row: RosterRow,
    /// The turn in the waiting list.
    pub turn: Option<u64>,
    /// `None` before a session that counts for the person.
    pub attendance: Option<AttendanceFigure>,
}

impl RosterRow {
    /// Whether a reader sees the document and may act: the coordination, for as long as a place that was
    /// given back still shows its person.
    pub fn is_whole(&self, staff: bool, now: DateTime<Utc>) -> bool {
        staff && self.withdrawn_at.is_none_or(|left| left > now - AFTER_WITHDRAWAL)
    }

    pub fn document(&self, whole: bool) -> String {
        match whole {
            true => document_label(self.document_type, &self.document_number),
            false => masked_document(self.document_type, &self.document_number),
        }
    }

    /// Since when the place stands where it stands.
    pub fn since(&self) -> NaiveDate {
        let since = match self.stage {
            Stage::Confirmed => self.confirmed_at,
            Stage::Waiting | Stage::Offered => None,
            Stage::Withdrawn => self.withdrawn_at,
        };
        dates::bogota_date(since.unwrap_or(self.created_at))
    }
}

impl RosterSearch {
    pub fn of(fields: &Fields) -> Self {
        let value = |name: &str| fields.first(name).to_owned();
        Self {
            list: value("lista"),
            text: value("q"),
            municipality: value("municipio"),
            below_minimum: fields.first("riesgo") == "1",
            order: value("orden"),
        }
    }

    /// Returns the address of this list under `path`.
    pub fn address(&self, path: &str) -> String {
        let risk = if self.below_minimum { "1" } else { "" };
        let filters = [
            ("lista", self.list.as_str()),
            ("q", self.text.as_str()),
            ("municipio", self.municipality.as_str()),
            ("riesgo", risk),
            ("orden", self.order.as_str()),
        ];
        pager::address(path, &filters)
    }

    /// Returns what the form of the filters shows.
    pub fn form(&self) -> FormState {
        let form = FormState::default().with("q", &self.text).with("orden", &self.order);
        let form = form.with("municipio", &self.municipality);
        if self.below_minimum { form.with("riesgo", "1") } else { form }
    }

    pub fn is_narrowed(&self) -> bool {
        self.below_minimum || !self.text.is_empty() || !self.municipality.is_empty()
    }

    fn in_order(&self) -> ListOrder {
        ListOrder::of(&self.order, &ORDERS)
    }

    /// Returns the headings of this list under `path`.
    pub fn heads(&self, path: &str) -> RosterHeads {
        let of = |order: &str| Self { order: order.to_owned(), ..self.clone() }.address(path);
        let head = |word: &'static str| self.in_order().head(word, of);
        RosterHeads {
            name: head(BY_NAME),
            municipality: head(BY_MUNICIPALITY),
            attendance: head(BY_ATTENDANCE),
            since: head(BY_DAY),
        }
    }

    /// Whether the attendance of everybody has to be known before a page can be shown.
    pub fn needs_attendance(&self) -> bool {
        self.below_minimum || self.in_order().word() == BY_ATTENDANCE
    }

    /// Returns the entries that are looked for, in the order that is asked for.
    pub fn narrow(&self, mut entries: Vec<RosterEntry>) -> Vec<RosterEntry> {
        let words = words(&self.text);
        entries.retain(|entry| {
            let name = fold(&entry.row.name.full());
            let municipality = entry.row.municipality_code.as_deref().unwrap_or_default();
            words.iter().all(|word| name.contains(word.as_str()))
                && (self.municipality.is_empty() || self.municipality == municipality)
                && (!self.below_minimum
                    || entry.attendance.is_some_and(|figure| figure.below_minimum))
        });
        let order = self.in_order();
        match order.word() {
            BY_NAME => entries.sort_by_cached_key(|entry| fold(&entry.row.name.by_surname())),
            BY_MUNICIPALITY => entries.sort_by_cached_key(|entry| {
                fold(entry.row.municipality.as_deref().unwrap_or_default())
            }),
            BY_ATTENDANCE => {
                entries.sort_by_key(|entry| entry.attendance.map(|figure| figure.percent));
            }
            BY_DAY => entries.sort_by_key(|entry| entry.row.since()),
            _ => {}
        }
        if order.is_backward() {
            entries.reverse();
        }
        if order.word() == BY_ATTENDANCE {
            // Whoever has no figure yet comes last.
            entries.sort_by_key(|entry| entry.attendance.is_none());
        }
        entries
    }
}

/// The documents that a typed search may be; `None` for words, since a name has no digit.
pub fn documents_typed(text: &str) -> Option<Vec<Document>> {
    let document = |kind| Some((kind, normal_document(kind, text).ok()?));
    let is_number = text.contains(|letter: char| letter.is_ascii_digit());
    is_number.then(|| DocumentType::ALL.into_iter().filter_map(document).collect())
}

/// Returns the orders beside the list's own; by attendance where it is told.
pub fn orders(attends: bool) -> Vec<Alternative> {
    let by_attendance = Alternative::new(BY_ATTENDANCE, say("enrolment.roster_by_attendance", &[]));
    let mut all = vec![Alternative::new(BY_MUNICIPALITY, say("enrolment.roster_by_place", &[]))];
    all.extend(attends.then_some(by_attendance));
    all
}

/// Returns the municipalities that the places of a list count for.
pub fn municipalities(entries: &[RosterEntry]) -> Vec<Alternative> {
    let mut all = BTreeMap::new();
    for row in entries.iter().map(|entry| &entry.row) {
        if let (Some(code), Some(name)) = (&row.municipality_code, &row.municipality) {
            all.insert((fold(name), code.clone()), name.clone());
        }
    }
    all.into_iter().map(|((_, code), name)| Alternative::new(code, name)).collect()
}

/// Writes the workbook of entries of one list; `staff` sees documents whole.
pub fn workbook(
    title: &str,
    (entries, staff): (&[RosterEntry], bool),
    (now, demo): (DateTime<Utc>, bool),
) -> Result<Vec<u8>, AppError> {
    let columns = [
        ("Apellidos y nombres", 34.0),
        ("Tipo de documento", 11.0),
        ("Número de documento", 16.0),
        ("Entidad", 34.0),
        ("Cargo", 28.0),
        ("Municipio", 22.0),
        ("Desde", 12.0),
        ("% asistencia", 12.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    let rows = entries.iter().map(|entry| {
        let row = &entry.row;
        let code = row.document_type.code();
        let number = match row.is_whole(staff, now) {
            true => row.document_number.clone(),
            false => {
                let masked = row.document(false);
                masked.strip_prefix(code).map_or(masked.as_str(), str::trim).to_owned()
            }
        };
        vec![
            Cell::text(row.name.by_surname()),
            Cell::text(code),
            Cell::text(number),
            Cell::text(row.entity.as_deref().unwrap_or_default()),
            Cell::text(row.position.as_deref().unwrap_or_default()),
            Cell::text(row.municipality.as_deref().unwrap_or_default()),
            Cell::date(Some(row.since())),
            Cell::whole_percent(entry.attendance.map(|figure| figure.percent)),
        ]
    });
    let mut book = Book::new("Inscritos", now)?;
    let sheet = SheetLayout { name: "Inscritos", columns: &columns, frozen_columns: 1 };
    book.sheet(sheet, rows)?;
    let mut notes = vec![
        ("Cohorte", title.to_owned()),
        ("Corte", dates::short_with_time(now)),
        ("Fuente", "Formación Territorial: inscripciones".to_owned()),
        ("Personas", counted(entries.len())),
    ];
    if !staff {
        notes.push(("Documentos", "Enmascarados para quien consulta".to_owned()));
    }
    if demo {
        notes.push(("Aviso", "DEMOSTRACIÓN, sin validez".to_owned()));
    }
    book.notes(&notes)?;
    book.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_recognised_and_travels_in_no_address() {
        let documents = documents_typed("1.117.482.301").expect("a number");
        assert!(documents.contains(&(DocumentType::Cc, "1117482301".to_owned())));
        assert_eq!(documents_typed("Núñez Peña"), None);
        let all = RosterSearch {
            text: "peña".into(),
            below_minimum: true,
            order: "municipio".into(),
            ..RosterSearch::default()
        };
        assert_eq!(all.address("/x"), "/x?q=pe%C3%B1a&riesgo=1&orden=municipio");
        let heads = all.heads("/x");
        assert_eq!(heads.municipality.href, "/x?q=pe%C3%B1a&riesgo=1&orden=-municipio");
        assert_eq!(heads.name.href, "/x?q=pe%C3%B1a&riesgo=1&orden=nombre");
        assert_eq!((heads.municipality.sorted, heads.name.sorted), (Some("ascending"), None));
    }
}
