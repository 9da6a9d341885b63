//! Making a cohort from a published version, with its sessions when they are known.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use courses_model::entity::course_version::{self, CourseVersionId};
use platform::errors::refuse;
use platform::prelude::*;
use platform::search::fold;
use platform::secrets;
use sign_in_model::work::Work;

use super::hours::{PlanningScope, book, free};
use super::{CohortResult, NewSession, set_municipalities};
use crate::counting::Counting;
use crate::demand::NeedsAnswerFn;
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::session::{self, SessionId};
use crate::policy::CreateCohort;
use crate::refusals::CohortRefusal;
use crate::{rules, timetable};

/// What a coordinator decides when making a cohort; the rule comes from the version.
#[derive(Clone, Debug)]
pub struct NewCohort {
    pub version: CourseVersionId,
    pub name: String,
    pub seats: i32,
    /// The first and the last day, of a cohort made without sessions.
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub enrolment_closes_on: Option<NaiveDate>,
    pub place_text: String,
    /// DIVIPOLA codes within the unit's territory; may be empty until it is published.
    pub municipalities: Vec<String>,
    /// How it is taught and what stays of it (R10); may wait until it is published.
    pub method: Option<String>,
    pub knowledge: Option<String>,
    pub quorum: Option<rules::Quorum>,
    /// How attendance counts; the minimum is the version's.
    pub counting: Counting,
}

/// Makes a draft without sessions yet.
pub async fn create(app: &App, permit: CreateCohort, new: NewCohort) -> CohortResult<CohortId> {
    create_with_sessions(app, permit, new, Vec::new()).await
}

/// Makes a draft and its sessions together, or nothing. It keeps its version for ever (R2) and
/// copies the rule of the certificate. A session that is refused is named by its place in the
/// list ([`CohortRefusal::InSession`]).
pub async fn create_with_sessions(
    app: &App,
    permit: CreateCohort,
    new: NewCohort,
    sessions: Vec<NewSession>,
) -> CohortResult<CohortId> {
    Ok(create_answering(app, permit, new, sessions, None).await?.0)
}

