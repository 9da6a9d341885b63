//! Giving a place back.

use formacion::cohorts::commands::cancel;
use formacion::cohorts::policy::may_cancel;
use formacion::enrolment::entity::enrolment::Stage;

use super::{code, cohort_row, enrolled, letters, places, stage_of, story};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;

#[rocket::async_test]
async fn a_withdrawal_offers_the_seat_to_who_waited_longest_and_tells_both() {
    let world = World::new("withdraw").await;
    let all = people(&world, 0..4, true).await;
    let plan = CohortPlan { seats: 2, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let mut placed = Vec::new();
    for person in &all {
        placed.push(enrolled(&world, cohort, *person).await);
    }
    assert_eq!(placed[2].position, Some(1));
    assert_eq!(placed[3].position, Some(2));

    let me = world.as_participant(all[0].0).await;
    let path = format!("/inscripciones/{}/retiro", placed[0].enrolment);
    let asked = me.get(&path).await.expect(200);
    asked.expect_text("El cupo pasa de inmediato a quien espera");
    me.submit(&path, &[("motivo", "Viajo ese mes")])
        .await
        .expect(200)
        .expect_text("Su inscripción quedó retirada")
        .expect_text("Viajo ese mes");

    assert_eq!(stage_of(&world, &placed[2]).await, Stage::Offered);
    assert_eq!(stage_of(&world, &placed[3]).await, Stage::Waiting);
    assert_eq!(
        story(&world, &placed[2]).await,
        [(None, Stage::Waiting), (Some(Stage::Waiting), Stage::Offered)]
    );
    let told = letters(&world).await;
    let last: Vec<(&str, &str)> =
        told.iter().rev().take(2).map(|(kind, to)| (kind.as_str(), to.as_str())).collect();
    assert_eq!(
        last,
        [
            ("enrolment/offered", "persona2@pueblo.example"),
            ("enrolment/withdrawn", "persona0@pueblo.example"),
        ]
    );
    world.finish().await;
}

#[rocket::async_test]
async fn who_comes_back_goes_to_the_end_and_keeps_the_story() {
    let world = World::new("again").await;
    let all = people(&world, 0..3, true).await;
    let plan = CohortPlan { seats: 1, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let first = enrolled(&world, cohort, all[0]).await;
    enrolled(&world, cohort, all[1]).await;
    enrolled(&world, cohort, all[2]).await;
    let me = world.as_participant(all[0].0).await;
    let gone = format!("/inscripciones/{}/retiro", first.enrolment);
    me.post(&gone, &[]).await.expect(303);

    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let fields = [("autorizo", "si"), ("municipio", "50325")];
    me.submit(&path, &fields).await.expect(200).expect_text("en el puesto 2");
    assert_eq!(
        story(&world, &first).await,
        [
            (None, Stage::Confirmed),
            (Some(Stage::Confirmed), Stage::Withdrawn),
            (Some(Stage::Withdrawn), Stage::Waiting)
        ]
    );
    let rows = places(&world, cohort).await;
    assert_eq!(rows.len(), 3, "the row is continued, not doubled");
    assert_eq!(rows[2].person_id, all[0]);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_withdraws_for_somebody_and_strangers_see_nothing() {
    let world = World::new("withdraw-other").await;
    let all = people(&world, 0..2, true).await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let placed = enrolled(&world, cohort, all[0]).await;
    let path = format!("/inscripciones/{}/retiro", placed.enrolment);

    let stranger = world.as_participant(all[1].0).await;
    stranger.post(&path, &[]).await.expect(404);
    world.as_coordinator("HUI").await.post(&path, &[]).await.expect(404);
    world.as_facilitator("ana").await.post(&path, &[]).await.expect(403);
    assert_eq!(stage_of(&world, &placed).await, Stage::Confirmed);

    let staff = world.as_coordinator("MET").await;
    let asked = staff.get(&path).await.expect(200);
    asked.expect_text("Va a retirar a Ñandú Guayacán A");
    let done = staff.submit(&path, &[]).await.expect(200);
    done.expect_text("La inscripción quedó retirada");
    assert_eq!(stage_of(&world, &placed).await, Stage::Withdrawn);
    let twice = staff.post(&path, &[]).await.expect(422);
    twice.expect_text("ya estaba retirada");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cancelled_cohort_keeps_its_places_as_they_were() {
    let world = World::new("withdraw-late").await;
    let person = people(&world, 0..1, true).await[0];
    let cohort = cohort(&world, CohortPlan::default()).await;
    let placed = enrolled(&world, cohort, person).await;
    let staff = world.as_coordinator("MET").await.actor().await;
    let permit = may_cancel(&staff, &(&cohort_row(&world, cohort).await).into()).unwrap();
    cancel(&world.app, permit, "La vía está cerrada").await.expect("is cancelled");
    let me = world.as_participant(person.0).await;
    let own = format!("/inscripciones/{}", placed.enrolment);
    let refused = me.post(&format!("{own}/retiro"), &[]).await.expect(422);
    refused.expect_text("Este curso se canceló");
    me.get(&own).await.expect(200).expect_text("Este curso se canceló");
    assert_eq!(stage_of(&world, &placed).await, Stage::Confirmed);
    world.finish().await;
}
