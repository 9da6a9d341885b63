//! What a municipality holds, for everybody; names only for those who answer for it.

use std::collections::{BTreeMap, BTreeSet};

use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort;
use formacion::courses::entity::course_version_capacity;
use formacion::enrolment::entity::enrolment;
use formacion::people::entity::person::{self, PersonId};
use formacion::people::entity::post;
use formacion::people::post_rules::is_held;
use sea_orm::EntityTrait;

use super::META;
use super::pages::{links, links_of, table};
use crate::ledger::{CAPACITY, HERE, THERE, class, leaves, post_of};
use crate::support::people::post as works;
use crate::support::world::{Character, World};

/// Who holds a certificate in force and works in a municipality today, by municipality and capacity: read
/// from posts and certificates, and not from the ledger (R31).
pub async fn in_post(world: &World) -> BTreeMap<(String, String), BTreeSet<i64>> {
    let (db, today) = (world.app.db.read(), world.app.clock.today());
    let people = person::Entity::find().all(db).await.unwrap();
    let whose = |id: PersonId| {
        let record = people.iter().find(|person| person.id == id);
        record.and_then(|person| person.merged_into).unwrap_or(id)
    };
    let posts = post::Entity::find().all(db).await.unwrap();
    let certificates = certificate::Entity::find().all(db).await.unwrap();
    let enrolments = enrolment::Entity::find().all(db).await.unwrap();
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let targets = course_version_capacity::Entity::find().all(db).await.unwrap();
    let mut held: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    // A constancia says that somebody came; only a certificado says that they can.
    let counts = |row: &&certificate::Model| {
        row.state == certificate::State::Active
            && row.kind == certificate::Kind::Certificado
            && row.valid_until.is_none_or(|last| last >= today)
    };
    for certificate in certificates.iter().filter(counts) {
        let holder = whose(certificate.person_id);
        let place = enrolments.iter().find(|row| row.id == certificate.enrolment_id).unwrap();
        let cohort = cohorts.iter().find(|row| row.id == place.cohort_id).unwrap();
        let version = cohort.course_version_id;
        for target in targets.iter().filter(|row| row.course_version_id == version) {
            let theirs = posts.iter().filter(|post| whose(post.person_id) == holder);
            for post in theirs.filter(|post| is_held(post, today)) {
                let key = (post.municipality_code.clone(), target.capacity_code.clone());
                held.entry(key).or_default().insert(holder.0);
            }
        }
    }
    held
}

#[rocket::async_test]
async fn the_capacities_count_the_people_in_post_whose_certificates_target_them() {
    let world = World::demo("municipality_capacities").await;
    let held = in_post(&world).await;
    let codes: BTreeSet<&str> = held.keys().map(|(code, _)| code.as_str()).collect();
    assert!(codes.len() >= 2, "the demo certified people of several municipalities");
    let (visitor, administrator) = (world.as_anyone(), world.as_administrator().await);
    let mut reached = 0;
    for code in codes {
        let public = visitor.get(&format!("/municipios/{code}")).await.expect(200);
        let body = public.body();
        public.expect_no_text("Certificados vigentes").expect_text("para que nadie quede señalado");
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
        reached += usize::from(page.body().contains("Con cupos confirmados de personas"));
        for row in &rows[1..] {
            let capacity = row[0].rsplit(' ').next().unwrap();
            match held.get(&(code.to_owned(), capacity.to_owned())) {
                Some(people) => assert_eq!(row[1], people.len().to_string(), "{code} {capacity}"),
                None => assert!(["Ninguna", "Se perdió"].contains(&row[1].as_str()), "{code}"),
            }
        }
        for link in links_of(&page.body(), "capacidades", "/capacidad?") {
            administrator.get(&link).await.expect(200);
        }
        page.expect_text("asociación, no causalidad").expect_text("Fuente: DANE, DIVIPOLA");
    }
    assert!(reached > 0, "cohorts with their people are told");
    world.finish().await;
}

