//! The list of the actor's cohorts.

use platform::order::SortHead;
use platform::prelude::*;

use super::StageTag;
use crate::queries::ListedCohort;

#[derive(Serialize, Example)]
pub struct CohortListPage {
    pub filter: FormState,
    pub stages: Vec<Alternative>,
    /// Empty for who has one unit only: then no row says its own.
    pub units: Vec<Alternative>,
    pub rows: Vec<CohortListRow>,
    pub pager: Pager,
    #[example(!size.truth || size.count == 1)]
    pub may_create: bool,
    /// Whether something narrows the list: an empty one then says so.
    pub narrowed: bool,
    /// The same list to download.
    pub workbook: String,
    /// Its order in the address, and the headings that change it.
    pub order: String,
    pub by_name: SortHead,
    pub by_course: SortHead,
    pub by_start: SortHead,
    pub by_seats: SortHead,
}

#[derive(Serialize, Example)]
pub struct CohortListRow {
    pub cohort: ListedCohort,
    pub tag: StageTag,
    pub municipalities: String,
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
