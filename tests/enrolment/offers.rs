//! A seat that falls free is offered to who is next, who answers in time or loses it (R20).

use chrono::TimeDelta;
use formacion::announcements::reminders;
use formacion::enrolment::commands::{self, Placement};
use formacion::enrolment::entity::enrolment::{EnrolmentId, Stage};
use formacion::enrolment::entity::seat_offer;
use formacion::enrolment::{policy, worker};
use formacion::notices::entity::outbox_message;
use formacion::people::commands::record_consent;
use formacion::people::entity::consent::BY_LIST;
use formacion::people::entity::person::PersonId;
use formacion::people::queries::last_consent;
use formacion::people::rules::NOTICE_VERSION;
use rocket::tokio;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{enrolled, letters, places, stage_of, story, yes};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;
use formacion::cohorts::entity::cohort::CohortId;

/// A full cohort of one seat, with its people in order of arrival.
struct Full {
    cohort: CohortId,
    people: Vec<PersonId>,
    placed: Vec<Placement>,
}

async fn full(world: &World, people_count: usize, first_day: i64) -> Full {
    let people = people(world, 0..people_count, true).await;
    let plan = CohortPlan { seats: 1, first_day, ..CohortPlan::default() };
    let cohort = cohort(world, plan).await;
    let mut placed = Vec::new();
    for person in &people {
        placed.push(enrolled(world, cohort, *person).await);
    }
    Full { cohort, people, placed }
}

impl Full {
    /// Who has the seat gives it back.
    async fn frees(&self, world: &World) {
        let staff = world.as_coordinator("MET").await;
        let path = format!("/inscripciones/{}/retiro", self.placed[0].enrolment);
        staff.post(&path, &[]).await.expect(303);
    }

    async fn stages(&self, world: &World) -> Vec<Stage> {
        let mut all = Vec::new();
        for one in &self.placed {
            all.push(stage_of(world, one).await);
        }
        all
    }
}

/// The address in the last letter of a kind.
async fn link(world: &World, kind: &str) -> String {
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(kind))
        .order_by_desc(outbox_message::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("is written");
    assert!(letter.is_secret, "its link does not stay in the database");
    let from = letter.text_body.find("/cupo/").expect("the letter has its link");
    letter.text_body[from..].split_whitespace().next().unwrap().to_owned()
}

async fn open_offers(world: &World) -> Vec<seat_offer::Model> {
    seat_offer::Entity::find()
        .filter(seat_offer::Column::SettledAt.is_null())
        .all(world.app.db.read())
        .await
        .unwrap()
}

use Stage::{Confirmed, Offered, Waiting, Withdrawn};

#[rocket::async_test]
async fn the_link_of_the_letter_takes_the_seat_without_a_password() {
    let world = World::new("offer-link").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    assert_eq!(full.stages(&world).await, [Withdrawn, Offered, Waiting]);
    let path = link(&world, "enrolment/offered").await;
    let token = path.trim_start_matches("/cupo/");
    let offer = open_offers(&world).await.remove(0);
    assert_ne!(offer.token_hash, token, "only its digest is kept");

    let anyone = world.as_anyone();
    let page = anyone.get(&path).await.expect(200);
    page.expect_text("Hay un cupo para usted")
        .expect_text("Ñandú Guayacán B")
        .expect_text("antes del 22 de noviembre de 2026, 10:00");
    assert_eq!(stage_of(&world, &full.placed[1]).await, Offered, "looking changes nothing");
    let nothing = anyone.post(&path, &[]).await.expect(422);
    nothing.expect_text("Elija si acepta el cupo o lo deja.");
    let unread = anyone.post(&path, &[("respuesta", "aceptar")]).await.expect(422);
    unread.expect_text("Para tomar el cupo necesitamos su autorización.");
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    let done = anyone.submit(&path, &yes).await.expect(200);
    done.expect_text("El cupo quedó aceptado.").expect_text("Usted tiene un cupo");
    assert_eq!(full.stages(&world).await, [Withdrawn, Confirmed, Waiting]);
    assert_eq!(
        story(&world, &full.placed[1]).await,
        [(None, Waiting), (Some(Waiting), Offered), (Some(Offered), Confirmed)]
    );
    // Used: a second answer changes nothing.
    anyone.post(&path, &[("respuesta", "dejar")]).await.expect(422);
    assert_eq!(stage_of(&world, &full.placed[1]).await, Confirmed);
    // Taking it opened their account.
    let me = world.as_account("persona1@pueblo.example").await;
    let own = me.get(&format!("/inscripciones/{}", full.placed[1].enrolment)).await.expect(200);
    own.expect_text("Cupo aceptado").expect_text("Usted, desde el correo");
    world.finish().await;
}

