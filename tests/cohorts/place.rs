//! A cohort is a place: its first page says what to do now and how it goes, and its tabs stay on its pages.

use crate::support::class::Class;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage;

#[rocket::async_test]
async fn the_first_page_of_a_running_cohort_says_how_it_goes_and_what_to_do_now() {
    let world = World::new("place running").await;
    let class = Class::running(&world, 2, &[-3, -2, -1, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    let address = format!("/cohortes/{}", class.cohort);
    // What ended without a list comes first, and everybody who may pass it is told on each page.
    let page = class.coordinator.get(&address).await.expect(200);
    page.expect_text("La sesión 3 terminó sin lista")
        .expect_text("Pasar lista")
        .expect_text("La asistencia baja desde la primera sesión: 100, 50 %")
        .expect_text("75 % asistencia")
        .expect_text("2 de 4 sesiones dictadas")
        .expect_text("1 de 2")
        .expect_text("Cerrar");
    let page = class.facilitator.get(&class.grid()).await.expect(200);
    page.expect_text("Sesiones y asistencia 1 sesión sin lista");
    let page = class.facilitator.get(&address).await.expect(200);
    page.expect_text("Pasar lista");
    world.finish().await;
}

#[rocket::async_test]
async fn the_tabs_of_a_cohort_stay_on_its_pages_and_open_what_their_reader_may_read() {
    let world = World::new("place tabs").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let address = format!("/cohortes/{}", class.cohort);
    let tabs = ["", "/inscritos", "/asistencia", "/notas", "/certificados", "/historia"];
    for page in ["", "/inscritos", "/datos", "/riesgo", "/actividades", "/cierre", "/historia"] {
        let page = class.coordinator.get(&format!("{address}{page}")).await.expect(200).body();
        for tab in tabs {
            assert!(page.contains(&format!("<a href=\"{address}{tab}\"")), "{tab}");
        }
        assert_eq!(page.matches("<h1").count(), 1);
    }
    for tab in tabs {
        class.coordinator.get(&format!("{address}{tab}")).await.expect(200);
    }
    let director = world.as_director("MET").await;
    let page = director.get(&address).await.expect(200).body();
    assert!(page.contains("/asistencia\"") && !page.contains("/historia\""));
    director.get(&format!("{address}/historia")).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn the_first_page_of_a_draft_leads_to_what_it_lacks() {
    let world = World::new("place draft").await;
    let plan = CohortPlan { stage: Stage::Draft, sessions: 0, ..CohortPlan::default() };
    let id = cohort(&world, plan).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&format!("/cohortes/{id}")).await.expect(200);
    page.expect_text("Todavía no se puede publicar")
        .expect_text("Programar una sesión")
        .expect_no_text("Publicar en «Cursos abiertos»");
    world.finish().await;
}
