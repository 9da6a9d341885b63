//! The mail of an account: changed by its owner with a link that goes to the new one, and corrected by
//! the administration (R77, R78).

use chrono::TimeDelta;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::sign_in::actor::AccountId;
use formacion::sign_in::entity::{account, mail_request};
use formacion::sign_in::passwords;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::enrolment::register::{form, registers};
use crate::enrolment::{code, letters};
use crate::sign_in::{MAIL, PASSWORD, Visitor, account as opened};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;

const NEW: &str = "nueva@pueblo.example";

pub fn asks<'a>(mail: &'a str, password: &'a str) -> [(&'static str, &'a str); 2] {
    [("correo", mail), ("contrasena", password)]
}

pub async fn mail_of(world: &World, id: AccountId) -> String {
    let row = account::Entity::find_by_id(id).one(world.app.db.read()).await;
    row.unwrap().unwrap().email
}

/// The link of the last letter to a mail.
pub async fn link_to(world: &World, mail: &str) -> String {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("sign_in/mail_proof"))
        .filter(outbox_message::Column::RecipientEmail.eq(mail))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("a letter is written");
    assert!(letter.is_secret && letter.recipient_name.is_empty());
    let from = letter.text_body.find("/mi-correo/").expect("the letter has its link");
    letter.text_body[from..].split_whitespace().next().unwrap().to_owned()
}

#[rocket::async_test]
async fn a_mail_changes_when_its_link_is_followed_and_not_before() {
    let world = World::new("own mail").await;
    let id = opened(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.get("/mi-correo").await.expect(200).expect_text(MAIL);
    let wrong = visitor.post("/mi-correo", &asks(NEW, "no es esta")).await.expect(422);
    let wrong = wrong.expect_text("La contraseña no es correcta");
    assert!(wrong.body().contains(NEW), "what was typed stays");
    visitor.post("/mi-correo", &asks(MAIL, PASSWORD)).await.expect(422).expect_text("ya usa este");
    visitor.post("/mi-correo", &asks("Nueva@Pueblo.example", PASSWORD)).await.expect(303);
    let to = |kind: &str, mail: &str| (kind.to_owned(), mail.to_owned());
    let told = letters(&world).await;
    let asked = told.into_iter().filter(|(kind, _)| kind != "sign_in/new_device");
    let asked: Vec<_> = asked.collect();
    assert_eq!(asked, [to("sign_in/mail_proof", NEW), to("sign_in/mail_requested", MAIL)]);
    assert_eq!(mail_of(&world, id).await, MAIL);
    let link = link_to(&world, NEW).await;
    for _ in 0..2 {
        world.as_anyone().get(&link).await.expect(200).expect_text("Confirme su correo nuevo");
    }
    assert_eq!(mail_of(&world, id).await, MAIL, "looking changes nothing");
    let done = world.as_anyone().submit(&link, &[]).await.expect(200);
    done.expect_text("Ingrese con el correo nuevo y la contraseña de siempre");
    assert_eq!(mail_of(&world, id).await, NEW);
    assert_eq!(letters(&world).await.last(), Some(&to("sign_in/mail_moved", MAIL)));
    visitor.get("/mi-correo").await.expect(303);
    let mut door = Visitor::at(&world, "192.0.2.8");
    door.enter(MAIL, PASSWORD).await.expect(422);
    door.enter(NEW, PASSWORD).await.expect(303);
    world.as_anyone().post(&link, &[]).await.expect(422).expect_text("El enlace ya no sirve");
    world.finish().await;
}

#[rocket::async_test]
async fn the_record_of_the_person_moves_with_it() {
    let world = World::new("own record").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let id = opened(&world, MAIL).await;
    let row = account::ActiveModel {
        id: Unchanged(id),
        person_id: Set(Some(known.0)),
        ..Default::default()
    };
    row.update(world.app.db.writer()).await.unwrap();
    let visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.post("/mi-correo", &asks(NEW, PASSWORD)).await.expect(303);
    let link = link_to(&world, NEW).await;
    world.as_anyone().post(&link, &[]).await.expect(303);
    let row = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.email.as_deref(), Some(NEW));
    let told = letters(&world).await;
    for old in [MAIL, "persona1@pueblo.example"] {
        assert!(told.contains(&("sign_in/mail_moved".to_owned(), old.to_owned())), "{old}");
    }
    let staff = world.as_coordinator("MET").await;
    let page = staff.get(&format!("/personas/{known}")).await.expect(200);
    page.expect_text("Cambios de correo y teléfono").expect_text(NEW);
    world.finish().await;
}

#[rocket::async_test]
async fn a_request_ends_with_its_term_a_later_one_a_new_password_or_another_owner() {
    let world = World::new("own ends").await;
    let id = opened(&world, MAIL).await;
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.post("/mi-correo", &asks(NEW, PASSWORD)).await.expect(303);
    let first = link_to(&world, NEW).await;
    visitor.post("/mi-correo", &asks("otra@pueblo.example", PASSWORD)).await.expect(303);
    let second = link_to(&world, "otra@pueblo.example").await;
    let anyone = world.as_anyone();
    anyone.post(&first, &[]).await.expect(422);
    world.advance(TimeDelta::hours(24));
    anyone.post(&second, &[]).await.expect(422);
    // Whoever is told of a request that they did not make sets another password.
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    visitor.post("/mi-correo", &asks(NEW, PASSWORD)).await.expect(303);
    let third = link_to(&world, NEW).await;
    let long = "otra frase larga de prueba";
    let change =
        [("contrasena_actual", PASSWORD), ("contrasena", long), ("contrasena_otra_vez", long)];
    let changed = visitor.post("/contrasena", &change).await.expect(303);
    visitor.keep(&changed);
    anyone.post(&third, &[]).await.expect(422);
    // The mail is of another account by the time that the link is followed.
    visitor.post("/mi-correo", &asks(NEW, long)).await.expect(303);
    let fourth = link_to(&world, NEW).await;
    opened(&world, NEW).await;
    anyone.post(&fourth, &[]).await.expect(422).expect_text("Ya existe una cuenta con este correo");
    assert_eq!(mail_of(&world, id).await, MAIL);
    world.finish().await;
}

