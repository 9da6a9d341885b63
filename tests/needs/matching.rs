//! A need and its cohorts: what is matched, what is left, who was attended.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use formacion::certification::entity::certificate::Kind;
use formacion::cohorts::entity::cohort::Stage;
use sea_orm::ConnectionTrait as _;

use super::{HERE, stated};
use crate::certification::{PASSED, closed};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Answered, Character, World};

pub async fn matched(
    by: &Character<'_>,
    need: impl ToString,
    cohort: i64,
    people: &str,
) -> Answered {
    let path = format!("/necesidades/{}/cohortes", need.to_string());
    by.post(&path, &[("cohorte", &cohort.to_string()), ("personas", people)]).await
}

#[rocket::async_test]
async fn a_partly_met_need_keeps_its_remainder_and_a_cancelled_cohort_gives_its_people_back() {
    let world = World::new("need matched").await;
    let met = world.as_coordinator("MET").await;
    let need = stated(&met, HERE, &[("personas", "20")]).await;
    let plan = |facilitator| CohortPlan { facilitator, seats: 15, ..CohortPlan::default() };
    let one = cohort(&world, plan("ana")).await.0;
    let two = cohort(&world, plan("beto")).await.0;
    let page = met.get(&format!("/necesidades/{need}")).await.expect(200);
    page.expect_text("Meta 2026-2: ");
    matched(&met, need, one, "16").await.expect(422).expect_text("le quedan 15 cupos");
    matched(&met, need, one, "12").await.expect(303);
    matched(&met, need, two, "9").await.expect(422).expect_text("Quedan 8 personas");
    let page = met.get(&format!("/necesidades/{need}")).await.expect(200);
    page.expect_text("Pendiente").expect_text("Sin cohorte 8").expect_text("Con cohorte 12");
    matched(&met, need, two, "8").await.expect(303);
    met.get(&format!("/necesidades/{need}"))
        .await
        .expect(200)
        .expect_text("Asignada a una cohorte: 8 personas")
        .expect_text("Sin cohorte 0");
    met.get("/necesidades?estado=pendiente").await.expect(200).expect_text("Ninguna necesidad");
    met.get("/necesidades?estado=con-cohorte").await.expect(200).expect_text("Con cohorte");
    // Nothing of it waits: there is nothing to refuse.
    let no = met.post(&format!("/necesidades/{need}/rechazo"), &[("motivo", "No")]).await;
    no.expect(422).expect_text("No queda nadie");
    met.post(&format!("/cohortes/{two}/cancelacion"), &[("motivo", "La vía está cerrada")])
        .await
        .expect(303);
    let page = met.get(&format!("/necesidades/{need}")).await.expect(200);
    page.expect_text("Pendiente").expect_text("Sin cohorte 8").expect_text("No cuenta");
    met.post(&format!("/necesidades/{need}/rechazo"), &[("motivo", "")]).await.expect(422);
    met.post(&format!("/necesidades/{need}/rechazo"), &[("motivo", "Sin presupuesto")])
        .await
        .expect(303);
    let page = met.get(&format!("/necesidades/{need}")).await.expect(200);
    page.expect_text("Rechazada").expect_text("Sin presupuesto").expect_text("Con cohorte 12");
    matched(&met, need, one, "13").await.expect(422).expect_text("fue rechazada");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_of_another_unit_capacity_or_municipality_answers_nothing() {
    let world = World::new("need unfit").await;
    let met = world.as_coordinator("MET").await;
    let need = stated(&met, HERE, &[]).await;
    let other = CohortPlan { course: "SP-PRE", ..CohortPlan::default() };
    let elsewhere =
        CohortPlan { municipalities: vec!["50577"], facilitator: "beto", ..CohortPlan::default() };
    let foreign = CohortPlan {
        unit: "HUI",
        municipalities: vec!["18592"],
        facilitator: "carla",
        ..CohortPlan::default()
    };
    let cancelled =
        CohortPlan { stage: Stage::Cancelled, facilitator: "dora", ..CohortPlan::default() };
    let mut bodies = Vec::new();
    for plan in [other, elsewhere, foreign, cancelled] {
        let id = cohort(&world, plan).await.0;
        let refused = matched(&met, need, id, "5").await.expect(422);
        bodies.push(refused.expect_text("Elija una cohorte suya").words());
    }
    let absent = matched(&met, need, 987_654_321, "5").await.expect(422).words();
    assert_eq!(bodies[2], absent, "foreign and absent look alike");
    world.finish().await;
}

#[rocket::async_test]
async fn people_are_attended_once_they_are_certified_there_for_the_municipality() {
    let world = World::new("need attended").await;
    let met = world.as_coordinator("MET").await;
    let first = stated(&met, HERE, &[("personas", "2")]).await;
    let class = closed(&world, 0, &[PASSED; 3]).await;
    // The coordination of the class may have signed in anew.
    let met = world.as_coordinator("MET").await;
    matched(&met, first, class.id.0, "2").await.expect(303);
    let seen = [("personas", "5"), ("vistas", &first.to_string())];
    let second = stated(&met, HERE, &seen).await;
    matched(&met, second, class.id.0, "4").await.expect(303);
    let page = met.get(&format!("/necesidades/{first}")).await.expect(200);
    page.expect_text("Atendidas 0");
    class.issue(&world).await.expect("issues");
    let page = met.get(&format!("/necesidades/{first}")).await.expect(200);
    page.expect_text("Atendida ").expect_text("Atendidas 2");
    // Three were certified: the first need has two of them, the second one the other.
    let page = met.get(&format!("/necesidades/{second}")).await.expect(200);
    page.expect_text("Atendidas 1").expect_text("Liberar las no atendidas");
    matched(&met, second, class.id.0, "0").await.expect(422).expect_text("se certificaron 1");
    matched(&met, second, class.id.0, "1").await.expect(303);
    met.get(&format!("/necesidades/{second}")).await.expect(200).expect_text("Sin cohorte 4");
    let attended = met.get("/necesidades?estado=atendida").await.expect(200);
    attended.expect_text("n.º").expect_text("1–1 de 1");

    let answered = met.get("/necesidades/xlsx").await.expect(200);
    let mut book = Xlsx::new(Cursor::new(answered.bytes)).expect("a workbook");
    let range = book.worksheet_range("Necesidades").unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    assert_eq!(rows.len(), 3);
    let column = |heading: &str| {
        rows[0].iter().position(|cell| *cell == Data::String(heading.into())).expect("a column")
    };
    let row = |id: i64| {
        let number = column("N.º");
        *rows.iter().find(|row| row[number] == Data::Float(id as f64)).expect("the need")
    };
    let text = |id, heading: &str| row(id)[column(heading)].to_string();
    assert_eq!(text(first.0, "Código municipio"), HERE);
    assert_eq!(
        ["Personas", "Con cohorte", "Atendidas", "Sin cohorte", "Estado"]
            .map(|heading| text(second.0, heading)),
        ["5", "1", "1", "4", "Pendiente"]
    );
    assert_eq!(text(first.0, "Estado"), "Atendida");
    world.finish().await;
}

#[rocket::async_test]
async fn a_constancia_says_that_people_came_and_attends_no_need() {
    let world = World::new("need constancia").await;
    let class = closed(&world, 0, &[PASSED; 2]).await;
    let talk = "UPDATE course_version SET offer_type = 'conversatorio', pass_mark = NULL";
    world.app.db.writer().execute_unprepared(talk).await.expect("is written");
    let met = world.as_coordinator("MET").await;
    let need = stated(&met, HERE, &[("personas", "2")]).await;
    matched(&met, need, class.id.0, "2").await.expect(303);
    class.issue(&world).await.expect("issues");
    let kinds: Vec<Kind> = class.certificates(&world).await.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Kind::Constancia, Kind::Constancia]);
    let page = met.get(&format!("/necesidades/{need}")).await.expect(200);
    page.expect_text("Con cohorte 2").expect_text("Atendidas 0");
    met.get("/necesidades?estado=atendida").await.expect(200).expect_text("Ninguna necesidad");
    // Nobody of it was certified there, so all of them may be given back.
    matched(&met, need, class.id.0, "0").await.expect(303);
    world.finish().await;
}
