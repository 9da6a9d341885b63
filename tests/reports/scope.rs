//! Who reads which department: foreign and non-existent look alike (R60).

use formacion::people::entity::person;
use sea_orm::EntityTrait;

use super::META;
use crate::support::world::World;

const PARTS: [&str; 6] = [
    "",
    "/xlsx",
    "/csv/asistencia",
    "/cohortes/1",
    "/personas",
    "/personas?ver=certificados&desde=31/02/2026",
];

#[rocket::async_test]
async fn a_foreign_department_looks_exactly_like_one_that_does_not_exist() {
    let world = World::demo("reports_foreign").await;
    for character in [world.as_account(META).await, world.as_coordinator("MET").await] {
        for part in PARTS {
            let foreign = character.get(&format!("/informes/departamentos/18{part}")).await;
            assert_eq!(foreign.status, 404, "{part}");
            for absent in ["00", "5", "0050", "%00%00", "50%20", "%D9%A5%D9%A0"] {
                let absent =
                    character.get(&format!("/informes/departamentos/{absent}{part}")).await;
                assert_eq!(absent.status, 404, "{part}");
                assert_eq!(
                    foreign.body_without_request_id(),
                    absent.body_without_request_id(),
                    "{part}"
                );
            }
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_of_another_department_is_not_in_the_report() {
    let world = World::demo("reports_foreign_cohort").await;
    let meta = world.as_account(META).await;
    let caqueta = world.as_account(super::CAQUETA).await;
    let report = caqueta.get("/informes/departamentos/18").await.body();
    let own = meta.get("/informes/departamentos/50").await.body();
    let known = super::pages::links(&own);
    let mut tried = 0;
    for link in super::pages::links(&report).iter().filter(|link| link.contains("/cohortes/")) {
        let guessed = link.replace("/18/", "/50/");
        if known.contains(&guessed) {
            continue;
        }
        let guessed = meta.get(&guessed).await.expect(404);
        let absent = meta.get("/informes/departamentos/50/cohortes/999999").await.expect(404);
        assert_eq!(guessed.body_without_request_id(), absent.body_without_request_id());
        tried += 1;
    }
    assert!(tried > 0, "Caquetá has cohorts of its own");
    world.finish().await;
}

#[rocket::async_test]
async fn only_readers_of_reports_reach_them() {
    let world = World::demo("reports_roles").await;
    let visitor = world.as_anyone();
    let answered = visitor.get("/informes/departamentos/50").await;
    assert_eq!(answered.status, 303);
    assert!(answered.location.unwrap().starts_with("/ingresar"));
    for character in [
        world.as_facilitator("ana").await,
        world.as_account("servidora@demostracion.example").await,
        world.as_account("enlace.mapiripan@demostracion.example").await,
    ] {
        character.get("/informes").await.expect(403);
        for part in PARTS {
            let own = character.get(&format!("/informes/departamentos/50{part}")).await.expect(403);
            let absent =
                character.get(&format!("/informes/departamentos/00{part}")).await.expect(403);
            assert_eq!(own.body_without_request_id(), absent.body_without_request_id());
        }
    }
    let administrator = world.as_administrator().await;
    for department in ["05", "18", "50", "91"] {
        administrator.get(&format!("/informes/departamentos/{department}")).await.expect(200);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_list_of_reports_holds_the_departments_of_the_reader() {
    let world = World::demo("reports_index").await;
    let gobernacion = world.as_account(META).await;
    gobernacion.get("/informes").await.expect(200).expect_text("Meta").expect_no_text("Caquetá");
    let administrator = world.as_administrator().await;
    let page = administrator.get("/informes").await.expect(200);
    assert_eq!(super::pages::table(&page.body(), "departamentos").len() - 1, 33);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_reads_a_whole_document_in_a_report() {
    let world = World::demo("reports_documents").await;
    let people = person::Entity::find().all(world.app.db.read()).await.unwrap();
    for reader in [world.as_account(META).await, world.as_administrator().await] {
        let report = reader.get("/informes/departamentos/50").await.body();
        let mut said = report.clone();
        for link in super::pages::links(&report) {
            if !link.contains("/xlsx") {
                said.push_str(&reader.get(&link).await.body());
            }
        }
        let plain = said.replace('.', "");
        for person in &people {
            assert!(!plain.contains(&person.document_number), "a whole document is shown");
        }
        assert!(said.contains("***"), "masked documents are shown");
    }
    world.finish().await;
}
