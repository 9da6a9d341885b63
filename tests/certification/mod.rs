//! Certificates: who earns one, issuing, the document, public verification, revocation.

mod download;
mod issue;
mod revoke;
mod rule;
mod verify;

use chrono::TimeDelta;
use formacion::assessment::commands::{self as assessment, NewActivity, NewGrade};
use formacion::assessment::entity::activity::Kind as ActivityKind;
use formacion::attendance::commands::{self as attendance, NewMark};
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::attendance::policy::Ground;
use formacion::certification::commands as certification;
use formacion::certification::commands::IssueOutcome;
use formacion::certification::entity::certificate;
use formacion::certification::policy::{Issue, may_issue};
use formacion::certification::refusals::CertificationRefusal;
use formacion::cohorts::commands as cohorts;
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::policy::{self as cohort_policy, CohortFacts};
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::enrolment::entity::enrolment::EnrolmentId;
use formacion::enrolment::policy as enrolment_policy;
use formacion::people::entity::person::PersonId;
use formacion::platform::errors::Failure;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;

/// Sessions of a class, daily from tomorrow.
const SESSIONS: u64 = 5;

/// What became of one person: sessions attended of five, and the final grade in tenths.
#[derive(Clone, Copy)]
pub struct Outcome(pub usize, pub Option<i32>);

pub const PASSED: Outcome = Outcome(5, Some(42));

/// A cohort whose sessions were given, with its people in the order of their outcomes.
pub struct Class {
    pub id: CohortId,
    pub unit: &'static str,
    pub people: Vec<PersonId>,
    pub enrolments: Vec<EnrolmentId>,
}

impl Class {
    pub fn path(&self) -> String {
        format!("/cohortes/{}/certificados", self.id)
    }

    pub async fn permit(&self, world: &World) -> Issue {
        let actor = world.as_coordinator(self.unit).await.actor().await;
        may_issue(&actor, &facts(world, self.id).await).unwrap()
    }

    pub async fn issue(&self, world: &World) -> Result<IssueOutcome, CertificationRefusal> {
        issued(certification::issue(&world.app, self.permit(world).await, &self.enrolments).await)
    }

    pub async fn certificates(&self, world: &World) -> Vec<certificate::Model> {
        certificate::Entity::find()
            .filter(certificate::Column::CohortId.eq(self.id))
            .order_by_asc(certificate::Column::Id)
            .all(world.app.db.read())
            .await
            .unwrap()
    }
}

pub fn issued(
    outcome: Result<IssueOutcome, Failure<CertificationRefusal>>,
) -> Result<IssueOutcome, CertificationRefusal> {
    outcome.map_err(|failure| failure.refusal().expect("nothing is broken"))
}

pub async fn facts(world: &World, id: CohortId) -> CohortFacts {
    let row = cohort::Entity::find_by_id(id).one(world.app.db.read()).await;
    (&row.unwrap().unwrap()).into()
}

/// A class of the unit `MET`, taught and closed. `first` numbers its people.
pub async fn closed(world: &World, first: usize, outcomes: &[Outcome]) -> Class {
    let class = taught(world, first, outcomes, SESSIONS as usize).await;
    let coordinator = world.as_coordinator(class.unit).await.actor().await;
    let cohort = facts(world, class.id).await;
    crate::support::fixtures::shown(world, &coordinator, cohort.id).await;
    let permit = cohort_policy::may_close(&coordinator, &cohort).unwrap();
    cohorts::close(&world.app, permit).await.expect("closes");
    class
}

/// A running class whose first `given` sessions were given.
pub async fn taught(world: &World, first: usize, outcomes: &[Outcome], given: usize) -> Class {
    let unit = "MET";
    let plan = CohortPlan {
        unit,
        sessions: SESSIONS,
        first_day: 1,
        stage: Stage::Confirmed,
        ..CohortPlan::default()
    };
    let id = cohort(world, plan).await;
    let app = &world.app;
    let coordinator = world.as_coordinator(unit).await.actor().await;
    let row = cohort::Entity::find_by_id(id).one(app.db.read()).await.unwrap().unwrap();
    let people = people(world, first..first + outcomes.len(), true).await;
    let mut enrolments = Vec::new();
    for person in &people {
        let permit = enrolment_policy::may_add(&coordinator, &row).unwrap().person(*person);
        let new =
            NewEnrolment { municipality: Some("50325".to_owned()), ..NewEnrolment::default() };
        enrolments.push(enrol(app, permit, new).await.expect("gets a place").enrolment);
    }
    let ground = Ground { cohort: facts(world, id).await, teaches: false };
    let plan = vec![NewActivity {
        id: None,
        kind: ActivityKind::PostTest,
        name: "Prueba final".to_owned(),
        weight: 100,
    }];
    let permit = formacion::assessment::policy::may_plan(&coordinator, &ground).unwrap();
    let activity = assessment::set_activities(app, permit, plan).await.expect("is planned")[0];
    let sessions = session::Entity::find()
        .filter(session::Column::CohortId.eq(id))
        .order_by_asc(session::Column::Position)
        .all(app.db.read())
        .await
        .unwrap();
    for (number, session) in sessions.iter().take(given).enumerate() {
        app.clock.travel_to(session.ends_at + TimeDelta::minutes(5));
        if number == 0 {
            let cohort = facts(world, id).await;
            let permit = cohort_policy::may_start(&coordinator, &cohort).unwrap();
            cohorts::start(app, permit).await.expect("starts");
        }
        let marks = enrolments.iter().zip(outcomes).map(|(enrolment, outcome)| {
            let state = if number < outcome.0 { Mark::Present } else { Mark::Absent };
            NewMark::new(*enrolment, state)
        });
        let ground = Ground { cohort: facts(world, id).await, teaches: false };
        let stage = session::Stage::Planned;
        let permit =
            formacion::attendance::policy::may_take(&coordinator, &ground, session.id, stage)
                .unwrap();
        attendance::take(app, permit, marks.collect()).await.expect("is taken");
    }
    let cells: Vec<NewGrade> = enrolments
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| outcome.1.is_some())
        .map(|(enrolment, outcome)| NewGrade { activity, enrolment: *enrolment, tenths: outcome.1 })
        .collect();
    if !cells.is_empty() {
        let ground = Ground { cohort: facts(world, id).await, teaches: false };
        let permit = formacion::assessment::policy::may_grade(&coordinator, &ground).unwrap();
        let seen = assessment::Seen::Anything;
        assessment::enter_grades(app, permit, seen, cells).await.expect("are entered");
    }
    Class { id, unit, people, enrolments }
}
