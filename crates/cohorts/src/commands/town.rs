//! Where a cohort is taught.

use sea_orm::IntoActiveModel;
use serde_json::json;

use platform::app::App;
use platform::errors::refuse;
use sign_in_model::work::Work;
use territory_model::queries::unit_territory;

use super::{CohortResult, keep, locked};
use crate::entity::cohort::Stage;
use crate::policy::EditCohort;
use crate::refusals::CohortRefusal;

/// Writes the municipality where it is taught, by its code; `None` leaves it unsaid. A closed cohort may
/// still be corrected, because certificates that are issued later name it; those that exist keep what they
/// said (R52).
pub async fn save_town(app: &App, permit: EditCohort, code: Option<String>) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await?;
    if cohort.stage == Stage::Cancelled {
        return refuse(CohortRefusal::NotEditable { stage: cohort.stage });
    }
    if let Some(code) = &code {
        let territory = unit_territory(&work.tx, &cohort.unit_code).await?;
        if !territory.iter().any(|place| place.code == *code) {
            return refuse(CohortRefusal::NoSuchTown);
        }
    }
    if cohort.taught_in == code {
        return Ok(work.commit().await?);
    }
    let id = cohort.id;
    let detail = json!({ "taught_in": [cohort.taught_in, code] });
    let mut row = cohort.into_active_model();
    row.taught_in.set_if_not_equals(code);
    keep(&work.tx, row).await?;
    work.record_in(id.0, "cohorts.save_town", ("cohort", id.0), detail).await?;
    Ok(work.commit().await?)
}
