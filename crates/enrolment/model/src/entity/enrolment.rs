//! A person's enrolment in a cohort: one row for ever, whose changes are `enrolment_event`s.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Func;

use cohorts_model::entity::cohort::CohortId;
use people_model::entity::person::PersonId;
use people_model::entity::post::PostId;
use platform::ids::{id, stored};
use platform::relations::relations;
use territory_model::entity::entity::EntityId;

id! {
    /// The id of a row of `enrolment`.
    EnrolmentId
}

/// The stage of the enrolment.
#[stored]
#[words("enrolment.stage_")]
pub enum Stage {
    Waiting,
    /// A seat waits for the person's answer, and nobody else may take it.
    Offered,
    Confirmed,
    Withdrawn,
}

/// How the enrolment came about.
#[stored]
#[words("enrolment.origin_")]
pub enum Origin {
    SelfService,
    Coordinator,
    /// The person's entity put them forward.
    Nomination,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EnrolmentId,
    pub cohort_id: CohortId,
    /// Personal: who enrolled.
    pub person_id: PersonId,
    /// The post that it counts for: the one held at enrolment, and then as the municipality.
    /// Personal: occupation.
    pub post_id: Option<PostId>,
    /// Counted for this municipality. It follows the person to the next post while the cohort goes on
    /// (R29), or a coordination chooses; what it was before stays in `earlier_attribution`.
    /// Personal: place of work.
    pub municipality_code: Option<String>,
    /// Kind of the entity of the post at enrolment, by which seats are kept.
    /// Personal: employer.
    pub entity_kind: Option<String>,
    pub stage: Stage,
    pub origin: Origin,
    /// The entity that put the person forward, whoever enrolled them (`entity.id`).
    /// Personal: employer.
    pub nominated_by: Option<EntityId>,
    /// Order of arrival within the cohort; the waiting list follows it.
    pub queue_number: i64,
    pub created_at: DateTimeUtc,
    pub confirmed_at: Option<DateTimeUtc>,
    /// Since when the person counts, where the coordination gave another date than that of the seat;
    /// each time is a row of `enrolment_since`.
    pub counts_since: Option<DateTimeUtc>,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Since when the person knows of the place: asked for it, was brought with their data, took the
    /// seat or came. `None` leaves it open; [`crate::acceptance`] says what follows.
    pub accepted_at: Option<DateTimeUtc>,
    /// The cohort is closed, and the person had a seat and came to no session, without an excuse (R24).
    /// Personal: attendance.
    pub never_came: bool,
}

impl Model {
    /// Since when the person counts (R35, R84): sessions that ended before do not apply to them.
    pub fn since(&self) -> Option<DateTimeUtc> {
        self.counts_since.or(self.confirmed_at)
    }
}

/// What [`Model::since`] returns, for a statement.
pub fn since() -> Expr {
    let column = |column: Column| Expr::col((Entity, column));
    Func::coalesce([column(Column::CountsSince), column(Column::ConfirmedAt)]).into()
}

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
    Person: PersonId => people_model::entity::person(Id),
    Post: PostId => people_model::entity::post(Id),
    Municipality: MunicipalityCode => territory_model::entity::municipality(Code),
}
