//! P2: seats are never oversold, and without the lock they would be.

use std::collections::BTreeSet;

use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::commands::{self, NewEnrolment, Placed};
use formacion::enrolment::entity::enrolment::{self, Stage};
use formacion::enrolment::entity::enrolment_event;
use formacion::people::entity::person::PersonId;
use rocket::tokio;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{asks, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;
use crate::support::{figures::figure, long};

const PEOPLE: usize = 200;
const SEATS: i32 = 30;

/// Everybody asks at once.
async fn all_at_once(
    world: &World,
    cohort: CohortId,
    people: &[PersonId],
    locked: bool,
) -> Vec<Placed> {
    let asking: Vec<_> = people
        .iter()
        .map(|person| {
            let (app, permit) = (world.app.clone(), asks(cohort, *person));
            tokio::spawn(async move {
                let new = NewEnrolment::default();
                if locked {
                    commands::enrol(&app, permit, new).await
                } else {
                    commands::enrol_without_lock(&app, permit, new).await
                }
            })
        })
        .collect();
    let mut placed = Vec::new();
    for one in asking {
        if let Ok(place) = one.await.expect("the task ends") {
            placed.push(place);
        }
    }
    placed
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
        let cohort = cohort(&world, plan).await;
        let placed = all_at_once(&world, cohort, &everybody, true).await;
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
    let cohort = cohort(&world, plan).await;
    let placed = all_at_once(&world, cohort, &everybody, false).await;
    let confirmed = placed.iter().filter(|place| place.stage == Stage::Confirmed).count();
    let how = "the same without the lock: confirmed for 30 seats (must be more)";
    let unit = "confirmed without lock";
    figure("P2", u32::try_from(confirmed).unwrap(), unit, confirmed > 30, how);
    assert!(confirmed > 30, "the control shows nothing: {confirmed} confirmed");

    let findings = formacion::doctor::examine(&world.app.db).await.unwrap();
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
    let cohort = cohort(&world, CohortPlan::default()).await;
    let placed = all_at_once(&world, cohort, &[person, person, person], true).await;
    assert_eq!(placed.len(), 1);
    assert_eq!(places(&world, cohort).await.len(), 1);
    world.finish().await;
}
