//! Reads the person of a row: document, name, contacts, and whether they authorise that it is kept.

use people_model::entity::person::DocumentType;
use people_model::rules::{PersonRefusal, is_name, normal_document, normal_phone};
use platform::mail::is_mail;
use platform::texts::{Refusal, say, word};
use rosters::contacts;
use rosters::digits::{Dress, whole};
use rosters::names::{self, Order, Parts};
use sheets::Row;

use super::ProblemLevel;
use super::reader::RowReader;
use crate::lists::columns::ColumnTarget;
use crate::lists::words;

const CHECK: &str = "Compruebe que es el dato correcto.";

impl RowReader<'_> {
    /// A «No» to the authorisation is nobody's consent, whatever the coordination keeps (R71).
    pub(super) fn consent(&mut self, row: &Row) {
        let Some(typed) = self.text(row, ColumnTarget::Consent).map(str::to_owned) else { return };
        match words::consent(&typed) {
            Some(true) => {}
            Some(false) => {
                let what =
                    format!("La persona no autoriza el tratamiento de sus datos: «{typed}».");
                let mend = "Deje la fila por fuera. Si ya autorizó, corrija la celda.";
                self.wrong(row, ColumnTarget::Consent, what, mend);
            }
            None => {
                let what = format!(
                    "No se sabe si la persona autoriza el tratamiento de sus datos: «{typed}»."
                );
                self.wrong(
                    row,
                    ColumnTarget::Consent,
                    what,
                    "Escriba Sí o No, o deje la fila por fuera.",
                );
            }
        }
    }

    pub(super) fn document(&mut self, row: &Row) -> Option<(DocumentType, String)> {
        let typed = self.text(row, ColumnTarget::Document).unwrap_or_default();
        let (prefix, number) = words::type_and_number(typed);
        let column = self.optional(row, ColumnTarget::DocumentType).map(str::to_owned);
        let kind = match (column, prefix) {
            (Some(text), _) => {
                let kind = words::document_type(&text);
                if kind.is_none() {
                    let what = format!("No se reconoce el tipo de documento «{text}».");
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    self.ask(row, (ColumnTarget::DocumentType, &text), None, what, mend);
                }
                kind
            }
            (None, Some(kind)) => Some(kind),
            (None, None) => {
                let kind = self.choice.defaults.document_type;
                if kind.is_none() {
                    let mend = "Escriba CC, CE, TI, RC, PA, PEP o PPT.";
                    let what = "Falta el tipo de documento.";
                    self.wrong(row, ColumnTarget::DocumentType, what, mend);
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
            let mend = "Escriba de nuevo el número completo, en una columna con formato de texto.";
            self.wrong(row, ColumnTarget::Document, what, mend);
            return None;
        }
        let kind = kind?;
        match normal_document(kind, &number) {
            Ok(normal) => {
                let dress = whole(&number).map(|number| number.dress);
                let what = match dress {
                    Some(Dress::Decimals) => "traía decimales",
                    Some(Dress::Commas) => "traía comas",
                    _ => return Some((kind, normal)),
                };
                let what = format!("El documento {what} («{number}»): se leyó {normal}.");
                self.say(ProblemLevel::Warning, row, ColumnTarget::Document, what, CHECK);
                Some((kind, normal))
            }
            Err(refusal) => {
                let what = format!("{} La celda dice «{number}».", refusal.sentence());
                let mend = "Revise el número y el tipo de documento.";
                self.wrong(row, ColumnTarget::Document, what, mend);
                None
            }
        }
    }

    /// The parts of the name.
    pub(super) fn name(&mut self, row: &Row) -> Option<Parts> {
        let whole = [
            (ColumnTarget::FullName, Order::NamesFirst),
            (ColumnTarget::FullNameBySurname, Order::SurnamesFirst),
        ]
        .into_iter()
        .find(|(target, _)| self.columns.of(*target).is_some());
        let given_text = self.untitled(row, ColumnTarget::GivenNames);
        let given = match self.untitled(row, ColumnTarget::FirstName) {
            Some(text) => Some((names::cased(&text), None)),
            None => given_text.as_deref().map(names::first_and_rest),
        };
        let family = match self.optional(row, ColumnTarget::FirstSurname) {
            Some(text) => Some((names::cased_after(text), None)),
            None => self.optional(row, ColumnTarget::Surnames).map(names::surnames),
        };
        if let (Some((target, order)), true) = (whole, given.is_none() || family.is_none()) {
            let Some(typed) = self.untitled(row, target) else {
                let mend = "Escriba nombres y apellidos.";
                self.wrong(row, target, "Falta el nombre.", mend);
                return None;
            };
            let Some(parts) = names::split(&typed, order) else {
                let what = format!("El nombre no tiene apellido: «{typed}».");
                self.wrong(row, target, what, "Escriba al menos un nombre y un apellido.");
                return None;
            };
            if names::reads_as(&typed).is_some_and(|read| read != order) {
                self.tell_order(row, target, &parts);
            } else if !parts.certain {
                self.tell_parts(row, target, &parts);
            }
            return self.readable(row, target, parts);
        }
        let target_of = |one, other| {
            if self.columns.of(one).is_some() { one } else { other }
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
        let read = names::reads_as(&format!("{} {}", parts.first_name, parts.first_surname));
        if read == Some(Order::SurnamesFirst) {
            self.tell_order(row, given_target, &parts);
        }
        self.readable(row, given_target, parts)
    }

    /// The text without titles, which are no names («Dra.»).
    fn untitled(&mut self, row: &Row, target: ColumnTarget) -> Option<String> {
        let typed = self.optional(row, target)?;
        let (text, had) = names::without_titles(typed);
        if had {
            let what = format!("Se quitó el título: se leyó «{text}».");
            self.say(ProblemLevel::Warning, row, target, what, CHECK);
        }
        Some(text)
    }

    fn tell_order(&mut self, row: &Row, target: ColumnTarget, parts: &Parts) {
        let what = format!(
            "Parece al revés: se leyó nombre «{}» y apellido «{}».",
            parts.first_name, parts.first_surname
        );
        let mend = "Si está al revés, escriba «Apellidos, Nombres» o corrija la columna.";
        self.say(ProblemLevel::Warning, row, target, what, mend);
    }

    /// Says which words were taken for names where that is not certain.
    fn tell_parts(&mut self, row: &Row, target: ColumnTarget, parts: &Parts) {
        let whole = |first: &str, second: Option<&String>| match second {
            Some(second) => format!("{first} {second}"),
            None => first.to_owned(),
        };
        let facts = [
            ("names", whole(&parts.first_name, parts.second_name.as_ref())),
            ("surnames", whole(&parts.first_surname, parts.second_surname.as_ref())),
        ];
        let what = say("enrolment.name_in_doubt", &facts);
        let mend = word("enrolment.name_in_doubt_mend");
        self.say(ProblemLevel::Warning, row, target, what, mend);
    }

    fn readable(&mut self, row: &Row, target: ColumnTarget, parts: Parts) -> Option<Parts> {
        let fields = [
            ("primer_nombre", ColumnTarget::FirstName, Some(&parts.first_name)),
            ("segundo_nombre", ColumnTarget::SecondName, parts.second_name.as_ref()),
            ("primer_apellido", ColumnTarget::FirstSurname, Some(&parts.first_surname)),
            ("segundo_apellido", ColumnTarget::SecondSurname, parts.second_surname.as_ref()),
        ];
        for (field, own, text) in fields {
            if let Some(text) = text.filter(|text| !is_name(text)) {
                let target = if self.columns.of(own).is_some() { own } else { target };
                let refusal = PersonRefusal::NameUnreadable { field };
                let what = format!("{} Se leyó «{text}».", refusal.sentence());
                self.wrong(row, target, what, "Deje solo letras, espacios y guiones.");
                return None;
            }
        }
        Some(parts)
    }

    pub(super) fn mail(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Mail)?.to_owned();
        let mail = contacts::mail(&typed);
        if !is_mail(&mail) || mail.chars().count() > 254 {
            let what =
                format!("{} La celda dice «{typed}».", PersonRefusal::MailMalformed.sentence());
            let mend = "Escriba un correo como nombre@entidad.gov.co, o deje la celda vacía.";
            self.wrong(row, ColumnTarget::Mail, what, mend);
            return None;
        }
        Some(mail)
    }

    pub(super) fn phone(&mut self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Phone)?.to_owned();
        let found = contacts::phone(&typed);
        if let Some(phone) = &found
            && !phone.is_usual
        {
            let what = format!(
                "El teléfono «{typed}» no tiene los números de uno de Colombia: no se guarda."
            );
            let mend = "Escriba los diez números, o deje la celda vacía.";
            self.say(ProblemLevel::Warning, row, ColumnTarget::Phone, what, mend);
            return None;
        }
        match found.map(|phone| normal_phone(&phone.number)) {
            Some(Ok(phone)) => Some(phone),
            _ => {
                let what = format!(
                    "{} La celda dice «{typed}».",
                    PersonRefusal::PhoneMalformed.sentence()
                );
                let mend = "Escriba solo el número, o deje la celda vacía.";
                self.wrong(row, ColumnTarget::Phone, what, mend);
                None
            }
        }
    }
}
