//! The month of sessions, for each as far as they see.

use formacion::cohorts::entity::cohort::Stage;
use formacion::cohorts::queries;

use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

#[rocket::async_test]
async fn a_month_shows_the_sessions_of_whoever_looks_and_names_the_holidays() {
    let world = World::new("calendar").await;
    // Monday 30 November to Wednesday 2 December.
    let own = cohort(&world, CohortPlan { name: "Meta sur", ..CohortPlan::default() }).await;
    let draft = CohortPlan {
        name: "Borrador sur",
        facilitator: "beto",
        stage: Stage::Draft,
        ..CohortPlan::default()
    };
    cohort(&world, draft).await;
    let other = CohortPlan {
        unit: "HUI",
        name: "Caquetá norte",
        municipalities: vec!["18592"],
        facilitator: "caro",
        ..CohortPlan::default()
    };
    cohort(&world, other).await;
    let coordinator = world.as_coordinator("MET").await;
    let november = coordinator.get("/calendario").await.expect(200);
    november
        .expect_text("Calendario, noviembre de 2026")
        .expect_text("Festivo: Independencia de Cartagena")
        .expect_text("2 sesiones")
        .expect_text("Meta sur")
        .expect_text("Borrador sur")
        .expect_no_text("Caquetá norte");
    let december = coordinator.get("/calendario?mes=2026-12").await.expect(200);
    let december = december.expect_text("4 sesiones").expect_text("Festivo: Navidad");
    let sessions = queries::sessions(world.app.db.read(), own).await.unwrap();
    let body = december.body();
    assert!(body.contains(&format!("/sesiones/{}\"", sessions[1].id)), "opens the session");
    assert!(body.contains("mes&#x3D;2026-11") && body.contains("mes&#x3D;2027-01"));
    coordinator.get("/calendario?mes=2027-05").await.expect(200).expect_text("Ninguna sesión");

    // A cancelled one is told with the word.
    let path = format!("/sesiones/{}/cancelacion", sessions[1].id);
    coordinator.post(&path, &[("motivo", "Lluvias")]).await.expect(303);
    coordinator.get("/calendario?mes=2026-12").await.expect_text("Cancelada");

    // Who teaches sees their own; the gobernación, what is published in its department.
    let teacher = world.as_facilitator("ana").await.get("/calendario").await.expect(200);
    let teacher = teacher.expect_text("Meta sur").expect_no_text("Borrador sur");
    assert!(teacher.body().contains(&format!("/cohortes/{own}\"")), "opens the cohort");
    let gobernacion = world.as_gobernacion("50").await.get("/calendario").await.expect(200);
    gobernacion
        .expect_text("Meta sur")
        .expect_no_text("Borrador sur")
        .expect_no_text("Caquetá norte");
    let administrator = world.as_administrator().await;
    administrator.get("/calendario").await.expect_text("Caquetá norte");
    administrator.get("/calendario?unidad=HUI").await.expect_no_text("Meta sur");
    world.finish().await;
}

#[rocket::async_test]
async fn a_month_that_does_not_exist_is_told() {
    let world = World::new("bad month").await;
    let coordinator = world.as_administrator().await;
    for month in ["2026-13", "noviembre", "2026-11-31", "99999-01"] {
        let address = format!("/calendario?mes={month}");
        let told = coordinator.get(&address).await.expect(422);
        told.expect_text("Escriba el mes como 2026-11.");
    }
    coordinator.get("/calendario?unidad=NADA").await.expect(422);
    world.finish().await;
}
