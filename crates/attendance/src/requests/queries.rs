//! Requests read for pages: of one person, of a cohort, of everybody who coordinates.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::{CohortAccess, CohortFacts};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::policy::scope;
use enrolment_model::queries::{self as enrolments, LearnerName, SelectLearner as _};
use people_model::entity::person;
use people_model::rules::full_name;
use platform::entity::stored_file;
use platform::pager::{Pager, ROWS};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use super::entity::attendance_request::{self, Kind, Model, RequestId, State};
use super::policy::may_read;
use crate::entity::attendance_mark::{self, MarkId, Method, State as MarkState};
use crate::entity::attendance_summary;
use crate::pending::PendingDecision;
use crate::rules::{MarkValue, Presence, SessionSlot, Totals, presence};

/// The mark that counts of a person in a session, as their own page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnMark {
    pub session_id: SessionId,
    pub mark_id: MarkId,
    pub state: MarkState,
    pub minutes: Option<i32>,
    pub method: Method,
    pub recorded_at: DateTime<Utc>,
    pub after_closing: bool,
}

/// One person's attendance in a cohort.
pub struct PersonAttendance {
    pub enrolment: enrolment::Model,
    pub cohort: cohort::Model,
    /// «Gestión tributaria».
    pub course: String,
    /// The person's name, for the coordination; `None` on one's own page.
    pub person: Option<String>,
    pub sessions: Vec<session::Model>,
    pub marks: HashMap<SessionId, OwnMark>,
    /// The newest first.
    pub requests: Vec<Model>,
}

impl PersonAttendance {
    pub fn is_own(&self) -> bool {
        self.person.is_none()
    }

    /// Where the person stands in a session.
    pub fn presence(&self, session: &session::Model, now: DateTime<Utc>) -> Presence {
        let mark = self.marks.get(&session.id);
        let mark = mark.map(|mark| MarkValue { state: mark.state, minutes: mark.minutes });
        presence(&SessionSlot::at(session, now), self.enrolment.since(), mark)
    }

    pub fn totals(&self, now: DateTime<Utc>) -> Totals {
        let rule = (&self.cohort).into();
        Totals::of(&rule, self.sessions.iter().map(|session| self.presence(session, now)))
    }
}

/// Returns the attendance of one enrolment, for the person and the coordination; foreign and absent
/// look alike. Six statements.
pub async fn own(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: EnrolmentId,
) -> Result<PersonAttendance, AppError> {
    let (enrolment, cohort) = enrolments::find(db, actor, id).await?;
    may_read(actor, &access_of(&cohort), enrolment.person_id)?;
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await?;
    let person = match actor.person == Some(enrolment.person_id.0) {
        true => None,
        false => person::Entity::find_by_id(enrolment.person_id).one(db).await?,
    };
    let sessions = cohorts::queries::sessions(db, cohort.id).await?;
    let marks = marks_of(db, id).await?;
    let requests = attendance_request::Entity::find()
        .filter(attendance_request::Column::EnrolmentId.eq(id))
        .order_by_desc(attendance_request::Column::Id)
        .limit(200)
        .all(db)
        .await?;
    Ok(PersonAttendance {
        course: version.map(|version| version.name).unwrap_or_default(),
        person: person.as_ref().map(full_name),
        marks: marks.into_iter().map(|mark| (mark.session_id, mark)).collect(),
        enrolment,
        cohort,
        sessions,
        requests,
    })
}

/// Returns the access of an actor who does not teach in the cohort: a request gives no part in it.
fn access_of(cohort: &cohort::Model) -> CohortAccess {
    CohortAccess { cohort: CohortFacts::from(cohort), teaches: false }
}

