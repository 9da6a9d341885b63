//! P2: seats are never oversold, and without the lock they would be.

use std::collections::BTreeSet;

use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::enrolment::commands::{self, NewEnrolment, Placement};
use formacion::enrolment::entity::enrolment::{self, Origin, Stage};
use formacion::enrolment::entity::enrolment_event;
use formacion::enrolment::rules;
use formacion::enrolment::seating::{SeatGroups, Seating};
use formacion::people::entity::person::PersonId;
use formacion::platform::app::App;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{asks, places};
use crate::support::fixtures::{self, CohortPlan};
use crate::support::people::people;
use crate::support::world::World;
use crate::support::{figures::figure, long};

const PEOPLE: usize = 200;
const SEATS: i32 = 30;

/// Everybody asks at once, in a way of asking.
async fn all_at_once<F>(
    world: &World,
    people: &[PersonId],
    ask: impl Fn(App, PersonId) -> F,
) -> Vec<Placement>
where
    F: Future<Output = Option<Placement>> + Send + 'static,
{
    let asking: Vec<_> =
        people.iter().map(|person| tokio::spawn(ask(world.app.clone(), *person))).collect();
    let mut placed = Vec::new();
    for one in asking {
        placed.extend(one.await.expect("the task ends"));
    }
    placed
}

/// The product's way.
async fn enrols(app: App, cohort: CohortId, person: PersonId) -> Option<Placement> {
    commands::enrol(&app, asks(cohort, person), NewEnrolment::default()).await.ok()
}

/// The same rule and the same rows, with the seats counted before the transaction and without
/// the lock.
async fn enrols_without_lock(app: App, cohort: CohortId, person: PersonId) -> Option<Placement> {
    let db = app.db.read();
    let seats = cohort::Entity::find_by_id(cohort).one(db).await.ok()??.seats;
    let rows = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .all(db)
        .await
        .ok()?;
    let confirmed = rows.iter().filter(|row| row.stage == Stage::Confirmed).count();
    let mut seating = Seating::new(seats, []);
    seating.sit_many(&SeatGroups::default(), i32::try_from(confirmed).ok()?);
    let stage = rules::landing_stage(None, &mut seating, &SeatGroups::default()).ok()?;
    tokio::task::yield_now().await;
    let tx = app.db.begin().await.ok()?;
    let now = app.clock.now();
    let row = enrolment::ActiveModel {
        cohort_id: Set(cohort),
        person_id: Set(person),
        stage: Set(stage),
        origin: Set(Origin::SelfService),
        queue_number: Set(rows.iter().map(|row| row.queue_number).max().unwrap_or(0) + 1),
        created_at: Set(now),
        confirmed_at: Set((stage == Stage::Confirmed).then_some(now)),
        ..Default::default()
    };
    let row = row.insert(&tx).await.ok()?;
    let event = enrolment_event::ActiveModel {
        enrolment_id: Set(row.id),
        at: Set(now),
        to_stage: Set(stage),
        ..Default::default()
    };
    event.insert(&tx).await.ok()?;
    tx.commit().await.ok()?;
    Some(Placement { enrolment: row.id, stage, position: None })
}

#[rocket::async_test]
async fn two_hundred_at_once_for_thirty_seats_fill_them_exactly() {
    let world = World::new("p2").await;
    let mut everybody = people(&world, 0..20, true).await;
    everybody.extend(people(&world, 20..PEOPLE, false).await);
    let rounds = if long() { 100 } else { 10 };
    let (mut oversold, mut lost) = (0, 0);
    for round in 0..rounds {
        let plan = CohortPlan {
            seats: SEATS,
            // One facilitator teaches all of them, one after another.
            first_day: 10 + 4 * round,
            ..CohortPlan::default()
        };
        let cohort = fixtures::cohort(&world, plan).await;
        let placed =
            all_at_once(&world, &everybody, |app, person| enrols(app, cohort, person)).await;
        let confirmed = placed.iter().filter(|place| place.stage == Stage::Confirmed).count();
        let turns: BTreeSet<u64> = placed.iter().filter_map(|place| place.position).collect();
        oversold += confirmed.saturating_sub(30);
        lost += PEOPLE - placed.len();
        assert_eq!((confirmed, placed.len()), (30, PEOPLE));
        assert_eq!(turns, (1..=170).collect(), "everybody else waits in a turn of their own");
        let rows = places(&world, cohort).await;
        let numbers: Vec<i64> = rows.iter().map(|row| row.queue_number).collect();
        assert_eq!(numbers, (1..=200).collect::<Vec<i64>>());
        let first = rows.iter().take(30).all(|row| row.stage == Stage::Confirmed);
        assert!(first, "who came first has the seat");
    }
    let how = format!("{PEOPLE} at once for {SEATS} seats, {rounds} rounds: oversold or lost");
    let wrong = u32::try_from(oversold + lost).unwrap();
    figure("P2", wrong, "places", wrong == 0, &how);
    world.finish().await;
}

#[rocket::async_test]
async fn without_the_lock_the_same_crowd_oversells() {
    let world = World::new("p2-control").await;
    let everybody = people(&world, 0..PEOPLE, false).await;
    let plan = CohortPlan { seats: SEATS, ..CohortPlan::default() };
    let cohort = fixtures::cohort(&world, plan).await;
    let placed =
        all_at_once(&world, &everybody, |app, person| enrols_without_lock(app, cohort, person))
            .await;
    let confirmed = placed.iter().filter(|place| place.stage == Stage::Confirmed).count();
    let how = "the same without the lock: confirmed for 30 seats (must be more)";
    let unit = "confirmed without lock";
    figure("P2", u32::try_from(confirmed).unwrap(), unit, confirmed > 30, how);
    assert!(confirmed > 30, "the control shows nothing: {confirmed} confirmed");

    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let sentence = format!("{confirmed} confirmed for 30 seats");
    let told = findings.iter().any(|finding| finding.text.contains(&sentence));
    assert!(told, "the doctor does not see it: {findings:?}");
    forget(&world, cohort).await;
    world.finish().await;
}

/// Takes away what the control broke, so that the doctor is content.
async fn forget(world: &World, cohort: CohortId) {
    let rows = places(world, cohort).await;
    let tx = world.app.db.begin().await.unwrap();
    for row in rows {
        enrolment_event::Entity::delete_many()
            .filter(enrolment_event::Column::EnrolmentId.eq(row.id))
            .exec(&tx)
            .await
            .unwrap();
        enrolment::Entity::delete_by_id(row.id).exec(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[rocket::async_test]
async fn one_person_asking_twice_at_once_gets_one_place() {
    let world = World::new("twice").await;
    let person = people(&world, 0..1, true).await[0];
    let cohort = fixtures::cohort(&world, CohortPlan::default()).await;
    let placed = all_at_once(&world, &[person; 3], |app, person| enrols(app, cohort, person)).await;
    assert_eq!(placed.len(), 1);
    assert_eq!(places(&world, cohort).await.len(), 1);
    world.finish().await;
}
