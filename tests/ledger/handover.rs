//! The last certified person leaves: those who answer for the municipality are told once, and nobody is
//! named.

use chrono::TimeDelta;
use formacion::ledger::handover::round;
use formacion::notices::entity::outbox_message;
use formacion::sign_in::entity::account;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{HERE, class, leaves, post_of, takes_back};
use crate::support::world::World;

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("ledger/handover"))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

/// The focal point of the alcaldía where the class works.
async fn focal_point(world: &World) {
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: "alcaldia".to_owned(),
        name: format!("Alcaldía de prueba {HERE}"),
        municipality_code: HERE.to_owned(),
        is_demo: true,
    };
    let by = formacion::sign_in::actor::Author::system();
    let entity = find_or_add_entity(&tx, &world.app, &by, entity).await.unwrap();
    tx.commit().await.unwrap();
    world.as_focal_point(entity.0).await;
}

#[rocket::async_test]
async fn when_the_last_one_leaves_the_focal_point_and_the_coordination_are_told_once() {
    let world = World::new("handover").await;
    let class = class(&world, 2).await;
    focal_point(&world).await;
    world.as_coordinator("HUI").await;
    leaves(&world, post_of(&world, class.people[0]).await, 20).await;
    assert!(letters(&world).await.is_empty(), "one is left");
    leaves(&world, post_of(&world, class.people[1]).await, 10).await;
    let told = letters(&world).await;
    let mut to: Vec<i64> = told.iter().filter_map(|letter| letter.account_id).collect();
    to.sort_unstable();
    let accounts = account::Entity::find().all(world.app.db.read()).await.unwrap();
    let mut expected: Vec<i64> = accounts
        .iter()
        .filter(|one| one.display_name.contains("MET") || one.display_name.contains("enlace"))
        .map(|one| one.id.0)
        .collect();
    expected.sort_unstable();
    assert_eq!(to, expected, "those of the municipality and of its unit, and nobody else");
    assert!(told[0].subject.starts_with("Capacidad por relevar: Mapiripán (Meta)"));
    for letter in &told {
        assert!(letter.text_body.contains("Movilizar recursos propios"));
        for body in [&letter.text_body, &letter.html_body] {
            assert!(!body.contains("Guayacán") && !body.contains("9100000"), "nobody is named");
        }
    }
    // Sooner than it was said, and later by the calendar: it was told.
    let before = told.len();
    world.app.clock.advance(TimeDelta::days(25));
    round(&world.app).await.expect("looks");
    assert_eq!(letters(&world).await.len(), before);
    world.finish().await;
}

#[rocket::async_test]
async fn a_revocation_of_the_only_certificate_is_told_too_and_in_its_transaction() {
    let world = World::new("handover revoked").await;
    let class = class(&world, 1).await;
    let row = class.certificates(&world).await.remove(0);
    world.app.clock.advance(TimeDelta::days(3));
    let before = letters(&world).await.len();
    takes_back(&world, &row).await;
    let told = letters(&world).await;
    assert_eq!((before, told.len()), (0, 1), "the coordination of Meta");
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_that_ends_by_the_calendar_is_told_by_the_worker_once() {
    let world = World::new("handover expiry").await;
    let given = crate::certification::validity::ending(&world).await;
    let class = crate::certification::validity::issued(&world, given, 1).await;
    crate::support::people::post(&world, class.people[0], HERE, true).await;
    let last = class.certificates(&world).await[0].valid_until.unwrap();
    crate::certification::validity::travel(&world, last);
    round(&world.app).await.expect("looks");
    assert!(letters(&world).await.is_empty(), "it holds on its last day");
    crate::certification::validity::travel(&world, last.succ_opt().unwrap());
    round(&world.app).await.expect("looks");
    let told = letters(&world).await.len();
    assert!(told > 0);
    round(&world.app).await.expect("looks");
    assert_eq!(letters(&world).await.len(), told, "once");
    world.finish().await;
}
