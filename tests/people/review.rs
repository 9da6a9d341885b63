//! A document that came with another name waits for a coordinator, who says what they found (R27).

use formacion::history::entity::history_event;
use formacion::people::commands::note_review;
use formacion::people::entity::person::PersonId;
use formacion::sign_in::actor::Author;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sea_orm_migration::MigratorTrait;

use crate::support::people::servant;
use crate::support::world::World;

const LIST: &str = "/personas?revisar=1";

fn page(person: PersonId) -> String {
    format!("/personas/{person}")
}

#[rocket::async_test]
async fn a_document_to_review_reaches_its_coordinator_and_is_settled_with_a_note() {
    let world = World::new("review").await;
    let (person, _) = servant(&world, 1, "50325").await;
    servant(&world, 2, "50325").await;
    let staff = world.as_coordinator("MET").await;
    staff.get(LIST).await.expect(200).expect_text("No hay documentos por revisar");
    for _ in 0..2 {
        note_review(&world.app, &Author::system(), person).await.unwrap();
    }
    staff.get("/").await.expect(200).expect_text("Revisar 1 persona");
    let list = staff.get(LIST).await.expect(200);
    list.expect_text("Guayacán B").expect_no_text("Guayacán C");
    let shown = staff.get(&page(person)).await.expect(200);
    shown.expect_text("Por revisar").expect_text("20/11/2026");
    let settle = format!("{}/revision", page(person));
    staff.post(&settle, &[("nota", " ")]).await.expect(422).expect_text("Escriba qué revisó");
    let note = "Se digitó mal un número; la cédula es de Ñandú.";
    staff
        .submit(&settle, &[("nota", note)])
        .await
        .expect(200)
        .expect_text("El documento quedó revisado")
        .expect_text(note)
        .expect_text("coordinador MET")
        .expect_no_text("Por revisar");
    staff.get("/").await.expect(200).expect_no_text("Revisar 1 persona");
    staff.get(LIST).await.expect(200).expect_no_text("Guayacán B");
    staff.post(&settle, &[("nota", note)]).await.expect(422).expect_text("ya marcó este documento");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("people.settle_review"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((told.subject_id, told.detail.as_str()), (person.0, r#"{"reviews":2}"#));
    assert!(told.actor_account_id.is_some());
    world.finish().await;
}

#[rocket::async_test]
async fn reviews_are_for_the_coordination_of_the_territory() {
    let world = World::new("review-scope").await;
    let (person, _) = servant(&world, 1, "50325").await;
    note_review(&world.app, &Author::system(), person).await.unwrap();
    let settle = format!("{}/revision", page(person));
    let huila = world.as_coordinator("HUI").await;
    huila.get("/").await.expect(200).expect_no_text("Revisar 1 persona");
    huila.get(LIST).await.expect(200).expect_no_text("Guayacán B");
    huila.post(&settle, &[("nota", "x")]).await.expect(404);
    let gobernacion = world.as_gobernacion("50").await;
    gobernacion.get(LIST).await.expect(200).expect_no_text("Documentos por revisar");
    gobernacion.get(&page(person)).await.expect(200).expect_no_text("Por revisar");
    gobernacion.post(&settle, &[("nota", "x")]).await.expect(403);
    let own = world.as_participant(person.0).await;
    own.get(&page(person)).await.expect(200).expect_no_text("Por revisar");
    own.post(&settle, &[("nota", "x")]).await.expect(403);
    world.as_administrator().await.get(LIST).await.expect(200).expect_text("Guayacán B");
    world.finish().await;
}

#[rocket::async_test]
async fn what_history_alone_told_of_is_still_to_be_reviewed() {
    let world = World::new("review-kept").await;
    let (person, _) = servant(&world, 1, "50325").await;
    note_review(&world.app, &Author::system(), person).await.unwrap();
    let db = world.app.db.writer();
    let all = migrations::Migrator::migrations();
    let from = all.iter().position(|one| one.name() == "m0016_document_review").unwrap();
    let steps = u32::try_from(all.len() - from).unwrap();
    migrations::Migrator::down(db, Some(steps)).await.unwrap();
    let gone = db.execute_unprepared("SELECT 1 FROM document_review").await;
    assert!(gone.is_err());
    migrations::Migrator::up(db, None).await.unwrap();
    let staff = world.as_coordinator("MET").await;
    staff.get(LIST).await.expect(200).expect_text("Guayacán B");
    world.finish().await;
}
