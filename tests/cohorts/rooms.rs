//! Nobody teaches where somebody else does (R12), however many ask at once.

use std::sync::Arc;

use formacion::cohorts::clashes::{Clash, clashes};
use formacion::cohorts::commands::{self, NewSession};
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::policy::{CohortFacts, may_edit};
use formacion::cohorts::queries::{self, HoursQuery};
use formacion::courses::entity::course_version::Modality;
use formacion::platform::app::App;
use formacion::platform::dates;
use formacion::sign_in::actor::Actor;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{draft, post, session_fields};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::world::World;

#[rocket::async_test]
async fn a_room_is_taken_once_at_a_time_and_adjacent_sessions_share_it() {
    let world = World::new("rooms").await;
    let coordinator = world.as_coordinator("MET").await;
    let one = draft(&world, &[]).await;
    let other = draft(&world, &[("nombre", "Otra".to_owned())]).await;
    let session = |from, to| session_fields("2027-02-10", from, to, "");
    let (path, path_of_other) = (format!("{one}/sesiones"), format!("{other}/sesiones"));
    post(&coordinator, &path, &session("08:00", "12:00")).await.expect(303);
    let refused = post(&coordinator, &path_of_other, &session("11:59", "13:00")).await.expect(422);
    let refused = refused.expect_text("Ese lugar ya está ocupado a esa hora");
    assert!(refused.body().contains("href=\"#lugar\""));
    post(&coordinator, &path_of_other, &session("12:00", "13:00")).await.expect(303);
    // Elsewhere, or at a distance, the hour is free.
    for place in ["Biblioteca municipal", "Sala virtual", "Por confirmar"] {
        let mut fields = session("08:00", "09:00");
        fields.retain(|(name, _)| *name != "lugar");
        fields.push(("lugar", place.to_owned()));
        let made = draft(&world, &[("nombre", place.to_owned())]).await;
        post(&coordinator, &format!("{made}/sesiones"), &fields).await.expect(303);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_that_moves_to_a_taken_room_is_refused() {
    let world = World::new("moves").await;
    cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let other = CohortPlan { facilitator: "beto", stage: Stage::Draft, ..CohortPlan::default() };
    let id = cohort(&world, other).await;
    let coordinator = world.as_coordinator("MET").await;
    let dates = (day(&world, 10).to_string(), day(&world, 12).to_string());
    let data = |place: &str| {
        vec![
            ("nombre", "Meta 2026-2".to_owned()),
            ("empieza", dates.0.clone()),
            ("termina", dates.1.clone()),
            ("cierra", String::new()),
            ("cupos", "30".to_owned()),
            ("lugar", place.to_owned()),
            ("municipios", "50325".to_owned()),
            ("asistencia_minima", "80".to_owned()),
            ("nota_minima", "3,0".to_owned()),
        ]
    };
    let path = format!("/cohortes/{id}/datos");
    post(&coordinator, &path, &data("CASA DE LA CULTURA, salon de Ana"))
        .await
        .expect(422)
        .expect_text("Ese lugar ya está ocupado");
    post(&coordinator, &path, &data("Biblioteca")).await.expect(303);
    world.finish().await;
}

const CROWD: usize = 12;

/// Drafts of one municipality with a room of the same name and nobody to teach.
async fn drafts(world: &World) -> Vec<CohortId> {
    let mut made = Vec::new();
    for _ in 0..CROWD {
        let plan = CohortPlan { sessions: 0, stage: Stage::Draft, ..CohortPlan::default() };
        made.push(cohort(world, plan).await);
    }
    made
}

fn wanted(world: &World) -> NewSession {
    let at = |hour| {
        let time = chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        dates::from_bogota(day(world, 10), time)
    };
    NewSession { starts_at: at(8), ends_at: at(12), place: None, link: None, facilitator: None }
}

/// The product's way.
async fn adds(app: App, actor: Actor, id: CohortId, new: NewSession) -> bool {
    let facts = CohortFacts { id, unit: "MET".to_owned(), stage: Stage::Draft };
    let permit = may_edit(&actor, &facts).unwrap();
    commands::add_session(&app, permit, new).await.is_ok()
}

/// The same question, asked before the transaction and without the lock: all have asked before
/// the first of them writes, as happens when nobody waits for anybody.
async fn adds_without_lock(
    app: App,
    id: CohortId,
    new: NewSession,
    asked: Arc<tokio::sync::Barrier>,
) -> bool {
    let db = app.db.read();
    let row = queries::get(db, id).await.unwrap();
    let codes = ["50325".to_owned(), "50577".to_owned()];
    let mut planned = [new.planned(&row.cohort.place_text, Modality::Presencial)];
    let names = queries::find_rooms(db, &codes, &mut planned).await.unwrap();
    let looking = HoursQuery {
        from: new.starts_at,
        to: new.ends_at,
        municipalities: &codes,
        meetings: &planned,
        names: Some(&names),
        except: Some(id),
        unit: "MET",
        ..HoursQuery::default()
    };
    let taken = queries::booked_sessions(db, looking).await.unwrap();
    asked.wait().await;
    if clashes(&planned[0], &taken).iter().any(Clash::blocks) {
        return false;
    }
    let tx = app.db.begin().await.unwrap();
    let row = session::ActiveModel {
        cohort_id: Set(id),
        position: Set(1),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        stage: Set(session::Stage::Planned),
        created_at: Set(app.clock.now()),
        ..Default::default()
    };
    row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    true
}

/// Everybody asks at once; answers how many got the room.
async fn all_at_once<F>(
    world: &World,
    cohorts: &[CohortId],
    ask: impl Fn(App, Actor, CohortId, NewSession) -> F,
) -> usize
where
    F: Future<Output = bool> + Send + 'static,
{
    let actor = world.as_coordinator("MET").await.actor().await;
    let asking: Vec<_> = cohorts
        .iter()
        .map(|id| tokio::spawn(ask(world.app.clone(), actor.clone(), *id, wanted(world))))
        .collect();
    let mut got = 0;
    for one in asking {
        got += usize::from(one.await.expect("the task ends"));
    }
    got
}

#[rocket::async_test]
async fn a_dozen_cohorts_ask_for_one_room_at_once_and_one_gets_it() {
    let world = World::new("room race").await;
    let cohorts = drafts(&world).await;
    assert_eq!(all_at_once(&world, &cohorts, adds).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn without_the_lock_several_would_and_the_doctor_sees_it() {
    let world = World::new("room race control").await;
    let cohorts = drafts(&world).await;
    let asked = Arc::new(tokio::sync::Barrier::new(CROWD));
    let got = all_at_once(&world, &cohorts, |app, _, id, new| {
        adds_without_lock(app, id, new, Arc::clone(&asked))
    })
    .await;
    assert!(got > 1, "the control shows nothing: {got}");
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let told = findings.iter().any(|finding| finding.text.contains("in one room, overlap"));
    assert!(told, "the doctor does not see it: {findings:?}");
    let tx = world.app.db.begin().await.unwrap();
    session::Entity::delete_many()
        .filter(session::Column::CohortId.is_in(cohorts))
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}
