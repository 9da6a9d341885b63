//! What happens while a password is being checked, which takes long and holds no lock (P22).

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use formacion::platform::blocking::PASSWORDS;
use formacion::sign_in::actor::AccountId;
use formacion::sign_in::entity::{account, sign_in_attempt, web_session};
use formacion::sign_in::{passwords, sessions};
use rocket::futures::FutureExt;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::world::World;

/// Keeps both threads of the lane of passwords busy until it is dropped: passwords wait to be checked.
fn busy() -> Sender<()> {
    let (let_go, held) = channel::<()>();
    let held = Arc::new(Mutex::new(held));
    for _ in 0..2 {
        let held = Arc::clone(&held);
        let mut work = Box::pin(PASSWORDS.run(None, move || {
            let _ = held.lock().unwrap().recv();
        }));
        // Asked once, so that it stands in the queue before whatever comes now.
        assert!(work.as_mut().now_or_never().is_none());
        tokio::spawn(work);
    }
    let_go
}

/// Waits until an attempt is counted and the account was read for it.
async fn being_checked(world: &World, attempts: u64) {
    while sign_in_attempt::Entity::find().count(world.app.db.read()).await.unwrap() < attempts {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// Another password, as a one-time link sets it.
async fn another_password(world: &World, id: AccountId, hash: &str) {
    let tx = world.app.db.begin().await.unwrap();
    let password_hash = Set(Some(hash.to_owned()));
    let change = account::ActiveModel { id: Set(id), password_hash, ..Default::default() };
    change.update(&tx).await.unwrap();
    sessions::close_all(&tx, id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sessions_of(world: &World, id: AccountId) -> u64 {
    let own = web_session::Entity::find().filter(web_session::Column::AccountId.eq(id));
    own.count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn a_password_that_changes_while_it_is_checked_opens_nothing() {
    let world = World::new("changes meanwhile").await;
    let id = account(&world, MAIL).await;
    let new = passwords::hash("otra frase larga más").await.unwrap();
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    let working = busy();
    let (answered, ()) = tokio::join!(visitor.enter(MAIL, PASSWORD), async {
        being_checked(&world, 1).await;
        another_password(&world, id, &new).await;
        drop(working);
    });
    answered.expect(422).expect_text("El correo o la contraseña no coinciden");
    assert_eq!(sessions_of(&world, id).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn an_account_that_is_suspended_while_its_password_is_checked_stays_shut() {
    let world = World::new("suspended meanwhile").await;
    let id = account(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    let working = busy();
    let (answered, ()) = tokio::join!(visitor.enter(MAIL, PASSWORD), async {
        being_checked(&world, 1).await;
        administrator.post(&format!("/cuentas/{id}/suspension"), &[]).await.expect(303);
        drop(working);
    });
    answered.expect(422);
    assert_eq!(sessions_of(&world, id).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_browser_that_was_put_out_meanwhile_sets_no_password() {
    let world = World::new("put out meanwhile").await;
    let id = account(&world, MAIL).await;
    let new = passwords::hash("otra frase larga más").await.unwrap();
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let fields = [
        ("contrasena_actual", PASSWORD),
        ("contrasena", "la frase del ladrón"),
        ("contrasena_otra_vez", "la frase del ladrón"),
    ];
    let weighing = busy();
    let (answered, ()) = tokio::join!(visitor.post("/contrasena", &fields), async {
        // The new password waits to be weighed; the present one is checked after whoever waits now.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let working = busy();
        drop(weighing);
        being_checked(&world, 2).await;
        another_password(&world, id, &new).await;
        drop(working);
    });
    answered.expect(422).expect_text("La contraseña actual no es correcta.");
    let stored = account::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(stored.password_hash, Some(new));
    assert_eq!(sessions_of(&world, id).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_link_that_nobody_made_gets_no_work_done() {
    let world = World::new("no work").await;
    let working = busy();
    let visitor = Visitor::at(&world, "192.0.2.1");
    let fields = [("contrasena", PASSWORD), ("contrasena_otra_vez", PASSWORD)];
    let answer = visitor.post("/enlace/nadie-lo-hizo", &fields);
    let answered = tokio::time::timeout(Duration::from_secs(10), answer).await;
    answered.expect("no password is hashed").expect(422);
    drop(working);
    world.finish().await;
}
