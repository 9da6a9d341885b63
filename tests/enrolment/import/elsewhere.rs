//! People of other municipalities: a list asks of them what every other door asks (R85).

use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment_exception;
use sea_orm::{EntityTrait, Set};

use super::{confirmed, csv, people, sent};
use crate::enrolment::eligibility::asks_for;
use crate::enrolment::places;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

/// The rules that were set aside and why.
async fn kept(world: &World) -> Vec<(String, String)> {
    let kept = enrolment_exception::Entity::find().all(world.app.db.read()).await.unwrap();
    kept.into_iter().map(|one| (one.rules, one.reason)).collect()
}

#[rocket::async_test]
async fn who_works_elsewhere_enters_with_a_reason_or_is_left_out_by_one_answer() {
    let world = World::new("elsewhere-caution").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..4);
    rows[0][3] = "LETICIA".to_owned();
    rows[1][3] = "FLORENCIA".to_owned();
    rows[2][3] = "LETICIA".to_owned();
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    let page = confirmed(&staff, &address, "1").await;
    let page = page
        .expect_text("3 filas con errores")
        .expect_text("Hay 2 municipios que se llaman «FLORENCIA»");
    for code in ["18001", "19290", "91001"] {
        assert!(page.body().contains(&format!("value=\"{code}\"")), "{code}");
    }
    let respond = format!("{address}/respuestas");
    let foreign = [("pregunta[0]", "municipio|FLORENCIA"), ("respuesta[0]", "05001")];
    staff.post(&respond, &foreign).await.expect(422);
    let answer = [("pregunta[0]", "municipio|FLORENCIA"), ("respuesta[0]", "18001")];
    let page = staff.submit(&respond, &answer).await.expect(200);
    // The reason is asked as where somebody is added by hand, once for all of them.
    page.expect_text("3 filas con errores")
        .expect_text("Motivo de la excepción: municipio de fuera de la cohorte (3 filas)")
        .expect_text("Alcaldía de Florencia · Florencia (Caquetá)")
        .expect_text("«LETICIA» se leyó como Leticia (Amazonas), que no es de esta cohorte")
        .expect_text("El municipio no es de los de esta cohorte")
        .expect_no_text("«18001»");
    let out = [("pregunta[0]", "municipio|LETICIA"), ("respuesta[0]", "fuera")];
    let page = staff.submit(&respond, &out).await.expect(200);
    page.expect_text("1 fila con errores").expect_text("No se importan: 2");
    let reason = "Apoya a Mapiripán desde Florencia";
    let why = [("pregunta[0]", "excepcion|other_municipality"), ("respuesta[0]", reason)];
    let page = staff.submit(&respond, &why).await.expect(200);
    page.expect_text("Importar 2 personas").expect_text("Se inscribe por excepción: Apoya");
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    done.expect_text("2 inscritas con cupo");
    let places = places(&world, cohort).await;
    let codes: Vec<_> = places.iter().map(|one| one.municipality_code.as_deref()).collect();
    assert_eq!(codes, [Some("18001"), Some("50325")]);
    assert_eq!(kept(&world).await, [("other_municipality".to_owned(), reason.to_owned())]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_course_that_is_only_for_its_municipalities_refuses_and_the_coordination_may_except() {
    let world = World::new("elsewhere-refused").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let own = course_version::ActiveModel { own_municipalities: Set(true), ..Default::default() };
    asks_for(&world, cohort, own).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..2);
    rows[1][3] = "LETICIA".to_owned();
    let address = sent(&staff, cohort, "lista.csv", &csv(&rows)).await;
    confirmed(&staff, &address, "1")
        .await
        .expect_text("1 fila con errores")
        .expect_text("Es para personas de Mapiripán (Meta), Puerto Lleras (Meta).")
        .expect_text("Motivo de la excepción: otro municipio (1 fila)");
    let reason = "Apoya a Mapiripán por convenio";
    let answer = [("pregunta[0]", "excepcion|municipality"), ("respuesta[0]", reason)];
    let page = staff.submit(&format!("{address}/respuestas"), &answer).await.expect(200);
    page.expect_text("Importar 2 personas");
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    assert_eq!(places(&world, cohort).await.len(), 2);
    assert_eq!(kept(&world).await, [("municipality".to_owned(), reason.to_owned())]);
    world.finish().await;
}
