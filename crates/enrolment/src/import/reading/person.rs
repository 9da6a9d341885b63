//! Reads the person of a row: document, name, mail and telephone.

use people_model::entity::person::DocumentType;
use people_model::rules::{PersonRefusal, is_name, normal_document, normal_phone};
use platform::mail::is_mail;
use platform::texts::Refusal;
use sheets::Row;

use super::ProblemLevel;
use super::reader::RowReader;
use crate::import::columns::ColumnTarget;
use crate::import::names::{self, Order, Parts};
use crate::import::words;

impl RowReader<'_> {
    pub(super) fn document(&mut self, row: &Row) -> Option<(DocumentType, String)> {
        let typed = self.text(row, ColumnTarget::Document).unwrap_or_default();
        let (prefix, number) = words::type_and_number(typed);
        let column = self.optional(row, ColumnTarget::DocumentType);
        let kind = match (column, prefix) {
            (Some(text), _) => match words::document_type(text) {
                Some(kind) => Some(kind),
                None => {
                    let what = format!("No se reconoce el tipo de documento «{text}».");
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    self.wrong(row, ColumnTarget::DocumentType, what, mend);
                    None
                }
            },
            (None, Some(kind)) => Some(kind),
            (None, None) => {
                let kind = self.choice.defaults.document_type;
                if kind.is_none() {
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    self.wrong(
                        row,
                        ColumnTarget::DocumentType,
                        "Falta el tipo de documento.",
                        mend,
                    );
                }
                kind
            }
        };
        if number.is_empty() {
            let mend = "Escriba el número del documento.";
            self.wrong(row, ColumnTarget::Document, "Falta el número de documento.", mend);
            return None;
        }
        if words::is_scientific(&number) {
            let what = format!("La hoja de cálculo cambió el número por «{number}».");
            let mend = "Dé formato de texto a la columna y escriba de nuevo el número completo.";
            self.wrong(row, ColumnTarget::Document, what, mend);
            return None;
        }
        let kind = kind?;
        match normal_document(kind, &number) {
            Ok(number) => Some((kind, number)),
            Err(refusal) => {
                let mend = "Revise el número y el tipo de documento.";
                self.wrong(row, ColumnTarget::Document, refusal.sentence(), mend);
                None
            }
        }
    }

    /// The parts of the name, and the whole one if it came in one cell.
    pub(super) fn name(&mut self, row: &Row) -> Option<(Parts, Option<(String, bool)>)> {
        let whole = [
            (ColumnTarget::FullName, Order::NamesFirst),
            (ColumnTarget::FullNameBySurname, Order::SurnamesFirst),
        ]
        .into_iter()
        .find(|(target, _)| self.choice.columns.of(*target).is_some());
        let given = match self.optional(row, ColumnTarget::FirstName) {
            Some(text) => Some((names::cased(text), None)),
            None => self.optional(row, ColumnTarget::GivenNames).map(names::first_and_rest),
        };
        let family = match self.optional(row, ColumnTarget::FirstSurname) {
            Some(text) => Some((names::cased_after(text), None)),
            None => self.optional(row, ColumnTarget::Surnames).map(names::surnames),
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
        let given_target = target_of(ColumnTarget::FirstName, ColumnTarget::GivenNames);
        let family_target = target_of(ColumnTarget::FirstSurname, ColumnTarget::Surnames);
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
            second_name: second(ColumnTarget::SecondName).or(rest_name),
            first_surname,
            second_surname: second(ColumnTarget::SecondSurname).or(rest_surname),
            certain: true,
        };
        self.readable(row, given_target, parts).map(|parts| (parts, None))
    }

    fn readable(&mut self, row: &Row, target: ColumnTarget, parts: Parts) -> Option<Parts> {
        let fields = [
            ("primer_nombre", ColumnTarget::FirstName, Some(&parts.first_name)),
            ("segundo_nombre", ColumnTarget::SecondName, parts.second_name.as_ref()),
            ("primer_apellido", ColumnTarget::FirstSurname, Some(&parts.first_surname)),
            ("segundo_apellido", ColumnTarget::SecondSurname, parts.second_surname.as_ref()),
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

    pub(super) fn mail(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Mail)?.to_lowercase();
        // Two addresses in one cell: the first.
        let mail = typed.split([';', ',', '/', ' ']).find(|text| text.contains('@'));
        let mail = mail.unwrap_or(&typed).to_owned();
        if !is_mail(&mail) || mail.chars().count() > 254 {
            let mend = "Escriba un correo como nombre@entidad.gov.co, o deje la celda vacía.";
            self.wrong(row, ColumnTarget::Mail, PersonRefusal::MailMalformed.sentence(), mend);
            return None;
        }
        if let Some(other) = self.mails.get(&mail).copied() {
            let what = format!("El correo es el mismo de la fila {other}.");
            let mend = "Solo una de las dos personas podrá entrar con él: escriba el de cada una.";
            self.say(ProblemLevel::Warning, row, ColumnTarget::Mail, what, mend);
        } else {
            self.mails.insert(mail.clone(), row.number);
        }
        Some(mail)
    }

    pub(super) fn phone(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Phone)?.to_owned();
        // Two numbers in one cell: the first.
        let first = typed.split([';', '/', ',']).next().unwrap_or_default();
        let first = first.split(" - ").next().unwrap_or_default();
        if let Ok(phone) = normal_phone(first) {
            return Some(phone);
        }
        let mend = "Escriba solo el número, o deje la celda vacía.";
        self.wrong(row, ColumnTarget::Phone, PersonRefusal::PhoneMalformed.sentence(), mend);
        None
    }
}
