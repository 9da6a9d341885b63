//! Seats reserved for a municipality or a kind of entity (R19), and the fair order (R20).

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::commands::{self, NewEnrolment, Placement};
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::entity::seat_quota;
use formacion::enrolment::worker;
use formacion::history::entity::history_event;
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::PostId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{asks, code, stage_of};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::{people, servant};
use crate::support::world::World;

const HERE: &str = "50325";
const THERE: &str = "50577";

/// Somebody enrols for a municipality.
async fn enrols(
    world: &World,
    cohort: CohortId,
    person: PersonId,
    post: Option<PostId>,
    municipality: &str,
) -> Placement {
    let municipality = Some(municipality.to_owned());
    let new = NewEnrolment { post, municipality, ..NewEnrolment::default() };
    commands::enrol(&world.app, asks(cohort, person), new).await.expect("gets a place")
}

/// One person after another, each for a municipality.
async fn arrive(world: &World, cohort: CohortId, first: usize, from: &[&str]) -> Vec<Placement> {
    let all = people(world, first..first + from.len(), true).await;
    let mut placed = Vec::new();
    for (person, municipality) in all.iter().zip(from) {
        placed.push(enrols(world, cohort, *person, None, municipality).await);
    }
    placed
}

async fn stages(world: &World, placed: &[Placement]) -> Vec<Stage> {
    let mut stages = Vec::new();
    for one in placed {
        stages.push(stage_of(world, one).await);
    }
    stages
}

