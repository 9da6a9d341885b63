//! What people typed: read whole, checked field by field, and given back when something is wrong.
//!
//! A form reaches its handler as [`Fields`] whatever it holds, so that no bad input is an
//! error of the framework; a [`Reader`] turns texts into values and collects a Spanish
//! sentence for each field that is wrong.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveTime};
use rocket::data::{FromData, Outcome, ToByteUnit};
use rocket::http::{ContentType, Status};
use rocket::{Data, Request};
use unicode_normalization::UnicodeNormalization;

use super::fields::{FieldError, FormState};
use super::texts::Refusal;
use super::{dates, numbers};

/// The largest form: a roll-call or grade grid of 1,000 people with room to spare.
pub(super) const LIMIT_KIB: usize = 512;

/// A form as it was typed: trimmed, without control characters, every value of every name.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

/// The form could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    #[error("the form is larger than allowed")]
    TooLarge,
    #[error("the body is not a form")]
    NotAForm,
    /// The instance holds as many bytes of files as it may.
    #[error("no room for the file now")]
    NoRoom,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Fields {
    type Error = FormError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match Self::read(request, data, LIMIT_KIB).await {
            Ok(fields) => Outcome::Success(fields),
            Err(error) => Outcome::Error(error),
        }
    }
}

impl Fields {
    /// Reads a form of so many KiB at most.
    pub(super) async fn read(
        request: &Request<'_>,
        data: Data<'_>,
        most: usize,
    ) -> Result<Self, (Status, FormError)> {
        if request.content_type() != Some(&ContentType::Form) {
            return Err((Status::UnsupportedMediaType, FormError::NotAForm));
        }
        match data.open(most.kibibytes()).into_bytes().await {
            Ok(bytes) if bytes.is_complete() => {
                let fields = Self::parse(&bytes);
                // For the page that gives it back when it could not be looked at (`typed`).
                request.local_cache(|| Some(fields.clone()));
                Ok(fields)
            }
            Ok(_) => Err((Status::PayloadTooLarge, FormError::TooLarge)),
            Err(_) => Err((Status::BadRequest, FormError::NotAForm)),
        }
    }

    /// Reads `application/x-www-form-urlencoded`; invalid UTF-8 becomes the replacement mark.
    pub fn parse(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body);
        Self::of_pairs(pairs.map(|(name, value)| (name.into_owned(), value)))
    }

    /// Names and values from wherever they came.
    pub fn of_pairs(pairs: impl IntoIterator<Item = (String, impl AsRef<str>)>) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            // A password is what was typed: it is compared, and nobody reads it.
            let value = match is_password(&name) {
                true => trimmed(value.as_ref()),
                false => clean(value.as_ref()),
            };
            values.entry(name).or_default().push(value);
        }
        Self(values)
    }

    /// The filters in a request's address, read like a form: a wrong one gets its sentence.
    pub fn of_address(request: &Request<'_>) -> Self {
        let query = request.uri().query();
        Self::parse(query.map_or("", |query| query.as_str()).as_bytes())
    }

    /// A form that is shown again, to be read once more.
    pub fn of_state(state: &FormState) -> Self {
        Self(state.values.clone())
    }

    /// The form without these names.
    pub(super) fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    /// How much was typed, with the names of the fields.
    pub(super) fn bytes(&self) -> usize {
        let of_one = |(name, all): (&String, &Vec<String>)| {
            all.iter().map(|value| name.len() + value.len()).sum::<usize>()
        };
        self.0.iter().map(of_one).sum()
    }

    /// The first value of a name, or an empty text.
    pub fn first(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The values of a grid such as `estado[17]`: the key inside the brackets and the text.
    pub fn grid<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(key, values)| {
            let inner = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((inner, values.first()?.as_str()))
        })
    }

    /// Every value with its name, to be sent again. Passwords are never sent back.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self.0.iter().filter(|(name, _)| !is_password(name));
        kept.flat_map(|(name, all)| all.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// The names of the passwords that came with it.
    pub fn passwords(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| is_password(name))
    }

    /// What was typed, to fill the form again. Passwords are never sent back.
    pub fn state(&self) -> FormState {
        let values = self.0.iter().filter(|(name, _)| !is_password(name));
        FormState {
            values: values.map(|(n, v)| (n.clone(), v.clone())).collect(),
            errors: Vec::new(),
        }
    }

    /// What was typed, with a refused rule's sentence at its field or above the form.
    pub fn refused(&self, refusal: &impl Refusal) -> FormState {
        let mut form = self.state();
        form.refuse(refusal.field().unwrap_or(""), refusal.sentence());
        form
    }
}

fn is_password(name: &str) -> bool {
    name.starts_with("contrasena")
}

/// A text without what nobody sees: direction marks and characters without width make a name read as
/// another (`sheets` cleans cells in the same way). Spaces that do not break are spaces, and a letter
/// with its accent is one, also when a program wrote two.
fn clean(value: &str) -> String {
    let seen: String = value
        .nfc()
        .filter(|c| !documents::is_invisible(*c))
        .map(|c| if matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}') { ' ' } else { c })
        .collect();
    trimmed(&seen)
}

