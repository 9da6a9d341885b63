//! Whoever changes people and accounts at once takes turns, and nobody waits for one another.

use formacion::sign_in::actor::Role;
use formacion::sign_in::commands::lock_accounts;
use rocket::tokio::join;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, DbBackend};

use super::mail::{asks, link_to, mail_of};
use crate::sign_in::{PASSWORD, Visitor, account as opened};
use crate::support::people::{people, servant};
use crate::support::world::{World, grant};

const ROUNDS: i64 = 10;

#[rocket::async_test]
async fn one_s_own_mail_and_a_correction_of_it_at_once_are_both_answered() {
    use formacion::sign_in::entity::account;
    let world = World::new("locks of mail").await;
    let administrator = world.as_administrator().await;
    for round in 1..=ROUNDS {
        let (known, _) = servant(&world, round.try_into().unwrap(), "50325").await;
        let (old, new) =
            (format!("vieja{round}@pueblo.example"), format!("nueva{round}@pueblo.example"));
        let id = opened(&world, &old).await;
        let row = account::ActiveModel {
            id: Unchanged(id),
            person_id: Set(Some(known.0)),
            ..Default::default()
        };
        row.update(world.app.db.writer()).await.unwrap();
        let mut visitor = Visitor::at(&world, &format!("192.0.2.{round}"));
        visitor.enter(&old, PASSWORD).await.expect(303);
        visitor.post("/mi-correo", &asks(&new, PASSWORD)).await.expect(303);
        let link = link_to(&world, &new).await;
        let corrected = format!("corregida{round}@pueblo.example");
        let fields = [("correo", &*corrected), ("telefono", ""), ("motivo", "Llamó y lo dictó.")];
        let path = format!("/personas/{known}/contacto");
        let anyone = world.as_anyone();
        let (own, other) = join!(anyone.post(&link, &[]), administrator.post(&path, &fields));
        // Whoever comes second may find the link void, and never a page that asks to come back.
        assert!([303, 422].contains(&own.status), "round {round}: {}", own.status);
        assert_eq!(other.status, 303, "round {round}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn two_administrators_who_correct_each_other_s_mail_are_both_answered() {
    let world = World::new("locks of two").await;
    let grants = || vec![grant(Role::NationalAdministrator, None, None, None)];
    let a = world.as_holder("una", grants()).await.account();
    let b = world.as_holder("otra", grants()).await.account();
    let mut paths = [a, b].map(|account| format!("/cuentas/{account}/correo"));
    for round in 1..=2 * ROUNDS {
        // Whoever is corrected signs in anew; whoever came second may have been put out before.
        let left = world.as_account(&mail_of(&world, a).await).await;
        let right = world.as_account(&mail_of(&world, b).await).await;
        // By the pages of accounts, and then by those of their people.
        if round == ROUNDS + 1 {
            let two = people(&world, 0..2, true).await;
            left.is_also(two[0].0).await;
            right.is_also(two[1].0).await;
            paths = [two[0], two[1]].map(|person| format!("/personas/{person}/contacto"));
        }
        let (one, two) =
            (format!("una{round}@pueblo.example"), format!("otra{round}@pueblo.example"));
        let motive = ("motivo", "Lo pidió por escrito.");
        let (to_left, to_right) = (
            [("correo", &*one), ("telefono", ""), motive],
            [("correo", &*two), ("telefono", ""), motive],
        );
        let (first, second) =
            join!(left.post(&paths[1], &to_right), right.post(&paths[0], &to_left));
        // Whoever was put out meanwhile is asked to sign in again, with what they typed.
        let answered = [first.status, second.status];
        assert!(answered.iter().all(|status| [303, 401].contains(status)), "{round}: {answered:?}");
        assert!(answered.contains(&303), "round {round}: {answered:?}");
    }
    world.finish().await;
}

/// The control: the same two locks in the order of whoever asks are a deadlock.
#[rocket::async_test]
async fn accounts_are_locked_in_one_order_and_would_wait_for_each_other_in_another() {
    let world = World::new("locks in order").await;
    let a = world.as_administrator().await.account();
    let b = world.as_coordinator("MET").await.account();
    if world.app.db.read().get_database_backend() == DbBackend::Postgres {
        let by_hand = async |one, two| {
            let tx = world.app.db.begin().await?;
            lock_accounts(&tx, [one]).await?;
            rocket::tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            lock_accounts(&tx, [two]).await?;
            tx.commit().await
        };
        let (left, right) = join!(by_hand(a, b), by_hand(b, a));
        assert_ne!(left.is_ok(), right.is_ok(), "one of them is broken off");
        let in_order = async |one, two| {
            let tx = world.app.db.begin().await?;
            lock_accounts(&tx, [one, two]).await?;
            rocket::tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            tx.commit().await
        };
        let (left, right) = join!(in_order(a, b), in_order(b, a));
        assert!(left.is_ok() && right.is_ok());
    }
    world.finish().await;
}
