//! From one cohort to others: copied to new dates, or kept as a pattern for the unit.

use formacion::cohorts::queries;

use super::build::{id_in, press, table};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::world::World;

#[rocket::async_test]
async fn a_copy_keeps_weekdays_hours_and_people_and_is_looked_at_anew() {
    let world = World::new("copy").await;
    let source = cohort(&world, CohortPlan { name: "Meta sur", ..CohortPlan::default() }).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&format!("/cohortes/{source}/copia")).await.expect(200);
    let page = page.expect_text("3 sesiones suman 12 horas: faltan 28 horas");
    let rows = table(&page);
    // Four weeks later is the first Monday with two weeks of notice after the source.
    let first = rows.iter().find(|(name, _)| name == "fecha[0]").unwrap();
    assert_eq!(first.1, (day(&world, 17)).to_string());
    // A day can be asked for; one that is a holiday is told.
    let asked = coordinator.get(&format!("/cohortes/{source}/copia?empieza=2026-12-07")).await;
    let asked = asked.expect(200).expect_text("Festivo: Inmaculada Concepción");
    let rows = table(&asked);
    let ana = world.as_facilitator("ana").await.account().to_string();
    assert!(rows.contains(&("facilita[2]".to_owned(), ana)));
    let body = asked.body();
    assert!(body.contains("Copia de Meta sur") && body.contains("salón de ana"));
    coordinator
        .get(&format!("/cohortes/{source}/copia?empieza=31/11/2026"))
        .await
        .expect(422)
        .expect_text("La fecha «31/11/2026» no existe");
    // What the page sends back makes the draft.
    let fields = [
        ("unidad", "MET".to_owned()),
        ("version", super::version(&world, "SP-TRI").await),
        ("nombre", "Meta sur 2".to_owned()),
        ("cupos", "30".to_owned()),
        ("municipios", "50325".to_owned()),
        ("empieza", "2026-12-07".to_owned()),
        ("lugar", "Casa de la cultura, salón de ana".to_owned()),
    ];
    let made = press(&world, &fields, &rows, "crear").await.expect(303);
    let sessions = queries::sessions(world.app.db.read(), id_in(&made)).await.unwrap();
    assert_eq!(sessions.len(), 3);
    // Somebody else's cohort is not copied.
    let stranger = world.as_coordinator("HUI").await;
    stranger.get(&format!("/cohortes/{source}/copia")).await.expect(404);
    stranger.get(&format!("/cohortes/{source}/plantilla")).await.expect(404);
    world.as_facilitator("ana").await.get(&format!("/cohortes/{source}/copia")).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn a_pattern_is_kept_for_the_unit_and_fills_the_builder_without_dates_or_people() {
    let world = World::new("template").await;
    let source = cohort(&world, CohortPlan::default()).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{source}/plantilla");
    coordinator.get(&path).await.expect(200).expect_text("Guardar como plantilla");
    coordinator
        .post(&path, &[("nombre", "")])
        .await
        .expect(422)
        .expect_text("Escriba el nombre de la plantilla.");
    coordinator.post(&path, &[("nombre", "Mañanas seguidas")]).await.expect(303);
    // The same name again replaces it.
    coordinator.post(&path, &[("nombre", "Mañanas seguidas")]).await.expect(303);
    let kept = queries::templates(world.app.db.read(), "MET").await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].pattern.contains("facilita"), "{}", kept[0].pattern);
    coordinator.get("/cohortes/nueva").await.expect_text("Mañanas seguidas");
    let filled =
        coordinator.get(&format!("/cohortes/nueva?unidad=MET&plantilla={}", kept[0].id)).await;
    let body = filled.expect(200).body();
    assert!(body.contains("salón de ana") && body.contains("value=\"30\""));
    assert!(body.contains("value=\"50577\" checked"), "{body}");
    assert!(body.contains("value=\"1\" checked"), "the weekday of the sessions");
    assert!(table(&coordinator.get("/cohortes/nueva").await).is_empty());
    // Another unit neither sees it nor uses it.
    let other = world.as_coordinator("HUI").await;
    let theirs = other.get(&format!("/cohortes/nueva?plantilla={}", kept[0].id)).await.expect(200);
    theirs.expect_no_text("Mañanas seguidas").expect_no_text("salón de ana");
    let own = CohortPlan {
        unit: "HUI",
        municipalities: vec!["18592"],
        facilitator: "beto",
        ..CohortPlan::default()
    };
    let own = cohort(&world, own).await;
    let id = kept[0].id.to_string();
    let gone = [("plantilla", id.as_str())];
    other.post(&format!("/cohortes/{own}/plantilla/retiro"), &gone).await.expect(404);
    coordinator.post(&format!("{path}/retiro"), &gone).await.expect(303);
    coordinator.get("/cohortes/nueva").await.expect_no_text("Mañanas seguidas");
    world.finish().await;
}