async fn quotas(world: &World) -> Vec<seat_quota::Model> {
    let all = seat_quota::Entity::find().order_by_asc(seat_quota::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

async fn told(world: &World, action: &str) -> Vec<history_event::Model> {
    history_event::Entity::find()
        .filter(history_event::Column::Action.eq(action))
        .all(world.app.db.read())
        .await
        .unwrap()
}

fn plan(seats: i32) -> CohortPlan {
    CohortPlan { seats, ..CohortPlan::default() }
}

#[rocket::async_test]
async fn a_reserved_seat_waits_for_its_municipality_and_the_page_says_what_is_left() {
    let world = World::new("quota").await;
    let cohort = cohort(&world, plan(3)).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/reservas");
    staff.get(&path).await.expect(200).expect_text("3 cupos, todos abiertos: 3 libres.");
    let kept = [("cupos[m-50325]", "2"), ("libera[m-50325]", "")];
    let list = staff.submit(&path, &kept).await.expect(200);
    list.expect_text("Las reservas quedaron guardadas.")
        .expect_text("Mapiripán (Meta) 2 libres de 2")
        .expect_text("Abiertos a todos 1 libre de 1");

    let placed = arrive(&world, cohort, 0, &[THERE, THERE, HERE, HERE, HERE]).await;
    use Stage::{Confirmed, Waiting};
    assert_eq!(stages(&world, &placed).await, [Confirmed, Waiting, Confirmed, Confirmed, Waiting]);
    let page = staff.get(&path).await.expect(200);
    page.expect_text("3 cupos: 2 reservados y 1 abierto a todos, ninguno libre.")
        .expect_text("0 libres");
    assert_eq!(told(&world, "enrolment.reserve").await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_may_have_more_people_than_reserved_seats() {
    let world = World::new("quota-more").await;
    let cohort = cohort(&world, plan(3)).await;
    let staff = world.as_coordinator("MET").await;
    staff
        .post(&format!("/cohortes/{cohort}/reservas"), &[("cupos[m-50325]", "1")])
        .await
        .expect(303);
    let placed = arrive(&world, cohort, 0, &[HERE, HERE, HERE]).await;
    assert_eq!(stages(&world, &placed).await, [Stage::Confirmed; 3]);
    world.finish().await;
}

#[rocket::async_test]
async fn seats_are_kept_for_a_kind_of_entity_beside_a_municipality() {
    let world = World::new("quota-kind").await;
    let cohort = cohort(&world, plan(2)).await;
    let staff = world.as_coordinator("MET").await;
    let kept = [("cupos[m-50325]", "1"), ("cupos[e-alcaldia]", "1")];
    staff.post(&format!("/cohortes/{cohort}/reservas"), &kept).await.expect(303);
    // Somebody of both groups first, who moves when another needs the municipality's seat.
    let (first, post) = servant(&world, 0, HERE).await;
    let first = enrols(&world, cohort, first, Some(post), HERE).await;
    let rest = arrive(&world, cohort, 1, &[THERE, HERE, HERE]).await;
    assert_eq!(first.stage, Stage::Confirmed);
    use Stage::{Confirmed, Waiting};
    assert_eq!(stages(&world, &rest).await, [Waiting, Confirmed, Waiting]);
    world.finish().await;
}

#[rocket::async_test]
async fn releasing_by_hand_opens_the_seats_to_who_waits_and_is_told_to_history() {
    let world = World::new("quota-release").await;
    let cohort = cohort(&world, plan(2)).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/reservas");
    staff.post(&path, &[("cupos[m-50325]", "2")]).await.expect(303);
    let placed = arrive(&world, cohort, 0, &[THERE, THERE, THERE]).await;
    assert_eq!(stages(&world, &placed).await, [Stage::Waiting; 3]);

    let id = quotas(&world).await[0].id.to_string();
    let release = format!("{path}/liberacion");
    let page = staff.submit(&release, &[("reserva", &id)]).await.expect(200);
    page.expect_text("abiertos a todos y 2 cupos pasaron a la lista de espera")
        .expect_text("2 cupos, todos abiertos: 0 libres.");
    let left: Vec<Stage> = stages(&world, &placed).await;
    assert_eq!(left[2], Stage::Waiting);
    assert!(left[..2].iter().all(|stage| *stage != Stage::Waiting));
    let quota = &quotas(&world).await[0];
    assert_eq!(quota.released_by, Some(staff.account()));
    let history = told(&world, "enrolment.release").await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].actor_account_id, Some(staff.account().0));
    // Again, or of nobody: nothing more happens.
    staff.post(&release, &[("reserva", &id)]).await.expect(303);
    staff.post(&release, &[("reserva", "x")]).await.expect(303);
    assert_eq!(told(&world, "enrolment.release").await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_reservation_falls_free_on_its_day() {
    let world = World::new("quota-day").await;
    let cohort = cohort(&world, plan(2)).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/reservas");
    let on = day(&world, 2).format("%Y-%m-%d").to_string();
    let kept = [("cupos[m-50325]", "1"), ("libera[m-50325]", &on)];
    staff.post(&path, &kept).await.expect(303);
    let placed = arrive(&world, cohort, 0, &[THERE, THERE]).await;
    worker::round(&world.app).await.unwrap();
    assert_eq!(stage_of(&world, &placed[1]).await, Stage::Waiting);
    world.advance(TimeDelta::days(2));
    worker::round(&world.app).await.unwrap();
    assert_ne!(stage_of(&world, &placed[1]).await, Stage::Waiting);
    let quota = &quotas(&world).await[0];
    assert!(quota.released_at.is_some() && quota.released_by.is_none());
    assert_eq!(told(&world, "enrolment.release").await[0].actor_account_id, None);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_enrols_on_that_day_before_the_worker_looked_waits_behind_the_others() {
    let world = World::new("quota-lazy").await;
    let cohort = cohort(&world, plan(1)).await;
    let staff = world.as_coordinator("MET").await;
    let on = day(&world, 1).format("%Y-%m-%d").to_string();
    let kept = [("cupos[m-50325]", "1"), ("libera[m-50325]", &on)];
    staff.post(&format!("/cohortes/{cohort}/reservas"), &kept).await.expect(303);
    let first = arrive(&world, cohort, 0, &[THERE]).await;
    world.advance(TimeDelta::days(1));
    let second = arrive(&world, cohort, 1, &[THERE]).await;
    assert_ne!(stage_of(&world, &first[0]).await, Stage::Waiting);
    assert_eq!(second[0].stage, Stage::Waiting);
    world.finish().await;
}

#[rocket::async_test]
async fn a_reservation_that_would_take_somebodys_seat_is_refused_with_the_names() {
    let world = World::new("quota-taken").await;
    let cohort = cohort(&world, plan(4)).await;
    let staff = world.as_coordinator("MET").await;
    arrive(&world, cohort, 0, &[THERE, THERE, THERE]).await;
    let path = format!("/cohortes/{cohort}/reservas");
    let page = staff.post(&path, &[("cupos[m-50325]", "3")]).await.expect(422);
    assert!(page.body().contains("value=\"3\""), "what was typed stays");
    page.expect_text("Con estas reservas quedarían sin cupo 2 personas")
        .expect_text("Guayacán B, Ñandú")
        .expect_text("Guayacán C, Ñandú")
        .expect_no_text("Guayacán A, Ñandú");
    staff
        .post(&path, &[("cupos[m-50325]", "5")])
        .await
        .expect(422)
        .expect_text("Hay 5 cupos reservados y solo 4 cupos");
    assert!(quotas(&world).await.is_empty());
    // Fewer seats than reserved ones are refused too.
    staff.post(&path, &[("cupos[m-50325]", "1")]).await.expect(303);
    let fewer = staff.post(&format!("/cohortes/{cohort}/cupos"), &[("cupos", "3")]).await;
    fewer
        .expect(422)
        .expect_text("Hay 3 personas con cupo: con ese número sobraría 1")
        .expect_text("Guayacán C, Ñandú");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_no_number_or_no_day_to_come_stays_typed_beside_its_sentence() {
    let world = World::new("quota-bad").await;
    let cohort = cohort(&world, plan(4)).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/reservas");
    for typed in ["dos", "-1", "2,5", "1001"] {
        let page = staff.post(&path, &[("cupos[m-50325]", typed)]).await.expect(422);
        assert!(page.body().contains(&format!("value=\"{typed}\"")), "{typed}");
        page.expect_text(
            "Escriba los cupos de Mapiripán (Meta): un número entero entre 0 y 1.000.",
        );
    }
    let today = day(&world, 0).format("%Y-%m-%d").to_string();
    for (typed, said) in
        [("2026-11-31", "no existe"), (today.as_str(), "Escriba una fecha posterior a hoy.")]
    {
        let kept = [("cupos[m-50325]", "1"), ("libera[m-50325]", typed)];
        staff.post(&path, &kept).await.expect(422).expect_text(said);
    }
    // A municipality that is not the cohort's is no group of this page.
    staff.post(&path, &[("cupos[m-11001]", "1")]).await.expect(303);
    assert!(quotas(&world).await.is_empty());
    let kept = [("cupos[m-50325]", "1")];
    world.as_coordinator("HUI").await.post(&path, &kept).await.expect(404);
    world.as_gobernacion("50").await.post(&path, &kept).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn when_seats_are_short_the_administrative_career_goes_first() {
    let world = World::new("carrera").await;
    let cohort = cohort(&world, plan(1)).await;
    let first = arrive(&world, cohort, 0, &[HERE, HERE]).await;
    let (person, post) = servant(&world, 2, HERE).await;
    let carrera = enrols(&world, cohort, person, Some(post), HERE).await;
    assert_eq!(first[1].position, Some(1));
    assert_eq!(carrera.position, Some(1), "before the one who arrived earlier");
    let staff = world.as_coordinator("MET").await;
    staff.post(&format!("/cohortes/{cohort}/cupos"), &[("cupos", "2")]).await.expect(303);
    assert_ne!(stage_of(&world, &carrera).await, Stage::Waiting);
    assert_eq!(stage_of(&world, &first[1]).await, Stage::Waiting);
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_that_leaves_the_cohort_releases_its_seats() {
    let world = World::new("quota-leaves").await;
    let id = cohort(&world, plan(2)).await;
    let staff = world.as_coordinator("MET").await;
    staff.post(&format!("/cohortes/{id}/reservas"), &[("cupos[m-50325]", "2")]).await.expect(303);
    let placed = arrive(&world, id, 0, &[THERE]).await;
    assert_eq!(placed[0].stage, Stage::Waiting);
    let row = super::cohort_row(&world, id).await;
    let date = |date: chrono::NaiveDate| date.format("%Y-%m-%d").to_string();
    let (starts, ends) = (date(row.starts_on), date(row.ends_on));
    let fields = [
        ("nombre", row.name.as_str()),
        ("empieza", &starts),
        ("termina", &ends),
        ("lugar", &row.place_text),
        ("asistencia_minima", "80"),
        ("nota_minima", "3,0"),
        ("municipios", THERE),
    ];
    staff.post(&format!("/cohortes/{id}/datos"), &fields).await.expect(303);
    assert_ne!(stage_of(&world, &placed[0]).await, Stage::Waiting);
    assert!(quotas(&world).await[0].released_at.is_some());
    world.finish().await;
}

#[rocket::async_test]
async fn free_seats_that_are_kept_for_others_are_promised_to_nobody_else() {
    let world = World::new("quota-promise").await;
    let cohort = cohort(&world, plan(2)).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/reservas");
    staff.post(&path, &[("cupos[m-50325]", "2")]).await.expect(303);
    let offer = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let (other, _) = servant(&world, 0, THERE).await;
    let me = world.as_participant(other.0).await;
    me.get(&offer).await.expect(200).expect_text("Los cupos que quedan están reservados");
    let done = me.submit(&offer, &[("autorizo", "si")]).await.expect(200);
    done.expect_text("Está en el puesto 1 de la lista de espera");
    let (here, _) = servant(&world, 1, HERE).await;
    let me = world.as_participant(here.0).await;
    me.get(&offer).await.expect(200).expect_text("Quedan 2 cupos.");
    let done = me.submit(&offer, &[("autorizo", "si")]).await.expect(200);
    done.expect_text("Su inscripción quedó registrada y tiene un cupo");
    world.finish().await;
}
