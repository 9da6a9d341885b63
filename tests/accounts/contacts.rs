//! A territorial unit says whom people ask there: its letters and its pages say it, and answers go there
//! (C74, R67, R99).

use formacion::history::entity::history_event;
use formacion::platform::workers::Round;
use formacion::territory::entity::unit_contact;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::enrolment::{cohort_row, enrolled};
use crate::notices::sender;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::smtp::{Mail, Smtp};
use crate::support::world::World;

const MAIL: &str = "formacion.meta@unidad.example";
const SAID: &str = "Escriba a formacion.meta@unidad.example o llame al 6086600000. Atención: de lunes a viernes, 8:00 a. m. a 4:00 p. m.";
const KEPT: &[(&str, &str)] = &[
    ("correo", " Formacion.Meta@unidad.example"),
    ("telefono", "608 660-0000"),
    ("atencion", "de lunes a viernes, 8:00 a. m. a 4:00 p. m."),
];
const FORM: &str = "/direcciones/MET/contacto";

/// What came to an address, once everything left.
async fn mails_to(world: &World, server: &Smtp, to: &str) -> Vec<Mail> {
    let sender = sender(world, server);
    while sender.round().await.unwrap() == Round::More {}
    server.messages().into_iter().filter(|mail| mail.to == [to]).collect()
}

#[rocket::async_test]
async fn a_letter_of_a_cohort_says_whom_to_ask_at_its_unit_and_answers_go_there() {
    let world = World::new("unit contact").await;
    let server = Smtp::start();
    let id = cohort(&world, CohortPlan::default()).await;
    let before = servant(&world, 1, "50325").await.0;
    enrolled(&world, id, before).await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.submit(FORM, KEPT).await.expect(200).expect_text("quedó guardado");
    let person = servant(&world, 2, "50325").await.0;
    let placed = enrolled(&world, id, person).await;

    let silent = mails_to(&world, &server, "persona1@pueblo.example").await;
    assert!(!silent.is_empty());
    for mail in &silent {
        assert!(!mail.text().contains("¿Preguntas?") && !mail.html().contains("¿Preguntas?"));
        assert_eq!(mail.header("Reply-To"), None, "a unit without a contact has nobody to answer");
    }
    let told = mails_to(&world, &server, "persona2@pueblo.example").await;
    assert!(!told.is_empty());
    for mail in &told {
        assert!(mail.text().contains(&format!("¿Preguntas? {SAID}")), "{}", mail.text());
        assert!(mail.html().contains(&format!("¿Preguntas? {SAID}")), "{}", mail.html());
        assert_eq!(mail.header("Reply-To").as_deref(), Some(MAIL));
    }

    let code = cohort_row(&world, id).await.public_code;
    world.as_anyone().get(&format!("/oferta/{code}")).await.expect(200).expect_text(SAID);
    let own = world.as_participant(person.0).await;
    own.get(&format!("/inscripciones/{}", placed.enrolment)).await.expect(200).expect_text(SAID);
    world.finish().await;
}

#[rocket::async_test]
async fn a_unit_is_spoken_for_by_its_own_coordination_and_history_says_who_did() {
    let world = World::new("unit contact permit").await;
    let stranger = world.as_coordinator("HUI").await;
    let foreign = stranger.post(FORM, KEPT).await.expect(404);
    let absent = stranger.post("/direcciones/NADA/contacto", KEPT).await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    stranger.get(FORM).await.expect(404);
    let theirs = stranger.get("/direcciones").await.expect(200).addresses();
    assert!(theirs.contains("/direcciones/HUI/contacto") && !theirs.contains(FORM), "{theirs}");
    world.as_facilitator("ana").await.post(FORM, KEPT).await.expect(403);
    let contacts = unit_contact::Entity::find();
    assert_eq!(contacts.count(world.app.db.read()).await.unwrap(), 0);

    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/cuentas").await.expect(200).expect_text("Contacto de la dirección");
    let wrong = [("correo", "meta@unidad"), ("telefono", "608"), ("atencion", "por la tarde")];
    let page = coordinator.post(FORM, &wrong).await.expect(422);
    assert!(page.body().contains("meta@unidad") && page.body().contains("por la tarde"));
    coordinator.post(FORM, KEPT).await.expect(303);
    // What is there already is no change.
    coordinator.post(FORM, KEPT).await.expect(303);
    let administrator = world.as_administrator().await;
    administrator.get("/direcciones").await.expect(200).expect_text(SAID);
    administrator.post(FORM, &[("correo", MAIL)]).await.expect(303);
    let kept = unit_contact::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.email.as_deref(), kept.phone, kept.office), (Some(MAIL), None, None));
    let events = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("accounts.keep_contact"))
        .order_by_asc(history_event::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let said: Vec<_> =
        events.iter().map(|event| (event.actor_account_id, event.subject_id)).collect();
    let [by, later] = [coordinator.account().0, administrator.account().0];
    assert_eq!(said, [(Some(by), kept.id.0), (Some(later), kept.id.0)]);
    world.finish().await;
}
