//! The hours that sessions take: of a person and of a room, under lock, so that two cohorts cannot
//! take the same one at once (R12).

use sea_orm::sea_query::{LockType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use courses_model::entity::course_version::{self, CourseVersionId, Modality};
use platform::dates;
use sign_in_model::actor::Role;
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;
use territory_model::entity::municipality;

use super::{Done, refused};
use crate::clashes::{Clash, Planned, Taken, clashes};
use crate::entity::cohort::{self, CohortId};
use crate::entity::cohort_municipality;
use crate::queries::{Looking, taken};
use crate::refusals::CohortRefusal;

/// The cohort whose sessions want hours.
pub struct Ground<'a> {
    /// None while it is being made.
    pub cohort: Option<CohortId>,
    pub unit: &'a str,
    /// Locked.
    pub municipalities: Vec<String>,
}

impl<'a> Ground<'a> {
    /// Of a cohort that exists; its row is locked already.
    pub(super) async fn of(tx: &DatabaseTransaction, cohort: &'a cohort::Model) -> Done<Self> {
        let own = Query::select()
            .column(cohort_municipality::Column::MunicipalityCode)
            .from(cohort_municipality::Entity)
            .and_where(cohort_municipality::Column::CohortId.eq(cohort.id))
            .to_owned();
        let codes = municipality::Column::Code.in_subquery(own);
        let municipalities = lock_municipalities(tx, codes).await?;
        Ok(Self { cohort: Some(cohort.id), unit: &cohort.unit_code, municipalities })
    }

    /// Of a cohort with these municipalities, whatever it had before.
    pub async fn with(
        tx: &DatabaseTransaction,
        cohort: Option<CohortId>,
        unit: &'a str,
        codes: &[String],
    ) -> Done<Self> {
        let codes = municipality::Column::Code.is_in(codes.iter().map(String::as_str));
        Ok(Self { cohort, unit, municipalities: lock_municipalities(tx, codes).await? })
    }
}

/// Whoever takes a room in a municipality waits here for the one before. In one order, so that
/// nobody waits in a circle; and not against the people who enrol meanwhile.
async fn lock_municipalities(
    tx: &DatabaseTransaction,
    codes: impl Into<sea_orm::Condition>,
) -> Result<Vec<String>, DbErr> {
    let locked = municipality::Entity::find()
        .filter(codes.into())
        .order_by_asc(municipality::Column::Code)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?;
    Ok(locked.into_iter().map(|place| place.code).collect())
}

/// How a version is taught: at a distance nobody takes a room.
pub(super) async fn modality(
    tx: &impl ConnectionTrait,
    version: CourseVersionId,
) -> Result<Modality, DbErr> {
    let version = course_version::Entity::find_by_id(version).one(tx).await?;
    Ok(version.map_or(Modality::Presencial, |version| version.modality))
}

/// Refuses the first meeting whose facilitator is none or teaches elsewhere then, or whose room
/// is taken.
pub async fn free(tx: &DatabaseTransaction, ground: &Ground<'_>, meetings: &[Planned]) -> Done<()> {
    let wrong =
        |index, refusal| refused(CohortRefusal::InSession { index, refusal: Box::new(refusal) });
    let mut facilitators: Vec<AccountId> =
        meetings.iter().filter_map(|planned| planned.facilitator).collect();
    facilitators.sort_unstable();
    facilitators.dedup();
    let able = lock_facilitators(tx, &facilitators).await?;
    let unable = meetings
        .iter()
        .position(|planned| planned.facilitator.is_some_and(|account| !able.contains(&account)));
    if let Some(index) = unable {
        return wrong(index, CohortRefusal::NotAFacilitator);
    }
    let starts = meetings.iter().map(|planned| planned.meeting.starts_at).min();
    let ends = meetings.iter().map(|planned| planned.meeting.ends_at).max();
    let (Some(from), Some(to)) = (starts, ends) else {
        return Ok(());
    };
    let looking = Looking {
        from,
        to,
        facilitators: &facilitators,
        municipalities: &ground.municipalities,
        except: ground.cohort,
        unit: ground.unit,
    };
    let others = taken(tx, looking).await?;
    for (index, planned) in meetings.iter().enumerate() {
        let blocking = clashes(planned, &others).into_iter().find_map(|clash| match clash {
            Clash::Facilitator(other) => Some(CohortRefusal::FacilitatorBusy { when: when(other) }),
            Clash::Room(other) => Some(CohortRefusal::RoomTaken { when: when(other) }),
            Clash::Municipality(_) => None,
        });
        if let Some(refusal) = blocking {
            return wrong(index, refusal);
        }
    }
    Ok(())
}

/// Those among the accounts that facilitate, with their rows locked.
async fn lock_facilitators(
    tx: &DatabaseTransaction,
    accounts: &[AccountId],
) -> Result<Vec<AccountId>, DbErr> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let active = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let granted: Vec<AccountId> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(role_grant::Column::Role.eq(Role::Facilitator))
        .into_tuple()
        .all(tx)
        .await?;
    let able = active.into_iter().map(|account| account.id);
    Ok(able.filter(|account| granted.contains(account)).collect())
}

/// «24/11/2026, 8:00 a. m. a 12:00 p. m.».
pub fn when(other: &Taken) -> String {
    dates::day_and_span(other.starts_at, other.ends_at)
}
