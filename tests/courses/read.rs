//! Reading the catalogue and the capacities that it builds.

use formacion::courses::queries::published_versions;

use super::{course, form};
use crate::support::world::World;

#[rocket::async_test]
async fn the_list_is_searched_without_accents_or_capitals_and_filtered() {
    let world = World::new("list courses").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get("/cursos")
        .await
        .expect(200)
        .expect_text("Gestión tributaria territorial")
        .expect_text("Convenios solidarios")
        .expect_text("1–10 de 10");
    coordinator
        .get("/cursos?q=GESTION+tributaria")
        .await
        .expect(200)
        .expect_text("1–1 de 1")
        .expect_text("SP-TRI");
    coordinator.get("/cursos?q=ff-con").await.expect(200).expect_text("1–1 de 1");
    coordinator
        .get("/cursos?tema=rendicion_cuentas&modalidad=virtual")
        .await
        .expect(200)
        .expect_text("1–1 de 1")
        .expect_text("Conversatorio");
    coordinator
        .get("/cursos?q=%25_&tema=nada&modalidad=x&pagina=99")
        .await
        .expect(200)
        .expect_text("Ningún curso coincide");
    coordinator.get("/cursos?pagina=abc").await.expect(200);
    world.as_anyone().get("/cursos").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn drafts_are_listed_for_those_who_write_them_and_offered_to_no_cohort() {
    let world = World::new("list drafts").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post("/cursos", &form()).await.expect(303);
    coordinator.get("/cursos?q=catastro").await.expect(200).expect_text("Borrador");
    world
        .as_gobernacion("50")
        .await
        .get("/cursos?q=catastro")
        .await
        .expect(200)
        .expect_text("Ningún curso coincide");
    let offered = published_versions(world.app.db.read()).await.unwrap();
    assert_eq!(offered.len(), 10);
    assert!(offered.iter().all(|version| version.code != "SP-CAT"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_capacity_tells_how_it_is_measured_and_which_courses_build_it() {
    let world = World::new("capacity").await;
    let anyone = world.as_anyone();
    anyone
        .get("/capacidades")
        .await
        .expect(200)
        .expect_text("23 capacidades y 24 indicadores.")
        .expect_text("Propuesta")
        .expect_text("Con fuente");
    anyone
        .get("/capacidades/PRE-04")
        .await
        .expect(200)
        .expect_text("un superávit alto indica recursos sin ejecutar")
        .expect_text("asociación, no una causalidad")
        .expect_text("Gestión presupuestal");
    anyone.get("/capacidades/PRE-05").await.expect(404);
    let (id, _) = course(&world, "SP-PRE").await.unwrap();
    let signed_in = world.as_facilitator("Ana").await;
    let page = signed_in.get("/capacidades/PRE-04").await.expect(200);
    assert!(page.body().contains(&format!("href=\"/cursos/{id}\"")));
    world.finish().await;
}
