//! The pages: one set of figures with the list behind each, within the reader's territory (R60).

use formacion::people::entity::post::{self, PostId};
use formacion::platform::dates::{input_date, short};
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::EntityTrait;

use super::{HERE, class, leaves, post_of};
use crate::reports::pages::table;
use crate::support::fixtures::day;
use crate::support::world::{Character, World};

const PAGE: &str = "/municipios/50325/capacidad";

#[rocket::async_test]
async fn a_coordinator_reads_each_figure_and_the_list_behind_it() {
    let world = World::new("ledger pages").await;
    let class = class(&world, 3).await;
    world.app.clock.advance(chrono::TimeDelta::days(30));
    leaves(&world, post_of(&world, class.people[0]).await, -1).await;
    let staff = world.as_coordinator("MET").await;
    let page = staff.get("/capacidad-instalada?departamento=50&capacidad=TRI-01").await.expect(200);
    let page = page.expect_text("Capacidad instalada en Meta").expect_text("Mapiripán 2 0 1 2");
    assert!(page.body().contains("salieron"));
    assert!(page.body().contains("#t-municipios"), "a capacity opens its municipalities");
    let chosen = table(&page.body(), "capacidades");
    assert_eq!(chosen.len(), 2, "the one that was chosen alone: {chosen:?}");
    let page = page.expect_text("1 de 29 municipios de Meta con alguien certificado en el cargo");
    let land =
        "<a href=\"/municipios/50325/capacidad?capacidad=TRI-01\" aria-label=\"Mapiripán: 2\">";
    assert!(page.body().contains(land), "its land leads to its capacity");
    let page = staff.get(PAGE).await.expect(200);
    let page = page
        .expect_text("Movilizar recursos propios TRI-01 2 0 1")
        .expect_text("Cómo ha cambiado: Cualquier capacidad")
        .expect_text("con lo que se sabe hoy");
    let title =
        "<title>Cualquier capacidad: personas certificadas en el cargo, Mapiripán (Meta)</title>";
    assert!(page.body().contains(title));
    let list = format!("{PAGE}/personas?capacidad=TRI-01");
    let gone = staff.get(&format!("{list}&grupo=salieron")).await.expect(200);
    gone.expect_text("Ya no cuentan: Movilizar recursos propios").expect_text("Dejó el cargo");
    let there = staff.get(&format!("{list}&grupo=confirmadas")).await.expect(200);
    there.expect_text("1–2 de 2").expect_no_text("Dejó el cargo");
    let nobody = staff.get(&format!("{list}&grupo=sin-confirmar")).await.expect(200);
    nobody.expect_text("Nadie en esta lista");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cut_of_the_past_says_how_it_was_known_and_the_line_how_it_is_known_now() {
    let world = World::new("ledger cuts").await;
    let class = class(&world, 2).await;
    world.app.clock.advance(chrono::TimeDelta::days(40));
    leaves(&world, post_of(&world, class.people[0]).await, -20).await;
    let staff = world.as_coordinator("MET").await;
    let on = day(&world, -10);
    let page = staff.get(&format!("{PAGE}?capacidad=TRI-01&corte={}", input_date(on))).await;
    page.expect(200)
        .expect_text("Movilizar recursos propios TRI-01 2 0 0")
        .expect_text("como se sabía al terminar ese día")
        .expect_text(&format!("{} 1 1 0 1", short(on)));
    let tomorrow = input_date(day(&world, 1));
    let refused = staff.get(&format!("{PAGE}?corte={tomorrow}")).await.expect(422);
    let refused = refused.expect_text("Esa fecha no ha llegado");
    assert!(refused.body().contains(&tomorrow), "what was typed stays");
    staff.get(&format!("{PAGE}?corte=2026-02-30")).await.expect(422);
    staff.get(&format!("{PAGE}?capacidad=NADA-99")).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn each_reads_their_own_territory_and_no_public_page_shows_it() {
    let world = World::new("ledger scope").await;
    class(&world, 1).await;
    let meta = world.as_gobernacion("50").await;
    meta.get(PAGE).await.expect(200).expect_text("Mapiripán (Meta)");
    let list = meta.get(&format!("{PAGE}/personas")).await.expect(200);
    assert!(list.expect_text("Guayacán").body().contains("*"), "the document is masked");
    let caqueta = world.as_gobernacion("18").await;
    let foreign = caqueta.get(PAGE).await.expect(404).body_without_request_id();
    let absent = caqueta.get("/municipios/98765/capacidad").await.expect(404);
    assert_eq!(
        foreign.replace("50325", "98765"),
        absent.body_without_request_id(),
        "foreign and absent look alike"
    );
    caqueta.get("/capacidad-instalada?departamento=50").await.expect(404);
    caqueta.get("/capacidad-instalada").await.expect(200).expect_text("en Caquetá");
    world.as_anyone().get(PAGE).await.expect(303);
    world.as_facilitator("uno").await.get(PAGE).await.expect(403);
    let public = world.as_anyone().get(&format!("/municipios/{HERE}")).await.expect(200);
    public.expect_no_text("Sin confirmar");
    world.finish().await;
}

/// The focal point of the town hall where somebody works.
async fn town_hall(world: &World, post: PostId) -> Character<'_> {
    let post = post::Entity::find_by_id(post).one(world.app.db.read()).await.unwrap().unwrap();
    world.as_focal_point(post.entity_id.0).await
}

#[rocket::async_test]
async fn a_town_hall_reads_its_own_municipality_and_no_other_body_does() {
    let world = World::new("ledger town hall").await;
    let class = class(&world, 2).await;
    let own = town_hall(&world, post_of(&world, class.people[0]).await).await;
    let page = own.get(PAGE).await.expect(200).expect_text("Movilizar recursos propios TRI-01 2 0");
    page.expect_no_text("cambiar la meta");
    own.get(&format!("{PAGE}/personas")).await.expect(200).expect_text("Guayacán");
    for page in ["/municipios/50325/indicadores", "/municipios/50325/brecha"] {
        own.get(page).await.expect(200);
    }
    let foreign = own.get("/municipios/50577/capacidad").await.expect(404);
    let absent = own.get("/municipios/98765/capacidad").await.expect(404);
    assert_eq!(
        foreign.body_without_request_id().replace("50577", "98765"),
        absent.body_without_request_id(),
        "foreign and absent look alike"
    );
    own.get("/capacidad-instalada").await.expect(403);
    // Another body of the municipality speaks for its own people alone.
    let tx = world.app.db.begin().await.unwrap();
    let hospital = NewEntity {
        kind: "descentralizada_mun".to_owned(),
        name: "Hospital de prueba".to_owned(),
        municipality_code: HERE.to_owned(),
        is_demo: true,
    };
    let hospital = find_or_add_entity(&tx, &world.app, &Author::system(), hospital).await.unwrap();
    tx.commit().await.unwrap();
    world.as_focal_point(hospital.0).await.get(PAGE).await.expect(404);
    world.finish().await;
}
