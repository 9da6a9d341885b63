//! What a municipality holds, for everybody; names only for those who answer for it.

use std::collections::{BTreeMap, BTreeSet};

use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort;
use formacion::courses::entity::course_version_capacity;
use formacion::enrolment::entity::enrolment;
use formacion::people::entity::person;
use sea_orm::EntityTrait;

use super::META;
use super::pages::{links, table};
use crate::support::world::World;

#[rocket::async_test]
async fn the_capacities_count_the_people_whose_certificates_target_them() {
    let world = World::demo("municipality_capacities").await;
    let db = world.app.db.read();
    let certificates = certificate::Entity::find().all(db).await.unwrap();
    let enrolments = enrolment::Entity::find().all(db).await.unwrap();
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let targets = course_version_capacity::Entity::find().all(db).await.unwrap();
    let mut held: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    // A constancia says that somebody came; only a certificado says that they can.
    let counts = |row: &&certificate::Model| {
        row.state == certificate::State::Active && row.kind == certificate::Kind::Certificado
    };
    for certificate in certificates.iter().filter(counts) {
        let place = enrolments.iter().find(|row| row.id == certificate.enrolment_id).unwrap();
        let cohort = cohorts.iter().find(|row| row.id == place.cohort_id).unwrap();
        for target in targets.iter().filter(|row| row.course_version_id == cohort.course_version_id)
        {
            let Some(code) = place.municipality_code.clone() else {
                continue;
            };
            held.entry((code, target.capacity_code.clone()))
                .or_default()
                .insert(certificate.person_id.0);
        }
    }
    let codes: BTreeSet<&str> = held.keys().map(|(code, _)| code.as_str()).collect();
    assert!(codes.len() >= 2, "the demo certified people of several municipalities");
    let (visitor, administrator) = (world.as_anyone(), world.as_administrator().await);
    for code in codes {
        let public = visitor.get(&format!("/municipios/{code}")).await.expect(200);
        let body = public.body();
        public.expect_no_text("Último certificado").expect_text("para que nadie quede señalado");
        for row in &table(&body, "capacidades")[1..] {
            let capacity = row[0].rsplit(' ').next().unwrap();
            let people = held.get(&(code.to_owned(), capacity.to_owned())).map_or(0, BTreeSet::len);
            match people {
                0 => assert_eq!(row[1], "Ninguna"),
                1..5 => assert_eq!(row[1], "Menos de 5", "{code} {capacity}"),
                _ => assert!(row[1].starts_with("De "), "{code} {capacity}: {}", row[1]),
            }
            assert_eq!(row.len(), 3, "no date tells of one person");
        }
        let page = administrator.get(&format!("/municipios/{code}")).await.expect(200);
        let rows = table(&page.body(), "capacidades");
        for row in &rows[1..] {
            let capacity = row[0].rsplit(' ').next().unwrap();
            match held.get(&(code.to_owned(), capacity.to_owned())) {
                Some(people) => assert_eq!(row[1], people.len().to_string(), "{code} {capacity}"),
                None => assert_eq!(row[1], "Ninguna", "{code} {capacity}"),
            }
        }
        page.expect_text("asociación, no causalidad").expect_text("Fuente: DANE, DIVIPOLA");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn names_are_read_only_by_those_who_answer_for_the_municipality() {
    let world = World::demo("municipality_names").await;
    let people = person::Entity::find().all(world.app.db.read()).await.unwrap();
    let path = "/municipios/50325";
    let named = |body: &str| {
        people
            .iter()
            .any(|person| body.contains(&format!("{}, {}", surnames(person), person.first_name)))
    };
    for character in [
        world.as_anyone(),
        world.as_account(super::CAQUETA).await,
        world.as_account("coordinacion.caqueta@demostracion.example").await,
        world.as_account("facilitador.meta@demostracion.example").await,
        world.as_account("enlace.mapiripan@demostracion.example").await,
        world.as_account("servidora@demostracion.example").await,
    ] {
        let page = character
            .get(path)
            .await
            .expect(200)
            .expect_no_text("Personas certificadas Certificados vigentes");
        assert!(!named(&page.body()));
    }
    for character in [
        world.as_account(META).await,
        world.as_account("coordinacion.meta@demostracion.example").await,
        world.as_administrator().await,
    ] {
        let page = character
            .get(path)
            .await
            .expect(200)
            .expect_text("Solo los ve quien responde por el municipio");
        assert!(named(&page.body()));
        assert!(page.body().contains("***"), "documents are masked");
    }
    world.finish().await;
}

fn surnames(person: &person::Model) -> String {
    let second = person.second_surname.as_deref().unwrap_or_default();
    format!("{} {second}", person.first_surname).trim().to_owned()
}

#[rocket::async_test]
async fn municipalities_are_found_without_accents_by_code_department_and_pdet() {
    let world = World::new("municipality_search").await;
    let visitor = world.as_anyone();
    let page = visitor.get("/municipios").await.expect(200);
    assert_eq!(table(&page.body(), "municipios").len() - 1, 50);
    page.expect_text("1–50 de 1122");
    for query in ["q=MAPIRIPAN", "q=mapirip%C3%A1n", "q=50325", "q=mapiripan+meta"] {
        let page = visitor.get(&format!("/municipios?{query}")).await.expect(200);
        let rows = table(&page.body(), "municipios");
        assert_eq!(rows.len(), 2, "{query}");
        assert_eq!(rows[1][0], "Mapiripán", "{query}");
    }
    let page = visitor.get("/municipios?q=puerto&departamento=50&pdet=si").await.expect(200);
    let rows = table(&page.body(), "municipios");
    assert!(rows[1..].iter().all(|row| row[2] == "Meta" && row[4] != "No"));
    assert!(rows.iter().any(|row| row[0] == "Puerto Concordia"));
    assert!(!rows.iter().any(|row| row[0] == "Puerto Gaitán"), "which is not PDET");
    world.finish().await;
}

#[rocket::async_test]
async fn odd_searches_and_addresses_do_no_harm() {
    let world = World::new("municipality_odd").await;
    let visitor = world.as_anyone();
    for query in [
        "q=%00%FF",
        "q=%25_%5C",
        "q=no+existe",
        "departamento=xx",
        "pagina=99999999999999999999",
        "pagina=-1",
        "q=%27+OR+1%3D1--",
    ] {
        visitor.get(&format!("/municipios?{query}")).await.expect(200);
    }
    visitor.get("/municipios?q=no+existe").await.expect_text("Ningún municipio coincide");
    for code in ["00000", "5032", "50325x", "%00%00%00%00%00", "abcde"] {
        visitor.get(&format!("/municipios/{code}")).await.expect(404);
    }
    visitor
        .get("/municipios/91001")
        .await
        .expect(200)
        .expect_text("No hay cohortes abiertas para este municipio")
        .expect_text("escriba a la dirección territorial")
        .expect_no_text("todo el país");
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_offers_the_cohorts_that_are_open_for_it() {
    let world = World::demo("municipality_offer").await;
    let visitor = world.as_anyone();
    let mut open = 0;
    for code in ["50325", "50450", "50577", "18592", "18256"] {
        let page = visitor.get(&format!("/municipios/{code}")).await.expect(200);
        for link in links(&page.body()).iter().filter(|link| link.starts_with("/oferta/")) {
            visitor.get(link).await.expect(200);
            open += 1;
        }
    }
    assert!(open > 0, "the demo has open cohorts for the pilot's municipalities");
    world.finish().await;
}
