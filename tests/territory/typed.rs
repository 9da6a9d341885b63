//! Entities that registrants and participants type are offered to nobody else until the institution
//! accepts or uses them, and one that looks like another is that other.

use formacion::history::entity::history_event;
use formacion::sign_in::actor::{AccountId, Author};
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::{self, EntityId};
use formacion::territory::queries::entities_meant;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::enrolment::code;
use crate::enrolment::register::{form, registers};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;

const TYPED: &str = "Asociación de Pescadores del Ariari";

fn by(account: AccountId) -> Author {
    Author { account: Some(account), request: None }
}

async fn names(world: &World, name: &str, by: &Author) -> entity::Model {
    let tx = world.app.db.begin().await.unwrap();
    let new = NewEntity {
        kind: "osc".to_owned(),
        name: name.to_owned(),
        municipality_code: "50325".to_owned(),
        is_demo: true,
    };
    let id: EntityId = find_or_add_entity(&tx, &world.app, by, new).await.unwrap();
    tx.commit().await.unwrap();
    entity::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

#[rocket::async_test]
async fn what_a_registrant_typed_waits_until_the_coordination_accepts_it() {
    let world = World::new("typed waits").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let typed = [("entidad", ""), ("otra_entidad", TYPED)];
    registers(&world, &world.as_anyone(), &path, &form(&typed)).await.expect(200);
    let row = entity::Entity::find()
        .filter(entity::Column::Name.eq(TYPED))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("the post has its entity");
    assert!(!row.is_reviewed);
    world.as_anyone().get(&path).await.expect(200).expect_no_text(TYPED);
    assert!(entities_meant(world.app.db.read(), TYPED).await.unwrap().is_empty());
    let queue = "/entidades/revision";
    let accept = format!("/entidades/{}/revision", row.id);
    let elsewhere = world.as_coordinator("HUI").await;
    elsewhere.get(queue).await.expect(200).expect_no_text(TYPED);
    elsewhere.post(&accept, &[]).await.expect(404);
    let staff = world.as_coordinator("MET").await;
    staff.post("/entidades/987654/revision", &[]).await.expect(404);
    staff.get(queue).await.expect(200).expect_text(TYPED);
    staff.submit(&accept, &[]).await.expect(200).expect_text("No hay entidades por revisar");
    world.as_anyone().get(&path).await.expect(200).expect_text(TYPED);
    assert_eq!(entities_meant(world.app.db.read(), TYPED).await.unwrap().len(), 1);
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("territory.review_entity"))
        .count(world.app.db.read());
    assert_eq!(told.await.unwrap(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_name_that_looks_like_a_known_one_is_the_known_one() {
    let world = World::new("typed alike").await;
    let (person, _) = servant(&world, 1, "50325").await;
    let stranger = by(world.as_participant(person.0).await.account());
    let staff = by(world.as_coordinator("MET").await.account());
    let known = names(&world, "Alcaldía de Puerto Concordia", &staff).await;
    assert!(known.is_reviewed);
    for alike in ["AIcaldía de Puerto Concordia", "alcaldia  de puerto c0ncordia"] {
        assert_eq!(names(&world, alike, &stranger).await.id, known.id, "{alike}");
    }
    // A stranger who is first keeps nothing: the institution's own name takes its place.
    let early = names(&world, "CorporaciónIlusión", &stranger).await;
    assert!(!early.is_reviewed);
    let later = names(&world, "Corporaciónllusión", &staff).await;
    assert_eq!((later.id, later.is_reviewed), (early.id, true));
    assert_eq!(later.name, "Corporaciónllusión");
    // The alcaldía of the municipality is what the form itself names.
    let hall = names(&world, "Alcaldía de Mapiripán", &stranger).await;
    assert!(hall.is_reviewed);
    let all = entity::Entity::find().order_by_asc(entity::Column::Id).all(world.app.db.read());
    assert!(all.await.unwrap().iter().all(|one| one.is_reviewed));
    world.finish().await;
}

#[rocket::async_test]
async fn letters_that_nobody_sees_or_of_another_alphabet_make_no_second_name() {
    let world = World::new("typed unseen").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    let greek = [("entidad", ""), ("otra_entidad", "Alcald\u{3af}a de Uribe")];
    let refused = visitor.post(&path, &form(&greek)).await.expect(422);
    refused.expect_text("Escriba el nombre con las letras del español");
    let unseen = format!("\u{202e}{}\u{200b}", TYPED.replace(' ', "\u{a0}"));
    let typed = [("entidad", ""), ("otra_entidad", unseen.as_str()), ("cargo", "Te\u{200d}sorera")];
    registers(&world, &visitor, &path, &form(&typed)).await.expect(200);
    let found = entity::Entity::find().filter(entity::Column::Name.eq(TYPED));
    assert_eq!(found.count(world.app.db.read()).await.unwrap(), 1);
    world.finish().await;
}
