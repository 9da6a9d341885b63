//! Whoever directs a territorial unit reads what it does, changes nothing of it, and sees no document
//! and no contact whole (C69).

use formacion::assembly::cards;
use formacion::cohorts::entity::cohort::Stage;
use formacion::people::entity::person;
use formacion::platform::registry::{Audience, Card};
use formacion::sign_in::actor::Role;
use rocket::http::Method;
use sea_orm::EntityTrait;

use super::lands::Land;
use super::methods::rows;
use crate::needs::stated;
use crate::support::class::{Class, listed_name};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::{World, grant};

const DIRECTOR: &str = "direccion.meta@demostracion.example";

/// Puerto Boyacá, which is of Boyacá: Caldas answers for it.
const CEDED: &str = "15572";

/// What every director opens.
const PAGES: [&str; 15] = [
    "/",
    "/tablero",
    "/tablero?departamento=50",
    "/informes",
    "/informes/departamentos/50",
    "/informes/ejecutivos/operacion?ambito=unidad-MET",
    "/cohortes",
    "/calendario",
    "/municipios",
    "/indicadores",
    "/brechas",
    "/capacidad-instalada",
    "/carencias",
    "/necesidades",
    "/personas",
];

/// What they open of a cohort and of its people.
const OF_A_COHORT: [&str; 9] = [
    "/cohortes/<cohort>",
    "/cohortes/<cohort>/inscritos",
    "/cohortes/<cohort>/inscritos/xlsx",
    "/cohortes/<cohort>/asistencia",
    "/cohortes/<cohort>/asistencia/xlsx",
    "/cohortes/<cohort>/certificados",
    "/inscripciones/<enrolment>",
    "/personas/<person>",
    "/necesidades/<need>",
];

#[rocket::async_test]
async fn a_director_reads_their_unit_and_another_one_looks_absent() {
    let world = World::demo("director reads").await;
    let director = world.as_account(DIRECTOR).await;
    let db = world.app.db.read();
    let own = Land::of_unit(db, "MET", "50", "50325").await;
    let foreign = Land::of_unit(db, "HUI", "18", "18592").await;
    let absent = Land::absent(&foreign);
    for page in PAGES {
        director.get(page).await.expect(200);
    }
    for page in OF_A_COHORT {
        director.get(&own.address(page)).await.expect(200);
        let theirs = director.get(&foreign.address(page)).await.expect(404);
        let nobodys = director.get(&absent.address(page)).await.expect(404);
        assert_eq!(theirs.body_without_request_id(), nobodys.body_without_request_id(), "{page}");
    }
    for page in [
        "/tablero?departamento=18",
        "/informes/departamentos/18",
        "/informes/ejecutivos/operacion?ambito=unidad-HUI",
        "/informes/ejecutivos/operacion?ambito=pais",
        "/municipios/18592/brecha",
    ] {
        director.get(page).await.expect(404);
    }
    let list = director.get("/cohortes").await.expect(200).body();
    assert!(list.contains(&format!("href=\"{}\"", own.address("/cohortes/<cohort>"))));
    assert!(!list.contains(&format!("href=\"{}\"", foreign.address("/cohortes/<cohort>"))));
    world.finish().await;
}

/// Whether a form is about somebody's own account, which a director has like everybody.
fn is_own(card: &Card) -> bool {
    let of_others = ["<enrolment>", "<post>", "<person>", "<request>", "<appeal>", "<certificate>"];
    match card.audience {
        Audience::Anyone | Audience::DemoOnly => true,
        Audience::SignedIn => !of_others.iter().any(|name| card.path.contains(name)),
        Audience::Roles(_) => card.path == "/informes/suscripciones",
    }
}

#[rocket::async_test]
async fn no_form_changes_anything_of_the_unit_for_its_director() {
    let world = World::demo("director changes").await;
    let director = world.as_account(DIRECTOR).await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let before = rows(&world.app.db).await;
    let mut wrong = Vec::new();
    let mut sent = 0;
    for card in cards().iter().filter(|card| card.method == Method::Post && !is_own(card)) {
        let answered = director.post(&own.address(card.path), &[]).await;
        sent += 1;
        let refused = match card.audience {
            Audience::Roles(_) => matches!(answered.status, 403 | 404),
            // How the form was sent, or a rule, may speak first.
            _ => (400..500).contains(&answered.status),
        };
        if !refused {
            wrong.push(format!("{}: {}", card.path, answered.status));
        }
    }
    assert!(sent > 100, "{sent} forms of the unit");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows(&world.app.db).await == before, "a form changed rows");
    world.finish().await;
}

#[rocket::async_test]
async fn a_director_sees_no_document_and_no_contact_whole() {
    let world = World::demo("director sees").await;
    let director = world.as_account(DIRECTOR).await;
    let db = world.app.db.read();
    let own = Land::of_unit(db, "MET", "50", "50325").await;
    let people = person::Entity::find().all(db).await.unwrap();
    let mut opened = 0;
    for card in cards() {
        let is_of_others = matches!(card.audience, Audience::Roles(_)) || card.path.contains('<');
        if card.method != Method::Get
            || matches!(card.audience, Audience::Anyone | Audience::DemoOnly)
            || !is_of_others
        {
            continue;
        }
        let answered = director.get(&own.address(card.path)).await;
        if let Audience::Roles(roles) = card.audience
            && !roles.contains(&"director")
        {
            let is_refused = matches!(answered.status, 403 | 404);
            assert!(is_refused, "{} is not theirs: {}", card.path, answered.status);
        }
        let kind = answered.header("Content-Type").unwrap_or_default().to_owned();
        if answered.status != 200 || !kind.starts_with("text/") {
            continue;
        }
        opened += 1;
        let said = answered.body();
        let plain = said.replace('.', "");
        for one in &people {
            assert!(!plain.contains(&one.document_number), "{}: a whole document", card.path);
            let contacts = [&one.email, &one.phone];
            let is_told = contacts.into_iter().flatten().any(|contact| said.contains(contact));
            assert!(!is_told, "{}: a contact", card.path);
        }
    }
    assert!(opened > 20, "{opened} pages were read");
    world.finish().await;
}

