//! Certificates: who earns one, issuing, the document, public verification, revocation.

mod batch;
mod credentials;
mod download;
mod hours;
mod issue;
pub mod reviews;
mod revoke;
mod rule;
pub mod seconds;
mod signatures;
mod templates;
mod typed;
pub mod validity;
mod verify;
mod wallet;

use chrono::TimeDelta;
use formacion::assessment::commands::{self as assessment, NewActivity, NewGrade};
use formacion::assessment::entity::activity::{ActivityId, Kind as ActivityKind};
use formacion::attendance::commands::{self as attendance, NewMark};
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::certification::batches::commands::{IssueOutcome, issue_at_once};
use formacion::certification::entity::certificate;
use formacion::certification::policy::{Issue, may_issue};
use formacion::certification::refusals::CertificationRefusal;
use formacion::cohorts::commands as cohorts;
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::policy::{self as cohort_policy, CohortAccess, CohortFacts};
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
    /// The test, and the product where there is one.
    pub activities: Vec<ActivityId>,
}

/// What a class is given: its course, and whether it makes a product beside its test.
#[derive(Clone, Copy)]
pub struct Given {
    pub course: &'static str,
    pub product: bool,
}

impl Default for Given {
    fn default() -> Self {
        Self { course: "SP-TRI", product: false }
    }
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
        issued(issue_at_once(&world.app, self.permit(world).await, &self.enrolments).await)
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
    close(world, &class).await;
    class
}

/// Its coordination closes it.
pub async fn close(world: &World, class: &Class) {
    let coordinator = world.as_coordinator(class.unit).await.actor().await;
    let cohort = facts(world, class.id).await;
    crate::support::fixtures::shown(world, &coordinator, cohort.id).await;
    let permit = cohort_policy::may_close(&coordinator, &cohort).unwrap();
    cohorts::close(&world.app, permit).await.expect("closes");
}

/// Grades of one activity, in tenths, in the order of the people.
pub async fn graded(world: &World, class: &Class, activity: ActivityId, tenths: &[Option<i32>]) {
    let coordinator = world.as_coordinator(class.unit).await.actor().await;
    let cells: Vec<NewGrade> = class
        .enrolments
        .iter()
        .zip(tenths)
        .filter(|(_, tenths)| tenths.is_some())
        .map(|(enrolment, tenths)| NewGrade { activity, enrolment: *enrolment, tenths: *tenths })
        .collect();
    if cells.is_empty() {
        return;
    }
    let access = CohortAccess { cohort: facts(world, class.id).await, teaches: false };
    let permit = formacion::assessment::policy::may_grade(&coordinator, &access).unwrap();
    let seen = assessment::GradesPrecondition::Anything;
    assessment::enter_grades(&world.app, permit, seen, cells).await.expect("are entered");
}

/// A running class whose first `given` sessions were given.
pub async fn taught(world: &World, first: usize, outcomes: &[Outcome], given: usize) -> Class {
    taught_as(world, Given::default(), first, outcomes, given).await
}

/// The same of another course.
pub async fn taught_as(
    world: &World,
    plan: Given,
    first: usize,
    outcomes: &[Outcome],
    given: usize,
) -> Class {
    let people = people(world, first..first + outcomes.len(), true).await;
    taught_to(world, plan, people, outcomes, given).await
}

/// The same to people who are there already.
pub async fn taught_to(
    world: &World,
    plan: Given,
    people: Vec<PersonId>,
    outcomes: &[Outcome],
    given: usize,
) -> Class {
    let Given { course, product } = plan;
    let unit = "MET";
    let plan = CohortPlan {
        unit,
        course,
        seats: i32::try_from(outcomes.len()).unwrap().max(30),
        sessions: SESSIONS,
        first_day: 1,
        stage: Stage::Confirmed,
        ..CohortPlan::default()
    };
    let id = cohort(world, plan).await;
    let app = &world.app;
    let coordinator = world.as_coordinator(unit).await.actor().await;
    let row = cohort::Entity::find_by_id(id).one(app.db.read()).await.unwrap().unwrap();
    let mut enrolments = Vec::new();
    for person in &people {
        let permit = enrolment_policy::may_add(&coordinator, &row).unwrap().person(*person);
        let new =
            NewEnrolment { municipality: Some("50325".to_owned()), ..NewEnrolment::default() };
        enrolments.push(enrol(app, permit, new).await.expect("gets a place").enrolment);
    }
    let access = CohortAccess { cohort: facts(world, id).await, teaches: false };
    let new =
        |kind, name: &str, weight| NewActivity { id: None, kind, name: name.to_owned(), weight };
    let mut plan =
        vec![new(ActivityKind::PostTest, "Prueba final", if product { 60 } else { 100 })];
    if product {
        plan.push(new(ActivityKind::Product, "Plan de cobro", 40));
    }
    let permit = formacion::assessment::policy::may_plan(&coordinator, &access).unwrap();
    let activities = assessment::set_activities(app, permit, plan).await.expect("is planned");
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
        let access = CohortAccess { cohort: facts(world, id).await, teaches: false };
        let stage = session::Stage::Planned;
        let permit =
            formacion::attendance::policy::may_take(&coordinator, &access, session.id, stage)
                .unwrap();
        attendance::take(app, permit, marks.collect()).await.expect("is taken");
    }
    let class = Class { id, unit, people, enrolments, activities };
    let tests: Vec<Option<i32>> = outcomes.iter().map(|outcome| outcome.1).collect();
    graded(world, &class, class.activities[0], &tests).await;
    class
}
