//! The administrative career goes first in the waiting list when the institution stands behind it: what
//! only a person declared waits to be confirmed (R77).

use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::queries::position;
use formacion::history::entity::history_event;
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sea_orm_migration::MigratorTrait as _;

use super::register::{form, registers};
use super::{code, enrolled, letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, servant};
use crate::support::world::World;

/// A full cohort in which somebody without a career waits, and after them the person of
/// [`form`], who declared one.
async fn full(world: &World) -> (CohortId, PersonId) {
    let seated = people(world, 1..3, true).await;
    let cohort = cohort(world, CohortPlan { seats: 1, ..CohortPlan::default() }).await;
    for person in seated {
        enrolled(world, cohort, person).await;
    }
    let path = format!("/oferta/{}/registro", code(world, cohort).await);
    let fields = form(&[("tipo_vinculacion", "carrera")]);
    let visitor = world.as_anyone();
    registers(world, &visitor, &path, &fields).await.expect(200).expect_text("lista de espera");
    let last = places(world, cohort).await.pop().unwrap();
    assert_eq!(last.stage, Stage::Waiting);
    (cohort, last.person_id)
}

/// The person's turn in the waiting list, counted from one.
async fn turn(world: &World, cohort: CohortId, person: PersonId) -> u64 {
    let row = places(world, cohort).await.into_iter().find(|row| row.person_id == person).unwrap();
    position(world.app.db.read(), cohort, row.queue_number, row.post_id).await.unwrap()
}

async fn post_of(world: &World, person: PersonId) -> post::Model {
    post::Entity::find()
        .filter(post::Column::PersonId.eq(person))
        .order_by_desc(post::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap()
}

#[rocket::async_test]
async fn a_declared_career_waits_its_turn_until_the_coordination_confirms_it() {
    let world = World::new("career list").await;
    let (cohort, person) = full(&world).await;
    assert_eq!(turn(&world, cohort, person).await, 2, "behind the one who came before");
    let own = world.as_account("inirida@pueblo.example").await;
    own.get(&format!("/personas/{person}")).await.expect(200).expect_text("(por confirmar)");
    let staff = world.as_coordinator("MET").await;
    let list = format!("/cohortes/{cohort}/inscritos?lista=espera");
    let page = staff.get(&list).await.expect(200);
    page.expect_text("Carrera por confirmar").expect_text("Confirmar la carrera");
    let post = post_of(&world, person).await;
    assert!(!post.is_vouched);
    let path = format!("/vinculaciones/{}/carrera", post.id);
    // Not for oneself, and nobody of elsewhere.
    own.get(&format!("/vinculaciones/{}", post.id)).await.expect(200).expect_text("por confirmar");
    own.post(&path, &[]).await.expect(403);
    world.as_coordinator("HUI").await.post(&path, &[]).await.expect(404);
    staff.post("/vinculaciones/987654/carrera", &[]).await.expect(404);
    let before = letters(&world).await.len();
    let fields = [("cohorte", &*cohort.to_string())];
    let done = staff.submit(&path, &fields).await.expect(200);
    done.expect_text("quedó confirmada").expect_text("En espera").expect_no_text("por confirmar");
    assert_eq!(turn(&world, cohort, person).await, 1);
    assert_eq!(letters(&world).await.len(), before, "nobody is written to");
    staff.post(&path, &[]).await.expect(422).expect_text("ya confirmó esta vinculación");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("people.vouch_post"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("history tells");
    assert_eq!((told.subject_id, told.actor_account_id), (post.id.0, Some(staff.account().0)));
    own.get(&format!("/personas/{person}")).await.expect(200).expect_no_text("(por confirmar)");
    world.finish().await;
}

#[rocket::async_test]
async fn the_focal_point_of_the_entity_confirms_it_and_no_other() {
    let world = World::new("career focal").await;
    let (cohort, person) = full(&world).await;
    let post = post_of(&world, person).await;
    let (_, elsewhere) = servant(&world, 9, "50325").await;
    let elsewhere = post::Entity::find_by_id(elsewhere).one(world.app.db.read()).await.unwrap();
    let other = world.as_focal_point(elsewhere.unwrap().entity_id.0).await;
    let path = format!("/vinculaciones/{}/carrera", post.id);
    other.post(&path, &[]).await.expect(404);
    let focal = world.as_focal_point(post.entity_id.0).await;
    let page = focal.get(&format!("/vinculaciones/{}", post.id)).await.expect(200);
    page.expect_text("Confirmar la carrera");
    focal.post(&path, &[]).await.expect(303);
    assert_eq!(turn(&world, cohort, person).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_nomination_by_the_entity_confirms_it_too() {
    let world = World::new("career nominated").await;
    let (cohort, person) = full(&world).await;
    let post = post_of(&world, person).await;
    let focal = world.as_focal_point(post.entity_id.0).await;
    let fields = [("todas", "si")];
    focal.post(&format!("/cohortes/{cohort}/postulaciones"), &fields).await.expect(303);
    assert!(post_of(&world, person).await.is_vouched);
    assert_eq!(turn(&world, cohort, person).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn who_adds_a_career_to_themselves_declares_it_and_staff_vouches_by_adding() {
    let world = World::new("career added").await;
    let (person, _) = servant(&world, 1, "50325").await;
    assert!(post_of(&world, person).await.is_vouched, "what the institution brought");
    let fields = [
        ("departamento", "50"),
        ("municipio", "50325"),
        ("entidad", "alcaldia:50325"),
        ("otra_entidad", ""),
        ("cargo", "Secretaria"),
        ("tipo_vinculacion", "carrera"),
        ("desde", "2026-11-01"),
        ("principal", ""),
    ];
    let path = format!("/personas/{person}/vinculaciones");
    world.as_participant(person.0).await.post(&path, &fields).await.expect(303);
    assert!(!post_of(&world, person).await.is_vouched);
    let mut fields = fields;
    fields[4] = ("cargo", "Auxiliar");
    world.as_coordinator("MET").await.post(&path, &fields).await.expect(303);
    assert!(post_of(&world, person).await.is_vouched);
    world.finish().await;
}

#[rocket::async_test]
async fn of_the_posts_of_before_history_says_who_declared_theirs() {
    let world = World::new("career before").await;
    let (_, declared) = full(&world).await;
    let (brought, _) = servant(&world, 9, "50325").await;
    let db = world.app.db.writer();
    let all = migrations::Migrator::migrations();
    let from = all.iter().position(|one| one.name() == "m0101_vouched_posts").unwrap();
    let steps = u32::try_from(all.len() - from).unwrap();
    migrations::Migrator::down(db, Some(steps)).await.unwrap();
    migrations::Migrator::up(db, None).await.unwrap();
    assert!(!post_of(&world, declared).await.is_vouched);
    assert!(post_of(&world, brought).await.is_vouched);
    world.finish().await;
}
