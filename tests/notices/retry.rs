//! A delivery that fails is tried again later, given up in the end, and never undoes what
//! people did (R66).

use chrono::TimeDelta;
use formacion::notices::entity::outbox_message::State;
use formacion::notices::rules;
use formacion::platform::workers::Round;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{count, messages, queue_for, sender};
use crate::support::smtp::Smtp;
use crate::support::world::World;

#[rocket::async_test]
async fn a_server_that_says_later_gets_the_same_letter_later() {
    let world = World::new("later").await;
    let server = Smtp::start();
    server.fail_next(1);
    queue_for(&world, 0..1).await;
    let sender = sender(&world, &server);
    sender.round().await.unwrap();
    let waiting = messages(&world).await.remove(0);
    assert_eq!(waiting.state, State::Queued);
    assert_eq!(waiting.last_error.as_deref(), Some("smtp 451"));
    assert_eq!(waiting.not_before, world.app.clock.now() + TimeDelta::minutes(1));
    assert_eq!(sender.round().await.unwrap(), Round::Idle, "not yet");

    world.advance(TimeDelta::minutes(1));
    sender.round().await.unwrap();
    let sent = messages(&world).await.remove(0);
    assert_eq!((sent.state, sent.attempts), (State::Sent, 2));
    assert_eq!(sent.last_error, None);
    assert_eq!(server.wait_for(1)[0].header("Message-ID"), Some(sent.message_id));
    world.finish().await;
}

#[rocket::async_test]
async fn an_answer_that_is_never_heard_repeats_the_letter_under_the_same_message_id() {
    let world = World::new("cut").await;
    let server = Smtp::start();
    server.cut_next(1);
    queue_for(&world, 0..1).await;
    let sender = sender(&world, &server);
    sender.round().await.unwrap();
    world.advance(TimeDelta::minutes(1));
    sender.round().await.unwrap();
    let mails = server.wait_for(2);
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    assert_eq!(mails[0].header("Date"), mails[1].header("Date"));
    assert_eq!(count(&world, State::Sent).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_server_that_is_away_is_asked_again_until_the_letter_is_given_up() {
    let world = World::new("away").await;
    let away = {
        let server = Smtp::start();
        sender(&world, &server)
    };
    queue_for(&world, 0..2).await;
    assert_eq!(away.round().await.unwrap(), Round::Idle, "the next letter would fare no better");
    for _ in 0..40 {
        while messages(&world).await.iter().any(|message| {
            message.state == State::Queued && message.not_before <= world.app.clock.now()
        }) {
            away.round().await.unwrap();
        }
        world.advance(TimeDelta::hours(16));
    }
    let given_up = messages(&world).await;
    assert!(given_up.iter().all(|m| m.state == State::Failed));
    assert!(given_up.iter().all(|m| m.attempts == rules::ATTEMPTS));
    assert!(given_up.iter().all(|m| m.last_error.as_deref() == Some("line")));
    world.finish().await;
}

/// Queues a letter to an address that is none and lets it fail.
async fn failed_letter(world: &World, server: &Smtp, is_secret: bool) -> i64 {
    queue_for(world, 0..1).await;
    let message = messages(world).await.remove(0);
    let id = message.id.0;
    let mut message = message.into_active_model();
    message.recipient_email = Set("esto no es un correo".to_owned());
    message.is_secret = Set(is_secret);
    message.update(world.app.db.writer()).await.unwrap();
    sender(world, server).round().await.unwrap();
    assert_eq!(count(world, State::Failed).await, 1);
    id
}

#[rocket::async_test]
async fn an_administrator_sees_what_failed_and_why_and_sends_it_again() {
    let world = World::new("administrator").await;
    let server = Smtp::start();
    let id = failed_letter(&world, &server, false).await;
    let administrator = world.as_administrator().await;
    administrator
        .get("/envios")
        .await
        .expect(200)
        .expect_text("La dirección de correo no es válida")
        .expect_no_text("esto no es un correo");
    let retry = format!("/envios/{id}/reintento");
    administrator.submit(&retry, &[]).await.expect(200).expect_text("El mensaje volvió a la cola.");
    administrator.get("/envios?estado=queued").await.expect(200).expect_text("1–1 de 1");
    let refused = administrator.post(&retry, &[]).await.expect(422);
    assert!(refused.body().contains("href=\"/envios\">Volver"), "{}", refused.words());
    refused.expect_text("no está entre los fallidos");
    administrator.post("/envios/9999/reintento", &[]).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn a_letter_with_a_link_loses_it_when_it_is_given_up_and_is_not_sent_again() {
    let world = World::new("secret given up").await;
    let server = Smtp::start();
    let id = failed_letter(&world, &server, true).await;
    let given_up = messages(&world).await.remove(0);
    assert!(!given_up.text_body.contains("/enlace/") && !given_up.html_body.contains("/enlace/"));
    let administrator = world.as_administrator().await;
    let page = administrator.get("/envios").await.expect(200);
    assert!(!page.body().contains("/reintento"), "nothing is left to send");
    administrator
        .post(&format!("/envios/{id}/reintento"), &[])
        .await
        .expect(422)
        .expect_text("Envíe un enlace nuevo");
    assert_eq!(count(&world, State::Failed).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_sees_the_outbox() {
    let world = World::new("outbox door").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/envios").await.expect(403);
    coordinator.post("/envios/1/reintento", &[]).await.expect(403);
    world.as_anyone().get("/envios").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn the_mailbox_of_the_demo_shows_what_would_go_and_exists_nowhere_else() {
    let world = World::with("mailbox", |app| app.demo = true).await;
    queue_for(&world, 0..60).await;
    let anyone = world.as_anyone();
    anyone
        .get("/correo")
        .await
        .expect(200)
        .expect_text("Persona Ñandú 59")
        .expect_text("1–50 de 60")
        .expect_text("Demostración: no se envía")
        .expect_no_text("Persona Ñandú 9 ");
    anyone
        .get("/correo?estado=sent")
        .await
        .expect(200)
        .expect_text("No hay correos en este estado");
    let id = messages(&world).await[0].id;
    anyone
        .get(&format!("/correo/{id}"))
        .await
        .expect(200)
        .expect_text("Cordial saludo, Persona Ñandú 0:")
        .expect_text("Demostración: no se envía")
        .expect_text("DEMOSTRACIÓN, SIN VALIDEZ");
    let html = anyone.get(&format!("/correo/{id}/html")).await.expect(200);
    let policy = html.header("Content-Security-Policy").unwrap();
    assert!(policy.contains("default-src 'none'; style-src 'unsafe-inline';"));
    assert!(html.body().contains("<table role=\"presentation\""));
    anyone.get("/correo/999999").await.expect(404);
    world.finish().await;

    let real = World::new("no mailbox").await;
    queue_for(&real, 0..1).await;
    let id = messages(&real).await[0].id;
    let administrator = real.as_administrator().await;
    for path in ["/correo".to_owned(), format!("/correo/{id}"), format!("/correo/{id}/html")] {
        administrator.get(&path).await.expect(404);
    }
    real.finish().await;
}
