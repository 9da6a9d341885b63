//! The list of the actor's cohorts.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, View};
use platform::{dates, numbers};
use territory_model::queries::NamedMunicipality;

use super::{StageTag, named};
use crate::entity::cohort::Stage;
use crate::queries::ListedCohort;

#[derive(Serialize)]
pub struct CohortListPage {
    pub filter: FormState,
    pub stages: Vec<Alternative>,
    /// Empty for who has one unit only.
    pub units: Vec<Alternative>,
    pub rows: Vec<CohortListRow>,
    pub pager: Pager,
    pub may_create: bool,
    /// Whether something narrows the list: an empty one then says so.
    pub narrowed: bool,
}

/// Flat and formatted: the table clones nothing.
#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let tag = StageTag::from(Stage::Tentative);
        let row = CohortListRow {
            href: "/cohortes/1".into(),
            name: "Meta 2026-2".into(),
            course: "Gestión tributaria".into(),
            unit: Some("Meta".into()),
            stage: tag.stage,
            stage_label: tag.label,
            dates: "03/11/2026 a 27/11/2026".into(),
            municipalities: "Mapiripán (Meta), Puerto Lleras (Meta) y 2 más".into(),
            seats: "35".into(),
        };
        let empty = |narrowed: bool| Self {
            filter: FormState::default(),
            stages: vec![Alternative::new("draft", "Borrador")],
            units: if narrowed { vec![Alternative::new("MET", "Meta")] } else { vec![] },
            rows: vec![],
            pager: Pager::new(None, 0, "/cohortes"),
            may_create: !narrowed,
            narrowed,
        };
        vec![
            Self {
                rows: vec![row],
                pager: Pager::new(Some(2), 120, "/cohortes?q=meta"),
                may_create: true,
                ..empty(true)
            },
            empty(true),
            empty(false),
        ]
    }
}
