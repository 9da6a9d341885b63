//! The link of a registration: it proves the mail and nothing else, holds a seat for two days, and the
//! form says the same to everybody (R77).

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::entity::registration;
use formacion::enrolment::worker;
use formacion::people::entity::person;
use formacion::sign_in::entity::{account, web_session};
use rocket::futures::future::join_all;
use sea_orm::ActiveValue::NotSet;
use sea_orm::{EntityTrait, IntoActiveModel, PaginatorTrait, Set};

use super::register::{PASSWORD, form, link_to, people_in, registers};
use super::{code, enrolled, letters, places, stage_of};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people};
use crate::support::world::World;

const MAIL: &str = "inirida@pueblo.example";

async fn accounts_in(world: &World) -> u64 {
    account::Entity::find().count(world.app.db.read()).await.unwrap()
}

async fn cohort_of(world: &World, seats: i32) -> (CohortId, String) {
    let id = cohort(world, CohortPlan { seats, ..CohortPlan::default() }).await;
    (id, format!("/oferta/{}/registro", code(world, id).await))
}

/// The form of somebody else than the one of [`form`].
async fn other_asks(world: &World, path: &str, number: usize) {
    let (document, mail) = (document(900 + number), format!("otra{number}@pueblo.example"));
    let changes = [("documento", document.as_str()), ("correo", mail.as_str())];
    world.as_anyone().post(path, &form(&changes)).await.expect(200);
}

