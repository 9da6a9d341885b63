//! What happened to a session of a published cohort, so that whoever counts on it is told once.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::cohort::CohortId;
use super::session::SessionId;

id! {
    /// The id of a row of `session_change`.
    SessionChangeId
}

/// The kind of change that people are told of.
#[stored]
pub enum Kind {
    Added,
    /// Another day, hour, place or link.
    Moved,
    Cancelled,
    /// Somebody else teaches it, which is news for the two of them alone.
    Reassigned,
    /// The whole cohort was cancelled, with every session that was still to come.
    CohortCancelled,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SessionChangeId,
    pub cohort_id: CohortId,
    /// Empty when the change is the cohort's.
    pub session_id: Option<SessionId>,
    pub kind: Kind,
    pub at: DateTimeUtc,
    /// Why it moved, as people read it; `None` where nobody said why.
    pub reason: Option<String>,
    /// When the session began before it moved. This field and the next three are `None` for every
    /// other kind of change.
    pub was_starts_at: Option<DateTimeUtc>,
    pub was_ends_at: Option<DateTimeUtc>,
    pub was_place: Option<String>,
    pub was_link: Option<String>,
    /// The facilitator before the session was handed to another one; `None` for every other kind of
    /// change. Personal data: it says who worked there.
    pub was_facilitator_id: Option<AccountId>,
    /// When the letters about the change were queued; `None` while people are still to be told.
    pub told_at: Option<DateTimeUtc>,
}

relations! {
    Cohort: CohortId => super::cohort(Id),
}
