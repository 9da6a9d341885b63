//! One-time links: for a lost password, for a new account, from the command line.

use formacion::notices::entity::outbox_message::{self, Entity, Model};
use formacion::sign_in::actor::AccountId;
use formacion::sign_in::commands::{answer_requests, make_link};
use rocket::tokio;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{MAIL, PASSWORD, Visitor, account};
use crate::support::figures::figure;
use crate::support::product;
use crate::support::world::{Character, World};

const NEW: [(&str, &str); 2] =
    [("contrasena", "otra frase larga más"), ("contrasena_otra_vez", "otra frase larga más")];

/// The letters with a link, after the worker answered those who asked for one.
async fn letters(world: &World) -> Vec<Model> {
    answer_requests(&world.app).await.unwrap();
    let all = Entity::find()
        .filter(outbox_message::Column::Kind.eq("sign_in/password_link"))
        .order_by_asc(outbox_message::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

/// Letters that wait, of every kind.
async fn outbox(world: &World) -> u64 {
    Entity::find().count(world.app.db.read()).await.unwrap()
}

/// The path of the link in a letter.
fn path_in(letter: &Model) -> String {
    let (_, rest) = letter.text_body.split_once("/enlace/").expect("the letter has a link");
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("/enlace/{token}")
}

/// The link that an administrator has sent to an account.
pub async fn sent_link(world: &World, administrator: &Character<'_>, id: AccountId) -> String {
    let path = format!("/cuentas/{id}/enlace");
    administrator.post(&path, &[]).await.expect(303);
    path_in(letters(world).await.last().expect("a letter"))
}

/// A first link, of which nobody is told.
pub async fn link_of(world: &World, account: AccountId) -> String {
    let tx = world.app.db.begin().await.unwrap();
    let term = world.app.config.first_link;
    let token = make_link(&tx, &world.app.clock, account, term).await.unwrap();
    tx.commit().await.unwrap();
    format!("/enlace/{token}")
}

#[rocket::async_test]
async fn who_lost_the_password_gets_a_link_that_works_once() {
    let world = World::new("lost").await;
    account(&world, MAIL).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    visitor.get("/ingresar/olvido").await.expect(200).expect_text("Perdí mi contraseña");
    visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    let letter = letters(&world).await.remove(0);
    assert_eq!(letter.recipient_email, MAIL);
    let path = path_in(&letter);
    visitor.get(&path).await.expect(200).expect_text("Cree una contraseña nueva");
    visitor
        .post(&path, &[("contrasena", "corta"), ("contrasena_otra_vez", "corta")])
        .await
        .expect(422)
        .expect_text("Use entre 10 y 128 caracteres.");
    visitor.post(&path, &NEW).await.expect(303);
    visitor.post(&path, &NEW).await.expect(422).expect_text("El enlace ya no sirve");
    let mut again = Visitor::at(&world, "192.0.2.1");
    again.enter(MAIL, PASSWORD).await.expect(422);
    again.enter(MAIL, NEW[0].1).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_link_expires_and_a_newer_one_voids_it() {
    let world = World::new("expires").await;
    account(&world, MAIL).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    for _ in 0..2 {
        visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    }
    assert_eq!(outbox(&world).await, 0, "the request itself writes to nobody");
    let letters = letters(&world).await;
    let (older, newer) = (path_in(&letters[0]), path_in(&letters[1]));
    visitor.post(&older, &NEW).await.expect(422);
    visitor.get(&newer).await.expect(200);
    world.advance(chrono::TimeDelta::hours(1));
    visitor.post(&newer, &NEW).await.expect(422);
    visitor.get(&newer).await.expect(200).expect_text("Pedir un enlace nuevo");
    visitor.get("/enlace/nadie-lo-hizo").await.expect(200).expect_text("El enlace ya no sirve");
    world.finish().await;
}

#[rocket::async_test]
async fn a_suspension_voids_the_link_and_reactivating_does_not_bring_it_back() {
    let world = World::new("void").await;
    let id = account(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let path = sent_link(&world, &administrator, id).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    visitor.get(&path).await.expect(200).expect_text("Cree una contraseña nueva");
    for step in ["suspension", "reactivacion"] {
        administrator.post(&format!("/cuentas/{id}/{step}"), &[]).await.expect(303);
        visitor.get(&path).await.expect(200).expect_text("El enlace ya no sirve");
        visitor.post(&path, &NEW).await.expect(422);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn one_address_tries_no_endless_number_of_links() {
    let world = World::new("many links").await;
    let visitor = Visitor::at(&world, "198.51.100.1");
    for number in 0..formacion::sign_in::FORMS {
        visitor.post(&format!("/enlace/inventado{number}"), &NEW).await.expect(422);
    }
    visitor.post("/enlace/inventado", &NEW).await.expect(429);
    Visitor::at(&world, "198.51.100.2").post("/enlace/inventado", &NEW).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn two_uses_of_a_link_at_once_set_one_password() {
    let world = World::new("two uses").await;
    account(&world, MAIL).await;
    let visitor = Visitor::at(&world, "192.0.2.1");
    visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    let path = path_in(&letters(&world).await[0]);
    let (one, other) = tokio::join!(visitor.post(&path, &NEW), visitor.post(&path, &NEW));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    world.finish().await;
}

#[rocket::async_test]
async fn asking_answers_the_same_for_everybody_and_writes_only_to_who_has_an_account() {
    let world = World::new("asking").await;
    let id = account(&world, MAIL).await;
    let suspended = account(&world, "otra@pueblo.example").await;
    let administrator = world.as_administrator().await;
    administrator.post(&format!("/cuentas/{suspended}/suspension"), &[]).await.expect(303);
    let mut answers = Vec::new();
    for mail in [MAIL, "otra@pueblo.example", "nadie@pueblo.example"] {
        let visitor = Visitor::at(&world, "192.0.2.1");
        let answered = visitor.post("/ingresar/olvido", &[("correo", mail)]).await.expect(303);
        let cookies: Vec<String> = answered.cookies.iter().map(ToString::to_string).collect();
        answers.push((answered.location.clone(), cookies, answered.body()));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let written = letters(&world).await;
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].account_id, Some(id.0));
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_floods_a_mailbox_nor_asks_without_end() {
    let world = World::new("flood").await;
    account(&world, MAIL).await;
    let mut statuses = Vec::new();
    for _ in 0..25 {
        let visitor = Visitor::at(&world, "192.0.2.1");
        let answered = visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await;
        statuses.push(answered.status);
    }
    assert!(statuses[..20].iter().all(|status| *status == 303));
    assert!(statuses[20..].iter().all(|status| *status == 429));
    assert_eq!(letters(&world).await.len(), 3);
    // The link is asked for without a word about guessing: the door is as open as before.
    let mut owner = Visitor::at(&world, "192.0.2.1");
    owner.enter(MAIL, PASSWORD).await.expect(303);
    Visitor::at(&world, "192.0.2.2")
        .post("/ingresar/olvido", &[("correo", "sin arroba")])
        .await
        .expect(422)
        .expect_text("Escriba un correo como");
    world.finish().await;
}

#[rocket::async_test]
async fn the_first_administrator_comes_in_by_the_link_that_the_command_line_prints() {
    let world = World::with("first administrator", |app| {
        app.clock = formacion::platform::clock::Clock::machine();
    })
    .await;
    let said = product::run(
        &[
            "user",
            "create",
            "--email",
            "Primera@Pueblo.example",
            "--name",
            "Primera Administradora",
        ],
        world.database_url(),
    )
    .await;
    let (_, rest) = said.split_once("/enlace/").expect("a link is printed");
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut visitor = Visitor::at(&world, "192.0.2.1");
    visitor.enter("primera@pueblo.example", "").await.expect(422);
    let answered = visitor.post(&format!("/enlace/{token}"), &NEW).await.expect(303);
    visitor.keep(&answered);
    visitor.get("/cuentas").await.expect(200).expect_text("Primera Administradora");
    world.finish().await;
}

#[rocket::async_test]
async fn a_first_link_lives_two_weeks_and_says_what_it_is_for() {
    let world = World::new("first link").await;
    let administrator = world.as_administrator().await;
    let fields = opening();
    administrator.post("/cuentas", &fields).await.expect(303);
    let first = letters(&world).await.pop().expect("a letter");
    assert_eq!(first.subject, "Cree su contraseña de Formación Territorial");
    assert!(first.text_body.contains("vence en 14 días"), "{}", first.text_body);
    let path = path_in(&first);
    let visitor = Visitor::at(&world, "192.0.2.1");
    world.advance(chrono::TimeDelta::days(14) - chrono::TimeDelta::minutes(1));
    let page = visitor.get(&path).await.expect(200).expect_text("Cree su contraseña");
    page.expect_no_text("contraseña nueva de su cuenta");
    world.advance(chrono::TimeDelta::minutes(1));
    visitor.get(&path).await.expect(200).expect_text("el primero en 14 días");
    // Whoever asks for another one still has no password to be lost.
    visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    let second = letters(&world).await.pop().expect("a letter");
    assert_eq!(second.subject, first.subject);
    assert!(second.text_body.contains("vence en 14 días"));
    visitor.post(&path_in(&second), &NEW).await.expect(303);
    visitor.post("/ingresar/olvido", &[("correo", MAIL)]).await.expect(303);
    let lost = letters(&world).await.pop().expect("a letter");
    assert_eq!(lost.subject, "Enlace para crear una contraseña nueva");
    assert!(lost.text_body.contains("vence en 1 hora"), "{}", lost.text_body);
    world.finish().await;
}

#[rocket::async_test]
async fn how_long_a_first_link_lives_is_a_setting() {
    let world = World::with("setting", |app| {
        app.config.first_link = chrono::TimeDelta::days(3);
    })
    .await;
    let administrator = world.as_administrator().await;
    let fields = opening();
    administrator.submit("/cuentas", &fields).await.expect_text("vence en 3 días");
    let path = path_in(letters(&world).await.last().expect("a letter"));
    let visitor = Visitor::at(&world, "192.0.2.1");
    world.advance(chrono::TimeDelta::days(3));
    visitor.get(&path).await.expect(200).expect_text("El enlace ya no sirve");
    world.finish().await;
}

#[rocket::async_test]
async fn a_lost_password_asks_the_same_work_for_everybody() {
    let world = World::new("same work").await;
    account(&world, MAIL).await;
    let mut sent = Vec::new();
    for mail in [MAIL, "nadie@pueblo.example"] {
        let before = world.app.db.statements();
        let visitor = Visitor::at(&world, "192.0.2.1");
        visitor.post("/ingresar/olvido", &[("correo", mail)]).await.expect(303);
        sent.push(world.app.db.statements() - before);
    }
    figure(
        "P23",
        sent[0].abs_diff(sent[1]) as f64,
        "statements that differ",
        sent[0] == sent[1],
        "a lost password of a known and of an unknown mail",
    );
    assert_eq!(sent[0], sent[1]);
    assert_eq!(letters(&world).await.len(), 1, "the worker writes to whom it knows");
    world.finish().await;
}

/// The form that opens an account for somebody.
fn opening() -> [(&'static str, &'static str); 7] {
    [
        ("tipo_documento", "CC"),
        ("documento", "9.300.000.031"),
        ("primer_nombre", "Rosa"),
        ("segundo_nombre", "Elvira"),
        ("primer_apellido", "Yopo"),
        ("correo", MAIL),
        ("rol", "facilitator"),
    ]
}
