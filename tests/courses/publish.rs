//! Publishing a version: only when it says what R1 asks.

use formacion::courses::entity::course_version::State;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{base_of, course, form, form_with};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

#[rocket::async_test]
async fn a_complete_draft_is_published_and_told_in_its_history() {
    let world = World::new("publish").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post("/cursos", &form()).await.expect(303);
    let (id, _) = course(&world, "SP-CAT").await.unwrap();
    coordinator
        .submit(&format!("/cursos/{id}/publicacion"), &[])
        .await
        .expect(200)
        .expect_text("La versión 1 quedó publicada")
        .expect_text("Versión 1 publicada")
        .expect_text("Programar una cohorte");
    let (_, versions) = course(&world, "SP-CAT").await.unwrap();
    assert_eq!(versions[0].state, State::Published);
    assert_eq!(versions[0].published_at, Some(world.app.clock.now()));
    let events = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("courses.publish"))
        .filter(history_event::Column::SubjectId.eq(id.0));
    let events = events.all(world.app.db.read()).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].actor_account_id, Some(coordinator.account().0));
    // Everybody who is signed in reads it now.
    let facilitator = world.as_facilitator("Ana").await;
    facilitator.get(&format!("/cursos/{id}")).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_draft_without_capacity_contents_or_evidence_says_all_that_is_missing() {
    let world = World::new("publish incomplete").await;
    let coordinator = world.as_coordinator("MET").await;
    let mut fields = form_with(&[("contenidos", " \r\n"), ("evidencia_TRI-04", "")]);
    coordinator.post("/cursos", &fields).await.expect(303);
    let (id, _) = course(&world, "SP-CAT").await.unwrap();
    let publish = format!("/cursos/{id}/publicacion");
    coordinator
        .post(&publish, &[])
        .await
        .expect(422)
        .expect_text("Escriba los contenidos, un tema por línea.")
        .expect_text("Escriba la evidencia que se espera de la capacidad TRI-04.");
    fields = form_with(&[
        ("codigo", "SP-SIN"),
        ("capacidad_TRI-04", ""),
        ("evidencia_TRI-04", ""),
        ("objetivo", ""),
    ]);
    coordinator
        .submit("/cursos", &fields)
        .await
        .expect(200)
        .expect_text("Para publicar esta versión falta")
        .expect_text("Elija al menos una capacidad municipal")
        .expect_text("Escriba el objetivo del curso.");
    let (id, versions) = course(&world, "SP-SIN").await.unwrap();
    let publish = format!("/cursos/{id}/publicacion");
    coordinator.post(&publish, &[]).await.expect(422);
    assert_eq!(versions[0].state, State::Draft);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_published_is_not_published_again() {
    let world = World::new("publish again").await;
    let coordinator = world.as_coordinator("HUI").await;
    let (id, before) = course(&world, "SP-TRI").await.unwrap();
    coordinator
        .post(&format!("/cursos/{id}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("No hay un borrador por publicar");
    assert_eq!(course(&world, "SP-TRI").await.unwrap().1, before);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_publishes() {
    let world = World::new("publish denied").await;
    let (id, _) = course(&world, "SP-TRI").await.unwrap();
    let path = format!("/cursos/{id}/publicacion");
    let facilitator = world.as_facilitator("Ana").await;
    facilitator.post(&path, &[]).await.expect(403);
    world.as_anyone().post(&path, &[]).await.expect(303);
    facilitator.post("/cursos/999999/publicacion", &[]).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn what_other_units_teach_is_published_by_somebody_else_than_its_writer() {
    let world = World::new("publish for others").await;
    let far = CohortPlan {
        unit: "HUI",
        municipalities: vec!["18592"],
        facilitator: "luz",
        ..CohortPlan::default()
    };
    cohort(&world, far).await;
    let (id, _) = course(&world, "SP-TRI").await.unwrap();
    let one = world.as_coordinator("MET").await;
    let path = format!("/cursos/{id}/version");
    let base = base_of(&one.get(&path).await.expect(200).body());
    let mut fields = form_with(&[("horas", "30")]);
    fields.push(("base", &base));
    one.post(&path, &fields).await.expect(303);
    let publish = format!("/cursos/{id}/publicacion");
    let page = one.post(&publish, &[]).await.expect(422);
    page.expect_text("la versión que usted escribió la publica otra persona");
    assert_eq!(course(&world, "SP-TRI").await.unwrap().1[1].state, State::Draft);
    world.as_colleague("HUI").await.post(&publish, &[]).await.expect(303);
    assert_eq!(course(&world, "SP-TRI").await.unwrap().1[1].state, State::Published);

    // One's own unit alone teaches it, or nobody: the writer is enough.
    one.post("/cursos", &form()).await.expect(303);
    let (own, _) = course(&world, "SP-CAT").await.unwrap();
    one.post(&format!("/cursos/{own}/publicacion"), &[]).await.expect(303);
    world.finish().await;
}
