//! How many certified people a municipality wants, and what of it is covered.

use formacion::ledger::entity::coverage_target;
use formacion::platform::dates::input_date;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::class;
use crate::support::fixtures::day;
use crate::support::world::World;

const PAGE: &str = "/municipios/50325/capacidad";
const TARGET: &str = "/municipios/50325/capacidad/meta";

#[rocket::async_test]
async fn coverage_is_those_in_post_of_those_wanted_and_without_a_target_there_is_none() {
    let world = World::new("coverage").await;
    class(&world, 3).await;
    let met = world.as_coordinator("MET").await;
    let page = met.get(PAGE).await.expect(200);
    page.expect_text("TRI-01 3 0 0 — : cambiar la meta de Movilizar recursos propios sin meta — —");
    let (today, tomorrow) = (input_date(day(&world, 0)), input_date(day(&world, 1)));
    let fields = |people: &'static str, since: &str, reason: &'static str| {
        vec![
            ("capacidad", "TRI-01".to_owned()),
            ("personas", people.to_owned()),
            ("desde", since.to_owned()),
            ("motivo", reason.to_owned()),
        ]
    };
    let send = async |all: Vec<(&'static str, String)>| {
        let all: Vec<(&str, &str)> =
            all.iter().map(|(name, text)| (*name, text.as_str())).collect();
        met.post(TARGET, &all).await
    };
    for (people, since, reason, sentence) in [
        ("-1", &today, "Plan", "de 0 a 5.000"),
        ("5001", &today, "Plan", "de 0 a 5.000"),
        ("4", &tomorrow, "Plan", "desde hoy o desde antes"),
        ("4", &today, "", "de dónde sale la meta"),
    ] {
        send(fields(people, since, reason)).await.expect(422).expect_text(sentence);
    }
    let since = input_date(day(&world, -20));
    send(fields("4", &since, "Plan de desarrollo")).await.expect(303);
    send(fields("4", &since, "Otra vez")).await.expect(422).expect_text("Esa ya es la meta");
    let page = met.get(PAGE).await.expect(200);
    page.expect_text("TRI-01 3 0 0 4 : cambiar la meta de Movilizar recursos propios 75 %");
    // A correction is added; a day before it still says what was known then.
    world.app.clock.advance(chrono::TimeDelta::days(10));
    let met = world.as_coordinator("MET").await;
    let gobernacion = world.as_gobernacion("50").await;
    let old = input_date(day(&world, -5));
    let fixed: Vec<(&str, &str)> = vec![
        ("capacidad", "TRI-01"),
        ("personas", "6"),
        ("desde", since.as_str()),
        ("motivo", "Se contó mal"),
    ];
    met.post(TARGET, &fixed).await.expect(303);
    let page = gobernacion.get(PAGE).await.expect(200);
    page.expect_text("TRI-01 3 0 0 6 50 %").expect_no_text("cambiar la meta");
    let page = gobernacion.get(&format!("{PAGE}?corte={old}")).await.expect(200);
    page.expect_text("TRI-01 3 0 0 4 75 %");
    let history = met.get(&format!("{TARGET}?capacidad=TRI-01")).await.expect(200);
    history.expect_text("Plan de desarrollo").expect_text("Se contó mal");
    assert_eq!(coverage_target::Entity::find().count(world.app.db.read()).await.unwrap(), 2);
    gobernacion.get(&format!("{TARGET}?capacidad=TRI-01")).await.expect(403);
    let hui = world.as_coordinator("HUI").await;
    let foreign = hui.get(&format!("{TARGET}?capacidad=TRI-01")).await.expect(404);
    let absent = hui.get("/municipios/98765/capacidad/meta?capacidad=TRI-01").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    met.get(&format!("{TARGET}?capacidad=XXX")).await.expect(404);
    world.finish().await;
}