#[rocket::async_test]
async fn a_role_of_staff_voids_a_request_of_before() {
    let world = World::new("own role").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let participant = world.as_participant(known.0).await;
    let hash = passwords::hash(PASSWORD).await.unwrap();
    let row = account::ActiveModel {
        id: Unchanged(participant.account()),
        password_hash: Set(Some(hash)),
        ..Default::default()
    };
    row.update(world.app.db.writer()).await.unwrap();
    participant.post("/mi-correo", &asks(NEW, PASSWORD)).await.expect(303);
    let link = link_to(&world, NEW).await;
    let administrator = world.as_administrator().await;
    let role = [("rol", "coordinator"), ("direccion", "MET")];
    let path = format!("/cuentas/{}/roles", participant.account());
    administrator.post(&path, &role).await.expect(303);
    world.as_anyone().post(&link, &[]).await.expect(422);
    assert_ne!(mail_of(&world, participant.account()).await, NEW);
    world.finish().await;
}

#[rocket::async_test]
async fn the_answer_is_the_same_for_a_mail_that_is_known_and_requests_have_limits() {
    let world = World::new("own limits").await;
    let known = "rosa.otra@pueblo.example";
    opened(&world, known).await;
    opened(&world, MAIL).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let mut said = Vec::new();
    for mail in [NEW, known, NEW, NEW, NEW] {
        let answered = visitor.post("/mi-correo", &asks(mail, PASSWORD)).await.expect(303);
        said.push((answered.status, answered.location));
    }
    assert!(said.iter().all(|answer| *answer == said[0]));
    let over = visitor.post("/mi-correo", &asks("sexta@pueblo.example", PASSWORD)).await;
    over.expect(422).expect_text("Hoy ya pidió varios cambios de correo");
    let told = letters(&world).await;
    let to_new = told.iter().filter(|(kind, to)| kind == "sign_in/mail_proof" && to == NEW);
    assert_eq!(to_new.count(), 3, "nobody's mailbox is flooded");
    world.advance(TimeDelta::days(1));
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.post("/mi-correo", &asks(NEW, PASSWORD)).await.expect(303);
    visitor.enter(MAIL, PASSWORD).await.expect(303);
    let open = mail_request::Entity::find()
        .filter(mail_request::Column::SettledAt.is_null())
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(open.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn the_administration_corrects_the_mail_of_an_account_without_a_person() {
    let world = World::new("mail of account").await;
    let id = opened(&world, MAIL).await;
    let administrator = world.as_administrator().await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let (page, path) = (format!("/cuentas/{id}"), format!("/cuentas/{id}/correo"));
    administrator.get(&page).await.expect(200).expect_text("Corregir el correo");
    administrator.get(&path).await.expect(200).expect_text(MAIL);
    let own = mail_of(&world, administrator.account()).await;
    let taken = [("correo", own.as_str()), ("motivo", "Se casó.")];
    administrator.post(&path, &taken).await.expect(422).expect_text("Ya existe una cuenta");
    let done = [("correo", NEW), ("motivo", "Cambió de dominio.")];
    let seen = administrator.submit(&path, &done).await.expect(200);
    seen.expect_text(NEW)
        .expect_text("Cambió de dominio.")
        .expect_text("Sin contraseña: se le envió un enlace el");
    let to = |kind: &str, mail: &str| (kind.to_owned(), mail.to_owned());
    let told = letters(&world).await;
    assert!(told.contains(&to("sign_in/mail_corrected", MAIL)));
    assert!(told.contains(&to("sign_in/mail_corrected", NEW)));
    assert!(told.contains(&to("sign_in/password_link", NEW)));
    visitor.get("/mi-correo").await.expect(303);
    // One's own changes by the link alone; others administer nothing.
    let mine = format!("/cuentas/{}/correo", administrator.account());
    administrator.get(&mine).await.expect(403);
    administrator.post(&mine, &done).await.expect(403);
    administrator.post("/cuentas/987654/correo", &done).await.expect(404);
    world.as_coordinator("MET").await.post(&path, &done).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn the_page_of_an_account_says_who_opened_it_and_whether_its_mail_is_proven() {
    let world = World::new("account origin").await;
    let administrator = world.as_administrator().await;
    let teacher = world.as_facilitator("ana").await.account();
    let page = administrator.get(&format!("/cuentas/{teacher}")).await.expect(200);
    page.expect_text("Nadie ha seguido todavía un enlace").expect_no_text("al registrarse");
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    registers(&world, &world.as_anyone(), &path, &form(&[])).await.expect(200);
    let made = account::Entity::find()
        .order_by_desc(account::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let page = administrator.get(&format!("/cuentas/{}", made.id)).await.expect(200);
    page.expect_text("por la misma persona al registrarse").expect_text("siguió un enlace");
    world.finish().await;
}