/// PostgreSQL refuses NUL in texts and no field needs any other control character.
fn trimmed(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Years a date may be in: beyond them it is a slip of the keyboard.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Reads a form field by field. What must be there takes the sentence that asks for it
/// («Escriba el lugar.»), so that the summary above the form never says one thing twice. Each
/// method answers a value even when the field is wrong
/// (a placeholder nobody uses, because [`Reader::finish`] then refuses), which keeps
/// handlers free of nested options.
pub struct Reader<'a> {
    fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub fn new(fields: &'a Fields) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// Adds a sentence to a field; for checks that only the capability knows.
    pub fn wrong(&mut self, field: &str, text: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), text: text.into() });
    }

    /// Whether the field has been found wrong already.
    pub fn is_wrong(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// A text that must be there, of at most `longest` characters.
    pub fn text(&mut self, name: &str, longest: usize, missing: &str) -> String {
        let text = self.optional(name, longest).unwrap_or_default();
        if text.is_empty() && !self.is_wrong(name) {
            self.wrong(name, missing);
        }
        text
    }

    /// A text that may be missing.
    pub fn optional(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.fields.first(name);
        if text.chars().count() > longest {
            self.wrong(name, format!("Use máximo {longest} caracteres."));
            return None;
        }
        // What is written here may one day stand on a certificate: said now, where it can be
        // mended, and not on the day of issuing.
        if let Some(character) = documents::unprintable(text) {
            self.wrong(
                name,
                format!(
                    "El carácter «{character}» no se puede imprimir en los documentos: quítelo."
                ),
            );
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// An address of mail that must be there.
    pub fn mail(&mut self, name: &str, missing: &str) -> String {
        let mail = self.text(name, 254, missing);
        if !self.is_wrong(name) && !super::mail::is_mail(&mail) {
            self.wrong(name, "Escriba un correo como nombre@entidad.gov.co.");
        }
        mail
    }

    /// A whole number within a range, «1000» or «1.000».
    pub fn whole(&mut self, name: &str, range: RangeInclusive<i32>, missing: &str) -> i32 {
        let text = self.fields.first(name);
        match numbers::parse_whole(text) {
            Some(value) if range.contains(&value) => return value,
            _ if text.is_empty() => self.wrong(name, missing),
            _ => {
                let asked = missing.trim_end_matches('.');
                let (from, to) = (i64::from(*range.start()), i64::from(*range.end()));
                let (from, to) = (numbers::grouped(from), numbers::grouped(to));
                self.wrong(name, format!("{asked}: un número entero entre {from} y {to}."));
            }
        }
        0
    }

    /// A grade in tenths, «4,2» or «4.2», or nothing typed; `asked` is the sentence that asks
    /// for it.
    pub fn tenths(&mut self, name: &str, range: RangeInclusive<i32>, asked: &str) -> Option<i32> {
        let text = self.fields.first(name);
        if text.is_empty() {
            return None;
        }
        match numbers::parse_tenths(text) {
            Some(value) if range.contains(&value) => Some(value),
            _ => {
                let asked = asked.trim_end_matches('.');
                let (from, to) = (numbers::tenths(*range.start()), numbers::tenths(*range.end()));
                self.wrong(
                    name,
                    format!("{asked}: un número entre {from} y {to}, con un decimal como máximo."),
                );
                None
            }
        }
    }

    /// A date as browsers send it (2026-11-24) or as people write it (24/11/2026).
    pub fn date(&mut self, name: &str, missing: &str) -> NaiveDate {
        self.date_or_none(name).unwrap_or_else(|| {
            if !self.is_wrong(name) {
                self.wrong(name, missing);
            }
            NaiveDate::default()
        })
    }

    pub fn date_or_none(&mut self, name: &str) -> Option<NaiveDate> {
        let text = self.fields.first(name);
        if text.is_empty() {
            return None;
        }
        let Some(date) = parse_date(text) else {
            self.wrong(name, format!("La fecha «{text}» no existe. Escríbala como día/mes/año, por ejemplo 24/11/2026."));
            return None;
        };
        let years = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).zip(NaiveDate::from_ymd_opt(
            *YEARS.end(),
            12,
            31,
        ));
        match years {
            Some((from, to)) if !(from..=to).contains(&date) => {
                let (from, to) = (dates::short(from), dates::short(to));
                self.wrong(
                    name,
                    format!("Escriba una fecha entre el {from} y el {to}, no «{text}»."),
                );
                None
            }
            _ => Some(date),
        }
    }

    /// A time of day, «08:00» or «8:00».
    pub fn time(&mut self, name: &str, missing: &str) -> NaiveTime {
        let text = self.fields.first(name);
        let time = NaiveTime::parse_from_str(text, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"));
        time.unwrap_or_else(|_| {
            let asked = missing.trim_end_matches('.');
            self.wrong(name, format!("{asked}, como 08:00 o 14:30."));
            NaiveTime::default()
        })
    }

    /// One of a closed list; `choices` must not be empty.
    pub fn choice<T: Clone>(
        &mut self,
        name: &str,
        choices: &[(&str, T)],
        missing: &str,
    ) -> Option<T> {
        let text = self.fields.first(name);
        let chosen =
            choices.iter().find(|(value, _)| *value == text).map(|(_, choice)| choice.clone());
        if chosen.is_none() {
            self.wrong(name, missing);
        }
        chosen
    }

    /// A check box.
    pub fn ticked(&self, name: &str) -> bool {
        !self.fields.first(name).is_empty()
    }

    /// Refuses with everything typed and every sentence, or lets go on.
    pub fn finish(self) -> Result<(), FormState> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(FormState { errors: self.errors, ..self.fields.state() })
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
