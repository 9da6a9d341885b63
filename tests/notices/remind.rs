//! The day before a session, everybody with a place is reminded once (R66, R67).

use chrono::TimeDelta;
use formacion::cohorts::entity::{cohort, session};
use formacion::enrolment::entity::enrolment;
use formacion::enrolment::reminders;
use formacion::notices::entity::outbox_message::{Column, Entity, Model, State};
use formacion::people::entity::person;
use formacion::platform::workers::Round;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use super::sender;
use crate::support::calendar;
use crate::support::smtp::Smtp;
use crate::support::world::World;

async fn letters(world: &World) -> Vec<Model> {
    Entity::find()
        .filter(Column::Kind.eq("enrolment/reminder"))
        .order_by_asc(Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn rounds(world: &World) {
    while reminders::round(&world.app).await.unwrap() == Round::More {}
}

/// A planned session of a cohort that runs; the clock is put a day and an hour before it.
async fn coming(world: &World) -> (session::Model, usize) {
    let db = world.app.db.read();
    let (session, _) = session::Entity::find()
        .find_also_related(cohort::Entity)
        .filter(session::Column::Stage.eq(session::Stage::Planned))
        .filter(session::Column::StartsAt.gt(world.app.clock.now() + TimeDelta::hours(30)))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .order_by_asc(session::Column::StartsAt)
        .one(db)
        .await
        .unwrap()
        .expect("the demo has a session ahead");
    let enrolled = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(enrolment::Column::CohortId.eq(session.cohort_id))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .all(db)
        .await
        .unwrap();
    // Some have no mail: nobody writes to them.
    let with_mail = enrolled
        .iter()
        .filter(|(_, person)| person.as_ref().is_some_and(|person| person.email.is_some()));
    let people = with_mail.count();
    assert!(people > 0);
    world.app.clock.travel_to(session.starts_at - TimeDelta::hours(25));
    (session, people)
}

async fn about(world: &World, session: &session::Model) -> usize {
    let start = format!("enrolment/reminder:{}:", session.id);
    let all = letters(world).await;
    all.iter().filter(|letter| letter.dedupe_key.starts_with(&start)).count()
}

#[rocket::async_test]
async fn everybody_with_a_place_is_reminded_once_and_the_calendar_file_comes_along() {
    let world = World::demo("reminders").await;
    let (session, people) = coming(&world).await;
    rounds(&world).await;
    assert_eq!(about(&world, &session).await, 0, "not yet");
    world.advance(TimeDelta::hours(2));
    let (one, other) =
        rocket::tokio::join!(reminders::round(&world.app), reminders::round(&world.app));
    one.unwrap();
    other.unwrap();
    rounds(&world).await;
    assert_eq!(about(&world, &session).await, people);
    rounds(&world).await;
    assert_eq!(about(&world, &session).await, people, "only once");

    let letter = letters(&world).await.pop().unwrap();
    assert!(letter.subject.starts_with("Recordatorio: sesión mañana, "), "{}", letter.subject);
    // Only this letter leaves: the demo's many others wait.
    let mut first = letter.clone().into_active_model();
    first.not_before = Set(world.app.clock.now() - TimeDelta::days(9000));
    first.update(world.app.db.writer()).await.unwrap();
    let server = Smtp::start();
    sender(&world, &server).round().await.unwrap();
    let mail = server.wait_for(1).remove(0);
    assert_eq!(mail.raw.matches("method=REQUEST").count(), 2, "{}", mail.raw);
    assert!(mail.raw.contains("sesion-1.ics"));
    let invitations = mail.calendars();
    assert_eq!(invitations.len(), 2, "a form of the letter, and a file beside it");
    for invitation in &invitations {
        let meeting = calendar::read(invitation).remove(0);
        assert_eq!(meeting.method, "REQUEST");
        assert_eq!(meeting.attendees, [format!("mailto:{}", letter.recipient_email)]);
    }
    assert!(mail.text().contains("Hora: "));
    // The address in it stands for that person's place, and nobody else can read it afterwards.
    let token = mail.text().split("/llegada/").nth(1).expect("the personal address").to_owned();
    let token: String = token.chars().take_while(char::is_ascii_alphanumeric).collect();
    let page = world.as_anyone().get(&format!("/llegada/{token}")).await.expect(200);
    page.expect_text("Registrar mi llegada");
    let sent = Entity::find_by_id(letter.id).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(sent.state, State::Sent);
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_that_moves_reminds_again_and_a_cancelled_one_does_not() {
    let world = World::demo("moved session").await;
    let (session, people) = coming(&world).await;
    world.advance(TimeDelta::hours(2));
    rounds(&world).await;
    let before = about(&world, &session).await;
    assert_eq!(before, people);
    let mut moved = session.clone().into_active_model();
    moved.starts_at = Set(session.starts_at - TimeDelta::minutes(30));
    moved.update(world.app.db.writer()).await.unwrap();
    rounds(&world).await;
    assert_eq!(about(&world, &session).await, 2 * people);
    let mut cancelled = session.clone().into_active_model();
    cancelled.starts_at = Set(session.starts_at - TimeDelta::minutes(45));
    cancelled.stage = Set(session::Stage::Cancelled);
    cancelled.cancelled_at = Set(Some(world.app.clock.now()));
    cancelled.update(world.app.db.writer()).await.unwrap();
    rounds(&world).await;
    assert_eq!(about(&world, &session).await, 2 * people);
    let mut restored = session.clone().into_active_model();
    restored.starts_at = Set(session.starts_at);
    restored.stage = Set(session.stage);
    restored.cancelled_at = Set(None);
    restored.update(world.app.db.writer()).await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_that_changes_while_the_letters_wait_for_it_reminds_nobody() {
    let world = World::demo("changing session").await;
    let (session, _) = coming(&world).await;
    world.advance(TimeDelta::hours(2));
    let later = session.starts_at + TimeDelta::days(9);
    for (stage, starts_at) in [
        (session::Stage::Cancelled, session.starts_at),
        (session::Stage::Planned, later),
        (session::Stage::Planned, session.starts_at),
    ] {
        let tx = world.app.db.begin().await.unwrap();
        let mut changed = session.clone().into_active_model();
        changed.stage = Set(stage);
        changed.starts_at = Set(starts_at);
        changed.ends_at = Set(session.ends_at + (starts_at - session.starts_at));
        changed.update(&tx).await.unwrap();
        let app = world.app.clone();
        let reminding = rocket::tokio::spawn(async move { reminders::round(&app).await });
        rocket::tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
        reminding.await.unwrap().unwrap();
        let as_seen = stage == session.stage && starts_at == session.starts_at;
        assert_eq!(about(&world, &session).await > 0, as_seen, "{stage:?} at {starts_at}");
        let mut back = session.clone().into_active_model();
        back.stage = Set(session.stage);
        back.starts_at = Set(session.starts_at);
        back.ends_at = Set(session.ends_at);
        back.update(world.app.db.writer()).await.unwrap();
    }
    world.finish().await;
}
