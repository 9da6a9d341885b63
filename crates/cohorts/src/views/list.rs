//! The list of the actor's cohorts.

use serde::Serialize;

use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, View};
use platform::{dates, numbers};
use territory_model::queries::NamedMunicipality;

use super::{StageTag, named};
use crate::queries::ListedCohort;

#[derive(Serialize, Example)]
pub struct CohortListPage {
    pub filter: FormState,
    pub stages: Vec<Alternative>,
    /// Empty for who has one unit only.
    pub units: Vec<Alternative>,
    pub rows: Vec<CohortListRow>,
    pub pager: Pager,
    #[example(!size.truth || size.count == 1)]
    pub may_create: bool,
    /// Whether something narrows the list: an empty one then says so.
    pub narrowed: bool,
}

/// Flat and formatted: the table clones nothing.
#[derive(Serialize, Example)]
pub struct CohortListRow {
    pub href: String,
    pub name: String,
    pub course: String,
    /// Told only to those who see several units.
    pub unit: Option<String>,
    pub stage: &'static str,
    pub stage_label: &'static str,
    pub dates: String,
    pub municipalities: String,
    pub seats: String,
}

impl CohortListRow {
    pub fn new(row: &ListedCohort, places: &[NamedMunicipality], with_unit: bool) -> Self {
        let tag = StageTag::from(row.stage);
        Self {
            href: format!("/cohortes/{}", row.id),
            name: row.name.clone(),
            course: row.course.clone(),
            unit: with_unit.then(|| row.unit.clone()),
            stage: tag.stage,
            stage_label: tag.label,
            dates: dates::range(row.starts_on, row.ends_on),
            municipalities: named(places, 2),
            seats: numbers::grouped(row.seats.into()),
        }
    }
}

impl View for CohortListPage {
    const TEMPLATE: &'static str = "pages/cohorts/list";
    fn title(&self) -> String {
        "Cohortes".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Cohortes")]
    }
    fn has_errors(&self) -> bool {
        self.filter.has_errors()
    }
}
