//! One cohort with its sessions, places, marks and grades, written in bulk.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::cohort_municipality;
use formacion::cohorts::entity::session::{self, SessionId};
use formacion::enrolment::entity::enrolment::{self, Origin, Stage as EnrolmentStage};
use formacion::enrolment::entity::enrolment_event;
use formacion::platform::dates::bogota_date;
use formacion::platform::search::fold;
use formacion::platform::secrets;
use sea_orm::{DatabaseTransaction, EntityTrait, Set};

use crate::load::{Fixture, UNIT};
use crate::marks::{grades, marks};
use crate::people::{Learner, all, facilitator};

/// How long a session of today has been under way: nobody is late yet. In the first minutes after
/// midnight in Bogotá this session is of yesterday, and check-in does not open.
const JUST_NOW: TimeDelta = TimeDelta::minutes(10);

/// One cohort to be written.
pub struct Plan<'a> {
    pub name: String,
    pub municipality: &'a str,
    pub stage: Stage,
    pub seats: i32,
    pub sessions: usize,
    /// Everybody has a mark in every session, and grades.
    pub marked: bool,
}

/// Writes a closed cohort whose people earned their certificate and have none yet.
pub async fn graduates(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    people: &[Learner],
) -> CohortId {
    let plan = Plan {
        name: "Por certificar".to_owned(),
        municipality: "50001",
        stage: Stage::Closed,
        seats: i32::try_from(people.len()).expect("few"),
        sessions: 12,
        marked: true,
    };
    cohort_of(tx, fixture, &plan, people).await.0.id
}

/// Writes a running cohort in which everybody has a place and whose only session began just now.
pub async fn hall(tx: &DatabaseTransaction, fixture: &Fixture, people: &[Learner]) -> SessionId {
    let plan = Plan {
        name: "Sala llena".to_owned(),
        municipality: "50001",
        stage: Stage::Running,
        seats: 1_000,
        sessions: 1,
        marked: false,
    };
    let (made, sessions) = cohort_of(tx, fixture, &plan, people).await;
    let starts_at = fixture.now - JUST_NOW;
    let session = session::ActiveModel {
        id: Set(sessions[0]),
        starts_at: Set(starts_at),
        ends_at: Set(starts_at + TimeDelta::hours(3)),
        ..Default::default()
    };
    session::Entity::update(session).exec(tx).await.expect("the session is of today");
    let cohort = cohort::ActiveModel {
        id: Set(made.id),
        ends_on: Set(bogota_date(starts_at + TimeDelta::hours(3))),
        ..Default::default()
    };
    cohort::Entity::update(cohort).exec(tx).await.expect("its cohort lasts until today");
    sessions[0]
}

/// Writes a cohort and everything in it.
pub async fn cohort_of(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    plan: &Plan<'_>,
    people: &[Learner],
) -> (cohort::Model, Vec<SessionId>) {
    let ahead = plan.stage == Stage::Confirmed;
    let starts_at = |index: usize| {
        let index = i64::try_from(index).expect("few");
        if ahead {
            fixture.now + TimeDelta::days(20 + 7 * index)
        } else {
            fixture.now - TimeDelta::days(200) + TimeDelta::days(3 * index)
        }
    };
    let closed = plan.stage == Stage::Closed;
    let last = starts_at(plan.sessions - 1) + TimeDelta::hours(3);
    let cohort = cohort::Entity::insert(cohort::ActiveModel {
        course_version_id: Set(fixture.version.id),
        unit_code: Set(UNIT.to_owned()),
        public_code: Set(secrets::public_code().expect("randomness")),
        name: Set(plan.name.clone()),
        search_name: Set(fold(&format!("{} {}", fixture.version.name, plan.name))),
        stage: Set(plan.stage),
        seats: Set(plan.seats),
        starts_on: Set(bogota_date(starts_at(0))),
        ends_on: Set(bogota_date(last)),
        enrolment_closes_on: Set(None),
        minimum_attendance: Set(50),
        pass_mark: Set(fixture.version.pass_mark),
        place_text: Set("Casa de la cultura".to_owned()),
        created_at: Set(fixture.long_ago()),
        published_at: Set(Some(fixture.long_ago())),
        started_at: Set((!ahead).then(|| starts_at(0))),
        closed_at: Set(closed.then_some(last)),
        cancelled_at: Set(None),
        cancellation_reason: Set(None),
        method: Set(Some("Estudio de caso".to_owned())),
        knowledge: Set(Some("Guía de consulta".to_owned())),
        method_evidence: Set(closed.then(|| "Caso resuelto por grupos".to_owned())),
        knowledge_evidence: Set(closed.then(|| "Guía entregada".to_owned())),
        is_demo: Set(false),
        ..Default::default()
    })
    .exec_with_returning(tx)
    .await
    .expect("the cohort is written");
    cohort_municipality::Entity::insert(cohort_municipality::ActiveModel {
        cohort_id: Set(cohort.id),
        municipality_code: Set(plan.municipality.to_owned()),
    })
    .exec_without_returning(tx)
    .await
    .expect("its municipality is written");
    let stage = if plan.marked { session::Stage::Closed } else { session::Stage::Planned };
    // Each cohort has its own facilitator: nobody teaches in two places at once.
    let teacher = facilitator(tx, fixture, cohort.id.0).await;
    let rows = (0..plan.sessions).map(|index| session::ActiveModel {
        cohort_id: Set(cohort.id),
        position: Set(i32::try_from(index + 1).expect("few")),
        starts_at: Set(starts_at(index)),
        ends_at: Set(starts_at(index) + TimeDelta::hours(3)),
        // No two cohorts share a room.
        place: Set(Some(format!("Casa de la cultura, salón {}", cohort.id))),
        link: Set(None),
        facilitator_account_id: Set(Some(teacher)),
        stage: Set(stage),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    });
    let sessions: Vec<SessionId> =
        all(tx, rows.collect::<Vec<_>>()).await.iter().map(|session| session.id).collect();
    let enrolments = enrol(tx, fixture, cohort.id, people).await;
    if plan.marked {
        marks(tx, fixture, &sessions, &enrolments).await;
        grades(tx, fixture, &cohort, &enrolments).await;
    }
    (cohort, sessions)
}

/// Gives everybody a confirmed place, with the event that tells of it.
async fn enrol(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    cohort: CohortId,
    people: &[Learner],
) -> Vec<enrolment::Model> {
    let at = fixture.now - TimeDelta::days(250);
    let rows = people.iter().enumerate().map(|(index, one)| enrolment::ActiveModel {
        cohort_id: Set(cohort),
        person_id: Set(one.person.id),
        post_id: Set(Some(one.post.id)),
        municipality_code: Set(Some(one.post.municipality_code.clone())),
        stage: Set(EnrolmentStage::Confirmed),
        origin: Set(Origin::SelfService),
        queue_number: Set(i64::try_from(index + 1).expect("few")),
        created_at: Set(at),
        confirmed_at: Set(Some(at)),
        withdrawn_at: Set(None),
        ..Default::default()
    });
    let enrolments = all(tx, rows.collect::<Vec<_>>()).await;
    let events = enrolments.iter().map(|enrolment| enrolment_event::ActiveModel {
        enrolment_id: Set(enrolment.id),
        at: Set(at),
        from_stage: Set(None),
        to_stage: Set(EnrolmentStage::Confirmed),
        actor_account_id: Set(Some(fixture.coordinator)),
        reason: Set(None),
        ..Default::default()
    });
    all(tx, events.collect::<Vec<_>>()).await;
    enrolments
}
