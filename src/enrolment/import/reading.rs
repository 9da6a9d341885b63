//! A row of the file turned into a person with their post, or into what is wrong with it; pure
//! (R25, R26). Nothing here knows who is known already: that is asked of the database afterwards.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sheets::{Cell, Kind as CellKind, Row};

use super::columns::{Columns, Header, Target};
use super::names::{self, Order, Parts};
use super::words;
use crate::enrolment::commands::{NewParticipant, WorksAt};
use crate::enrolment::forms::entity_kind;
use crate::people::commands::NewPerson;
use crate::people::entity::person::DocumentType;
use crate::people::entity::post::Kind;
use crate::people::rules::{
    NameParts, PersonRefusal, is_name, normal_document, normal_phone, same_name,
};
use crate::platform::mail::is_mail;
use crate::platform::search::fold;
use crate::platform::texts::Refusal;
use crate::platform::xlsx::looks_like_formula;
use crate::territory::commands::NewEntity;
use crate::territory::queries::Place;

/// What counts where a row says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    pub document_type: Option<DocumentType>,
    pub municipality: Option<String>,
    pub kind: Option<Kind>,
    /// The alcaldía of each person's municipality.
    pub alcaldia: bool,
}

/// How a file is to be read, as a person decided it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub sheet: u32,
    /// The row of the headings, from 1; people begin below.
    pub header: u32,
    pub columns: Columns,
    pub defaults: Defaults,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is imported while there is one.
    Error,
    /// To be known, and no obstacle.
    Warning,
}

/// Something about a cell, or about a whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub row: u32,
    pub column: Option<u32>,
    pub level: Level,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// A person of the file.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub row: u32,
    pub participant: NewParticipant,
    /// Digits of the entity's NIT, when the row has it.
    pub nit: Option<String>,
    /// The whole name as it stood in one cell and was taken apart; nothing when it came in parts.
    pub apart: Option<(String, bool)>,
}

/// Everything read from a file.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub candidates: Vec<Candidate>,
    pub problems: Vec<Problem>,
    /// Rows with something in them below the headings.
    pub rows: u32,
    /// Rows that are nobody's: totals, notes, headings once more.
    pub nobodys: u32,
    /// Rows that repeat somebody of a row above.
    pub repeated: u32,
}

/// Reads rows one after another.
pub struct Reader<'a> {
    choice: &'a Choice,
    places: &'a [Place],
    is_demo: bool,
    headings: HashMap<u32, String>,
    seen: HashMap<(DocumentType, String), usize>,
    mails: HashMap<String, u32>,
    pub reading: Reading,
}

impl<'a> Reader<'a> {
    pub fn new(choice: &'a Choice, places: &'a [Place], is_demo: bool) -> Self {
        Self {
            choice,
            places,
            is_demo,
            headings: HashMap::new(),
            seen: HashMap::new(),
            mails: HashMap::new(),
            reading: Reading::default(),
        }
    }

    /// Takes the next row of the sheet, from the top.
    pub fn take(&mut self, row: &Row) {
        if row.number < self.choice.header {
            return;
        }
        if row.number == self.choice.header {
            let header: Header = super::columns::header_at(row, None);
            self.headings = header.headings.into_iter().collect();
            return;
        }
        self.reading.rows += 1;
        if self.is_nobodys(row) {
            self.reading.nobodys += 1;
            return;
        }
        let before = self.errors();
        let candidate = self.candidate(row);
        if let Some(candidate) = candidate.filter(|_| self.errors() == before) {
            self.keep(candidate);
        }
    }

    fn errors(&self) -> usize {
        self.reading.problems.iter().filter(|problem| problem.level == Level::Error).count()
    }

