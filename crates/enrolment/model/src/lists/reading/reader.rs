//! Reads the rows one after another, from the top of the sheet: it skips the rows without a person
//! and turns the others into candidates.

use std::collections::HashMap;

use people_model::commands::NewPerson;
use people_model::entity::person::DocumentType;
use people_model::rules::{NameParts, document_label, same_name};
use platform::search::fold;
use sheets::{Cell, HiddenParts, Row};
use territory_model::queries::NamedMunicipality;

use super::answers::Answers;
use super::cells::PreparedRow;
use super::{
    FileReading, ImportCandidate, ImportChoice, ListPlaces, ProblemLevel, Question, ReadRow,
    RowOutcome, RowProblem,
};
use crate::commands::{Employer, NewParticipant};
use crate::lists::columns::{ColumnTarget, ColumnTargets};
use crate::lists::words;

/// Columns of meanings that the file has no column for, and that a person filled in on the page.
const BESIDE: u32 = 100_000;

/// Reads rows one after another.
pub struct RowReader<'a> {
    pub(super) choice: &'a ImportChoice,
    pub(super) answers: &'a Answers,
    pub(super) columns: ColumnTargets,
    pub(super) mended: HashMap<u32, Vec<(ColumnTarget, &'a str)>>,
    hidden: &'a HiddenParts,
    pub(super) places: &'a ListPlaces,
    pub(super) is_demo: bool,
    headings: HashMap<u32, String>,
    seen: HashMap<(DocumentType, String), usize>,
    /// Rows by their mail.
    mails: HashMap<String, u32>,
    /// Errors said so far.
    errors: usize,
    pub reading: FileReading,
}

