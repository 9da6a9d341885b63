//! What an enrolment was counted for, as it was known until a change. Append-only: a report of a
//! day that is over reads what was known when that day ended (R31), however late a move is
//! reported. When no row covers a moment, the enrolment and its `earlier_attribution`s say what was
//! known then.
//!
//! Each change writes one row for every span that held until then: those of `earlier_attribution`,
//! and last the one of the enrolment itself, which has no end.

use sea_orm::entity::prelude::*;

use people_model::entity::post::PostId;
use platform::ids::id;
use platform::relations::relations;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `superseded_attribution`.
    SupersededAttributionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "superseded_attribution")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SupersededAttributionId,
    pub enrolment_id: EnrolmentId,
    /// Personal: place of work.
    pub municipality_code: Option<String>,
    /// The post of the span; `None` for an earlier one of which it was not noted.
    /// Personal: occupation.
    pub post_id: Option<PostId>,
    /// The first instant whose sessions counted for it.
    pub from_at: DateTimeUtc,
    /// The first instant that counted for what followed; `None` for the enrolment's own span.
    pub until_at: Option<DateTimeUtc>,
    /// Since when this was known.
    pub known_from: DateTimeUtc,
    /// When something else became known.
    pub known_until: DateTimeUtc,
}

relations! {
    ;
    Enrolment: EnrolmentId => super::enrolment(Id),
}
