//! One meeting of a cohort.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::cohort::CohortId;

id! {
    /// The id of a row of `session`.
    SessionId
}

/// Whether the meeting took place, and whether its attendance is still open.
#[stored]
#[words("cohorts.session_stage_")]
pub enum Stage {
    Planned,
    Held,
    Closed,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SessionId,
    pub cohort_id: CohortId,
    /// Order within the cohort, from 1.
    pub position: i32,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub place: Option<String>,
    pub link: Option<String>,
    /// Personal: who teaches.
    pub facilitator_account_id: Option<AccountId>,
    pub stage: Stage,
    /// Read by the people enrolled, and on the public page; only of a session that was cancelled
    /// by itself.
    pub cancellation_reason: Option<String>,
    /// How often people were told of a change: calendars keep the highest (RFC 5545).
    pub sequence: i32,
    /// Its name in calendars ends in our host, as it did when people were first told of it.
    pub is_named_by_host: bool,
    pub created_at: DateTimeUtc,
    /// When its roll-call was closed; `None` also for some sessions that were closed long ago.
    pub closed_at: Option<DateTimeUtc>,
    /// When it was cancelled, by itself or with its cohort.
    pub cancelled_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => super::cohort(Id),
    FacilitatorAccount: FacilitatorAccountId => sign_in_model::entity::account(Id),
}
