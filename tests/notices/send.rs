//! Letters leave once, as both texts, from an outbox that outlives its senders (R66, P18).

use std::collections::HashMap;
use std::time::Duration;

use chrono::TimeDelta;
use formacion::notices::commands::queue;
use formacion::notices::entity::outbox_message::{self, State};
use formacion::notices::rules;
use formacion::platform::workers::Round;
use rocket::tokio;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};

use super::{count, letter, messages, queue_for, recipient, sender};
use crate::support::figures::figure;
use crate::support::long;
use crate::support::server::Server;
use crate::support::smtp::{Mail, Smtp};
use crate::support::world::World;

#[rocket::async_test]
async fn a_queued_letter_leaves_with_both_texts_and_says_that_a_machine_wrote_it() {
    let world = World::new("one letter").await;
    let server = Smtp::start();
    queue_for(&world, 0..1).await;
    let sender = sender(&world, &server);
    assert_eq!(sender.round().await.unwrap(), Round::More);
    assert_eq!(sender.round().await.unwrap(), Round::Idle);

    let mail = server.wait_for(1).remove(0);
    assert_eq!(mail.to, ["persona0@pueblo.example"]);
    assert_eq!(mail.subject(), "Enlace para crear una contraseña nueva");
    assert!(mail.text().contains("Cordial saludo, Persona Ñandú 0:"));
    assert!(mail.html().contains("Persona Ñandú 0"));
    assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
    let message = messages(&world).await.remove(0);
    assert_eq!(message.state, State::Sent);
    assert_eq!(message.attempts, 1);
    assert_eq!(message.sent_at, Some(world.app.clock.now()));
    assert_eq!(mail.header("Message-ID").as_deref(), Some(message.message_id.as_str()));
    world.finish().await;
}

