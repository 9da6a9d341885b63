//! Who lacks what: one table of a territory, within the reader's, leading to what can be done.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};

use super::{HERE, class, leaves, post_of};
use crate::reports::pages::{links, table};
use crate::support::world::World;

const PAGE: &str = "/carencias";
const OF_TAXES: &str = "/carencias?tema=gestion_tributaria";

/// The row of the municipality where the class works.
fn here(body: &str) -> Vec<String> {
    let rows = table(body, "municipios").into_iter();
    rows.skip(1).find(|row| row[0].starts_with("Mapiripán")).expect("is listed")
}

/// The cell of the capacity that the class holds, under its heading.
fn held(body: &str) -> String {
    let rows = table(body, "municipios");
    let at = rows[0].iter().position(|name| name == "Movilizar recursos propios").expect("is one");
    here(body)[at].clone()
}

#[rocket::async_test]
async fn a_municipality_has_a_capacity_loses_it_and_the_others_never_had_it() {
    let world = World::new("lacking cells").await;
    let class = class(&world, 2).await;
    let gobernacion = world.as_gobernacion("50").await;
    let page = gobernacion.get(OF_TAXES).await.expect(200);
    let body = page.expect_text("no tienen a nadie certificado y en el cargo en").body();
    assert_eq!(held(&body), "2 personas");
    let rows = table(&body, "municipios");
    assert_eq!(rows.len(), 30, "every municipality of Meta, below the head");
    assert!(rows.last().expect("rows")[0].starts_with("Mapiripán"), "who lacks least comes last");
    assert!(rows[1][2..rows[1].len() - 1].iter().all(|cell| cell == "Nunca"), "{:?}", rows[1]);
    // On a phone those that never had anything are a line each, below what they have in common.
    assert_eq!(body.matches("<tr class=\"bare\"").count(), 28);
    assert!(body.contains("data-group=\"Sin nadie en ninguna: 28 municipios\""));
    assert!(body.contains("data-group=\"Con alguien, o con alguna perdida: 1 municipio\""));
    world.app.clock.advance(chrono::TimeDelta::days(30));
    for person in &class.people {
        leaves(&world, post_of(&world, *person).await, -1).await;
    }
    let gobernacion = world.as_gobernacion("50").await;
    let page = gobernacion.get(OF_TAXES).await.expect(200);
    let body = page.expect_text("En 1 municipio se perdió algo que se tenía.").body();
    assert_eq!(held(&body), "Se perdió");
    world.finish().await;
}

#[rocket::async_test]
async fn each_reads_their_own_territory_and_is_led_to_what_they_may_do() {
    let world = World::new("lacking scope").await;
    class(&world, 1).await;
    let coordination = world.as_coordinator("MET").await;
    let page = coordination.get(PAGE).await.expect(200).expect_text("Proponer una cohorte");
    let links = links(&page.body());
    let plan = links.iter().find(|link| link.starts_with("/necesidades/propuesta?"));
    let plan = plan.expect("proposes").clone();
    assert!(plan.contains("municipios="), "the municipalities that lack it go along: {plan}");
    coordination.get(&plan).await.expect(200);
    let ask = links.iter().find(|link| link.starts_with("/necesidades/nueva?")).expect("asks");
    coordination.get(ask).await.expect(200);
    let gobernacion = world.as_gobernacion("50").await;
    let page = gobernacion.get(PAGE).await.expect(200).expect_text("Pedir lo que más falta");
    page.expect_no_text("Proponer una cohorte").expect_text("Mapiripán");
    let other = world.as_gobernacion("18").await;
    other.get(PAGE).await.expect(200).expect_no_text("Mapiripán");
    for file in ["", "/xlsx"] {
        let foreign = other.get(&format!("{PAGE}{file}?departamento=50")).await.expect(404);
        let absent = other.get(&format!("{PAGE}{file}?departamento=98")).await.expect(404);
        assert_eq!(
            foreign.body_without_request_id().replace("departamento=50", "departamento=98"),
            absent.body_without_request_id(),
            "foreign and absent look alike"
        );
        gobernacion.get(&format!("{PAGE}{file}?tema=nada")).await.expect(404);
    }
    world.as_facilitator("uno").await.get(PAGE).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn the_workbook_has_every_municipality_and_every_capacity() {
    let world = World::new("lacking workbook").await;
    class(&world, 2).await;
    let gobernacion = world.as_gobernacion("50").await;
    let answer = gobernacion.get(&format!("{PAGE}/xlsx")).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(answer.bytes)).expect("a workbook");
    let range = book.worksheet_range("Carencias").expect("the sheet");
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows.len(), 30);
    let at = rows[0].iter().position(|name| name.ends_with("(TRI-01)")).expect("is a column");
    let here = rows.iter().find(|row| row[0] == HERE).expect("is a row");
    assert_eq!(here[at], "2");
    assert!(!rows[0].iter().any(|name| name.ends_with("(GEN-01)")), "nobody is taught it alone");
    world.finish().await;
}
