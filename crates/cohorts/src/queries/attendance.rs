//! How a cohort attends, read for its first page.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use attendance_model::queries::presences;
use attendance_model::rules::Counting;
use enrolment_model::entity::enrolment::{self, EnrolmentId, Stage};
use enrolment_model::policy::scope;
use enrolment_model::queries::RosterCounts;
use sign_in_model::actor::Actor;

use crate::attendance::CohortAttendance;
use crate::entity::cohort;
use crate::entity::session;

/// Returns how many people of a cohort the actor sees, and how those with a seat attend. Two statements.
pub async fn attendance(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: &cohort::Model,
    sessions: &[session::Model],
    now: DateTime<Utc>,
) -> Result<(RosterCounts, CohortAttendance), DbErr> {
    let people: Vec<(EnrolmentId, Option<DateTime<Utc>>, Stage)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .column_as(enrolment::since(), "since")
        .column(enrolment::Column::Stage)
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.ne(Stage::Withdrawn))
        .filter(scope(actor))
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = RosterCounts::default();
    let mut seated = Vec::new();
    for (person, since, stage) in people {
        match stage {
            Stage::Confirmed => {
                counts.confirmed += 1;
                seated.push((person, since));
            }
            Stage::Offered => counts.offered += 1,
            Stage::Waiting => counts.waiting += 1,
            Stage::Withdrawn => counts.withdrawn += 1,
        }
    }
    let rows = presences(db, sessions, seated.into_iter(), now).await?;
    let rule = Counting::from(cohort);
    let rows = rows.into_iter().map(|(_, sessions)| sessions);
    let told = CohortAttendance::of(&rule, cohort.minimum_attendance, sessions.len(), rows);
    Ok((counts, told))
}
