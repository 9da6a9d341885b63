//! Changes to cohorts and sessions: one verb, one transaction, one row of history.

mod changes;
mod days;
pub mod hours;
mod save;
mod scale;
mod seats;
mod sessions;
mod short;
mod stages;

pub use hours::refusal_of;
pub use save::{CohortChange, save};
pub use scale::set_scale;
pub use seats::set_seats;
pub use sessions::{
    NewSession, add_session, cancel_session, mark_closed, mark_held, mark_reopened, move_session,
    save_session,
};
pub use short::ask_short_closing;
pub use stages::{cancel, close, close_within, confirm, publish, start, start_with_attendance};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use platform::errors::{AppError, Failure, refuse};
use territory_model::entity::municipality;
use territory_model::queries::unit_territory;

use super::entity::cohort::{self, CohortId};
use super::entity::{cohort_municipality, session};
use super::refusals::CohortRefusal;
use super::rules::SessionSummary;

pub type CohortResult<T> = Result<T, Failure<CohortRefusal>>;

/// The cohort, locked until the transaction ends: every change of a cohort or of its sessions
/// waits here for the one before it.
pub async fn locked(tx: &DatabaseTransaction, id: CohortId) -> CohortResult<cohort::Model> {
    let found = cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    found.ok_or(Failure::Broken(AppError::NotFound))
}

async fn sessions_of(
    tx: &impl ConnectionTrait,
    id: CohortId,
) -> Result<Vec<session::Model>, DbErr> {
    session::Entity::find()
        .filter(session::Column::CohortId.eq(id))
        .order_by_asc(session::Column::Position)
        .all(tx)
        .await
}

/// Returns what the transitions of a cohort need to know of its sessions.
pub fn facts_of(sessions: &[session::Model]) -> Vec<SessionSummary> {
    sessions
        .iter()
        .map(|session| SessionSummary {
            position: session.position,
            stage: session.stage,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            has_facilitator: session.facilitator_account_id.is_some(),
        })
        .collect()
}

/// Replaces the municipalities of a cohort and returns the codes before and after, in order. Each
/// must exist and belong to the unit's territory.
pub async fn set_municipalities(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    unit: &str,
    codes: &[String],
) -> CohortResult<[Vec<String>; 2]> {
    let mut codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    let territory = unit_territory(tx, unit).await?;
    if let Some(outside) =
        codes.iter().find(|code| !territory.iter().any(|place| place.code == **code))
    {
        let known = municipality::Entity::find_by_id((*outside).to_owned()).one(tx).await?;
        return refuse(match known {
            Some(place) => CohortRefusal::MunicipalityOutside { name: place.name },
            None => CohortRefusal::UnknownMunicipality { code: outside.chars().take(20).collect() },
        });
    }
    let before: Vec<String> = cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::MunicipalityCode)
        .filter(cohort_municipality::Column::CohortId.eq(cohort))
        .order_by_asc(cohort_municipality::Column::MunicipalityCode)
        .into_tuple()
        .all(tx)
        .await?;
    let after: Vec<String> = codes.iter().map(ToString::to_string).collect();
    if before == after {
        return Ok([before, after]);
    }
    cohort_municipality::Entity::delete_many()
        .filter(cohort_municipality::Column::CohortId.eq(cohort))
        .exec(tx)
        .await?;
    if !codes.is_empty() {
        let rows = codes.iter().map(|code| cohort_municipality::ActiveModel {
            cohort_id: Set(cohort),
            municipality_code: Set((*code).to_owned()),
        });
        cohort_municipality::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok([before, after])
}

/// Saves the changed columns of a cohort.
pub async fn keep(tx: &DatabaseTransaction, cohort: cohort::ActiveModel) -> Result<(), DbErr> {
    if cohort.is_changed() {
        cohort.update(tx).await?;
    }
    Ok(())
}