/// Two transactions that do not see each other ask for one letter; neither fails of it.
#[rocket::async_test]
async fn a_letter_that_is_asked_for_twice_at_once_is_queued_once_and_fails_nobody() {
    let world = World::new("letter twice").await;
    let asked = (0..8).map(async |_| {
        let tx = world.app.db.begin().await.unwrap();
        queue(&tx, &world.app, recipient(0), "prueba:una".to_owned(), &letter("abc"))
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        tx.commit().await.unwrap();
    });
    rocket::futures::future::join_all(asked).await;
    assert_eq!(count(&world, State::Queued).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn no_name_and_no_subject_adds_a_header_to_a_letter() {
    let world = World::new("letter headers").await;
    let server = Smtp::start();
    queue_for(&world, 0..1).await;
    let typed = "Ana\r\nBcc: otro@mal.example\r\n\r\n<p>otro cuerpo";
    let changed = outbox_message::Entity::update_many()
        .col_expr(outbox_message::Column::RecipientName, typed.into())
        .col_expr(outbox_message::Column::Subject, typed.into())
        .exec(world.app.db.writer());
    changed.await.unwrap();
    sender(&world, &server).round().await.unwrap();
    let mail = server.wait_for(1).remove(0);
    assert_eq!(mail.to, ["persona0@pueblo.example"], "the letter goes to one");
    assert_eq!(mail.header("Bcc"), None);
    let heads = mail.raw.split("\r\n\r\n").next().unwrap();
    assert!(!heads.lines().any(|line| line.starts_with("Bcc") || line.starts_with('<')), "{heads}");
    assert!(mail.text().contains("Cordial saludo"), "its body is its own");
    world.finish().await;
}

#[rocket::async_test]
async fn a_one_time_link_does_not_stay_in_the_database_after_it_left() {
    let world = World::new("secret").await;
    let server = Smtp::start();
    let tx = world.app.db.begin().await.unwrap();
    let key = "prueba:secreto".to_owned();
    queue(&tx, &world.app, recipient(1), key, &letter("SECRETO")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(messages(&world).await[0].text_body.contains("SECRETO"));
    sender(&world, &server).round().await.unwrap();
    assert!(server.wait_for(1)[0].text().contains("/enlace/SECRETO"));
    let kept = messages(&world).await.remove(0);
    assert!(!kept.text_body.contains("SECRETO") && !kept.html_body.contains("SECRETO"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_change_that_is_undone_sends_nothing_and_a_cause_that_repeats_sends_one_letter() {
    let world = World::new("undone").await;
    let server = Smtp::start();
    let tx = world.app.db.begin().await.unwrap();
    queue(&tx, &world.app, recipient(1), "prueba:deshecha".to_owned(), &letter("a")).await.unwrap();
    drop(tx);
    queue_for(&world, 5..6).await;
    queue_for(&world, 5..6).await;
    let sender = sender(&world, &server);
    while sender.round().await.unwrap() == Round::More {}
    let mails = server.messages();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["persona5@pueblo.example"]);
    world.finish().await;
}

/// How often each Message-ID arrived, by recipient.
fn arrivals(mails: &[Mail]) -> HashMap<String, Vec<String>> {
    let mut arrived: HashMap<String, Vec<String>> = HashMap::new();
    for mail in mails {
        let id = mail.header("Message-ID").expect("a Message-ID");
        arrived.entry(mail.to[0].clone()).or_default().push(id);
    }
    arrived
}

/// How many arrived again; fails when one was lost or came under another name.
fn duplicates(mails: &[Mail], queued: usize) -> usize {
    let arrived = arrivals(mails);
    assert_eq!(arrived.len(), queued, "letters were lost");
    for ids in arrived.values() {
        assert!(ids.iter().all(|id| *id == ids[0]), "another Message-ID");
    }
    mails.len() - queued
}

#[rocket::async_test]
async fn senders_that_are_killed_lose_nothing_and_repeat_at_most_one_letter_each() {
    let (queued, kills) = if long() { (5_000, 200) } else { (300, 20) };
    let world = World::new("killed senders").await;
    let server = Smtp::start();
    queue_for(&world, 0..queued).await;
    let sender = sender(&world, &server);
    for kill in 0..kills {
        let own = std::sync::Arc::clone(&sender);
        let running = tokio::spawn(async move { while let Ok(Round::More) = own.round().await {} });
        // At another moment of a delivery each time.
        tokio::time::sleep(Duration::from_micros(5_000 + 1_700 * (kill % 23))).await;
        running.abort();
        let _ = running.await;
        // What a dead sender held is free again when its lease ends.
        world.advance(rules::LEASE + TimeDelta::seconds(1));
    }
    while count(&world, State::Queued).await > 0 {
        sender.round().await.unwrap();
        world.advance(TimeDelta::seconds(30));
    }
    let again = duplicates(&server.messages(), queued);
    assert_eq!(count(&world, State::Sent).await, queued as u64);
    figure(
        "P18",
        again as f64,
        "letters received twice",
        again as u64 <= kills,
        &format!("senders aborted {kills} times over {queued} mails: 0 lost, same Message-ID"),
    );
    assert!(again as u64 <= kills, "{again} duplicates");
    world.finish().await;
}

#[rocket::async_test]
async fn senders_at_once_never_send_the_same_letter() {
    let queued = 80;
    let world = World::new("senders at once").await;
    let server = Smtp::start();
    queue_for(&world, 0..queued).await;
    let mut running = Vec::new();
    for _ in 0..4 {
        let sender = sender(&world, &server);
        running.push(tokio::spawn(async move {
            // Another may hold the row just now; that is no reason to go home.
            let mut idle = 0;
            while idle < 3 {
                match sender.round().await.unwrap() {
                    Round::More => idle = 0,
                    Round::Idle => idle += 1,
                }
            }
        }));
    }
    for one in running {
        one.await.unwrap();
    }
    assert_eq!(duplicates(&server.messages(), queued), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn the_product_itself_killed_while_it_sends_loses_nothing() {
    let (queued, kills) = if long() { (2_000, 20) } else { (120, 3) };
    let world = World::new("killed product").await;
    let server = Smtp::start();
    // The binary goes by the machine's clock: nothing may lie in its future.
    world
        .app
        .clock
        .travel_to(chrono::DateTime::from_timestamp(1_700_000_000, 0).expect("a time in the past"));
    queue_for(&world, 0..queued).await;
    let start = || Server::with().database(world.database_url()).smtp(&server.url()).start();
    for _ in 0..kills {
        let product = start();
        tokio::time::sleep(Duration::from_millis(150)).await;
        product.kill();
        // The lease of the one it held ends now instead of in five minutes.
        let db = world.app.db.writer();
        db.execute_raw(Statement::from_string(
            db.get_database_backend(),
            "UPDATE outbox_message SET not_before = created_at WHERE state = 'queued'",
        ))
        .await
        .unwrap();
    }
    let product = start();
    for _ in 0..600 {
        if count(&world, State::Queued).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let log = product.stop();
    assert!(!log.contains("pueblo.example"), "an address is in the log");
    assert!(!log.contains("contraseña nueva"), "a subject is in the log");
    assert_eq!(count(&world, State::Sent).await, queued as u64);
    let again = duplicates(&server.messages(), queued);
    figure(
        "P18",
        again as f64,
        "letters received twice",
        again <= kills,
        &format!("the product killed (−9) {kills} times over {queued} mails: 0 lost"),
    );
    assert!(again <= kills, "{again} duplicates");
    world.finish().await;
}