    /// Totals, signatures, notes below the list, and the headings on every page of a report.
    fn is_nobodys(&self, row: &Row) -> bool {
        let document = self.text(row, Target::Document);
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

    fn cell<'r>(&self, row: &'r Row, target: Target) -> Option<&'r Cell> {
        row.cell(self.choice.columns.of(target)?)
    }

    fn text<'r>(&self, row: &'r Row, target: Target) -> Option<&'r str> {
        self.cell(row, target).map(|cell| cell.text.as_str())
    }

    /// The text of something that may be missing: «no tiene» is nothing too.
    fn optional<'r>(&self, row: &'r Row, target: Target) -> Option<&'r str> {
        self.text(row, target).filter(|text| !words::is_nothing(text))
    }

    fn say(&mut self, level: Level, row: &Row, target: Target, what: String, mend: &str) {
        let column = self.choice.columns.of(target);
        let mend = mend.to_owned();
        self.reading.problems.push(Problem { row: row.number, column, level, what, mend });
    }

    fn wrong(&mut self, row: &Row, target: Target, what: impl Into<String>, mend: &str) {
        self.say(Level::Error, row, target, what.into(), mend);
    }

    fn candidate(&mut self, row: &Row) -> Option<Candidate> {
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
        Some(Candidate {
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
                entity: WorksAt::Named(entity?),
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
                && target != Target::Phone
                && !words::is_nothing(&cell.text)
            {
                let what = "El texto comienza como una fórmula.";
                self.wrong(row, target, what, "Escriba solo el dato, sin signos al comienzo.");
            } else if cell.formula {
                let what = "Viene de una fórmula: se tomó lo que mostraba la celda.".to_owned();
                self.say(Level::Warning, row, target, what, "Compruebe que es el dato correcto.");
            }
            if let Some(character) = documents::unprintable(&cell.text) {
                let what =
                    format!("El carácter «{character}» no se puede imprimir en los documentos.");
                self.wrong(row, target, what, "Quítelo.");
            }
        }
    }

    fn document(&mut self, row: &Row) -> Option<(DocumentType, String)> {
        let typed = self.text(row, Target::Document).unwrap_or_default();
        let (prefix, number) = words::type_and_number(typed);
        let column = self.optional(row, Target::DocumentType);
        let kind = match (column, prefix) {
            (Some(text), _) => match words::document_type(text) {
                Some(kind) => Some(kind),
                None => {
                    let what = format!("No se reconoce el tipo de documento «{text}».");
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    self.wrong(row, Target::DocumentType, what, mend);
                    None
                }
            },
            (None, Some(kind)) => Some(kind),
            (None, None) => {
                let kind = self.choice.defaults.document_type;
                if kind.is_none() {
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    self.wrong(row, Target::DocumentType, "Falta el tipo de documento.", mend);
                }
                kind
            }
        };
        if number.is_empty() {
            let mend = "Escriba el número del documento.";
            self.wrong(row, Target::Document, "Falta el número de documento.", mend);
            return None;
        }
        if words::is_scientific(&number) {
            let what = format!("La hoja de cálculo cambió el número por «{number}».");
            let mend = "Dé formato de texto a la columna y escriba de nuevo el número completo.";
            self.wrong(row, Target::Document, what, mend);
            return None;
        }
        let kind = kind?;
        match normal_document(kind, &number) {
            Ok(number) => Some((kind, number)),
            Err(refusal) => {
                let mend = "Revise el número y el tipo de documento.";
                self.wrong(row, Target::Document, refusal.sentence(), mend);
                None
            }
        }
    }

    /// The parts of the name, and the whole one if it came in one cell.
    fn name(&mut self, row: &Row) -> Option<(Parts, Option<(String, bool)>)> {
        let whole = [
            (Target::FullName, Order::NamesFirst),
            (Target::FullNameBySurname, Order::SurnamesFirst),
        ]
        .into_iter()
        .find(|(target, _)| self.choice.columns.of(*target).is_some());
        let given = match self.optional(row, Target::FirstName) {
            Some(text) => Some((names::cased(text), None)),
            None => self.optional(row, Target::GivenNames).map(names::first_and_rest),
        };
        let family = match self.optional(row, Target::FirstSurname) {
            Some(text) => Some((names::cased_after(text), None)),
            None => self.optional(row, Target::Surnames).map(names::surnames),
        };
        if let (Some((target, order)), true) = (whole, given.is_none() || family.is_none()) {
            let Some(typed) = self.text(row, target).map(str::to_owned) else {
                let mend = "Escriba nombres y apellidos.";
                self.wrong(row, target, "Falta el nombre.", mend);
                return None;
            };
            let Some(parts) = names::split(&typed, order) else {
                let mend = "Escriba al menos un nombre y un apellido.";
                self.wrong(row, target, "El nombre no tiene apellido.", mend);
                return None;
            };
            let certain = parts.certain;
            return self.readable(row, target, parts).map(|parts| (parts, Some((typed, certain))));
        }
        let target_of = |one, other| {
            if self.choice.columns.of(one).is_some() { one } else { other }
        };
        let given_target = target_of(Target::FirstName, Target::GivenNames);
        let family_target = target_of(Target::FirstSurname, Target::Surnames);
        if given.is_none() {
            self.wrong(row, given_target, "Falta el nombre.", "Escriba el primer nombre.");
        }
        if family.is_none() {
            self.wrong(row, family_target, "Falta el apellido.", "Escriba el primer apellido.");
        }
        let (first_name, rest_name) = given?;
        let (first_surname, rest_surname) = family?;
        let second = |target| self.optional(row, target).map(names::cased_after);
        let parts = Parts {
            first_name,
            second_name: second(Target::SecondName).or(rest_name),
            first_surname,
            second_surname: second(Target::SecondSurname).or(rest_surname),
            certain: true,
        };
        self.readable(row, given_target, parts).map(|parts| (parts, None))
    }

    fn readable(&mut self, row: &Row, target: Target, parts: Parts) -> Option<Parts> {
        let fields = [
            ("primer_nombre", Target::FirstName, Some(&parts.first_name)),
            ("segundo_nombre", Target::SecondName, parts.second_name.as_ref()),
            ("primer_apellido", Target::FirstSurname, Some(&parts.first_surname)),
            ("segundo_apellido", Target::SecondSurname, parts.second_surname.as_ref()),
        ];
        for (field, own, text) in fields {
            if text.is_some_and(|text| !is_name(text)) {
                let target = if self.choice.columns.of(own).is_some() { own } else { target };
                let refusal = PersonRefusal::NameUnreadable { field };
                let mend = "Deje solo letras, espacios y guiones.";
                self.wrong(row, target, refusal.sentence(), mend);
                return None;
            }
        }
        Some(parts)
    }

    fn mail(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, Target::Mail)?.to_lowercase();
        // Two addresses in one cell: the first.
        let mail = typed.split([';', ',', '/', ' ']).find(|text| text.contains('@'));
        let mail = mail.unwrap_or(&typed).to_owned();
        if !is_mail(&mail) || mail.chars().count() > 254 {
            let mend = "Escriba un correo como nombre@entidad.gov.co, o deje la celda vacía.";
            self.wrong(row, Target::Mail, PersonRefusal::MailMalformed.sentence(), mend);
            return None;
        }
        if let Some(other) = self.mails.get(&mail).copied() {
            let what = format!("El correo es el mismo de la fila {other}.");
            let mend = "Solo una de las dos personas podrá entrar con él: escriba el de cada una.";
            self.say(Level::Warning, row, Target::Mail, what, mend);
        } else {
            self.mails.insert(mail.clone(), row.number);
        }
        Some(mail)
    }

    fn phone(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, Target::Phone)?.to_owned();
        // Two numbers in one cell: the first.
        let first = typed.split([';', '/', ',']).next().unwrap_or_default();
        let first = first.split(" - ").next().unwrap_or_default();
        if let Ok(phone) = normal_phone(first) {
            return Some(phone);
        }
        let mend = "Escriba solo el número, o deje la celda vacía.";
        self.wrong(row, Target::Phone, PersonRefusal::PhoneMalformed.sentence(), mend);
        None
    }

    fn municipality(&mut self, row: &Row) -> Option<Place> {
        let Some(typed) = self.optional(row, Target::Municipality) else {
            let code = self.choice.defaults.municipality.as_ref();
            let found = self.places.iter().find(|place| Some(&place.code) == code).cloned();
            if found.is_none() {
                let mend = "Escriba uno de los municipios de la cohorte.";
                self.wrong(row, Target::Municipality, "Falta el municipio.", mend);
            }
            return found;
        };
        let found = words::place(typed, self.places);
        if found.is_none() {
            let what = format!("«{typed}» no es un municipio de esta cohorte.");
            let names: Vec<String> = self.places.iter().take(8).map(Place::full_name).collect();
            let mend = match words::nearest(typed, self.places) {
                Some(place) => format!("¿Quiso decir {}?", place.full_name()),
                None => format!("Escriba uno de los de la cohorte: {}.", names.join(", ")),
            };
            self.wrong(row, Target::Municipality, what, &mend);
        }
        found.cloned()
    }

    fn entity(&mut self, row: &Row, place: Option<&Place>) -> Option<NewEntity> {
        let typed = self.optional(row, Target::Entity).map(str::to_owned);
        let Some(typed) = typed else {
            if !self.choice.defaults.alcaldia {
                let mend = "Escriba el nombre de la entidad donde trabaja.";
                self.wrong(row, Target::Entity, "Falta la entidad.", mend);
                return None;
            }
            return place.map(|place| self.alcaldia(place));
        };
        if typed.chars().count() > 160 {
            let what = "El nombre de la entidad es demasiado largo.";
            self.wrong(row, Target::Entity, what, "Use máximo 160 caracteres.");
            return None;
        }
        let place = place?;
        if words::is_alcaldia(&typed, place) {
            return Some(self.alcaldia(place));
        }
        Some(NewEntity {
            kind: entity_kind(&typed).to_owned(),
            name: typed,
            municipality_code: place.code.clone(),
            is_demo: self.is_demo,
        })
    }

    fn alcaldia(&self, place: &Place) -> NewEntity {
        NewEntity {
            kind: "alcaldia".to_owned(),
            name: format!("Alcaldía de {}", place.name),
            municipality_code: place.code.clone(),
            is_demo: self.is_demo,
        }
    }

    fn position(&mut self, row: &Row) -> Option<String> {
        let Some(typed) = self.optional(row, Target::Position).map(str::to_owned) else {
            let mend = "Escriba el cargo o la función.";
            self.wrong(row, Target::Position, "Falta el cargo.", mend);
            return None;
        };
        if typed.chars().count() > 160 {
            self.wrong(
                row,
                Target::Position,
                "El cargo es demasiado largo.",
                "Use máximo 160 caracteres.",
            );
            return None;
        }
        Some(typed)
    }

    fn kind(&mut self, row: &Row) -> Option<Kind> {
        const MEND: &str = "Escriba, por ejemplo: carrera administrativa, libre nombramiento y remoción, provisional o contratista.";
        let Some(typed) = self.optional(row, Target::Kind) else {
            let kind = self.choice.defaults.kind;
            if kind.is_none() {
                self.wrong(row, Target::Kind, "Falta el tipo de vinculación.", MEND);
            }
            return kind;
        };
        let kind = words::kind(typed);
        if kind.is_none() {
            let what = format!("No se reconoce el tipo de vinculación «{typed}».");
            self.wrong(row, Target::Kind, what, MEND);
        }
        kind
    }

    fn nit(&self, row: &Row) -> Option<String> {
        let typed = self.optional(row, Target::Nit)?;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        (9..=10).contains(&digits.len()).then_some(digits)
    }

    /// Keeps a good row, unless its document stands above already.
    fn keep(&mut self, candidate: Candidate) {
        let person = &candidate.participant.person;
        let key = (person.document_type, person.document_number.clone());
        let column = self.choice.columns.of(Target::Document);
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
            Problem {
                row,
                column,
                level: Level::Warning,
                what: format!("Repite a la persona de la fila {other}."),
                mend: "Se tiene en cuenta una sola vez.".to_owned(),
            }
        } else {
            Problem {
                row,
                column,
                level: Level::Error,
                what: format!("El documento ya está en la fila {other} con otro nombre."),
                mend: "Corrija el documento o el nombre de una de las dos filas.".to_owned(),
            }
        };
        self.reading.problems.push(problem);
    }
}
