//! A coordinator adds a course to the catalogue.

use formacion::courses::entity::course_version::State;

use super::{course, form, form_with};
use crate::support::world::World;

#[rocket::async_test]
async fn a_coordinator_creates_a_course_that_starts_as_a_draft() {
    let world = World::new("create course").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/cursos/nuevo").await.expect(200).expect_text("Crear un curso");
    coordinator
        .submit("/cursos", &form())
        .await
        .expect(200)
        .expect_text("quedó guardado en borrador")
        .expect_text("Catastro multipropósito")
        .expect_text("SP-CAT")
        .expect_text("Plan de trabajo catastral")
        .expect_text("nota final mínima de 3,0")
        .expect_text("coordinador MET");
    let (_, versions) = course(&world, "SP-CAT").await.unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0].state, State::Draft);
    assert_eq!(versions[0].contents, "El censo predial\nLa tarifa");
    world.finish().await;
}

#[rocket::async_test]
async fn every_wrong_answer_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let world = World::new("create wrong").await;
    let coordinator = world.as_coordinator("MET").await;
    let wrong = form_with(&[
        ("codigo", "á b"),
        ("tema", "astrología"),
        ("nombre", ""),
        ("tipo", "magia"),
        ("horas", "160"),
        ("asistencia_minima", "0"),
        ("nota_minima", "5,01"),
        ("evidencia_TRI-01", "Lista sin capacidad marcada"),
    ]);
    coordinator
        .post("/cursos", &wrong)
        .await
        .expect(422)
        .expect_text("Error:")
        .expect_text("Use letras sin tilde, números y guiones")
        .expect_text("Escriba el nombre del curso.")
        .expect_text("Escriba las horas del curso: un número entero entre 1 y 159.")
        .expect_text("Escriba la asistencia mínima: un número entero entre 1 y 100.")
        .expect_text("Escriba la nota mínima: un número entre 0,0 y 5,0")
        .expect_text("Marque la capacidad TRI-01 o borre su evidencia.")
        .expect_text("La tarifa");
    assert!(course(&world, "SP-CAT").await.is_none());
    coordinator.post("/cursos", &[]).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn a_code_is_used_once() {
    let world = World::new("create twice").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .post("/cursos", &form_with(&[("codigo", "SP-TRI")]))
        .await
        .expect(422)
        .expect_text("Ya existe un curso con este código")
        .expect_text("El censo predial");
    world.finish().await;
}

#[rocket::async_test]
async fn a_conversatorio_carries_no_pass_mark() {
    let world = World::new("create conversatorio").await;
    let coordinator = world.as_coordinator("MET").await;
    let graded = form_with(&[("tipo", "conversatorio")]);
    coordinator.post("/cursos", &graded).await.expect(422).expect_text("no lleva nota");
    let not_graded = form_with(&[("tipo", "conversatorio"), ("nota_minima", "")]);
    coordinator.post("/cursos", &not_graded).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_creates_courses() {
    let world = World::new("create denied").await;
    for character in [world.as_facilitator("Ana").await, world.as_gobernacion("50").await] {
        character.get("/cursos/nuevo").await.expect(403);
        character.post("/cursos", &form()).await.expect(403);
    }
    world.as_anyone().get("/cursos/nuevo").await.expect(303);
    world.as_anyone().post("/cursos", &form()).await.expect(401);
    assert!(course(&world, "SP-CAT").await.is_none());
    world.finish().await;
}
