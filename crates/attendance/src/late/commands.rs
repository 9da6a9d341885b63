//! Saying since when people count.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use cohorts_model::commands::locked;
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::entity::{cohort, session::Stage};
use cohorts_model::subscribers::on_closed_cohort;
use enrolment_model::commands::count_since;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::own_place;
use platform::errors::refuse;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::commands::AttendanceResult;
use crate::entity::attendance_mark::{Method, State};
use crate::marks::{Mark, append, hold, inconsistent};
use crate::policy::CountFrom;
use crate::rules::{self, AttendanceRefusal};
use crate::since::taken_back;

/// What is said of people who came late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateArrival {
    pub people: BTreeSet<EnrolmentId>,
    /// The first session that counts for them; `None` means that the day of their seat decides again.
    pub from: Option<SessionId>,
    /// Sessions in which they were present.
    pub attended: BTreeSet<SessionId>,
    pub reason: String,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LateArrivalChanges {
    pub people: usize,
    pub marks: usize,
    /// The writer's own place was among them and was left as it is (R80).
    pub skipped_own: bool,
}

/// Writes since when these people count, and that they were present in the sessions that are named. A mark
/// that is there already stands.
///
/// # Errors
/// Refused for nobody, for a session of another cohort, when a session cannot have marks now, and for a date
/// that would take back what is recorded of somebody.
pub async fn count_from(
    app: &App,
    permit: CountFrom,
    late: LateArrival,
) -> AttendanceResult<LateArrivalChanges> {
    let work = Work::begin(app, permit.by()).await?;
    let cohort = locked(&work.tx, *permit.cohort()).await.map_err(inconsistent)?;
    let stage = cohort.attendance_stage(work.now);
    if !matches!(stage, cohort::Stage::Confirmed | cohort::Stage::Running) {
        return refuse(match stage {
            cohort::Stage::Closed => AttendanceRefusal::CohortClosed,
            _ => AttendanceRefusal::CohortNotRunning,
        });
    }
    let sessions = session::Entity::find()
        .filter(session::Column::CohortId.eq(cohort.id))
        .filter(session::Column::Stage.ne(Stage::Cancelled))
        .order_by_asc(session::Column::StartsAt)
        .all(&work.tx)
        .await?;
    let find = |id: SessionId| sessions.iter().find(|session| session.id == id);
    let since = match late.from {
        None => None,
        Some(id) => match find(id) {
            Some(session) => Some(session.starts_at),
            None => return refuse(AttendanceRefusal::NoSuchSession),
        },
    };
    if late.attended.iter().any(|id| find(*id).is_none()) {
        return refuse(AttendanceRefusal::NoSuchSession);
    }
    let own = own_place(&work.tx, work.by, cohort.id).await?.map(|place| place.id);
    let places: Vec<enrolment::Model> = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort.id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::Id.is_in(late.people.iter().copied()))
        .order_by_asc(enrolment::Column::Id)
        .all(&work.tx)
        .await?;
    if places.len() != late.people.len() {
        return refuse(AttendanceRefusal::NotOnTheRoll);
    }
    let skipped_own = own.is_some_and(|own| late.people.contains(&own));
    let people: Vec<EnrolmentId> =
        places.iter().map(|place| place.id).filter(|id| own != Some(*id)).collect();
    if people.is_empty() {
        return refuse(match skipped_own {
            true => AttendanceRefusal::Oneself,
            false => AttendanceRefusal::NobodyChosen,
        });
    }
    let changed: Vec<_> = places.into_iter().filter(|place| people.contains(&place.id)).collect();
    let lost =
        taken_back(&work.tx, cohort.id, &sessions, (changed.as_slice(), since), work.now).await?;
    if !lost.is_empty() {
        return refuse(AttendanceRefusal::RecordedBefore { people: lost });
    }
    count_since(&work.tx, &people, since, &late.reason, (work.account()?, work.now)).await?;
    let mut marks = 0;
    for session in sessions.iter().filter(|session| late.attended.contains(&session.id)) {
        rules::may_mark(stage, session.stage, session.starts_at, work.now)
            .map_err(Failure::Refused)?;
        let mut held = hold(&work.tx, cohort.id, session.id).await?;
        let missing = people.iter().filter(|person| !held.current().contains_key(person));
        let new: Vec<Mark> = missing
            .map(|person| Mark {
                reason: Some(late.reason.clone()),
                ..Mark::new(*person, State::Present, Method::Manual)
            })
            .collect();
        marks += new.len();
        append(&work.tx, app, work.by, &mut held, new).await?;
    }
    if cohort.stage == cohort::Stage::Closed {
        // The sums that were kept at its closing are true no more.
        on_closed_cohort(&work.tx, app, cohort.id).await?;
    }
    let detail = json!({ "people": people.len(), "since": since, "marks": marks });
    let subject = ("cohort", cohort.id.0);
    work.record_in(cohort.id.0, "attendance.count_from", subject, detail).await?;
    work.commit().await?;
    Ok(LateArrivalChanges { people: people.len(), marks, skipped_own })
}