async fn marks_of(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<OwnMark>, DbErr> {
    attendance_summary::Entity::find()
        .select_only()
        .columns([
            attendance_summary::Column::SessionId,
            attendance_summary::Column::MarkId,
            attendance_summary::Column::State,
            attendance_summary::Column::Minutes,
        ])
        .columns([
            attendance_mark::Column::Method,
            attendance_mark::Column::RecordedAt,
            attendance_mark::Column::AfterClosing,
        ])
        .join(JoinType::InnerJoin, attendance_summary::Relation::Mark.def())
        .filter(attendance_summary::Column::EnrolmentId.eq(id))
        .into_model()
        .all(db)
        .await
}

/// A request with everything that its page says.
pub struct RequestDetail {
    pub request: Model,
    pub access: CohortAccess,
    pub enrolment: enrolment::Model,
    pub session: session::Model,
    pub cohort: cohort::Model,
    pub course: String,
    pub person: String,
    /// Who decided.
    pub decider: Option<String>,
    pub file: Option<stored_file::Model>,
    /// What is recorded now.
    pub now: Option<OwnMark>,
}

/// Returns a request, for the person and the coordination; foreign and absent look alike. Nine
/// statements at most.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: RequestId,
) -> Result<RequestDetail, AppError> {
    let found = attendance_request::Entity::find_by_id(id)
        .filter(scope(actor))
        .find_also_related(enrolment::Entity)
        .one(db)
        .await?;
    let Some((request, Some(enrolment))) = found else {
        return Err(AppError::NotFound);
    };
    let (cohort, version) = cohort::Entity::find_by_id(enrolment.cohort_id)
        .find_also_related(course_version::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let access = access_of(&cohort);
    may_read(actor, &access, enrolment.person_id)?;
    let session = session::Entity::find_by_id(request.session_id).one(db).await?;
    let learner = enrolments::learner(db, enrolment.id, scope(actor)).await?;
    let decider = match request.decided_by {
        Some(id) => account::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let file = match request.file_id {
        Some(id) => stored_file::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let marks = marks_of(db, enrolment.id).await?;
    Ok(RequestDetail {
        now: marks.into_iter().find(|mark| mark.session_id == request.session_id),
        session: session.ok_or(AppError::NotFound)?,
        course: version.map(|version| version.name).unwrap_or_default(),
        person: learner.map(|learner| learner.name.full()).unwrap_or_default(),
        decider: decider.map(|account| account.display_name),
        request,
        access,
        enrolment,
        cohort,
        file,
    })
}

/// A request as lists show it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RequestRow {
    pub id: RequestId,
    pub kind: Kind,
    pub asked_state: MarkState,
    pub asked_at: DateTime<Utc>,
    pub state: State,
    pub position: i32,
    pub starts_at: DateTime<Utc>,
    pub cohort: String,
    #[sea_orm(nested)]
    pub name: LearnerName,
    pub has_file: bool,
}

/// Which requests a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestScope {
    /// All of a cohort, those that wait first.
    OfCohort(CohortId),
    /// Those that wait, of every cohort that the actor coordinates.
    Waiting,
}

/// Requests of cohorts that the actor coordinates.
fn listed(actor: &Actor, which: RequestScope) -> Select<attendance_request::Entity> {
    let those = cohorts::policy::run_scope(actor);
    let those = match which {
        RequestScope::OfCohort(id) => those.add(cohort::Column::Id.eq(id)),
        RequestScope::Waiting => those.add(PendingDecision::Requests.open()),
    };
    attendance_request::Entity::find()
        .join(JoinType::InnerJoin, attendance_request::Relation::Session.def())
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .filter(those)
}

/// Returns a page of the requests of a scope. Two statements.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    which: RequestScope,
    (page, address): (Option<u64>, &str),
) -> Result<(Vec<RequestRow>, Pager), DbErr> {
    let pager = Pager::new(page, listed(actor, which).count(db).await?, address);
    let waits =
        CaseStatement::new().case(attendance_request::Column::State.eq(State::Open), 0).finally(1);
    let rows = listed(actor, which)
        .select_only()
        .columns([
            attendance_request::Column::Id,
            attendance_request::Column::Kind,
            attendance_request::Column::AskedState,
            attendance_request::Column::AskedAt,
            attendance_request::Column::State,
        ])
        .columns([session::Column::Position, session::Column::StartsAt])
        .column_as(cohort::Column::Name, "cohort")
        .column_as(attendance_request::Column::FileId.is_not_null(), "has_file")
        .join(JoinType::InnerJoin, attendance_request::Relation::Enrolment.def())
        .learner()
        .order_by_asc(Expr::Case(Box::new(waits)))
        // Those that wait, the oldest first: they lose most by waiting.
        .order_by_asc(match which {
            RequestScope::Waiting => attendance_request::Column::AskedAt,
            RequestScope::OfCohort(_) => attendance_request::Column::SessionId,
        })
        .order_by_asc(attendance_request::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// Returns the enrolments whose excuse for a session was granted and is no mark yet; the roll-call
/// proposes it. One statement.
pub async fn excused(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<HashSet<EnrolmentId>, DbErr> {
    let people: Vec<EnrolmentId> = attendance_request::Entity::find()
        .select_only()
        .column(attendance_request::Column::EnrolmentId)
        .filter(attendance_request::Column::SessionId.eq(session))
        .filter(attendance_request::Column::Kind.eq(Kind::Excuse))
        .filter(attendance_request::Column::State.eq(State::Granted))
        .filter(attendance_request::Column::MarkId.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().collect())
}
