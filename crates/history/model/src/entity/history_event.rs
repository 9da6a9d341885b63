//! Who did what, when. Append-only, and no foreign keys: it outlives what it speaks of.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `history_event`.
    HistoryEventId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "history_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HistoryEventId,
    pub at: DateTimeUtc,
    /// The account that acted; empty when the system did.
    /// Personal: who acted.
    pub actor_account_id: Option<i64>,
    /// Capability and verb, such as `enrolment.withdraw`.
    pub action: String,
    /// Table of the subject, such as `enrolment`.
    pub subject_kind: String,
    pub subject_id: i64,
    pub cohort_id: Option<i64>,
    /// JSON object as text; may hold the facts that changed.
    /// Personal: possibly.
    pub detail: String,
    /// Ties the event to the lines of the log.
    pub request_id: Option<String>,
}

relations! {}
