//! Rows that many tests start from, made through the product's own commands. Each
//! capability adds its builder here, so that a test says only what matters to it.

use chrono::{Days, NaiveDate, NaiveTime};
use formacion::cohorts::commands::{self as cohorts, NewCohort, NewSession};
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::cohorts::policy::{self as cohort_policy, CohortFacts};
use formacion::courses::queries::published_versions;
use formacion::platform::dates::from_bogota;

use super::world::World;

/// A cohort to be made: change what the test is about and leave the rest.
#[derive(Clone)]
pub struct CohortPlan {
    pub unit: &'static str,
    /// Code of the reference catalogue.
    pub course: &'static str,
    pub name: &'static str,
    pub seats: i32,
    pub municipalities: Vec<&'static str>,
    /// Days from today to the first session; the others follow daily. Zero or less for a
    /// cohort that runs.
    pub first_day: i64,
    pub sessions: u64,
    /// Hours in Bogotá.
    pub from: (u32, u32),
    pub to: (u32, u32),
    /// Name of the facilitator of every session.
    pub facilitator: &'static str,
    pub stage: Stage,
}

impl Default for CohortPlan {
    fn default() -> Self {
        Self {
            unit: "MET",
            course: "SP-TRI",
            name: "Meta 2026-2",
            seats: 30,
            municipalities: vec!["50325", "50577"],
            first_day: 10,
            sessions: 3,
            from: (8, 0),
            to: (12, 0),
            facilitator: "ana",
            stage: Stage::Tentative,
        }
    }
}

/// A day counted from the world's today.
pub fn day(world: &World, offset: i64) -> NaiveDate {
    let today = world.app.clock.today();
    let days = Days::new(offset.unsigned_abs());
    if offset < 0 {
        today.checked_sub_days(days).unwrap()
    } else {
        today.checked_add_days(days).unwrap()
    }
}

/// Makes a cohort through the commands, as its unit's coordinator, up to draft, tentative,
/// confirmed, running or cancelled. Its dates are those of its sessions; enrolment is open
/// until the last day.
pub async fn cohort(world: &World, plan: CohortPlan) -> CohortId {
    let app = &world.app;
    let coordinator = world.as_coordinator(plan.unit).await.actor().await;
    let facilitator = world.as_facilitator(plan.facilitator).await.account();
    let versions = published_versions(app.db.read()).await.unwrap();
    let version = versions
        .iter()
        .find(|version| version.code == plan.course)
        .expect("a course of the reference catalogue");
    let last = plan.first_day + i64::try_from(plan.sessions.max(1)).unwrap() - 1;
    let new = NewCohort {
        version: version.version_id,
        name: plan.name.to_owned(),
        seats: plan.seats,
        starts_on: day(world, plan.first_day),
        ends_on: day(world, last),
        enrolment_closes_on: Some(day(world, last)),
        // A room of their own: nobody teaches in two places at once, so rooms never clash.
        place_text: format!("Casa de la cultura, salón de {}", plan.facilitator),
        municipalities: plan.municipalities.iter().map(ToString::to_string).collect(),
        method: Some("Taller con los datos del municipio".to_owned()),
        knowledge: Some("Guías en la carpeta compartida".to_owned()),
        quorum: None,
        counting: formacion::cohorts::counting::Counting::default(),
    };
    let permit = cohort_policy::may_create(&coordinator, plan.unit).unwrap();
    let id = cohorts::create(app, permit, new).await.expect("is made");
    let facts = CohortFacts { id, unit: plan.unit.to_owned(), stage: Stage::Draft };
    let hour = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    for offset in plan.first_day..plan.first_day + i64::try_from(plan.sessions).unwrap() {
        let date = day(world, offset);
        let session = NewSession {
            starts_at: from_bogota(date, hour(plan.from)),
            ends_at: from_bogota(date, hour(plan.to)),
            place: None,
            link: None,
            facilitator: Some(facilitator),
        };
        let permit = cohort_policy::may_edit(&coordinator, &facts).unwrap();
        cohorts::add_session(app, permit, session).await.expect("is added");
    }
    let past = |stage: Stage| {
        let way = [Stage::Tentative, Stage::Confirmed, Stage::Running];
        let reached = way.iter().position(|one| *one == plan.stage);
        reached >= way.iter().position(|one| *one == stage)
    };
    if past(Stage::Tentative) {
        let permit = cohort_policy::may_publish(&coordinator, &facts).unwrap();
        cohorts::publish(app, permit).await.expect("is published");
    }
    if past(Stage::Confirmed) {
        let permit = cohort_policy::may_confirm(&coordinator, &facts).unwrap();
        cohorts::confirm(app, permit).await.expect("is confirmed");
    }
    if past(Stage::Running) {
        let permit = cohort_policy::may_start(&coordinator, &facts).unwrap();
        cohorts::start(app, permit).await.expect("starts");
    }
    if plan.stage == Stage::Cancelled {
        let permit = cohort_policy::may_cancel(&coordinator, &facts).unwrap();
        cohorts::cancel(app, permit, "La vía está cerrada").await.expect("is cancelled");
    }
    id
}

/// Writes what shows that a cohort's minimum activities were done, as its closing asks.
pub async fn shown(world: &World, actor: &formacion::sign_in::actor::Actor, id: CohortId) {
    let row = formacion::cohorts::queries::get(world.app.db.read(), id).await.unwrap();
    let texts = cohorts::MinimumTexts {
        method: row.cohort.method.clone(),
        method_evidence: Some("Guías y productos archivados".to_owned()),
        knowledge: row.cohort.knowledge.clone(),
        knowledge_evidence: Some("Carpeta entregada a las alcaldías".to_owned()),
    };
    let permit = cohort_policy::may_edit(actor, &row.facts()).unwrap();
    cohorts::save_minimum(&world.app, permit, texts).await.expect("is written");
}
