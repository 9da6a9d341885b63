//! Seats of a cohort kept for a group of people until they are released (R19).

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `seat_quota`.
    SeatQuotaId
}

/// What the people of a group have in common.
#[stored]
#[derive(PartialOrd, Ord)]
pub enum Kind {
    /// The people who take part for a municipality.
    Municipality,
    /// The people whose entity is of a kind of the catalogue `entity_type`.
    EntityKind,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_quota")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SeatQuotaId,
    pub cohort_id: CohortId,
    pub kind: Kind,
    /// Code of the municipality or of the kind of entity.
    pub key: String,
    pub seats: i32,
    /// The first day on which its seats are open to all; `None` when it holds until a coordination
    /// releases it.
    pub release_on: Option<Date>,
    pub created_at: DateTimeUtc,
    /// `None` while it holds.
    pub released_at: Option<DateTimeUtc>,
    /// `None` when it was released by its date.
    /// Personal: who acted.
    pub released_by: Option<AccountId>,
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
}
