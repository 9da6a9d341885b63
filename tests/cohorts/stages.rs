//! From published to closed or cancelled; every jump over a stage is refused and says why.

use sea_orm::EntityTrait;

use super::first_session_held;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage;
use formacion::cohorts::entity::session;
use formacion::cohorts::queries;
use formacion::enrolment::entity::enrolment;

fn plan(stage: Stage, first_day: i64) -> CohortPlan {
    CohortPlan { stage, first_day, ..CohortPlan::default() }
}

#[rocket::async_test]
async fn a_cohort_goes_from_draft_to_closed_and_tells_its_history() {
    let world = World::new("whole way").await;
    let id = cohort(&world, plan(Stage::Draft, 0)).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{id}");
    for (verb, now) in [("publicacion", "Publicada, por confirmar"), ("confirmacion", "Confirmada")]
    {
        coordinator.submit(&format!("{page}/{verb}"), &[]).await.expect(200).expect_text(now);
    }
    first_session_held(&world, id).await;
    coordinator.get(&page).await.expect_text("En curso");
    // Sessions still planned keep it open.
    coordinator
        .post(&format!("{page}/cierre"), &[("confirma", "si")])
        .await
        .expect(422)
        .expect_text("Falta dictar o cancelar las sesiones 2 y 3.");
    // Nobody can pass the list of a day to come, and the last day says nothing more.
    coordinator
        .get(&format!("{page}/cierre"))
        .await
        .expect(200)
        .expect_text("Pasar a otro día")
        .expect_no_text("La cohorte termina el");
    let sessions = queries::sessions(world.app.db.read(), id).await.unwrap();
    for session in &sessions[1..] {
        coordinator
            .post(
                &format!("/sesiones/{}/cancelacion", session.id),
                &[("motivo", "Paro de transporte")],
            )
            .await
            .expect(303);
    }
    coordinator
        .post(&format!("{page}/cierre"), &[("confirma", "si")])
        .await
        .expect(422)
        .expect_text("Todavía falta terminar la sesión 1.");
    world.advance(chrono::TimeDelta::days(60));
    let coordinator = world.as_coordinator("MET").await;
    // What was done is shown before it is closed.
    coordinator
        .post(&format!("{page}/cierre"), &[("confirma", "si")])
        .await
        .expect(422)
        .expect_text("Falta: la metodología; la gestión del conocimiento");
    let minimum = [
        ("metodo", "Taller"),
        ("metodo_evidencia", "Guías archivadas"),
        ("conocimiento", "Carpeta"),
        ("conocimiento_evidencia", "Carpeta entregada"),
    ];
    coordinator.post(&format!("{page}/minimas"), &minimum).await.expect(303);
    // A course that is graded was followed and evaluated when somebody has a grade.
    coordinator
        .post(&format!("{page}/cierre"), &[("confirma", "si")])
        .await
        .expect(422)
        .expect_text("Falta «Seguimiento y evaluación»");
    let plan = [("nombre[0]", "Prueba final"), ("tipo[0]", "prueba-final"), ("peso[0]", "100")];
    coordinator.post(&format!("{page}/actividades"), &plan).await.expect(303);
    let db = world.app.db.read();
    let activity = formacion::assessment::queries::activities(db, id).await.unwrap()[0].id;
    let place = enrolment::Entity::find().one(db).await.unwrap().unwrap();
    let grade = format!("nota[{activity}][{}]", place.id);
    coordinator.post(&format!("{page}/notas"), &[(grade.as_str(), "4,0")]).await.expect(303);
    coordinator
        .submit(&format!("{page}/cierre"), &[("confirma", "si")])
        .await
        .expect(200)
        .expect_text("Ya puede expedir los certificados");
    coordinator.get(&page).await.expect_text("Cerrada").expect_no_text("Cambiar los datos");
    coordinator
        .get(&format!("{page}/historia"))
        .await
        .expect(200)
        .expect_text("Inició. La regla del certificado quedó fija.");
    for form in ["datos", "cancelacion", "sesiones/nueva", "minimas"] {
        coordinator
            .get(&format!("{page}/{form}"))
            .await
            .expect(422)
            .expect_text("La cohorte está cerrada y ya no cambia");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_jump_over_a_stage_is_refused_and_says_why() {
    let world = World::new("jumps").await;
    let coordinator = world.as_coordinator("MET").await;
    let id = cohort(&world, plan(Stage::Draft, 5)).await;
    for (verb, to) in
        [("confirmacion", "Confirmada"), ("inicio", "En curso"), ("cierre", "Cerrada")]
    {
        coordinator
            .post(&format!("/cohortes/{id}/{verb}"), &[("confirma", "si")])
            .await
            .expect(422)
            .expect_text(&format!("no puede pasar a «{to}»"))
            .expect_text("Borrador");
    }
    for verb in ["publicacion", "confirmacion"] {
        coordinator.post(&format!("/cohortes/{id}/{verb}"), &[]).await.expect(303);
    }
    coordinator
        .post(&format!("/cohortes/{id}/inicio"), &[])
        .await
        .expect(422)
        .expect_text("Podrá iniciarla desde ese día");
    coordinator.post(&format!("/cohortes/{id}/publicacion"), &[]).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn cancelling_needs_a_reason_cancels_what_is_planned_and_keeps_what_was_held() {
    let world = World::new("cancel").await;
    let id = cohort(&world, plan(Stage::Confirmed, 0)).await;
    let coordinator = world.as_coordinator("MET").await;
    let held = first_session_held(&world, id).await;
    let path = format!("/cohortes/{id}/cancelacion");
    coordinator.get(&path).await.expect(200).expect_text("se conserva");
    coordinator.post(&path, &[("motivo", " ")]).await.expect(422).expect_text("Escriba el motivo");
    let long = "a".repeat(10_000);
    coordinator
        .post(&path, &[("motivo", long.as_str())])
        .await
        .expect(422)
        .expect_text("Use máximo 300 caracteres.");
    coordinator
        .submit(&path, &[("motivo", "La vía a Mapiripán está cerrada.")])
        .await
        .expect(200)
        .expect_text("Cancelada")
        .expect_text("La vía a Mapiripán está cerrada.");
    let sessions = session::Entity::find().all(world.app.db.read()).await.unwrap();
    for session in sessions {
        let expected =
            if session.id == held.id { session::Stage::Held } else { session::Stage::Cancelled };
        assert_eq!(session.stage, expected);
    }
    coordinator.post(&path, &[("motivo", "Otra vez")]).await.expect(422);
    let public = super::public_address(&world, id).await;
    world
        .as_anyone()
        .get(&public)
        .await
        .expect(200)
        .expect_text("Este curso se canceló. La vía a Mapiripán está cerrada.")
        .expect_no_text("Es mi primera vez");
    world.finish().await;
}