#[rocket::async_test]
async fn nothing_is_made_until_the_link_is_followed() {
    let world = World::new("prove nothing").await;
    let (cohort, path) = cohort_of(&world, 30).await;
    let visitor = world.as_anyone();
    let sessions = async || web_session::Entity::find().count(world.app.db.read()).await.unwrap();
    let before = (accounts_in(&world).await, sessions().await);
    let answered = visitor.post(&path, &form(&[])).await.expect(200);
    assert!(answered.header("set-cookie").is_none_or(|cookie| !cookie.contains("sesion")));
    assert_eq!(people_in(&world).await, 0);
    assert_eq!((accounts_in(&world).await, sessions().await), before);
    assert!(places(&world, cohort).await.is_empty());
    let told = ("enrolment/registration".to_owned(), MAIL.to_owned());
    assert_eq!(letters(&world).await, [told]);
    // Looking at the link changes nothing.
    let link = link_to(&world, MAIL).await;
    for _ in 0..2 {
        visitor.get(&link).await.expect(200).expect_text("Cree una contraseña");
    }
    assert_eq!(people_in(&world).await, 0);
    visitor.post(&link, &[("contrasena", "corta")]).await.expect(422).expect_text("entre 10 y 128");
    visitor.submit(&link, &PASSWORD).await.expect(200).expect_text("quedó registrada");
    let again = world.as_anyone();
    again.post(&link, &PASSWORD).await.expect(422).expect_text("Este enlace ya no sirve");
    again.get(&link).await.expect(200).expect_text("Este enlace ya no sirve");
    assert_eq!(places(&world, cohort).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn the_form_says_the_same_whatever_is_known() {
    let world = World::new("prove same").await;
    let known = people(&world, 1..2, true).await[0];
    let (cohort, path) = cohort_of(&world, 30).await;
    let before = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap().unwrap();
    let teacher = world.as_facilitator("ana").await.account();
    let teacher = account::Entity::find_by_id(teacher).one(world.app.db.read()).await.unwrap();
    let teacher = teacher.unwrap().email;
    let number = document(1);
    let mut said = Vec::new();
    for (changes, mail) in [
        (vec![], MAIL),
        (vec![("documento", number.as_str())], MAIL),
        (vec![("correo", teacher.as_str())], teacher.as_str()),
        (vec![("documento", number.as_str()), ("correo", teacher.as_str())], teacher.as_str()),
    ] {
        let page = world.as_anyone().post(&path, &form(&changes)).await.expect(200);
        let text = page.body_without_request_id().replace("Inirida@Pueblo.example", "CORREO");
        said.push(text.replace(mail, "CORREO"));
    }
    assert!(said.iter().all(|page| *page == said[0]), "one answer for all");
    // A stranger makes no work for anybody: nothing is under review.
    let staff = world.as_administrator().await;
    staff.get("/personas/revision").await.expect(200).expect_no_text("llegó con otro nombre");
    let after = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(after, before);
    assert!(places(&world, cohort).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_proven_mail_gives_nobody_the_record_of_somebody_else() {
    let world = World::new("prove foreign").await;
    let known = people(&world, 1..2, true).await[0];
    let (cohort, path) = cohort_of(&world, 30).await;
    let before = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap();
    let accounts = accounts_in(&world).await;
    let number = document(1);
    let visitor = world.as_anyone();
    for _ in 0..2 {
        visitor.post(&path, &form(&[("documento", &number)])).await.expect(200);
        let link = link_to(&world, MAIL).await;
        let refused = visitor.post(&link, &PASSWORD).await.expect(422);
        refused.expect_text("ya están registrados de otra manera").expect_no_text("Guayacán");
    }
    assert_eq!(person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap(), before);
    assert_eq!(accounts_in(&world).await, accounts);
    assert!(places(&world, cohort).await.is_empty());
    let staff = world.as_administrator().await;
    let page = staff.get(&format!("/personas/{known}")).await.expect(200);
    page.expect_text("Alguien escribió este documento con otro nombre");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_whom_the_institution_registered_with_this_mail_gets_an_account() {
    let world = World::new("prove known").await;
    let known = people(&world, 1..2, true).await[0];
    let row = person::Entity::find_by_id(known).one(world.app.db.read()).await.unwrap().unwrap();
    let mail = row.email.unwrap();
    let (cohort, path) = cohort_of(&world, 30).await;
    let number = document(1);
    let own = [
        ("documento", number.as_str()),
        ("primer_nombre", row.first_name.as_str()),
        ("primer_apellido", row.first_surname.as_str()),
        ("segundo_nombre", ""),
        ("segundo_apellido", ""),
        ("correo", mail.as_str()),
    ];
    let visitor = world.as_anyone();
    let done = registers(&world, &visitor, &path, &form(&own)).await.expect(200);
    done.expect_text("Su inscripción quedó registrada y tiene un cupo");
    assert_eq!(people_in(&world).await, 1);
    assert_eq!(places(&world, cohort).await[0].person_id, known);
    // With an account, the next cohort asks for no password, and opens no session.
    let plan = CohortPlan { name: "Meta 2026-3", facilitator: "eva", ..CohortPlan::default() };
    let second = self::cohort(&world, plan).await;
    let path = format!("/oferta/{}/registro", code(&world, second).await);
    let visitor = world.as_anyone();
    visitor.post(&path, &form(&own)).await.expect(200);
    let link = link_to(&world, &mail).await;
    visitor.get(&link).await.expect(200).expect_no_text("Cree una contraseña");
    let done = visitor.post(&link, &[]).await.expect(303);
    assert!(done.header("location").unwrap().starts_with("/ingresar"));
    assert_eq!(places(&world, second).await[0].person_id, known);
    world.finish().await;
}

#[rocket::async_test]
async fn a_registration_holds_the_seat_for_two_days_and_then_it_goes_to_who_waits() {
    let world = World::new("prove hold").await;
    let (cohort, path) = cohort_of(&world, 1).await;
    world.as_anyone().post(&path, &form(&[])).await.expect(200);
    world.as_anyone().get(&path).await.expect(200).expect_text("Los cupos están completos");
    let person = people(&world, 1..2, true).await[0];
    let waits = enrolled(&world, cohort, person).await;
    assert_eq!(waits.stage, Stage::Waiting, "the seat is held");
    world.advance(TimeDelta::hours(47));
    worker::round(&world.app).await.unwrap();
    assert_eq!(stage_of(&world, &waits).await, Stage::Waiting);
    world.advance(TimeDelta::hours(1));
    worker::round(&world.app).await.unwrap();
    assert_eq!(stage_of(&world, &waits).await, Stage::Offered);
    let link = link_to(&world, MAIL).await;
    world.as_anyone().post(&link, &PASSWORD).await.expect(422).expect_text("ya no sirve");
    world.advance(TimeDelta::days(3));
    worker::round(&world.app).await.unwrap();
    let kept = registration::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 0, "what a stranger typed is forgotten");
    world.finish().await;
}

#[rocket::async_test]
async fn the_held_seat_is_there_when_the_link_is_followed() {
    let world = World::new("prove seat").await;
    let (cohort, path) = cohort_of(&world, 1).await;
    world.as_anyone().post(&path, &form(&[])).await.expect(200);
    other_asks(&world, &path, 1).await;
    let late = link_to(&world, "otra1@pueblo.example").await;
    let late = world.as_anyone().submit(&late, &PASSWORD).await.expect(200);
    late.expect_text("lista de espera");
    let first = link_to(&world, MAIL).await;
    let first = world.as_anyone().submit(&first, &PASSWORD).await.expect(200);
    first.expect_text("Su inscripción quedó registrada y tiene un cupo");
    let stages: Vec<Stage> = places(&world, cohort).await.iter().map(|row| row.stage).collect();
    assert_eq!(stages, [Stage::Waiting, Stage::Confirmed]);
    world.finish().await;
}

#[rocket::async_test]
async fn twenty_registrations_at_once_never_pass_the_seats() {
    let world = World::new("prove rush").await;
    let (cohort, path) = cohort_of(&world, 5).await;
    let visitor = world.as_anyone();
    let typed: Vec<(String, String)> =
        (0..20).map(|n| (document(500 + n), format!("tropel{n}@pueblo.example"))).collect();
    let forms: Vec<Vec<(&str, &str)>> =
        typed.iter().map(|(d, m)| form(&[("documento", d), ("correo", m)])).collect();
    for answer in join_all(forms.iter().map(|form| visitor.post(&path, form))).await {
        answer.expect(200);
    }
    let rows = registration::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.holds_seat).count(), 5);
    let mut links = Vec::new();
    for (_, mail) in &typed {
        links.push(link_to(&world, mail).await);
    }
    let visitors: Vec<_> = links.iter().map(|_| world.as_anyone()).collect();
    let followed = visitors.iter().zip(&links).map(|(one, link)| one.post(link, &PASSWORD));
    for answer in join_all(followed).await {
        answer.expect(303);
    }
    let rows = places(&world, cohort).await;
    assert_eq!(rows.iter().filter(|row| row.stage == Stage::Confirmed).count(), 5);
    assert_eq!(rows.len(), 20);
    world.finish().await;
}

#[rocket::async_test]
async fn one_link_followed_twice_at_once_makes_one_place() {
    let world = World::new("prove twice").await;
    let (cohort, path) = cohort_of(&world, 5).await;
    world.as_anyone().post(&path, &form(&[])).await.expect(200);
    let link = link_to(&world, MAIL).await;
    let (one, other) = (world.as_anyone(), world.as_anyone());
    let both = join_all([one.post(&link, &PASSWORD), other.post(&link, &PASSWORD)]).await;
    let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!((people_in(&world).await, places(&world, cohort).await.len()), (1, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn a_later_form_of_the_same_mail_replaces_the_earlier_and_five_letters_are_enough() {
    let world = World::new("prove again").await;
    let (_, path) = cohort_of(&world, 1).await;
    let visitor = world.as_anyone();
    visitor.post(&path, &form(&[("cargo", "Uno")])).await.expect(200);
    let first = link_to(&world, MAIL).await;
    for _ in 0..6 {
        visitor.post(&path, &form(&[])).await.expect(200).expect_text("Revise su correo");
    }
    assert_eq!(letters(&world).await.len(), 5);
    let rows = registration::Entity::find().all(world.app.db.read()).await.unwrap();
    let holding = rows.iter().filter(|row| row.holds_seat && row.settled_at.is_none()).count();
    assert_eq!(holding, 1, "one mail holds one seat of a cohort");
    visitor.post(&first, &PASSWORD).await.expect(422).expect_text("ya no sirve");
    world.finish().await;
}

#[rocket::async_test]
async fn one_address_holds_no_more_seats_than_a_class_has() {
    let world = World::new("prove hoard").await;
    let (cohort, path) = cohort_of(&world, 60).await;
    let most = usize::try_from(formacion::enrolment::registrations::HELD_SEATS).unwrap();
    for number in 0..most + 3 {
        other_asks(&world, &path, number).await;
    }
    let rows = registration::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.holds_seat).count(), most);
    assert!(places(&world, cohort).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_link_that_is_followed_late_says_why_it_is_late() {
    let world = World::new("prove late").await;
    let (cohort, path) = cohort_of(&world, 5).await;
    world.as_anyone().post(&path, &form(&[])).await.expect(200);
    let link = link_to(&world, MAIL).await;
    let staff = world.as_coordinator("MET").await;
    let cancel = format!("/cohortes/{cohort}/cancelacion");
    staff.post(&cancel, &[("motivo", "Lluvias")]).await.expect(303);
    let visitor = world.as_anyone();
    visitor.get(&link).await.expect(200).expect_text("Este curso se canceló");
    visitor.post(&link, &PASSWORD).await.expect(422).expect_text("Este curso se canceló");
    assert_eq!(people_in(&world).await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn what_the_institution_brings_overwrites_what_somebody_said_of_themselves() {
    let world = World::new("prove impostor").await;
    let (_, path) = cohort_of(&world, 30).await;
    let impostor = world.as_anyone();
    let other = [("correo", "mallory@lejos.example")];
    registers(&world, &impostor, &path, &form(&other)).await.expect(200);
    let plan = CohortPlan { name: "Meta 2026-3", facilitator: "eva", ..CohortPlan::default() };
    let second = self::cohort(&world, plan).await;
    let staff = world.as_coordinator("MET").await;
    let mut fields = form(&[]);
    fields.extend([("paso", "crear"), ("excepcion", "El otro registro no es suyo")]);
    staff.post(&format!("/cohortes/{second}/inscritos/nuevo"), &fields).await.expect(303);
    let row = person::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((row.email.as_deref(), row.is_self_declared), (Some(MAIL), false));
    assert_eq!(people_in(&world).await, 1);
    let entry = [("correo", "mallory@lejos.example"), ("contrasena", "una frase larga")];
    world.as_anyone().post("/ingresar", &entry).await.expect(422);
    let told = letters(&world).await;
    let to = |kind: &str, mail: &str| told.contains(&(kind.to_owned(), mail.to_owned()));
    assert!(to("people/mail_replaced", "mallory@lejos.example"));
    assert!(to("sign_in/password_link", MAIL));
    let mut later = told.iter().skip_while(|(kind, _)| kind != "people/mail_replaced").skip(1);
    assert_eq!(later.next().map(|(_, mail)| mail.as_str()), Some(MAIL), "the true mail is told");
    assert!(later.all(|(_, mail)| mail == MAIL), "nothing more for the impostor");
    // What the institution brought stays: another mail by another list changes nothing.
    let mut fields = form(&[("correo", "tercera@pueblo.example")]);
    fields.extend([("paso", "crear"), ("excepcion", "Repite el curso")]);
    let third = CohortPlan { name: "Meta 2026-4", facilitator: "sol", ..CohortPlan::default() };
    let third = self::cohort(&world, third).await;
    staff.post(&format!("/cohortes/{third}/inscritos/nuevo"), &fields).await.expect(303);
    let row = person::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.email.as_deref(), Some(MAIL));
    world.finish().await;
}

#[rocket::async_test]
async fn the_forms_of_one_address_are_counted_where_every_instance_sees_them() {
    let world = World::new("prove budget").await;
    let (cohort, path) = cohort_of(&world, 30).await;
    other_asks(&world, &path, 0).await;
    let db = world.app.db.writer();
    let asked = registration::Entity::find().one(db).await.unwrap().unwrap();
    // What other instances were asked by the same address, all but the last.
    let others = (2..formacion::sign_in::FORMS).map(|number| registration::ActiveModel {
        id: NotSet,
        token_hash: Set(number.to_string()),
        email: Set(format!("instancia{number}@pueblo.example")),
        holds_seat: Set(false),
        ..asked.clone().into_active_model()
    });
    registration::Entity::insert_many(others).exec_without_returning(db).await.unwrap();
    other_asks(&world, &path, 1).await;
    world.as_anyone().post(&path, &form(&[])).await.expect(429);
    world.advance(formacion::sign_in::FORMS_WINDOW);
    world.as_anyone().post(&path, &form(&[])).await.expect(200);
    assert!(places(&world, cohort).await.is_empty());
    world.finish().await;
}
