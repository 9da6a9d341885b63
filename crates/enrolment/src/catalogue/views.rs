//! The public catalogue: what anybody may enrol in.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::queries::ListedCohort;
use cohorts_model::rules;
use cohorts_model::views::{StageTag, named};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;
use territory_model::queries::NamedMunicipality;

use crate::views::SessionLine;

/// «Quedan 12 de 30», or what is left to a latecomer.
pub fn seats_left(seats: i32, confirmed: u64) -> String {
    let taken = i64::try_from(confirmed).unwrap_or(i64::MAX);
    let all = numbers::grouped(seats.into());
    match i64::from(seats).saturating_sub(taken) {
        ..=0 => "Lista de espera".to_owned(),
        1 => format!("Queda 1 de {all}"),
        free => format!("Quedan {} de {all}", numbers::grouped(free)),
    }
}

#[derive(Serialize, Example)]
pub struct CataloguePage {
    pub filter: FormState,
    pub subjects: Vec<Alternative>,
    pub departments: Vec<Alternative>,
    pub modalities: Vec<Alternative>,
    #[example(Option::example(size).unwrap_or_default())]
    pub cards: Vec<CatalogueCard>,
    pub pager: Pager,
    pub narrowed: bool,
}

#[derive(Serialize, Example)]
pub struct CatalogueCard {
    pub cohort: ListedCohort,
    pub modality: &'static str,
    pub municipalities: String,
    pub seats: String,
    pub deadline: NaiveDate,
}

impl CatalogueCard {
    pub fn new(cohort: ListedCohort, confirmed: u64, places: &[NamedMunicipality]) -> Self {
        Self {
            modality: cohort.modality.label(),
            municipalities: named(places, 4),
            seats: seats_left(cohort.seats, confirmed),
            deadline: rules::enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on),
            cohort,
        }
    }
}

impl View for CataloguePage {
    const TEMPLATE: &'static str = "pages/cohorts/catalogue";
    fn title(&self) -> String {
        "Cursos abiertos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Cursos abiertos")]
    }
    fn has_errors(&self) -> bool {
        self.filter.has_errors()
    }
}

/// One cohort for somebody who may enrol in it.
#[derive(Serialize, Example)]
pub struct CatalogueCohortPage {
    pub course: String,
    pub name: String,
    #[example(Stage::Tentative.into())]
    pub tag: StageTag,
    pub objective: String,
    pub facts: Vec<Fact>,
    pub contents: Vec<String>,
    pub capacities: Vec<SeatsLeft>,
    pub sessions: Vec<SessionLine>,
    /// The file that calendars read.
    pub calendar: String,
    pub rule: String,
    /// Who may take part, in sentences.
    pub requirements: Vec<String>,
    /// The place that the reader has in it.
    pub own: Option<String>,
    /// Where to enrol, while it is possible.
    pub enrol: Option<EnrolButton>,
    /// Why it is not possible.
    pub closed: Option<String>,
    /// The page from which the reader runs or teaches it.
    pub work: Option<String>,
    /// Where a focal point puts people forward, while it is possible, and sees who is in.
    pub nominate: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SeatsLeft {
    pub name: String,
    pub evidence: String,
}

/// Addresses of enrolment; a visitor has two ways in.
#[derive(Clone, Debug, Serialize, Example)]
pub struct EnrolButton {
    pub signed_in: bool,
    pub enrol: String,
    pub sign_in: String,
    pub register: String,
}

impl View for CatalogueCohortPage {
    const TEMPLATE: &'static str = "pages/cohorts/offered";
    fn title(&self) -> String {
        format!("{}, cohorte {}", self.course, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cursos abiertos", "/oferta"),
            Crumb::here(&self.course),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CataloguePage>();
    all.extend(samples_of::<CatalogueCohortPage>());
    all
}

#[cfg(test)]
mod tests {
    use super::seats_left;

    #[test]
    fn the_offer_says_how_many_seats_are_left() {
        assert_eq!(seats_left(1_000, 0), "Quedan 1.000 de 1.000");
        assert_eq!(seats_left(30, 18), "Quedan 12 de 30");
        assert_eq!(seats_left(30, 29), "Queda 1 de 30");
        assert_eq!(seats_left(30, 30), "Lista de espera");
        assert_eq!(seats_left(30, 31), "Lista de espera");
    }
}
