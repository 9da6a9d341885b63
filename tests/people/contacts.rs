//! A person's mail and telephone: corrected by whoever answers for them, with a reason that both
//! addresses do not read, and changed by themselves (R77, R78).

use chrono::TimeDelta;
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::entity::place_link;
use formacion::enrolment::links;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person::{self, PersonId};
use formacion::people::entity::{possible_duplicate, post as people_post};
use formacion::sign_in::entity::{account, contact_change, web_session};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::enrolment::{enrolled, letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, post, servant};
use crate::support::world::World;

const NEW: &str = "nueva@pueblo.example";
const REASON: (&str, &str) = ("motivo", "Llamó y lo dictó.");

async fn row(world: &World, id: PersonId) -> person::Model {
    person::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

async fn account_of(world: &World, id: PersonId) -> Option<account::Model> {
    account::Entity::find()
        .filter(account::Column::PersonId.eq(id.0))
        .one(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn somebody_without_a_mail_gets_one_and_with_it_an_account() {
    let world = World::new("contacts first").await;
    let known = people(&world, 1..2, false).await[0];
    post(&world, known, "50325", true).await;
    let staff = world.as_coordinator("MET").await;
    let (page, path) = (format!("/personas/{known}"), format!("/personas/{known}/contacto"));
    let seen = staff.get(&page).await.expect(200);
    seen.expect_text("Sin correo").expect_text("Corregir el correo y el teléfono");
    staff.get(&path).await.expect(200).expect_text("le llega un enlace para crear su contraseña");
    let wrong = [("correo", "sin arroba"), ("telefono", ""), REASON];
    staff.post(&path, &wrong).await.expect(422).expect_text("Revise el correo electrónico");
    let silent = [("correo", NEW), ("telefono", ""), ("motivo", " ")];
    let refused = staff.post(&path, &silent).await.expect(422);
    let refused = refused.expect_text("Escriba por qué se corrige");
    assert!(refused.body().contains(NEW), "what was typed stays");
    let done = [("correo", "Nueva@Pueblo.example"), ("telefono", "310 555 0101"), REASON];
    let seen = staff.submit(&path, &done).await.expect(200);
    seen.expect_text(NEW).expect_text("3105550101").expect_text("Llamó y lo dictó.");
    let found = row(&world, known).await;
    assert_eq!((found.email.as_deref(), found.phone.as_deref()), (Some(NEW), Some("3105550101")));
    assert_eq!(account_of(&world, known).await.map(|one| one.email).as_deref(), Some(NEW));
    let told = letters(&world).await;
    let to = |kind: &str| (kind.to_owned(), NEW.to_owned());
    assert_eq!(told, [to("sign_in/mail_corrected"), to("sign_in/password_link")]);
    let same = staff.post(&path, &done).await.expect(422);
    same.expect_text("ya tiene este correo y este teléfono");
    world.finish().await;
}

#[rocket::async_test]
async fn the_account_moves_with_the_mail_and_both_addresses_are_told() {
    let world = World::new("contacts move").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let old = row(&world, known).await.email.unwrap();
    let own = world.as_participant(known.0).await;
    let before = account_of(&world, known).await.unwrap();
    let place = enrolled(&world, cohort(&world, CohortPlan::default()).await, known).await;
    own.get(&format!("/inscripciones/{}", place.enrolment)).await.expect(200);
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{known}/contacto");
    staff.submit(&path, &[("correo", NEW), ("telefono", ""), REASON]).await.expect(200);
    let after = account_of(&world, known).await.unwrap();
    assert_eq!((after.email.as_str(), after.password_hash, after.id), (NEW, None, before.id));
    assert_eq!(after.mail_proven_at, None);
    let sessions = web_session::Entity::find()
        .filter(web_session::Column::AccountId.eq(before.id))
        .count(world.app.db.read());
    assert_eq!(sessions.await.unwrap(), 0);
    own.get(&format!("/inscripciones/{}", place.enrolment)).await.expect(303);
    let told = letters(&world).await;
    let to = |kind: &str, mail: &str| (kind.to_owned(), mail.to_owned());
    assert!(told.contains(&to("sign_in/mail_corrected", NEW)));
    assert!(told.contains(&to("sign_in/password_link", NEW)));
    // What had not left yet goes to the new mail; the old one reads that it counts no longer.
    assert!(told.contains(&to("enrolment/confirmed", NEW)));
    let to_old: Vec<_> = told.iter().filter(|(_, mail)| *mail == old).collect();
    assert_eq!(to_old, [&to("sign_in/mail_corrected", &old)]);
    let letters = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("sign_in/mail_corrected"))
        .all(world.app.db.read())
        .await
        .unwrap();
    for letter in letters {
        let other = if letter.recipient_email == old { NEW } else { old.as_str() };
        assert!(!letter.text_body.contains(other) && !letter.html_body.contains(other));
        assert!(!letter.text_body.contains("Llamó"), "the reason is for the coordination");
    }
    let history = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("people.correct_contacts"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("history tells");
    assert_eq!(history.detail, r#"{"fields":["email"]}"#);
    let change = contact_change::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((change.person_id, change.is_email, change.is_phone), (Some(known.0), true, false));
    world.finish().await;
}

#[rocket::async_test]
async fn a_mail_of_another_account_is_refused_and_one_of_another_record_is_noticed() {
    let world = World::new("contacts taken").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let (other, _) = servant(&world, 2, "18592").await;
    world.as_participant(other.0).await;
    let taken = account_of(&world, other).await.unwrap().email;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/personas/{known}/contacto");
    let refused = staff.post(&path, &[("correo", &taken), ("telefono", ""), REASON]).await;
    refused
        .expect(422)
        .expect_text("Este correo ya es de otra cuenta")
        .expect_no_text("Guayacán C");
    assert_ne!(row(&world, known).await.email.as_deref(), Some(taken.as_str()));
    // A record without an account: two records of one person, perhaps.
    let (third, _) = servant(&world, 3, "50325").await;
    let shared = row(&world, third).await.email.unwrap();
    staff.submit(&path, &[("correo", &shared), ("telefono", ""), REASON]).await.expect(200);
    let pairs = possible_duplicate::Entity::find()
        .filter(possible_duplicate::Column::OneId.eq(known))
        .filter(possible_duplicate::Column::OtherId.eq(third))
        .count(world.app.db.read());
    assert_eq!(pairs.await.unwrap(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_corrects_their_own_mail_a_strangers_or_one_of_staff() {
    let world = World::new("contacts whose").await;
    let (foreign, _) = servant(&world, 1, "18592").await;
    let path = format!("/personas/{foreign}/contacto");
    let typed = [("correo", NEW), ("telefono", ""), REASON];
    let staff = world.as_coordinator("MET").await;
    staff.get(&path).await.expect(404);
    staff.post(&path, &typed).await.expect(404);
    staff.post("/personas/987654/contacto", &typed).await.expect(404);
    world.as_participant(foreign.0).await.post(&path, &typed).await.expect(403);
    world.as_gobernacion("18").await.post(&path, &typed).await.expect(403);
    // Somebody of staff who is a person: the coordination leaves the mail to the administration.
    let (teacher, _) = servant(&world, 2, "50325").await;
    let facilitator = world.as_facilitator("ana").await;
    facilitator.is_also(teacher.0).await;
    let path = format!("/personas/{teacher}/contacto");
    let refused = staff.post(&path, &typed).await.expect(422);
    refused.expect_text("la administración nacional corrige su correo");
    let phone = [("correo", "persona2@pueblo.example"), ("telefono", "6055550101"), REASON];
    staff.submit(&path, &phone).await.expect(200).expect_text("6055550101");
    let administrator = world.as_administrator().await;
    administrator.submit(&path, &typed).await.expect(200).expect_text(NEW);
    assert_eq!(account_of(&world, teacher).await.unwrap().email, NEW);
    facilitator.get(&format!("/personas/{teacher}")).await.expect(303);
    // Nobody who signs in is left without a mail.
    let none = [("correo", ""), ("telefono", ""), REASON];
    let refused = administrator.post(&path, &none).await.expect(422);
    refused.expect_text("escriba el que usa ahora");
    // One's own is changed by the link that goes to the new one.
    let (me, _) = servant(&world, 4, "50325").await;
    administrator.is_also(me.0).await;
    administrator.post(&format!("/personas/{me}/contacto"), &typed).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn people_change_their_own_telephone() {
    let world = World::new("contacts own").await;
    let (known, _) = servant(&world, 1, "50325").await;
    let own = world.as_participant(known.0).await;
    let page = own.get(&format!("/personas/{known}")).await.expect(200);
    let page = page.expect_text("Cambiar mi correo").expect_text("Cambiar mi teléfono");
    page.expect_no_text("Corregir el correo");
    own.get("/mis-datos/telefono").await.expect(200);
    let wrong = own.post("/mis-datos/telefono", &[("telefono", "12")]).await.expect(422);
    wrong.expect_text("entre 7 y 15 números");
    let done = own.submit("/mis-datos/telefono", &[("telefono", "310 555 0102")]).await.expect(200);
    done.expect_text("3105550102").expect_text("Cambios de correo y teléfono");
    let same = own.post("/mis-datos/telefono", &[("telefono", "3105550102")]).await.expect(422);
    same.expect_text("Ya tiene este teléfono");
    let history = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("person"))
        .order_by_desc(history_event::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert!(!history.detail.contains("310555"));
    world.as_administrator().await.get("/mis-datos/telefono").await.expect(404);
    world.finish().await;
}

/// The last link that answers an offer, in a letter to this mail.
async fn offer_to(world: &World, mail: &str) -> Option<String> {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::RecipientEmail.eq(mail))
        .filter(outbox_message::Column::TextBody.contains("/cupo/"))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()?;
    let from = letter.text_body.find("/cupo/")?;
    letter.text_body[from..].split_whitespace().next().map(str::to_owned)
}

#[rocket::async_test]
async fn open_offers_links_and_calendars_follow_the_new_mail() {
    let world = World::new("contacts follow").await;
    let (known, held) = servant(&world, 1, "50325").await;
    let old = row(&world, known).await.email.unwrap();
    let entity = people_post::Entity::find_by_id(held).one(world.app.db.read()).await.unwrap();
    let focal = world.as_focal_point(entity.unwrap().entity_id.0).await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/cohortes/{cohort}/postulaciones");
    focal.post(&path, &[("todas", "si")]).await.expect(303);
    let own = world.as_participant(known.0).await;
    let page = own.post("/mi-calendario", &[]).await.expect(200).body();
    let from = page.find("/calendarios/").expect("the address is shown");
    let calendar: String =
        page[from..].chars().take_while(|c| !"\"< ".contains(*c) && !c.is_whitespace()).collect();
    let anyone = world.as_anyone();
    anyone.get(&calendar).await.expect(200);
    let place = places(&world, cohort).await.pop().unwrap();
    let (now, later) = (world.app.clock.now(), world.app.clock.now() + TimeDelta::hours(6));
    let tx = world.app.db.begin().await.unwrap();
    let arrival = links::make(&tx, place.id, now, later).await.unwrap();
    tx.commit().await.unwrap();
    let before = offer_to(&world, &old).await.expect("the offer was sent");
    anyone.get(&before).await.expect(200).expect_text("Aceptar");

    let staff = world.as_coordinator("MET").await;
    let fields = [("correo", NEW), ("telefono", ""), REASON];
    staff.post(&format!("/personas/{known}/contacto"), &fields).await.expect(303);
    let dead = anyone.get(&before).await;
    assert!(dead.status == 404 || dead.words().contains("ya no sirve"), "{}", dead.words());
    assert_eq!(offer_to(&world, &old).await, None, "what had not left does not leave any more");
    anyone.get(&calendar).await.expect(404);
    let left = place_link::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(left, 0, "{arrival} opens nothing");
    let after = offer_to(&world, NEW).await.expect("the offer is sent anew");
    anyone.get(&after).await.expect(200).expect_text("Hay un cupo para usted");
    anyone.post(&after, &[("respuesta", "aceptar"), ("autorizo", "si")]).await.expect(303);
    assert_eq!(places(&world, cohort).await[0].stage, Stage::Confirmed);
    world.finish().await;
}
