//! Without an account: the same answer to everybody, a letter to whom it is about, and what its link
//! opens.

use chrono::TimeDelta;
use formacion::certification::wallet::commands::{answer_all, forget};
use formacion::certification::wallet::entity::{wallet_claim, wallet_link};
use formacion::history::entity::history_event;
use formacion::people::entity::post;
use formacion::people::subscribers;
use rocket::tokio;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};

use super::{CLAIM, SAID, certified, claim, claim_from, letter_of, letters, mail};
use crate::support::people::{self, document};
use crate::support::world::World;

#[rocket::async_test]
async fn a_claim_gets_the_same_answer_whoever_is_known() {
    let world = World::new("wallet claim").await;
    certified(&world, 0, 1).await;
    // Somebody who is known and holds nothing.
    people::people(&world, 50..51, true).await;
    world.as_anyone().get(CLAIM).await.expect(200).expect_text("Recuperar mis certificados");
    let mut answers = Vec::new();
    for (number, mail) in [
        (document(0), mail(0)),
        (document(0), "otra@pueblo.example".to_owned()),
        (document(77), mail(0)),
        (document(50), mail(50)),
    ] {
        let before = world.app.db.statements();
        let answer = claim(&world, &number, &mail).await.expect(303);
        let sent = world.app.db.statements() - before;
        let page = world.as_anyone().get(&answer.location.clone().unwrap()).await.expect(200);
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("X-Request-Id"));
        answers.push((headers, answer.bytes.clone(), page.body_without_request_id(), sent));
        page.expect_text(SAID);
    }
    for other in &answers[1..] {
        assert_eq!(other, &answers[0], "headers, body, page and statements");
    }
    assert!(letters(&world).await.is_empty(), "nothing is looked up while somebody waits");
    answer_all(&world.app).await.expect("answers");
    let sent = letters(&world).await;
    assert_eq!(sent.len(), 1, "to whom both are known and who holds something");
    assert_eq!(sent[0].recipient_email, mail(0));
    assert!(sent[0].is_secret, "the mailbox of the demo and the outbox forget it");
    let kept = wallet_claim::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 0, "what was typed is gone");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("certification.wallet_letter"))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told, 1);

    // What cannot be a document or a mail is said, and what was typed stays.
    let fields = [("tipo_documento", "CC"), ("documento", "12"), ("correo", "nada")];
    let wrong = world.as_anyone().post(CLAIM, &fields).await.expect(422);
    wrong.expect_text("una cédula tiene entre 4 y 10").expect_text("nombre@entidad.gov.co");
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_is_read_as_people_write_it_and_the_mail_without_capitals() {
    let world = World::new("wallet typed").await;
    let (class, _) = certified(&world, 0, 1).await;
    let account = world.as_participant(class.people[0].0).await;
    claim(&world, "9.100.000.000", " Persona0@PUEBLO.example ").await.expect(303);
    // Also the mail of their account.
    let own = format!("participante.{}@prueba.example", class.people[0]);
    claim(&world, &document(0), &own).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    let to: Vec<String> =
        letters(&world).await.into_iter().map(|letter| letter.recipient_email).collect();
    assert_eq!(to, [mail(0), own.clone()]);
    // A suspended account's mail may be somebody else's by now.
    let administrator = world.as_administrator().await;
    let path = format!("/cuentas/{}/suspension", account.account());
    administrator.post(&path, &[]).await.expect(303);
    claim(&world, &document(0), &own).await.expect(303);
    answer_all(&world.app).await.expect("answers");
    assert_eq!(letters(&world).await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn claims_are_limited_by_address_and_a_stranger_keeps_nobody_from_theirs() {
    let world = World::new("wallet limits").await;
    let count = async |address: &str, numbers: &mut dyn FnMut() -> String| {
        let mut answered = 0;
        while claim_from(&world, address, &numbers(), "nadie@pueblo.example").await.status == 303 {
            answered += 1;
            assert!(answered < 100, "a limit that never comes");
        }
        answered
    };
    let mut n = 100;
    let mut fresh = || {
        n += 1;
        document(n)
    };
    assert_eq!(count("190.0.0.1", &mut fresh).await, 20, "one address, one document after another");
    // The control: another address is not touched by it.
    claim_from(&world, "190.0.0.2", &document(90), "nadie@pueblo.example").await.expect(303);
    let mut same = || document(91);
    assert_eq!(count("190.0.0.3", &mut same).await, 5, "mails tried for one document");
    let refused = claim_from(&world, "190.0.0.3", &document(91), "otra@pueblo.example").await;
    assert!(refused.expect(429).header("Retry-After").is_some());
    // Another document is not touched by it, and whose it is claims it from anywhere else.
    claim_from(&world, "190.0.0.3", &document(92), "nadie@pueblo.example").await.expect(303);
    claim_from(&world, "190.0.0.4", &document(91), "otra@pueblo.example").await.expect(303);
    world.advance(TimeDelta::hours(1));
    claim_from(&world, "190.0.0.3", &document(91), "nadie@pueblo.example").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn the_last_link_opens_for_two_days_and_a_mailbox_is_not_flooded() {
    let world = World::new("wallet link").await;
    certified(&world, 0, 1).await;
    let anyone = world.as_anyone();
    let first = letter_of(&world, 0).await;
    let opened = anyone.get(&first).await.expect(200);
    assert_eq!(opened.header("X-Robots-Tag"), Some("noindex"));
    assert_eq!(opened.header("Cache-Control"), Some("no-store"));
    anyone.get(&first).await.expect(200).expect_text("Este enlace es solo suyo");
    let token = first.rsplit('/').next().unwrap().to_owned();
    let rows = wallet_link::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(rows.iter().all(|row| !format!("{row:?}").contains(&token)), "only a digest is kept");

    let second = letter_of(&world, 0).await;
    let ended = anyone.get(&first).await.expect(404);
    assert_eq!(ended.header("X-Robots-Tag"), Some("noindex"));
    let unknown = anyone.get("/portafolio/abcdefghijklmnopqrstuvwxyz").await.expect(404);
    assert_eq!(ended.body_without_request_id(), unknown.body_without_request_id());
    world.advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
    anyone.get(&second).await.expect(200);
    world.advance(TimeDelta::seconds(1));
    let over = anyone.get(&second).await.expect(404);
    assert_eq!(over.body_without_request_id(), unknown.body_without_request_id());
    for path in [format!("{second}/compartir"), format!("{second}/1/pdf")] {
        anyone.get(&path).await.expect(404);
    }
    anyone.post(&format!("{second}/compartir"), &[("que", "todos")]).await.expect(404);
    let kept = async || wallet_link::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept().await, 2);
    world.advance(TimeDelta::seconds(1));
    forget(&world.app).await.expect("forgets");
    assert_eq!(kept().await, 0, "links go after their life");

    // Three letters an hour, however often somebody asks from wherever.
    for n in 0..5 {
        let address = format!("190.0.1.{n}");
        claim_from(&world, &address, &document(0), &mail(0)).await.expect(303);
        answer_all(&world.app).await.expect("answers");
    }
    assert_eq!(letters(&world).await.len(), 2 + 3);
    world.advance(TimeDelta::hours(1));
    letter_of(&world, 0).await;
    world.finish().await;
}

#[rocket::async_test]
async fn who_left_their_post_and_has_no_account_downloads_the_very_same_bytes() {
    let world = World::new("wallet left").await;
    let (class, rows) = certified(&world, 0, 2).await;
    let post = people::post(&world, class.people[0], "50325", true).await;
    let tx = world.app.db.begin().await.unwrap();
    let held = post::Entity::find_by_id(post).one(&tx).await.unwrap().unwrap();
    let last = held.starts_on;
    let mut left = held.into_active_model();
    left.ends_on = Set(Some(last));
    left.update(&tx).await.unwrap();
    subscribers::on_person_changed(&tx, &world.app, [class.people[0]]).await.unwrap();
    tx.commit().await.unwrap();
    let coordinator = world.as_coordinator("MET").await;
    let theirs = coordinator.get(&format!("/certificados/{}/pdf", rows[0].id)).await.expect(200);
    let base = letter_of(&world, 0).await;
    let anyone = world.as_anyone();
    let page = anyone.get(&base).await.expect(200);
    let pdf = format!("{base}/{}/pdf", rows[0].id);
    assert!(page.body().contains(&format!("href=\"{pdf}\"")));
    assert!(!page.body().contains("href=\"/certificados/"), "no page that asks for an account");
    page.expect_text("Ñandú Guayacán").expect_no_text(&document(0));
    let first = anyone.get(&pdf).await.expect(200);
    assert_eq!(first.bytes, theirs.bytes);
    formacion::certification::worker::render_all(&world.app).await.expect("renders");
    assert_eq!(anyone.get(&pdf).await.expect(200).bytes, theirs.bytes, "kept");
    // Nobody else's, and no trace of which there are.
    let foreign = anyone.get(&format!("{base}/{}/pdf", rows[1].id)).await.expect(404);
    let absent = anyone.get(&format!("{base}/987654321/pdf")).await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    world.finish().await;
}

/// Two instances answer two claims of one person at once: one link opens, and a second open one is
/// nothing that the database takes.
#[rocket::async_test]
async fn two_workers_at_once_leave_one_link_that_opens() {
    let world = World::new("wallet workers").await;
    let (class, _) = certified(&world, 0, 1).await;
    for _ in 0..2 {
        claim(&world, &document(0), &mail(0)).await.expect(303);
    }
    let (one, other) = tokio::join!(answer_all(&world.app), answer_all(&world.app));
    one.expect("answers");
    other.expect("answers");
    answer_all(&world.app).await.expect("answers");
    let db = world.app.db.read();
    assert_eq!(wallet_claim::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(letters(&world).await.len(), 2, "a letter for each");
    let open = wallet_link::Entity::find().filter(wallet_link::Column::EndedAt.is_null());
    assert_eq!(open.count(db).await.unwrap(), 1);
    // The control: without ending the one before, the last word is the database's.
    let second = wallet_link::ActiveModel {
        person_id: Set(class.people[0]),
        token_digest: Set("otro".to_owned()),
        made_at: Set(world.app.clock.now()),
        expires_at: Set(world.app.clock.now()),
        ended_at: Set(None),
        ..Default::default()
    };
    second.insert(world.app.db.writer()).await.expect_err("there is an open one");
    world.finish().await;
}