#[rocket::async_test]
async fn a_director_reads_all_the_people_of_a_cohort_masked_and_no_draft() {
    let world = World::new("director cohort").await;
    let mut class = Class::running(&world, 1, &[-1]).await;
    class.people.push(class.add_from(1, "95001", "Alcaldía de San José del Guaviare").await);
    let director = world.as_director("MET").await;
    for page in [class.grid(), format!("/cohortes/{}/inscritos", class.cohort)] {
        let page = director.get(&page).await.expect(200);
        page.expect_text(&listed_name(0)).expect_text(&listed_name(1)).expect_text("***");
    }
    let page = director.get(&format!("/cohortes/{}", class.cohort)).await.expect(200);
    assert!(!page.body().contains("/notas"));
    page.expect_text("Certificados").expect_no_text("Cambiar los datos");
    for closed in ["notas", "actividades", "convocatoria", "datos", "riesgo", "certificados/zip"] {
        let page = format!("/cohortes/{}/{closed}", class.cohort);
        director.get(&page).await.expect(403);
    }
    let plan = CohortPlan { name: "En preparación", facilitator: "beto", ..CohortPlan::default() };
    let draft = cohort(&world, CohortPlan { stage: Stage::Draft, ..plan }).await;
    world.as_coordinator("MET").await.get(&format!("/cohortes/{draft}")).await.expect(200);
    director.get(&format!("/cohortes/{draft}")).await.expect(404);
    director.get(&format!("/cohortes/{draft}/inscritos")).await.expect(404);
    director.get("/cohortes").await.expect(200).expect_no_text("En preparación");
    let other = world.as_director("HUI").await;
    other.get(&class.grid()).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_coordinates_one_unit_and_directs_another_writes_in_the_first_alone() {
    let world = World::new("director and coordinator").await;
    let near = cohort(&world, CohortPlan::default()).await;
    let plan = CohortPlan { unit: "HUI", name: "Huila 2026-2", ..CohortPlan::default() };
    let plan = CohortPlan { municipalities: vec!["18592"], facilitator: "beto", ..plan };
    let far = cohort(&world, plan).await;
    let nacional = world.as_administrator().await;
    let need = stated(&nacional, "18592", &[]).await;
    let grants = vec![
        grant(Role::Coordinator, Some("MET"), None, None),
        grant(Role::Director, Some("HUI"), None, None),
    ];
    let both = world.as_holder("dos direcciones", grants).await;
    for id in [near, far] {
        both.get(&format!("/cohortes/{id}")).await.expect(200);
    }
    both.get(&format!("/necesidades/{need}")).await.expect(200);
    both.get("/informes/departamentos/18").await.expect(200);
    both.get("/informes/departamentos/50").await.expect(200);
    both.get(&format!("/cohortes/{near}/datos")).await.expect(200);
    both.get(&format!("/cohortes/{far}/datos")).await.expect(404);
    both.post(&format!("/cohortes/{far}/confirmacion"), &[]).await.expect(404);
    both.post(&format!("/cohortes/{near}/confirmacion"), &[]).await.expect(303);
    let no = [("motivo", "No")];
    both.post(&format!("/necesidades/{need}/rechazo"), &no).await.expect(404);
    both.get("/necesidades/nueva?municipio=50325").await.expect(200);
    both.get("/necesidades/nueva?municipio=18592").await.expect(404);
    both.post("/necesidades", &[("municipio", "18592")]).await.expect(404);
    // What waits on their first page is theirs to decide.
    let home = both.get("/").await.expect(200);
    home.expect_text("Lo que sigue").expect_no_text("Huila 2026-2");
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_ceded_to_another_unit_is_read_by_whoever_directs_that_one() {
    let world = World::new("director ceded").await;
    let (person, _) = servant(&world, 1, CEDED).await;
    let nacional = world.as_administrator().await;
    let need = stated(&nacional, CEDED, &[]).await;
    let pages = [
        format!("/personas/{person}"),
        format!("/necesidades/{need}"),
        format!("/municipios/{CEDED}/capacidad"),
    ];
    let (caldas, boyaca) = (world.as_director("CAL").await, world.as_director("BOY").await);
    for page in pages {
        caldas.get(&page).await.expect(200);
        boyaca.get(&page).await.expect(404);
    }
    let masked = caldas.get(&format!("/personas/{person}")).await.expect(200);
    masked.expect_text("CC 9.***.***.*01").expect_no_text("persona1@pueblo.example");
    // Needs are read, and asked for by others.
    let list = caldas.get("/necesidades").await.expect(200);
    list.expect_text("Puerto Boyacá").expect_no_text("Registrar una necesidad");
    caldas.get("/necesidades/nueva").await.expect(403);
    world.finish().await;
}
