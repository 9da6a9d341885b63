//! Changing the seats of a cohort (R21).

use std::collections::BTreeSet;

use formacion::enrolment::entity::enrolment::Stage;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{cohort_row, enrolled, letters, places, stage_of, story};
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
        .expect_text("Hay 5 personas con cupo: con ese número sobrarían 2")
        .expect_text("Guayacán E, Ñandú")
        .expect_text("Guayacán D, Ñandú")
        .expect_no_text("Guayacán C, Ñandú");
    assert_eq!(cohort_row(&world, cohort).await.seats, 5);
    let one = staff.post(&path, &[("cupos", "4")]).await.expect(422);
    one.expect_text("con ese número sobraría 1. Retire primero a quien corresponda");
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
        .expect_text("2 cupos pasaron a la lista de espera");
    let mut stages = Vec::new();
    for one in &placed {
        stages.push(stage_of(&world, one).await);
    }
    use Stage::{Confirmed, Offered, Waiting};
    assert_eq!(stages, [Confirmed, Offered, Offered, Waiting]);
    world.finish().await;
}

#[rocket::async_test]
async fn many_seats_at_once_are_given_with_few_statements_and_tell_everybody() {
    let world = World::new("seats-many").await;
    let mut all = people(&world, 0..130, true).await;
    all.extend(people(&world, 130..132, false).await);
    let plan = CohortPlan { seats: 1, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let mut placed = Vec::new();
    for person in &all {
        placed.push(enrolled(&world, cohort, *person).await);
    }
    let staff = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{cohort}/cupos");
    let shown = staff.get(&page).await.expect(200);
    shown.expect_text("Hay 1 persona confirmada y 131 en lista de espera.");
    let before = world.app.db.statements();
    staff.post(&page, &[("cupos", "131")]).await.expect(303);
    let sent = world.app.db.statements() - before;
    assert!(sent < 50, "{sent} statements for 130 people");

    let rows = places(&world, cohort).await;
    let stages: Vec<Stage> = rows.iter().map(|row| row.stage).collect();
    assert_eq!(stages[1..130], [Stage::Offered; 129], "in order of arrival");
    assert_eq!(stages[130], Stage::Confirmed, "who has no mail cannot be asked");
    assert_eq!(stages[131], Stage::Waiting);
    for one in &placed[1..130] {
        let last = story(&world, one).await.pop().unwrap();
        assert_eq!(last, (Some(Stage::Waiting), Stage::Offered));
    }
    let told = letters(&world).await;
    let freed = told.iter().filter(|(kind, _)| kind == "enrolment/offered");
    let to: BTreeSet<&str> = freed.map(|(_, mail)| mail.as_str()).collect();
    assert_eq!(to.len(), 129, "everybody with a mail, once");
    let history = history_event::Entity::find()
        .filter(history_event::Column::Action.is_in(["enrolment.offer", "enrolment.promote"]))
        .count(world.app.db.read())
        .await;
    assert_eq!(history.unwrap(), 130);
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_no_number_of_seats_stays_typed_beside_its_sentence() {
    let world = World::new("seats-bad").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/cupos");
    for typed in ["", "cero", "0", "-3", "1001", "1.001", "2,5", "99999999999999"] {
        let page = staff.post(&path, &[("cupos", typed)]).await.expect(422);
        let stays = typed.is_empty() || page.body().contains(&format!("value=\"{typed}\""));
        assert!(stays, "{typed}");
        page.expect_text("Escriba los cupos");
    }
    staff.post(&path, &[("cupos", "1.000")]).await.expect(303);
    assert_eq!(cohort_row(&world, cohort).await.seats, 1000);
    let fields = [("cupos", "9")];
    world.as_coordinator("HUI").await.post(&path, &fields).await.expect(404);
    world.as_gobernacion("50").await.post(&path, &fields).await.expect(403);
    world.finish().await;
}