#[rocket::async_test]
async fn who_waits_or_was_offered_a_seat_can_still_reach_what_the_certificate_asks() {
    let world = World::new("offer-progress").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    assert_eq!(full.stages(&world).await, [Withdrawn, Offered, Waiting]);
    let progress = async |number: usize| {
        let me = world.as_participant(full.people[number].0).await;
        let path = format!("/inscripciones/{}/avance", full.placed[number].enrolment);
        let page = me.get(&path).await.expect(200);
        page.expect_text("Todavía puede obtener el certificado.").expect_no_text("a no alcanza")
    };
    let whole = "Faltan 3 sesiones. Si asiste a todo lo que falta llega a 100 %.";
    progress(1).await.expect_text(whole).expect_text("falta que lo acepte");
    progress(2).await.expect_text(whole).expect_text("Está en lista de espera");
    // A session that ended while they waited was none of theirs.
    world.advance(TimeDelta::days(10) + TimeDelta::hours(5));
    progress(2)
        .await
        .expect_text("Faltan 2 sesiones. Si asiste a todo lo que falta llega a 100 %.");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_of_a_list_authorises_for_themselves_when_they_take_the_seat() {
    let world = World::new("offer-list").await;
    let full = full(&world, 2, 10).await;
    let person = full.people[1];
    let tx = world.app.db.begin().await.unwrap();
    record_consent(&tx, &world.app, person, NOTICE_VERSION, BY_LIST).await.unwrap();
    tx.commit().await.unwrap();
    full.frees(&world).await;
    // Whoever answers for them by telephone asks nothing: the list has its proof.
    let own = format!("/inscripciones/{}", full.placed[1].enrolment);
    let seen = world.as_coordinator("MET").await.get(&own).await.expect(200);
    seen.expect_text("Aceptar el cupo").expect_no_text("guarda la constancia");
    let path = link(&world, "enrolment/offered").await;
    let anyone = world.as_anyone();
    anyone.get(&path).await.expect(200).expect_text("Autorizo el tratamiento de mis datos");
    let unread = anyone.post(&path, &[("respuesta", "aceptar")]).await.expect(422);
    unread.expect_text("Para tomar el cupo necesitamos su autorización.");
    anyone.post(&path, &[("respuesta", "aceptar"), ("autorizo", "si")]).await.expect(303);
    let given = last_consent(world.app.db.read(), person).await.unwrap().expect("authorised");
    assert_eq!(given.channel, "enlace del correo");
    assert_eq!(full.stages(&world).await, [Withdrawn, Confirmed]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_seat_that_is_left_is_offered_to_the_next() {
    let world = World::new("offer-left").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let path = link(&world, "enrolment/offered").await;
    let done = world.as_anyone().submit(&path, &[("respuesta", "dejar")]).await.expect(200);
    done.expect_text("el cupo quedó libre para otra persona")
        .expect_text("Pasa a quien sigue")
        .expect_no_text("ya no sirve");
    assert_eq!(full.stages(&world).await, [Withdrawn, Withdrawn, Offered]);
    let mine = format!("/inscripciones/{}", full.placed[1].enrolment);
    let me = world.as_participant(full.people[1].0).await;
    me.get(&mine).await.expect(200).expect_text("Cupo no aceptado");
    world.finish().await;
}

#[rocket::async_test]
async fn an_offer_that_nobody_answers_runs_out_and_the_next_person_is_told() {
    let world = World::new("offer-late").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let path = link(&world, "enrolment/offered").await;
    world.advance(TimeDelta::hours(48) - TimeDelta::minutes(1));
    worker::round(&world.app).await.unwrap();
    assert_eq!(full.stages(&world).await, [Withdrawn, Offered, Waiting]);
    world.advance(TimeDelta::minutes(1));
    worker::round(&world.app).await.unwrap();
    assert_eq!(full.stages(&world).await, [Withdrawn, Withdrawn, Offered]);
    let told = letters(&world).await;
    let last: Vec<(&str, &str)> =
        told.iter().rev().take(2).map(|(kind, to)| (kind.as_str(), to.as_str())).collect();
    assert_eq!(
        last,
        [
            ("enrolment/offered", "persona2@pueblo.example"),
            ("enrolment/lapsed", "persona1@pueblo.example"),
        ]
    );
    let late = world.as_anyone().get(&path).await.expect(200);
    late.expect_text("Este enlace ya no sirve").expect_text("Ver el curso");
    let me = world.as_participant(full.people[1].0).await;
    let own = me.get(&format!("/inscripciones/{}", full.placed[1].enrolment)).await.expect(200);
    own.expect_text("El plazo para aceptar el cupo venció").expect_text("Inscribirme de nuevo");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_does_not_answer_is_reminded_once_the_day_before_and_both_letters_serve() {
    let world = World::new("offer-reminder").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let first = link(&world, "enrolment/offered").await;
    let staff = world.as_coordinator("MET").await;
    let messages = staff.get(&format!("/cohortes/{}/mensajes", full.cohort)).await.expect(200);
    messages.expect_text(
        "Recordatorio a 1 persona con un cupo por aceptar: el primero sale el 21 de noviembre de 2026, 10:00",
    );
    let reminded = async || {
        let told = letters(&world).await;
        told.iter().filter(|(kind, _)| kind == "announcements/offer_ending").count()
    };
    world.advance(TimeDelta::hours(24) - TimeDelta::minutes(1));
    reminders::round(&world.app).await.unwrap();
    assert_eq!(reminded().await, 0);
    world.advance(TimeDelta::minutes(1));
    // Two instances look at the same moment.
    let both = tokio::join!(reminders::round(&world.app), reminders::round(&world.app));
    both.0.unwrap();
    both.1.unwrap();
    reminders::round(&world.app).await.unwrap();
    assert_eq!(reminded().await, 1);

    let second = link(&world, "announcements/offer_ending").await;
    assert_ne!(first, second);
    let anyone = world.as_anyone();
    for path in [&first, &second] {
        anyone.get(path).await.expect(200).expect_text("Hay un cupo para usted");
    }
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    anyone.submit(&second, &yes).await.expect(200).expect_text("El cupo quedó aceptado.");
    anyone.get(&first).await.expect(200).expect_text("Usted tiene un cupo");
    assert_eq!(full.stages(&world).await, [Withdrawn, Confirmed, Waiting]);
    world.finish().await;
}

#[rocket::async_test]
async fn an_answer_after_the_hour_finds_the_seat_gone_before_any_worker_looked() {
    let world = World::new("offer-lazy").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let path = format!("/inscripciones/{}/oferta", full.placed[1].enrolment);
    world.advance(TimeDelta::hours(48));
    let me = world.as_participant(full.people[1].0).await;
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    me.post(&path, &yes).await.expect(422).expect_text("Este cupo ya no está disponible");
    // What the dates asked for was undone with the refusal; the next change does it.
    let late = enrolled(&world, full.cohort, people(&world, 3..4, true).await[0]).await;
    assert_eq!(late.stage, Waiting);
    assert_eq!(full.stages(&world).await, [Withdrawn, Withdrawn, Offered]);
    world.finish().await;
}

#[rocket::async_test]
async fn the_person_and_the_coordination_answer_on_the_page_of_the_place() {
    let world = World::new("offer-page").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let own = format!("/inscripciones/{}", full.placed[1].enrolment);
    let path = format!("{own}/oferta");
    let yes = [("respuesta", "aceptar"), ("autorizo", "si")];
    let stranger = world.as_participant(full.people[2].0).await;
    stranger.post(&path, &yes).await.expect(404);
    world.as_gobernacion("50").await.post(&path, &yes).await.expect(404);
    world.as_facilitator("ana").await.post(&path, &yes).await.expect(403);
    let me = world.as_participant(full.people[1].0).await;
    let page = me.get(&own).await.expect(200);
    page.expect_text("Aceptar el cupo").expect_text("Cupo por aceptar");
    me.submit(&path, &[("respuesta", "dejar")]).await.expect(200).expect_text("quedó libre");

    let staff = world.as_coordinator("MET").await;
    let other = format!("/inscripciones/{}", full.placed[2].enrolment);
    staff.get(&other).await.expect(200).expect_text("la coordinación guarda la constancia");
    let list = staff.get(&format!("/cohortes/{}/inscritos?lista=ofrecidos", full.cohort)).await;
    list.expect(200).expect_text("1 Por aceptar").expect_text("Guayacán C, Ñandú");
    let done = staff.submit(&format!("{other}/oferta"), &yes).await.expect(200);
    done.expect_text("El cupo quedó aceptado.");
    assert_eq!(full.stages(&world).await, [Withdrawn, Withdrawn, Confirmed]);
    world.finish().await;
}

#[rocket::async_test]
async fn near_the_start_the_time_is_shorter_and_then_the_seat_is_simply_given() {
    let world = World::new("offer-near").await;
    // It is 10 in the morning: the first day begins in fourteen hours.
    let soon = full(&world, 2, 1).await;
    soon.frees(&world).await;
    let offer = open_offers(&world).await.remove(0);
    assert_eq!(offer.expires_at - world.app.clock.now(), TimeDelta::hours(14));
    world.advance(TimeDelta::hours(11));
    let path = format!("/inscripciones/{}/oferta", soon.placed[1].enrolment);
    let me = world.as_participant(soon.people[1].0).await;
    me.post(&path, &[("respuesta", "aceptar"), ("autorizo", "si")]).await.expect(303);
    assert_eq!(soon.stages(&world).await, [Withdrawn, Confirmed]);
    // Three hours before, nobody is asked.
    let next = enrolled(&world, soon.cohort, people(&world, 5..6, true).await[0]).await;
    assert_eq!(next.stage, Waiting);
    let staff = world.as_coordinator("MET").await;
    let gone = format!("/inscripciones/{}/retiro", soon.placed[1].enrolment);
    staff.post(&gone, &[]).await.expect(303);
    assert_eq!(stage_of(&world, &next).await, Confirmed);
    assert!(letters(&world).await.iter().any(|(kind, _)| kind == "enrolment/freed"));
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_says_how_long_people_have() {
    let world = World::new("offer-hours").await;
    let full = full(&world, 2, 10).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{}/cupos", full.cohort);
    for typed in ["3", "241", "dos", ""] {
        let page = staff.post(&path, &[("cupos", "1"), ("plazo", typed)]).await.expect(422);
        page.expect_text("Escriba las horas para aceptar");
    }
    staff.post(&path, &[("cupos", "1"), ("plazo", "24")]).await.expect(303);
    full.frees(&world).await;
    let offer = open_offers(&world).await.remove(0);
    assert_eq!(offer.expires_at - offer.made_at, TimeDelta::hours(24));
    world.finish().await;
}

#[rocket::async_test]
async fn many_answers_at_once_are_one() {
    let world = World::new("offer-race").await;
    let full = full(&world, 3, 10).await;
    full.frees(&world).await;
    let offer = open_offers(&world).await.remove(0);
    let answers: Vec<_> = (0..12)
        .map(|number| {
            let (app, permit) = (world.app.clone(), policy::may_answer_by_link("prueba", &offer));
            tokio::spawn(async move {
                if number % 2 == 0 {
                    commands::accept(&app, permit, yes()).await.is_ok()
                } else {
                    commands::decline(&app, permit).await.is_ok()
                }
            })
        })
        .collect();
    let mut taken = 0;
    for answer in answers {
        taken += usize::from(answer.await.unwrap());
    }
    assert_eq!(taken, 1, "one answer counts");
    let rows = places(&world, full.cohort).await;
    let seated = rows.iter().filter(|row| matches!(row.stage, Confirmed | Offered)).count();
    assert_eq!(seated, 1);
    let asked: Vec<EnrolmentId> =
        open_offers(&world).await.into_iter().map(|offer| offer.enrolment_id).collect();
    assert!(asked.len() <= 1);
    world.finish().await;
}
