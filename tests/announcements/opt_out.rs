//! Whoever wants no more letters of a kind says so at the letter's own address, and gets none.

use chrono::{Days, NaiveTime, TimeDelta};
use formacion::notices::entity::mail_opt_out::MailTopic;
use formacion::notices::entity::outbox_message::State;
use formacion::notices::queries::has_opted_out;
use formacion::platform::dates;
use formacion::platform::workers::Round;
use rocket::http::{ContentType, Header};

use super::letters;
use super::reminders::{alcaldia, remind};
use crate::notices::{count, sender};
use crate::support::class::Class;
use crate::support::smtp::{Mail, Smtp};
use crate::support::world::{World, today};

/// Sends what waits, and returns the last mail about calls.
async fn sent(world: &World, server: &Smtp) -> Mail {
    let sender = sender(world, server);
    while sender.round().await.unwrap() == Round::More {}
    let sent = usize::try_from(count(world, State::Sent).await).unwrap();
    let mut mails = server.wait_for(sent);
    mails.retain(|mail| mail.header("List-Unsubscribe").is_some());
    mails.pop().expect("a letter about a call")
}

#[rocket::async_test]
async fn who_wants_no_more_calls_presses_once_in_the_mail_program_and_gets_none() {
    let world = World::new("no more calls").await;
    let class = Class::confirmed(&world, 1, &[7]).await;
    alcaldia(&world, "50325").await;
    let call = format!("/cohortes/{}/convocatoria", class.cohort);
    class.coordinator.post(&call, &[("mensaje", "")]).await.expect(303);
    let server = Smtp::start();
    let mail = sent(&world, &server).await;
    assert!(mail.subject().starts_with("Convocatoria"), "{}", mail.subject());
    let way = mail.header("List-Unsubscribe").unwrap();
    let way = way.trim_matches(['<', '>']).to_owned();
    assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    assert!(mail.text().contains(&way) && mail.html().contains(&way), "a person reads it too");
    let path = way.strip_prefix(world.app.config.public_url.as_str()).unwrap().to_owned();

    // To look is no choice, and no page of strangers chooses.
    let anyone = world.as_anyone();
    anyone.get(&path).await.expect(200).expect_text("No recibir más convocatorias");
    let press = || {
        let request = world.client.post(path.clone()).header(ContentType::Form);
        request.body("List-Unsubscribe=One-Click")
    };
    let strange = press().header(Header::new("Origin", "https://malo.example"));
    anyone.send(strange).await.expect(403);
    let back = format!("{path}/vuelta");
    anyone.send(world.client.post(back.clone())).await.expect(403);
    anyone.get(&path).await.expect(200).expect_text("¿No quiere más convocatorias?");
    // The mail program does, as often as it likes.
    for _ in 0..2 {
        anyone.send(press()).await.expect(200).expect_text("No recibirá más convocatorias");
    }

    let day = dates::bogota_date(today()) + Days::new(4);
    let morning = dates::from_bogota(day, NaiveTime::MIN) + TimeDelta::hours(8);
    world.app.clock.travel_to(morning);
    remind(&world).await;
    sent(&world, &server).await;
    let told = letters(&world).await;
    let reminder = told.last().unwrap();
    assert_eq!(reminder.kind, "announcements/call_reminder");
    assert_eq!(reminder.state, State::Declined, "written, and not sent");
    remind(&world).await;
    assert_eq!(letters(&world).await.len(), told.len(), "and not written again");

    anyone.post(&back, &[]).await.expect(200).expect_text("¿No quiere más convocatorias?");
    let db = world.app.db.read();
    assert!(!has_opted_out(db, &reminder.recipient_email, MailTopic::Calls).await.unwrap());
    world.finish().await;
}

#[rocket::async_test]
async fn an_address_of_no_letter_opens_nothing_and_says_so() {
    let world = World::new("no such letter").await;
    let anyone = world.as_anyone();
    for code in ["1", "abcdefghijklmnopqrstuvwxyz"] {
        let path = format!("/sin-correos/{code}");
        anyone.get(&path).await.expect(200).expect_text("Este enlace ya no sirve");
        anyone.post(&path, &[]).await.expect(200).expect_text("Este enlace ya no sirve");
    }
    world.finish().await;
}