/// The same, and what municipalities asked for is answered with it: also how many needs are.
pub async fn create_answering(
    app: &App,
    permit: CreateCohort,
    new: NewCohort,
    sessions: Vec<NewSession>,
    needs: Option<(NeedsAnswerFn, &[i64])>,
) -> CohortResult<(CohortId, usize)> {
    let seats = rules::seats(new.seats).or_else(refuse)?;
    // Its days are those of its sessions; what was written is for a cohort that has none yet (R83).
    let (starts_on, ends_on) = timetable::bounds(sessions.iter().map(|session| session.starts_at))
        .unwrap_or((new.starts_on, new.ends_on));
    rules::dates_in_order(starts_on, ends_on, new.enrolment_closes_on).or_else(refuse)?;
    rules::quorum(new.quorum, seats, starts_on).or_else(refuse)?;
    if !new.counting.is_in_scale() {
        return refuse(CohortRefusal::RuleOutOfRange);
    }
    in_time(&sessions, starts_on)?;
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let version = course_version::Entity::find_by_id(new.version)
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .one(tx)
        .await?;
    let Some(version) = version else {
        return refuse(CohortRefusal::VersionNotPublished);
    };
    let cohort = cohort::ActiveModel {
        course_version_id: Set(version.id),
        unit_code: Set(permit.unit().clone()),
        public_code: Set(free_code(tx).await?),
        search_name: Set(fold(&new.name)),
        name: Set(new.name),
        stage: Set(Stage::Draft),
        seats: Set(seats),
        starts_on: Set(starts_on),
        ends_on: Set(ends_on),
        enrolment_closes_on: Set(new.enrolment_closes_on),
        minimum_attendance: Set(version.minimum_attendance),
        late_after_minutes: Set(new.counting.late_after_minutes),
        partial_hours: Set(new.counting.partial_hours),
        excused_counts: Set(new.counting.excused_counts),
        dispensed_counts: Set(new.counting.dispensed_counts),
        correction_days: Set(new.counting.correction_days),
        pass_mark: Set(version.pass_mark),
        asks_product: Set(version.asks_product),
        asks_survey: Set(version.asks_survey),
        hours_share: Set(version.hours_share),
        minimum_hours: Set(version.minimum_hours),
        place_text: Set(new.place_text),
        method: Set(new.method),
        knowledge: Set(new.knowledge),
        minimum_people: Set(new.quorum.map(|quorum| quorum.people)),
        quorum_on: Set(new.quorum.map(|quorum| quorum.on)),
        created_at: Set(work.now),
        // Everything in a database made by the demo seed is invented.
        is_demo: Set(app.demo),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    set_municipalities(tx, cohort.id, permit.unit(), &new.municipalities).await?;
    let mut planned: Vec<_> = sessions
        .iter()
        .map(|session| session.planned(&cohort.place_text, version.modality))
        .collect();
    if !planned.is_empty() {
        let own = Some(cohort.id);
        let scope = PlanningScope::with(tx, own, permit.unit(), &new.municipalities).await?;
        free(tx, &scope, &mut planned).await?;
    }
    let count = sessions.len();
    add_sessions(tx, cohort.id, sessions, work.now).await?;
    if planned.iter().any(|planned| planned.venue.is_some()) {
        let ids = session_ids(tx, cohort.id).await?;
        planned.sort_by_key(|planned| planned.meeting.starts_at);
        let venues = ids.into_iter().zip(&planned).map(|(id, planned)| (id, planned.venue));
        book(tx, &venues.collect::<Vec<_>>()).await?;
    }
    let detail = json!({ "version": version.id, "unit": cohort.unit_code, "sessions": count });
    let id = cohort.id;
    work.record_in(id.0, "cohorts.create", ("cohort", id.0), detail).await?;
    let answered = match needs {
        Some((answer, ids)) if !ids.is_empty() => answer(tx, app, work.by, id, ids).await?,
        _ => 0,
    };
    work.commit().await?;
    Ok((id, answered))
}

/// The rules of time among the sessions themselves: each within a year of the first, none over
/// another.
fn in_time(sessions: &[NewSession], first: NaiveDate) -> CohortResult<()> {
    if sessions.len() > rules::MOST_SESSIONS {
        return refuse(CohortRefusal::TooManySessions);
    }
    let wrong =
        |index, refusal| refuse(CohortRefusal::InSession { index, refusal: Box::new(refusal) });
    for (index, session) in sessions.iter().enumerate() {
        if let Err(refusal) = rules::session_span(session.starts_at, session.ends_at, first, first)
        {
            return wrong(index, refusal);
        }
        let before = sessions.iter().zip(1..).take(index);
        let clash =
            before.into_iter().find(|(other, _)| rules::overlap(session.span(), other.span()));
        if let Some((other, position)) = clash {
            let when = other.when();
            return wrong(index, CohortRefusal::SessionOverlap { position, when });
        }
    }
    Ok(())
}

/// The sessions of a cohort in their order.
async fn session_ids(tx: &DatabaseTransaction, cohort: CohortId) -> Result<Vec<SessionId>, DbErr> {
    session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::CohortId.eq(cohort))
        .order_by_asc(session::Column::Position)
        .into_tuple()
        .all(tx)
        .await
}

/// Numbered by their time, in one statement.
async fn add_sessions(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    mut sessions: Vec<NewSession>,
    now: DateTime<Utc>,
) -> CohortResult<()> {
    if sessions.is_empty() {
        return Ok(());
    }
    sessions.sort_by_key(|session| session.starts_at);
    let rows = sessions.into_iter().zip(1..).map(|(new, position)| session::ActiveModel {
        cohort_id: Set(cohort),
        position: Set(position),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        place: Set(new.place),
        link: Set(new.link),
        facilitator_account_id: Set(new.facilitator),
        stage: Set(session::Stage::Planned),
        created_at: Set(now),
        ..Default::default()
    });
    session::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Eight random letters and digits in two groups, easy to dictate: «k3jd-x9qa». The address is
/// public, so it only has to be free, not secret.
async fn free_code(tx: &DatabaseTransaction) -> CohortResult<String> {
    loop {
        let letters = secrets::public_code()?.to_lowercase();
        let (Some(head), Some(tail)) = (letters.get(..4), letters.get(4..8)) else {
            continue;
        };
        let code = format!("{head}-{tail}");
        let taken =
            cohort::Entity::find().filter(cohort::Column::PublicCode.eq(&code)).one(tx).await?;
        if taken.is_none() {
            return Ok(code);
        }
    }
}
