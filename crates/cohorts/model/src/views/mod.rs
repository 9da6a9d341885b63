//! The pages of cohorts: one typed context per template, each with samples.

use platform::holidays::holiday_on;
use platform::prelude::*;
use sign_in_model::desk::Desk;
use territory_model::queries::NamedMunicipality;

use super::entity::cohort::Stage;

/// A stage as its tag.
#[derive(Clone, Debug, Serialize, Example)]
pub struct StageTag {
    pub stage: &'static str,
    pub label: &'static str,
}

impl From<Stage> for StageTag {
    fn from(stage: Stage) -> Self {
        Self { stage: stage.code(), label: stage.label() }
    }
}

/// «Mapiripán, Puerto Concordia y 3 más».
pub fn named(places: &[NamedMunicipality], shown: usize) -> String {
    let names: Vec<String> = places.iter().take(shown).map(NamedMunicipality::full_name).collect();
    let text = names.join(", ");
    match places.len().saturating_sub(shown) {
        0 => text,
        more => format!("{text} y {more} más"),
    }
}

/// «Festivo: Navidad», when the day is one (R12 warns).
pub fn holiday(date: NaiveDate) -> Option<String> {
    holiday_on(date).map(|holiday| format!("Festivo: {}", holiday.name))
}

pub fn crumbs(last: &str) -> Vec<Crumb> {
    vec![Crumb::to("Inicio", "/"), Crumb::to("Cohortes", "/cohortes"), Crumb::here(last)]
}

/// What an address ends in when its reader came from closing the cohort, to go back there.
pub fn from_closing(desk: &Desk<'_>) -> &'static str {
    match Fields::of_address(desk.request()).first("volver") {
        "cierre" => "?volver=cierre",
        _ => "",
    }
}

/// The way to a page of a cohort.
pub fn cohort_crumbs(cohort_title: &str, cohort_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(cohort_title, cohort_href),
        Crumb::here(here),
    ]
}
