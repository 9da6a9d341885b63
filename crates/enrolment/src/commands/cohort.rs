//! Changes a cohort's data where people are enrolled: a municipality stays while a person is
//! counted for it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use cohorts_model::commands::{self, CohortChange};
use cohorts_model::entity::cohort;
use cohorts_model::policy::EditCohort;
use cohorts_model::refusals::CohortRefusal;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use territory_model::entity::municipality;

use super::quotas::release_one;
use super::seat_ledger::SeatLedger;
use super::waiting_list::promote;
use crate::entity::enrolment::{self, Stage};
use crate::entity::seat_quota::{self, Kind};

/// Saves a cohort's data, unless a municipality would leave for which a person is confirmed or
/// waits; the cohort's row is locked, so nobody enrols meanwhile.
pub async fn save_cohort(
    app: &App,
    permit: EditCohort,
    change: CohortChange,
) -> Result<(), Failure<CohortRefusal>> {
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    // Somebody may be counted for a municipality that the cohort never had: only those that leave
    // matter.
    let before = cohorts_model::queries::municipalities(&tx, ledger.cohort.id).await?;
    let leaving = before
        .into_iter()
        .map(|place| place.code)
        .filter(|code| !change.municipalities.contains(code));
    let names: Vec<String> = enrolment::Entity::find()
        .inner_join(municipality::Entity)
        .select_only()
        .column(municipality::Column::Name)
        .filter(enrolment::Column::CohortId.eq(ledger.cohort.id))
        .filter(enrolment::Column::Stage.is_in([Stage::Confirmed, Stage::Waiting]))
        .filter(enrolment::Column::MunicipalityCode.is_in(leaving))
        .distinct()
        .order_by_asc(municipality::Column::Name)
        .into_tuple()
        .all(&tx)
        .await?;
    if !names.is_empty() {
        return refuse(CohortRefusal::MunicipalityWithPeople { names });
    }
    let stay = change.municipalities.clone();
    commands::save(&tx, app, &permit, change).await?;
    // Nobody can come any more for whom these seats are kept.
    let gone =
        |quota: &&seat_quota::Model| quota.kind == Kind::Municipality && !stay.contains(&quota.key);
    for quota in ledger.quotas.iter().filter(gone) {
        release_one(&tx, app, permit.by(), quota).await?;
    }
    let saved = cohort::Entity::find_by_id(ledger.cohort.id).one(&tx).await?;
    ledger.cohort = saved.ok_or(AppError::NotFound)?;
    ledger.recount(&tx).await?;
    let reserved: i32 = ledger.quotas.iter().map(|quota| quota.seats).sum();
    if reserved > ledger.cohort.seats {
        return refuse(CohortRefusal::SeatsReserved { reserved });
    }
    promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(())
}
