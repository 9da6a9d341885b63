//! The people behind a figure.

use people_model::rules::masked_document;
use platform::prelude::*;

use crate::entity::holding::HoldingEnd;
use crate::queries::{CountedPerson, HoldingRow};

#[derive(Debug, Serialize, Example)]
pub struct CountedPeoplePage {
    /// «Mapiripán (Meta)».
    pub name: String,
    /// «En el cargo: Movilizar recursos propios».
    pub heading: String,
    pub form: FormState,
    pub told: Vec<String>,
    pub rows: Vec<CountedPersonRow>,
    pub pager: Pager,
    pub back: String,
}

#[derive(Debug, Serialize, Example)]
pub struct CountedPersonRow {
    pub person: String,
    /// Of the person's page, for those who have one.
    pub href: Option<String>,
    pub document: String,
    pub stays: Vec<StayRow>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Example)]
pub struct StayRow {
    pub capacity: String,
    /// «01/02/2026 a 30/06/2026» or «desde el 01/02/2026».
    pub days: String,
    /// «Dejó el cargo»; empty while it lasts.
    #[example(if size.truth { "Dejó el cargo" } else { "" })]
    pub why: &'static str,
    pub certificate: Option<String>,
}

/// The reason why a person no longer counts.
fn why(ended: HoldingEnd) -> &'static str {
    match ended {
        HoldingEnd::Left => "Dejó el cargo",
        HoldingEnd::Moved => "Trabaja en otro municipio",
        HoldingEnd::Revoked => "Certificado revocado",
        HoldingEnd::Expired => "Certificado vencido",
        HoldingEnd::Replaced => "Certificado reemplazado",
        HoldingEnd::Continued => "",
    }
}

impl CountedPersonRow {
    /// Builds the row of a person; the pieces of one stay become one line.
    pub fn of(person: CountedPerson, counted: &[HoldingRow], has_page: bool) -> Self {
        let mut stays: Vec<(StayRow, chrono::NaiveDate)> = Vec::new();
        for row in counted {
            let capacity = row.capacity_code.clone().unwrap_or_default();
            let goes_on = stays.last().is_some_and(|(stay, _)| {
                stay.capacity == capacity && stay.why.is_empty() && stay.days == GOES_ON
            });
            let from = match stays.pop() {
                Some((_, from)) if goes_on => from,
                Some(other) => {
                    stays.push(other);
                    row.from_on
                }
                None => row.from_on,
            };
            let days = match (row.last_on, row.ended) {
                (_, Some(HoldingEnd::Continued)) => GOES_ON.to_owned(),
                (Some(last), _) => dates::range(from, last),
                (None, _) => format!("desde el {}", dates::short(from)),
            };
            let certificate = row.code.as_ref().map(|code| format!("/verificar/{code}"));
            let stay = StayRow { capacity, days, why: row.ended.map_or("", why), certificate };
            stays.push((stay, from));
        }
        Self {
            person: person.name.by_surname(),
            href: has_page.then(|| format!("/personas/{}", person.id)),
            document: masked_document(person.document_type, &person.document_number),
            stays: stays
                .into_iter()
                .map(|(mut stay, from)| {
                    // The as_of fell between two pieces.
                    if stay.days == GOES_ON {
                        stay.days = format!("desde el {}", dates::short(from));
                    }
                    stay
                })
                .collect(),
        }
    }
}

/// Stands for the days of a piece until the one that follows is read.
const GOES_ON: &str = "…";

impl View for CountedPeoplePage {
    const TEMPLATE: &'static str = "pages/ledger/people";
    fn title(&self) -> String {
        format!("{}, {}", self.heading, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(format!("Capacidad instalada de {}", self.name), self.back.clone()),
            Crumb::here("Personas"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
