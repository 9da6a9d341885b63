//! Reads the rows one after another, from the top of the sheet: it skips the rows without a person
//! and turns the others into candidates.

use std::collections::HashMap;

use people_model::commands::NewPerson;
use people_model::entity::person::DocumentType;
use people_model::rules::{NameParts, same_name};
use platform::search::fold;
use platform::xlsx::looks_like_formula;
use sheets::{Cell, Kind as CellKind, Row};
use territory_model::queries::NamedMunicipality;

use super::{FileReading, ImportCandidate, ImportChoice, ProblemLevel, RowProblem};
use crate::commands::{Employer, NewParticipant};
use crate::import::columns::{ColumnTarget, Header, header_at};
use crate::import::words;

/// Reads rows one after another.
pub struct RowReader<'a> {
    pub(super) choice: &'a ImportChoice,
    pub(super) places: &'a [NamedMunicipality],
    pub(super) is_demo: bool,
    headings: HashMap<u32, String>,
    seen: HashMap<(DocumentType, String), usize>,
    /// Rows by their mail.
    pub(super) mails: HashMap<String, u32>,
    /// Errors said so far.
    errors: usize,
    pub reading: FileReading,
}

impl<'a> RowReader<'a> {
    pub fn new(choice: &'a ImportChoice, places: &'a [NamedMunicipality], is_demo: bool) -> Self {
        Self {
            choice,
            places,
            is_demo,
            headings: HashMap::new(),
            seen: HashMap::new(),
            mails: HashMap::new(),
            errors: 0,
            reading: FileReading::default(),
        }
    }

    /// Takes the next row of the sheet, from the top.
    pub fn take(&mut self, row: &Row) {
        if row.number < self.choice.header {
            return;
        }
        if row.number == self.choice.header {
            let header: Header = header_at(row, None);
            self.headings = header.headings.into_iter().collect();
            return;
        }
        self.reading.rows += 1;
        if self.is_nobodys(row) {
            self.reading.nobodys += 1;
            return;
        }
        let before = self.errors;
        let candidate = self.candidate(row);
        if let Some(candidate) = candidate.filter(|_| self.errors == before) {
            self.keep(candidate);
        }
    }

    /// Totals, signatures, notes below the list, and the headings on every page of a report.
    fn is_nobodys(&self, row: &Row) -> bool {
        let document = self.text(row, ColumnTarget::Document);
        let mapped = row.cells.iter().filter(|c| self.choice.columns.target(c.column).is_some());
        if mapped.clone().count() == 0 {
            return true;
        }
        let again = mapped
            .clone()
            .filter(|cell| self.headings.get(&cell.column).is_some_and(|text| *text == cell.text))
            .count();
        if again >= 2 && again == mapped.count() {
            return true;
        }
        const STARTS: [&str; 8] =
            ["total", "subtotal", "firma", "elabor", "revis", "nota", "observacion", "aprob"];
        let first = row.cells.first().map(|cell| fold(&cell.text)).unwrap_or_default();
        document.is_none() && STARTS.iter().any(|start| first.starts_with(start))
    }

    pub(super) fn cell<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r Cell> {
        row.cell(self.choice.columns.of(target)?)
    }

    pub(super) fn text<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r str> {
        self.cell(row, target).map(|cell| cell.text.as_str())
    }

    /// The text of something that may be missing: «no tiene» is nothing too.
    pub(super) fn optional<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r str> {
        self.text(row, target).filter(|text| !words::is_nothing(text))
    }

    pub(super) fn say(
        &mut self,
        level: ProblemLevel,
        row: &Row,
        target: ColumnTarget,
        what: String,
        mend: &str,
    ) {
        let column = self.choice.columns.of(target);
        let mend = mend.to_owned();
        self.errors += usize::from(level == ProblemLevel::Error);
        self.reading.problems.push(RowProblem { row: row.number, column, level, what, mend });
    }

    pub(super) fn wrong(
        &mut self,
        row: &Row,
        target: ColumnTarget,
        what: impl Into<String>,
        mend: &str,
    ) {
        self.say(ProblemLevel::Error, row, target, what.into(), mend);
    }

    fn candidate(&mut self, row: &Row) -> Option<ImportCandidate> {
        self.look_at_cells(row);
        let document = self.document(row);
        let name = self.name(row);
        let email = self.mail(row);
        let phone = self.phone(row);
        let municipality = self.municipality(row);
        let entity = self.entity(row, municipality.as_ref());
        let position = self.position(row);
        let kind = self.kind(row);
        let nit = self.nit(row);
        let (document_type, document_number) = document?;
        let (parts, apart) = name?;
        Some(ImportCandidate {
            row: row.number,
            participant: NewParticipant {
                person: NewPerson {
                    document_type,
                    document_number,
                    first_name: parts.first_name,
                    second_name: parts.second_name,
                    first_surname: parts.first_surname,
                    second_surname: parts.second_surname,
                    email,
                    phone,
                },
                entity: Employer::Named(entity?),
                position: position?,
                kind: kind?,
                municipality: municipality?.code,
            },
            nit,
            apart,
        })
    }

    /// What is wrong with a cell whatever it is about.
    fn look_at_cells(&mut self, row: &Row) {
        for cell in &row.cells {
            let Some(target) = self.choice.columns.target(cell.column) else { continue };
            if cell.kind == CellKind::Error {
                let what = format!("La celda muestra el error «{}» de una fórmula.", cell.text);
                self.wrong(row, target, what, "Escriba el dato en lugar de la fórmula.");
            } else if cell.kind != CellKind::Number
                && looks_like_formula(&cell.text)
                && target != ColumnTarget::Phone
                && !words::is_nothing(&cell.text)
            {
                let what = "El texto comienza como una fórmula.";
                self.wrong(row, target, what, "Escriba solo el dato, sin signos al comienzo.");
            } else if cell.formula {
                let what = "Viene de una fórmula: se tomó lo que mostraba la celda.".to_owned();
                self.say(
                    ProblemLevel::Warning,
                    row,
                    target,
                    what,
                    "Compruebe que es el dato correcto.",
                );
            }
            if let Some(character) = documents::unprintable(&cell.text) {
                let what =
                    format!("El carácter «{character}» no se puede imprimir en los documentos.");
                self.wrong(row, target, what, "Quítelo.");
            }
        }
    }

    /// Keeps a good row, unless its document stands above already.
    fn keep(&mut self, candidate: ImportCandidate) {
        let person = &candidate.participant.person;
        let key = (person.document_type, person.document_number.clone());
        let column = self.choice.columns.of(ColumnTarget::Document);
        let Some(first) = self.seen.get(&key).and_then(|at| self.reading.candidates.get(*at))
        else {
            self.seen.insert(key, self.reading.candidates.len());
            self.reading.candidates.push(candidate);
            return;
        };
        let known: NameParts<'_> = first.participant.person.name();
        let (row, other) = (candidate.row, first.row);
        let problem = if same_name(known, person.name()) {
            self.reading.repeated += 1;
            RowProblem {
                row,
                column,
                level: ProblemLevel::Warning,
                what: format!("Repite a la persona de la fila {other}."),
                mend: "Se tiene en cuenta una sola vez.".to_owned(),
            }
        } else {
            RowProblem {
                row,
                column,
                level: ProblemLevel::Error,
                what: format!("El documento ya está en la fila {other} con otro nombre."),
                mend: "Corrija el documento o el nombre de una de las dos filas.".to_owned(),
            }
        };
        self.reading.problems.push(problem);
    }
}
