//! What is known of sessions and people before a batch is judged, read in its transaction.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::{CohortAccess, CohortFacts, works_on};
use enrolment_model::entity::enrolment::{self, EnrolmentId};

use crate::entity::attendance_mark::{self, DeviceId, MarkId};
use crate::field::entity::field_arrival::{self, ArrivalOutcome};
use crate::field::entity::{field_device, field_handout};
use crate::field::judge::EffectiveMark;
use crate::field::policy::Send;
use crate::marks::LockedSession;
use crate::queries::CurrentMark;
use crate::rules;

/// A session that the sender may speak of.
pub(super) struct SessionAccess {
    pub cohort: CohortId,
    /// The sender works there now; if not, the list was handed to them once.
    pub theirs: bool,
}

/// Returns the sessions that the sender may speak of: those of cohorts where they work, and those
/// whose list was ever handed to them. Four statements.
pub(super) async fn accessible_sessions(
    tx: &DatabaseTransaction,
    permit: &Send,
    asked: &HashSet<SessionId>,
) -> Result<HashMap<SessionId, SessionAccess>, DbErr> {
    let actor = permit.actor();
    let sessions: Vec<(SessionId, CohortId)> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .column(session::Column::CohortId)
        .filter(session::Column::Id.is_in(asked.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    let cohorts = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(sessions.iter().map(|(_, cohort)| *cohort)))
        .all(tx)
        .await?;
    let taught: HashSet<CohortId> = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::Id.is_in(cohorts.iter().map(|cohort| cohort.id)))
        .filter(cohorts::policy::taught_by(actor.account))
        .into_tuple::<CohortId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let handed: HashSet<SessionId> = field_handout::Entity::find()
        .select_only()
        .column(field_handout::Column::SessionId)
        .inner_join(field_device::Entity)
        .filter(field_device::Column::AccountId.eq(actor.account))
        .filter(field_handout::Column::SessionId.is_in(asked.iter().copied()))
        .into_tuple::<SessionId>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let works: HashSet<CohortId> = cohorts
        .iter()
        .filter(|cohort| {
            let access = CohortAccess {
                cohort: CohortFacts::from(*cohort),
                teaches: taught.contains(&cohort.id),
            };
            works_on(actor, &access)
        })
        .map(|cohort| cohort.id)
        .collect();
    let access = |(session, cohort): (SessionId, CohortId)| {
        let theirs = works.contains(&cohort);
        (theirs || handed.contains(&session)).then_some((session, SessionAccess { cohort, theirs }))
    };
    Ok(sessions.into_iter().filter_map(access).collect())
}

/// Returns those of these people who are enrolled in the cohort, each with whether they can be marked
/// in the session now. One statement; none without people.
pub(super) async fn enrolled(
    tx: &impl ConnectionTrait,
    locked: &LockedSession,
    people: &HashSet<EnrolmentId>,
) -> Result<HashMap<EnrolmentId, bool>, DbErr> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(EnrolmentId, enrolment::Stage, Option<DateTime<Utc>>)> =
        enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Id)
            .column(enrolment::Column::Stage)
            .column_as(enrolment::since(), "since")
            .filter(enrolment::Column::CohortId.eq(locked.cohort().id))
            .filter(enrolment::Column::Id.is_in(people.iter().copied()))
            .into_tuple()
            .all(tx)
            .await?;
    let on_the_roll = |id: &EnrolmentId, stage, since| {
        stage == enrolment::Stage::Confirmed
            && (rules::applies(locked.session().ends_at, since)
                || locked.current().contains_key(id))
    };
    Ok(rows.into_iter().map(|(id, stage, since)| (id, on_the_roll(&id, stage, since))).collect())
}

/// Returns the highest number that the telephone has said of each of these people in the session. One
/// statement.
pub(super) async fn last_sequences(
    tx: &impl ConnectionTrait,
    session: SessionId,
    device: DeviceId,
    people: &HashSet<EnrolmentId>,
) -> Result<HashMap<EnrolmentId, i64>, DbErr> {
    let rows: Vec<(EnrolmentId, i64)> = field_arrival::Entity::find()
        .select_only()
        .column(field_arrival::Column::EnrolmentId)
        .column_as(field_arrival::Column::Sequence.max(), "last")
        .filter(field_arrival::Column::SessionId.eq(session))
        .filter(field_arrival::Column::DeviceId.eq(device))
        .filter(field_arrival::Column::EnrolmentId.is_in(people.iter().copied()))
        .group_by(field_arrival::Column::EnrolmentId)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Returns the mark that counts of each of these people, with the telephone that made it and whether
/// another one than `speaks` said the same. Two statements.
pub(super) async fn effective_marks(
    tx: &impl ConnectionTrait,
    locked: &LockedSession,
    people: &HashSet<EnrolmentId>,
    speaks: DeviceId,
) -> Result<HashMap<EnrolmentId, EffectiveMark>, DbErr> {
    let there: Vec<_> =
        people.iter().filter_map(|one| Some((*one, *locked.current().get(one)?))).collect();
    let made: Vec<(MarkId, Option<DeviceId>)> = attendance_mark::Entity::find()
        .select_only()
        .column(attendance_mark::Column::Id)
        .column(attendance_mark::Column::DeviceId)
        .filter(attendance_mark::Column::Id.is_in(there.iter().map(|(_, now)| now.mark)))
        .into_tuple()
        .all(tx)
        .await?;
    let made: HashMap<MarkId, Option<DeviceId>> = made.into_iter().collect();
    let witnessed: HashSet<Option<MarkId>> = field_arrival::Entity::find()
        .select_only()
        .column(field_arrival::Column::MarkId)
        .filter(field_arrival::Column::MarkId.is_in(there.iter().map(|(_, now)| now.mark)))
        .filter(field_arrival::Column::Outcome.eq(ArrivalOutcome::Agrees))
        .filter(field_arrival::Column::DeviceId.ne(speaks))
        .into_tuple::<Option<MarkId>>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let effective = |(enrolment, last): (EnrolmentId, CurrentMark)| {
        let device = made.get(&last.mark).copied().flatten();
        let mark = Some(last.mark);
        let witnessed = witnessed.contains(&mark);
        (
            enrolment,
            EffectiveMark { mark, state: last.state, minutes: last.minutes, device, witnessed },
        )
    };
    Ok(there.into_iter().map(effective).collect())
}
