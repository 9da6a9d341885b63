//! The pages of cohorts: one typed context per template, each with samples.

mod builder;
mod calendar;
mod cohort;
mod counting;
mod forms;
mod list;
mod minimum;

pub use builder::{BuilderPage, Control, Note, PlannedRow};
pub use calendar::{CalendarDay, CalendarEntry, CalendarPage};
pub use cohort::{CohortPage, Event, Link, NextStage, SessionLine};
pub use counting::{Choices, KEPT, SHARES};
pub use forms::{
    CohortFormPage, KeptTemplate, ReasonPage, SessionFormPage, TemplatePage, UnitPage,
};
pub use list::{ListPage, ListRow};
pub use minimum::{MinimumActivity, MinimumPage, checklist};

use chrono::NaiveDate;
use serde::Serialize;

use super::entity::cohort::Stage;
use super::labels;
use crate::platform::holidays::holiday_on;
use crate::platform::pages::{Crumb, Sample, samples_of};
use crate::territory::queries::Place;

/// A stage as its tag.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    pub stage: &'static str,
    pub label: &'static str,
}

impl From<Stage> for Tag {
    fn from(stage: Stage) -> Self {
        Self { stage: labels::stage_code(stage), label: labels::stage(stage) }
    }
}

/// «Mapiripán, Puerto Concordia y 3 más».
pub fn named(places: &[Place], shown: usize) -> String {
    let names: Vec<String> = places.iter().take(shown).map(Place::full_name).collect();
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

fn crumbs(last: &str) -> Vec<Crumb> {
    vec![Crumb::to("Inicio", "/"), Crumb::to("Cohortes", "/cohortes"), Crumb::here(last)]
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

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<ListPage>(),
        samples_of::<CohortPage>(),
        samples_of::<BuilderPage>(),
        samples_of::<CalendarPage>(),
        samples_of::<TemplatePage>(),
        samples_of::<MinimumPage>(),
        samples_of::<CohortFormPage>(),
        samples_of::<UnitPage>(),
        samples_of::<SessionFormPage>(),
        samples_of::<ReasonPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
