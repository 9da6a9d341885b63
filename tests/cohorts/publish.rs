//! From draft to the catalogue: everything that is missing is said at once.

use super::{draft, post, session_fields};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage;

#[rocket::async_test]
async fn a_draft_is_published_when_nothing_is_missing_and_appears_in_the_catalogue() {
    let world = World::new("publish").await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let address = draft(&world, &[]).await;
    let fields = session_fields("2027-02-02", "08:00", "12:00", &ana);
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    coordinator
        .submit(&format!("{address}/publicacion"), &[])
        .await
        .expect(200)
        .expect_text("La cohorte quedó publicada")
        .expect_text("Publicada, por confirmar");
    coordinator
        .get(&format!("{address}/historia"))
        .await
        .expect(200)
        .expect_text("Se publicó: aparece en «Cursos abiertos»");
    let anyone = world.as_anyone();
    anyone.get("/oferta").await.expect_text("Meta 2027-1");
    // Two people press the same button: the second is told, nothing breaks.
    coordinator
        .post(&format!("{address}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("no puede pasar a");
    world.finish().await;
}

#[rocket::async_test]
async fn publishing_after_the_last_day_of_enrolment_says_that_it_closed() {
    let world = World::new("publish closed").await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let address = draft(&world, &[("cierra", "19/11/2026".to_owned())]).await;
    let fields = session_fields("2027-02-02", "08:00", "12:00", &ana);
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    coordinator
        .submit(&format!("{address}/publicacion"), &[])
        .await
        .expect(200)
        .expect_text("Las inscripciones por cuenta propia cerraron el 19/11/2026")
        .expect_no_text("recibe inscripciones");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_missing_is_listed_and_nothing_changes() {
    let world = World::new("not ready").await;
    let coordinator = world.as_coordinator("MET").await;
    let address = draft(&world, &[]).await;
    coordinator
        .post(&format!("{address}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("programar al menos una sesión");
    let fields = session_fields("2027-02-02", "08:00", "12:00", "");
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    coordinator
        .post(&format!("{address}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("asignar quién facilita en la sesión 1");
    coordinator.get(&address).await.expect_text("Borrador");
    coordinator.get("/oferta").await.expect_no_text("Meta 2027-1");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_whose_dates_have_passed_is_not_published() {
    let world = World::new("late").await;
    let id =
        cohort(&world, CohortPlan { first_day: -10, stage: Stage::Draft, ..CohortPlan::default() })
            .await;
    world
        .as_coordinator("MET")
        .await
        .post(&format!("/cohortes/{id}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("esa fecha ya pasó");
    world.finish().await;
}
