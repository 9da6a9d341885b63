//! Changing the seats of a cohort (R21).

use formacion::enrolment::entity::enrolment::Stage;

use super::{cohort_row, enrolled, stage_of};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::people;
use crate::support::world::World;

#[rocket::async_test]
async fn fewer_seats_than_confirmed_are_refused_with_the_names() {
    let world = World::new("seats-low").await;
    let all = people(&world, 0..5, true).await;
    let plan = CohortPlan { seats: 5, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    for person in &all {
        enrolled(&world, cohort, *person).await;
    }
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/cupos");
    staff
        .post(&path, &[("cupos", "3")])
        .await
        .expect(422)
        .expect_text("Hay 5 personas confirmadas: con ese número sobrarían 2")
        .expect_text("Guayacán E, Ñandú")
        .expect_text("Guayacán D, Ñandú")
        .expect_no_text("Guayacán C, Ñandú");
    assert_eq!(cohort_row(&world, cohort).await.seats, 5);
    world.finish().await;
}

#[rocket::async_test]
async fn more_seats_go_to_who_waits_in_order() {
    let world = World::new("seats-high").await;
    let all = people(&world, 0..4, true).await;
    let plan = CohortPlan { seats: 1, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let mut placed = Vec::new();
    for person in &all {
        placed.push(enrolled(&world, cohort, *person).await);
    }
    let staff = world.as_coordinator("MET").await;
    staff
        .submit(&format!("/cohortes/{cohort}/cupos"), &[("cupos", "3")])
        .await
        .expect(200)
        .expect_text("2 personas de la lista de espera recibieron cupo");
    let mut stages = Vec::new();
    for one in &placed {
        stages.push(stage_of(&world, one).await);
    }
    let seated = Stage::Confirmed;
    assert_eq!(stages, [seated, seated, seated, Stage::Waiting]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_no_number_of_seats_stays_typed_beside_its_sentence() {
    let world = World::new("seats-bad").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/cupos");
    for typed in ["", "cero", "0", "-3", "1001", "2,5", "99999999999999"] {
        let page = staff.post(&path, &[("cupos", typed)]).await.expect(422);
        let stays = typed.is_empty() || page.body().contains(&format!("value=\"{typed}\""));
        assert!(stays, "{typed}");
        page.expect_text("Escriba un número");
    }
    let fields = [("cupos", "9")];
    world.as_coordinator("HUI").await.post(&path, &fields).await.expect(404);
    world.as_gobernacion("50").await.post(&path, &fields).await.expect(403);
    world.finish().await;
}
