//! Where the person of a row works: municipality, entity, position, kind of post, and since when.

use chrono::NaiveDate;

use people_model::entity::post::Kind;
use platform::texts::{say, word};
use sheets::Row;
use territory_model::commands::NewEntity;
use territory_model::queries::NamedMunicipality;

use super::ProblemLevel;
use super::reader::RowReader;
use crate::employers::{NamedBody, TOWN_HALL, entity_of, named_body, town_hall};
use crate::lists::columns::ColumnTarget;
use crate::lists::places::{PlaceMatch, nearest, place, spelling};
use crate::lists::words;

/// Municipalities that a help names.
const NAMED: usize = 8;

impl RowReader<'_> {
    pub(super) fn municipality(&mut self, row: &Row) -> Option<NamedMunicipality> {
        let places = self.places;
        let Some(typed) = self.optional(row, ColumnTarget::Municipality).map(str::to_owned) else {
            let said = self.answers.spelling(ColumnTarget::Municipality, "");
            let code = said.or(self.choice.defaults.municipality.as_deref());
            let found = places.own.iter().find(|place| Some(place.code.as_str()) == code).cloned();
            if found.is_none() {
                let mend = "Escriba uno de los municipios de la cohorte.";
                let what = "Falta el municipio.".to_owned();
                self.ask(row, (ColumnTarget::Municipality, ""), None, what, mend);
            }
            return found;
        };
        let department = self.optional(row, ColumnTarget::Department);
        let cell = (typed.as_str(), department);
        match place(&typed, department, &places.own) {
            PlaceMatch::One(found) => Some(found.clone()),
            PlaceMatch::Several(found) => {
                self.ask_which(row, cell, &found, "enrolment.place_elsewhere");
                None
            }
            PlaceMatch::None => self.elsewhere(row, cell),
        }
    }

    /// A municipality that is none of the cohort's by its exact name, which is told; a name that is nearly one of
    /// the cohort's is asked about, whatever else it is.
    fn elsewhere(&mut self, row: &Row, cell: (&str, Option<&str>)) -> Option<NamedMunicipality> {
        let (places, (typed, department)) = (self.places, cell);
        let asked = spelling(typed, department);
        let mut near = nearest(typed, department, &places.own);
        match places.elsewhere(typed, department) {
            PlaceMatch::One(found) if near.is_empty() => {
                // Whoever answered knows.
                if !self.answers.is_value(ColumnTarget::Municipality, typed) {
                    let facts = [("typed", typed.to_owned()), ("name", found.full_name())];
                    let what = say("enrolment.place_taken", &facts);
                    let mend = word("enrolment.place_taken_mend");
                    self.say(ProblemLevel::Warning, row, ColumnTarget::Municipality, what, mend);
                    self.ask_of(ColumnTarget::Municipality, &asked, None);
                }
                return Some(found.clone());
            }
            PlaceMatch::Several(found) if near.is_empty() => {
                self.ask_which(row, cell, &found, "enrolment.place_of_others");
                return None;
            }
            PlaceMatch::One(found) => near.push(found),
            PlaceMatch::Several(found) => near.extend(found),
            PlaceMatch::None => {}
        }
        let what = format!("«{typed}» no es un municipio de esta cohorte.");
        let mend = match near.is_empty() {
            false => format!("¿Quiso decir {}?", either(&near)),
            true => say("enrolment.place_unknown_mend", &[("names", some_of(&places.own))]),
        };
        let only = match near.as_slice() {
            [only] => Some(only.code.clone()),
            _ => None,
        };
        self.ask(row, (ColumnTarget::Municipality, &asked), only, what, &mend);
        None
    }

    /// Asks which of several municipalities of one name a row means; `contradicts` is the sentence for a
    /// department that is that of none of them.
    fn ask_which(
        &mut self,
        row: &Row,
        (typed, department): (&str, Option<&str>),
        found: &[&NamedMunicipality],
        contradicts: &str,
    ) {
        let (asked, names) = (spelling(typed, department), either(found));
        let target = (ColumnTarget::Municipality, asked.as_str());
        match department {
            Some(department) => {
                let (typed, department) = (typed.to_owned(), department.to_owned());
                let facts = [("typed", typed), ("department", department), ("names", names)];
                let mend = word("enrolment.place_elsewhere_mend");
                self.ask(row, target, None, say(contradicts, &facts), mend);
            }
            None => {
                let what = format!("Hay {} municipios que se llaman «{typed}».", found.len());
                self.ask(row, target, None, what, &format!("Escriba {names}."));
            }
        }
    }

    pub(super) fn entity(
        &mut self,
        row: &Row,
        place: Option<&NamedMunicipality>,
    ) -> Option<NewEntity> {
        let typed = self.optional(row, ColumnTarget::Entity).map(str::to_owned);
        let Some(typed) = typed else {
            if !self.choice.defaults.alcaldia {
                let mend = "Escriba el nombre de la entidad donde trabaja.";
                self.wrong(row, ColumnTarget::Entity, "Falta la entidad.", mend);
                return None;
            }
            return place.map(|place| town_hall(place, self.is_demo));
        };
        if typed.chars().count() > 160 {
            let what = "El nombre de la entidad es demasiado largo.";
            self.wrong(row, ColumnTarget::Entity, what, "Use máximo 160 caracteres.");
            return None;
        }
        let place = place?;
        let kind = match named_body(&typed, Some(place)) {
            NamedBody::TownHall => TOWN_HALL.to_owned(),
            NamedBody::Dependency => {
                let what = format!(
                    "«{typed}» es una dependencia: cuenta como la Alcaldía de {}.",
                    place.name
                );
                let mend = "Si es una entidad aparte, escriba su nombre completo.";
                self.say(ProblemLevel::Warning, row, ColumnTarget::Entity, what, mend);
                TOWN_HALL.to_owned()
            }
            NamedBody::Of(kind) => kind.to_owned(),
            // Nobody guesses it: what is known of the entity, or an answer, says it later.
            NamedBody::Unknown => self.said_kind(row, &typed).unwrap_or_default(),
            NamedBody::OtherTownHall => String::new(),
        };
        Some(entity_of(&kind, &typed, place, self.is_demo))
    }

    /// The kind of an entity that its name does not say: by an answer, or by a column.
    fn said_kind(&self, row: &Row, name: &str) -> Option<String> {
        if let Some(answered) = self.answers.spelling(ColumnTarget::EntityKind, name) {
            return Some(answered.to_owned());
        }
        let typed = self.optional(row, ColumnTarget::EntityKind)?;
        match named_body(typed, None) {
            NamedBody::TownHall | NamedBody::OtherTownHall => Some(TOWN_HALL.to_owned()),
            NamedBody::Of(kind) => Some(kind.to_owned()),
            NamedBody::Dependency | NamedBody::Unknown => None,
        }
    }

    pub(super) fn position(&mut self, row: &Row) -> Option<String> {
        let Some(typed) = self.optional(row, ColumnTarget::Position).map(str::to_owned) else {
            let mend = "Escriba el cargo o la función.";
            self.wrong(row, ColumnTarget::Position, "Falta el cargo.", mend);
            return None;
        };
        if typed.chars().count() > 160 {
            let what = "El cargo es demasiado largo.";
            self.wrong(row, ColumnTarget::Position, what, "Use máximo 160 caracteres.");
            return None;
        }
        Some(typed)
    }

    pub(super) fn kind(&mut self, row: &Row) -> Option<Kind> {
        const MEND: &str = "Escriba, por ejemplo: carrera administrativa, libre nombramiento y remoción, provisional o contratista. Si no se sabe, escriba «No se sabe».";
        let Some(typed) = self.optional(row, ColumnTarget::Kind).map(str::to_owned) else {
            let said = self.answers.spelling(ColumnTarget::Kind, "").and_then(Kind::from_code);
            let kind = said.or(self.choice.defaults.kind);
            if kind.is_none() {
                let what = "Falta el tipo de vinculación.".to_owned();
                self.ask(row, (ColumnTarget::Kind, ""), None, what, MEND);
            }
            return kind;
        };
        let kind = words::kind(&typed);
        if kind.is_none() {
            let what = format!("No se reconoce el tipo de vinculación «{typed}».");
            self.ask(row, (ColumnTarget::Kind, &typed), None, what, MEND);
        }
        kind
    }

    pub(super) fn nit(&self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Nit)?;
        let digits: String = match rosters::digits::whole(typed) {
            Some(number) => number.digits,
            None => typed.chars().filter(char::is_ascii_digit).collect(),
        };
        (9..=10).contains(&digits.len()).then_some(digits)
    }

    /// The day on which the person took up the post; a text that is no date is told and left.
    pub(super) fn start(&mut self, row: &Row) -> Option<NaiveDate> {
        let typed = self.optional(row, ColumnTarget::Start)?.to_owned();
        let date = words::date(&typed);
        if date.is_none() {
            let what = format!("«{typed}» no se lee como una fecha: la vinculación empezará hoy.");
            let mend = "Escriba la fecha como 31/12/2024, o deje la celda vacía.";
            self.say(ProblemLevel::Warning, row, ColumnTarget::Start, what, mend);
        }
        date
    }
}

/// «Puerto Rico (Caquetá) o Puerto Rico (Meta)».
fn either(found: &[&NamedMunicipality]) -> String {
    let names: Vec<String> = found.iter().map(|place| place.full_name()).collect();
    names.join(" o ")
}

/// Some of the municipalities, and how many more there are.
fn some_of(places: &[NamedMunicipality]) -> String {
    let names: Vec<String> = places.iter().take(NAMED).map(NamedMunicipality::full_name).collect();
    match places.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{}, y {more} más", names.join(", ")),
    }
}
