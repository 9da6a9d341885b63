//! Addresses of enrolment: asking for a place, one's own places, the coordination's lists.

mod asking;
mod lists;
mod own;

use rocket::Route;

use super::views::Head;
use crate::cohorts::queries::CohortRow;

pub fn routes() -> Vec<Route> {
    let mut all = asking::routes();
    all.extend(own::routes());
    all.extend(lists::routes());
    all.extend(super::persons::routes());
    all
}

pub(super) use own::line;

fn head(row: &CohortRow) -> Head {
    Head::new(&row.cohort, &row.version.name, &row.unit_name)
}