impl<'a> RowReader<'a> {
    pub fn new(
        choice: &'a ImportChoice,
        answers: &'a Answers,
        hidden: &'a HiddenParts,
        places: &'a ListPlaces,
        is_demo: bool,
    ) -> Self {
        let mut columns = choice.columns.clone();
        let mut mended: HashMap<u32, Vec<(ColumnTarget, &str)>> = HashMap::new();
        for ((row, target), text) in &answers.mended {
            if columns.of(*target).is_none() {
                let beside = BESIDE + u32::try_from(columns.0.len()).unwrap_or(0);
                columns.0.insert(beside, *target);
            }
            mended.entry(*row).or_default().push((*target, text));
        }
        Self {
            choice,
            answers,
            columns,
            mended,
            hidden,
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
        if !self.is_below(row) {
            return;
        }
        self.reading.rows += 1;
        let PreparedRow { row, strange, is_left_out } = self.prepared(row);
        let outcome = if is_left_out {
            self.reading.left_out += 1;
            RowOutcome::LeftOut
        } else if self.passes_by(&row) {
            self.reading.nobodys += 1;
            RowOutcome::Nobodys
        } else {
            let before = self.errors;
            self.tell_strange(&row, strange);
            let candidate = self.candidate(&row);
            match candidate.filter(|_| self.errors == before) {
                Some(candidate) => self.keep(candidate),
                None => RowOutcome::Wrong,
            }
        };
        let read = self.account(&row, outcome);
        self.reading.all.push(read);
    }

    /// Whether the next row of the sheet, from the top, holds a person.
    pub fn is_person(&mut self, row: &Row) -> bool {
        self.is_below(row) && !self.passes_by(row)
    }

    /// Whether a row stands below the headings, which are kept on the way.
    fn is_below(&mut self, row: &Row) -> bool {
        if row.number == self.choice.header {
            let headings = row.cells.iter().map(|cell| (cell.column, cell.text.clone()));
            self.headings = headings.collect();
        }
        row.number > self.choice.header
    }

    fn passes_by(&self, row: &Row) -> bool {
        (!self.choice.with_hidden && self.hidden.row(row.number)) || self.is_nobodys(row)
    }

    /// Totals, signatures, notes below the list, lines prepared for people, and the headings on every page
    /// of a report: a row without the number of a document and without a name, or without a position.
    fn is_nobodys(&self, row: &Row) -> bool {
        if self.mended.contains_key(&row.number) {
            return false;
        }
        let mapped = row.cells.iter().filter(|c| self.columns.target(c.column).is_some());
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
        let has = |target: ColumnTarget| self.optional(row, target).is_some();
        let is_named = self.columns.0.values().any(|target| target.is_name() && has(*target));
        let lacks = !is_named || !has(ColumnTarget::Position);
        const STARTS: [&str; 9] = [
            "total",
            "subtotal",
            "firma",
            "elabor",
            "revis",
            "nota",
            "observacion",
            "aprob",
            "fuente",
        ];
        let first = row.cells.first().map(|cell| fold(&cell.text)).unwrap_or_default();
        let document = self.text(row, ColumnTarget::Document).unwrap_or_default();
        let is_numbered = document.chars().any(|c| c.is_ascii_digit());
        lacks && (!is_numbered || STARTS.iter().any(|start| first.starts_with(start)))
            || !is_numbered && STARTS.iter().any(|start| first.starts_with(start))
    }

    pub(super) fn cell<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r Cell> {
        row.cell(self.columns.of(target)?)
    }

    pub(super) fn text<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r str> {
        self.cell(row, target).map(|cell| cell.text.as_str())
    }

    /// The text of something that may be missing: «no tiene» is nothing too.
    pub(super) fn optional<'r>(&self, row: &'r Row, target: ColumnTarget) -> Option<&'r str> {
        self.text(row, target).filter(|text| !words::is_nothing(text))
    }

    fn place_of(&self, target: ColumnTarget) -> Option<u32> {
        self.columns.of(target).filter(|column| *column < BESIDE)
    }

    pub(super) fn say(
        &mut self,
        level: ProblemLevel,
        row: &Row,
        target: ColumnTarget,
        what: String,
        mend: &str,
    ) {
        self.errors += usize::from(level == ProblemLevel::Error);
        self.reading.problems.push(RowProblem {
            row: row.number,
            column: self.place_of(target),
            level,
            what,
            mend: mend.to_owned(),
            question: None,
        });
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

    /// An error that one answer settles for all rows that say the same.
    pub(super) fn ask(
        &mut self,
        row: &Row,
        (target, typed): (ColumnTarget, &str),
        suggestion: Option<String>,
        what: String,
        mend: &str,
    ) {
        self.wrong(row, target, what, mend);
        self.ask_of(target, typed, suggestion);
    }

    /// Asks with what was said last.
    pub(super) fn ask_of(&mut self, target: ColumnTarget, typed: &str, suggestion: Option<String>) {
        if let Some(problem) = self.reading.problems.last_mut() {
            let typed = typed.to_owned();
            problem.question = Some(Question::Spelling { target, typed, suggestion });
        }
    }

    fn candidate(&mut self, row: &Row) -> Option<ImportCandidate> {
        self.look_at_cells(row);
        self.consent(row);
        let document = self.document(row);
        let name = self.name(row);
        let email = self.mail(row);
        let phone = self.phone(row);
        let municipality = self.municipality(row);
        let entity = self.entity(row, municipality.as_ref());
        let position = self.position(row);
        let kind = self.kind(row);
        let nit = self.nit(row);
        let starts_on = self.start(row);
        let (document_type, document_number) = document?;
        let parts = name?;
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
            starts_on,
            exception: None,
            post: self.answers.posts.get(&row.number).copied(),
        })
    }

    /// Keeps a good row, unless its document stands above already.
    fn keep(&mut self, candidate: ImportCandidate) -> RowOutcome {
        let person = &candidate.participant.person;
        let key = (person.document_type, person.document_number.clone());
        let column = self.place_of(ColumnTarget::Document);
        let at = self.reading.candidates.len();
        let first = self.seen.get(&key).and_then(|at| self.reading.candidates.get(*at));
        let Some(first) = first else {
            self.tell_same_mail(&candidate);
            self.seen.insert(key, at);
            self.reading.candidates.push(candidate);
            return RowOutcome::Person(at);
        };
        let known: NameParts<'_> = first.participant.person.name();
        let (row, other) = (candidate.row, first.row);
        let is_same = same_name(known, person.name());
        let (level, what, mend) = match is_same {
            true => {
                let differs = differences(&first.participant, &candidate.participant);
                let mend = "Se tiene en cuenta una sola vez, como la dice la primera fila.";
                (
                    ProblemLevel::Warning,
                    format!("Repite a la persona de la fila {other}{differs}."),
                    mend,
                )
            }
            false => (
                ProblemLevel::Error,
                format!("El documento ya está en la fila {other} con otro nombre."),
                "Corrija el documento o el nombre de una de las dos filas, o deje una por fuera.",
            ),
        };
        let mend = mend.to_owned();
        self.reading.problems.push(RowProblem { row, column, level, what, mend, question: None });
        if !is_same {
            return RowOutcome::Wrong;
        }
        self.reading.repeated += 1;
        RowOutcome::Repeated
    }

    fn tell_same_mail(&mut self, candidate: &ImportCandidate) {
        let Some(mail) = candidate.participant.person.email.clone() else { return };
        let Some(other) = self.mails.get(&mail).copied() else {
            self.mails.insert(mail, candidate.row);
            return;
        };
        self.reading.problems.push(RowProblem {
            row: candidate.row,
            column: self.place_of(ColumnTarget::Mail),
            level: ProblemLevel::Warning,
            what: format!("El correo es el mismo de la fila {other}."),
            mend: "Solo una de las dos personas podrá entrar con él: escriba el de cada una."
                .to_owned(),
            question: None,
        });
    }

    /// The row for the list that shows every one: as it would become, or as it says when it is wrong.
    fn account(&self, row: &Row, outcome: RowOutcome) -> ReadRow {
        let text = |target| self.text(row, target).unwrap_or_default().to_owned();
        let several = |targets: &[ColumnTarget], between: &str| {
            let texts = targets.iter().filter_map(|target| self.optional(row, *target));
            texts.collect::<Vec<_>>().join(between)
        };
        use ColumnTarget as T;
        let candidate = match outcome {
            RowOutcome::Person(at) => self.reading.candidates.get(at),
            _ => None,
        };
        let names = [
            T::FirstName,
            T::SecondName,
            T::GivenNames,
            T::FullName,
            T::FirstSurname,
            T::SecondSurname,
            T::Surnames,
            T::FullNameBySurname,
        ];
        let mut read = ReadRow {
            row: row.number,
            document: text(T::Document),
            name: several(&names, " "),
            municipality: text(T::Municipality),
            entity: text(T::Entity),
            position: text(T::Position),
            kind: text(T::Kind),
            contacts: several(&[T::Mail, T::Phone], ", "),
            outcome,
        };
        if outcome == RowOutcome::Nobodys {
            let all: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            read.name = all.join(" · ").chars().take(120).collect();
        }
        let Some(ImportCandidate { participant, .. }) = candidate else { return read };
        let person = &participant.person;
        read.document = document_label(person.document_type, &person.document_number);
        read.name = person.name().by_surname();
        let place = self.places.find(&participant.municipality);
        read.municipality = place.map(NamedMunicipality::full_name).unwrap_or_default();
        if let Employer::Named(entity) = &participant.entity {
            read.entity = entity.name.clone();
        }
        read.kind = participant.kind.label().to_owned();
        let contacts = [person.email.as_deref(), person.phone.as_deref()];
        read.contacts = contacts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        read
    }
}

/// What a repeated row says otherwise than the first one: «, con otro municipio y otro correo».
fn differences(first: &NewParticipant, other: &NewParticipant) -> String {
    let differ = [
        (first.municipality != other.municipality, "otro municipio"),
        (first.kind != other.kind, "otra vinculación"),
        (fold(&first.position) != fold(&other.position), "otro cargo"),
        (first.person.email != other.person.email, "otro correo"),
        (first.person.phone != other.person.phone, "otro teléfono"),
    ];
    let all: Vec<&str> = differ.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => format!(", con {one}"),
        [before @ .., last] => format!(", con {} y {last}", before.join(", ")),
    }
}