#[rocket::async_test]
async fn who_was_certified_elsewhere_counts_where_they_work_today() {
    let world = World::new("municipality_in_post").await;
    let class = class(&world, 3).await;
    leaves(&world, post_of(&world, class.people[0]).await, -1).await;
    works(&world, class.people[0], THERE, false).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/capacidad-instalada?departamento=50&capacidad={CAPACITY}");
    let department = table(&staff.get(&path).await.expect(200).body(), "municipios");
    for (code, people, public) in [(HERE, "2", "Menos de 5"), (THERE, "1", "Menos de 5")] {
        let path = format!("/municipios/{code}");
        let row = |page: &str| {
            let rows = table(page, "capacidades").into_iter();
            rows.rev().find(|row| row[0].ends_with(CAPACITY)).expect("is in the framework")
        };
        let page = staff.get(&path).await.expect(200).body();
        assert_eq!(row(&page)[1], people, "{code}");
        // The page of installed capacity says the same.
        let installed = staff.get(&format!("{path}/capacidad")).await.expect(200).body();
        assert_eq!(row(&installed)[1], people, "{code}");
        // The one of the department too.
        let name = if code == HERE { "Mapiripán" } else { "Puerto Lleras" };
        let line = department.iter().find(|line| line[0] == name).expect("is listed");
        assert_eq!(line[1], people, "{code}");
        let held = &table(&page, "capacidades")[1..];
        let held = held.iter().filter(|line| line[1].parse::<u32>().is_ok()).count();
        assert!(held > 0 && page.contains(&format!("<p>{held} de ")), "{code}: {held}");
        let holders = table(&page, "personas");
        assert_eq!((holders.len() - 1).to_string(), people, "{holders:?}");
        let anyone = world.as_anyone();
        assert_eq!(row(&anyone.get(&path).await.expect(200).body())[1], public, "{code}");
        let list = anyone.get(&format!("/municipios?q={code}")).await.expect(200).body();
        assert_eq!(table(&list, "municipios")[1][1], public, "{code}");
    }
    let page = staff.get(&format!("/municipios/{THERE}")).await.expect(200).body();
    assert_eq!(table(&page, "personas")[1][0], "Guayacán A, Ñandú");
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
        world.as_account("servidora@demostracion.example").await,
    ] {
        let page = character.get(path).await.expect(200).expect_no_text("Certificados vigentes");
        assert!(!named(&page.body()));
    }
    for character in [
        world.as_account(META).await,
        world.as_account("coordinacion.meta@demostracion.example").await,
        world.as_account("enlace.mapiripan@demostracion.example").await,
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
    let page = visitor.get("/municipios?ver=todos").await.expect(200);
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
async fn the_list_begins_with_what_concerns_its_reader_and_the_country_is_one_click_on() {
    let world = World::demo("municipality_beginning").await;
    let departments = async |reader: &Character<'_>| {
        let page = reader.get("/municipios").await.expect(200);
        let page = page.expect_text("Ver todo el país").expect_text("Descargar XLSX");
        let rows = table(&page.body(), "municipios");
        let names = rows[1..].iter().map(|row| row[2].clone()).collect::<BTreeSet<_>>();
        (names, page.words())
    };
    let (own, words) = departments(&world.as_account(META).await).await;
    assert_eq!(own, BTreeSet::from(["Meta".to_owned()]));
    assert!(words.contains("Municipios de su alcance") && words.contains("Quién carece de qué"));
    let town = world.as_account("enlace.mapiripan@demostracion.example").await;
    let rows = table(&town.get("/municipios").await.expect(200).body(), "municipios");
    assert_eq!((rows.len(), rows[1][0].as_str()), (2, "Mapiripán"));
    // Who answers for none, or for all, begins where cohorts are.
    for reader in [world.as_anyone(), world.as_administrator().await] {
        let (places, words) = departments(&reader).await;
        assert!(places.contains("Meta") && places.contains("Caquetá"), "{places:?}");
        assert!(!places.contains("Amazonas") && words.contains("Municipios con cohortes"));
        // The search finds the rest, and so does one press.
        let found = reader.get("/municipios?q=leticia").await.expect(200);
        found.expect_text("Leticia").expect_text("Municipios que coinciden");
        reader.get("/municipios?ver=todos").await.expect(200).expect_text("1–50 de 1122");
    }
    let book = world.as_anyone().get("/municipios/xlsx?q=leticia").await.expect(200);
    assert!(book.header("Content-Type").is_some_and(|kind| kind.contains("spreadsheetml")));
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
        .expect_text("Ver los cursos abiertos")
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

/// Returns the address of the only filled button of a page.
fn button(body: &str) -> String {
    let filled = body.split("class=\"button\" href=\"").nth(1).expect("one filled button");
    filled.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#x3D;", "=")
}

#[rocket::async_test]
async fn the_whole_says_what_lacks_and_leads_each_reader_to_their_own_next_step() {
    let world = World::new("municipality_whole").await;
    let class = class(&world, 2).await;
    let path = format!("/municipios/{HERE}");
    let held = post_of(&world, class.people[0]).await;
    let held = post::Entity::find_by_id(held).one(world.app.db.read()).await.unwrap().unwrap();
    for (reader, step) in [
        (world.as_coordinator("MET").await, "/necesidades/propuesta?"),
        (world.as_gobernacion("50").await, "/necesidades/nueva?"),
        (world.as_focal_point(held.entity_id.0).await, "/necesidades/nueva?"),
    ] {
        let page = reader.get(&path).await.expect(200);
        let body = page
            .expect_text("2 personas certificadas para el municipio: 2 siguen en el cargo.")
            .expect_text("no hay nadie")
            .expect_text("Nadie ha pedido formación que siga sin cohorte")
            .body();
        let step_of = button(&body);
        assert!(step_of.starts_with(step), "{step_of}");
        reader.get(&step_of).await.expect(200);
        let row = table(&body, "capacidades").into_iter().find(|row| row[0].ends_with(CAPACITY));
        let row = row.expect("is in the framework");
        assert_eq!((row.len(), row[1].as_str()), (4, "2"));
        let paper = reader.get(&format!("{path}/pdf")).await.expect(200);
        assert!(paper.bytes.starts_with(b"%PDF"));
    }
    // When both leave, the municipality has lost what it had.
    world.app.clock.advance(chrono::TimeDelta::days(30));
    for person in &class.people {
        leaves(&world, post_of(&world, *person).await, -1).await;
    }
    let page = world.as_gobernacion("50").await.get(&path).await.expect(200);
    let body = page.expect_text("0 siguen en el cargo").expect_text("Se perdió:").body();
    let row = table(&body, "capacidades").into_iter().find(|row| row[0].ends_with(CAPACITY));
    assert_eq!(row.expect("is in the framework")[1], "Se perdió");
    // The paper is of those who answer for it: foreign and absent look alike.
    let foreign = world.as_gobernacion("18").await.get(&format!("{path}/pdf")).await.expect(404);
    let absent = world.as_gobernacion("18").await.get("/municipios/98765/pdf").await.expect(404);
    assert_eq!(
        foreign.body_without_request_id().replace(HERE, "98765"),
        absent.body_without_request_id()
    );
    world.as_anyone().get(&format!("{path}/pdf")).await.expect(303);
    // Who does not answer for it reads what everybody does.
    for other in [world.as_gobernacion("18").await, world.as_facilitator("uno").await] {
        let page = other.get(&path).await.expect(200).expect_text("para que nadie quede señalado");
        page.expect_no_text("Se perdió").expect_no_text("Lo que sigue");
    }
    world.finish().await;
}
