//! A municipality stays in a cohort while somebody is counted for it.

use formacion::cohorts::queries::{get, municipalities};
use formacion::enrolment::commands::{NewEnrolment, enrol, withdraw};
use formacion::enrolment::policy::{self, EnrolmentParties};

use super::{asks, code};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;

#[rocket::async_test]
async fn a_municipality_leaves_when_nobody_is_counted_for_it_any_more() {
    let world = World::new("municipality stays").await;
    let id = cohort(&world, CohortPlan::default()).await;
    let (person, post) = servant(&world, 1, "50325").await;
    let with = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
    let placed = enrol(&world.app, asks(id, person), with).await.expect("gets a place");
    let staff = world.as_coordinator("MET").await;
    let row = get(world.app.db.read(), id).await.unwrap().cohort;
    let (starts, ends) = (row.starts_on.to_string(), row.ends_on.to_string());
    let fields = [
        ("nombre", "Meta 2026-2"),
        ("empieza", starts.as_str()),
        ("termina", ends.as_str()),
        ("lugar", "Casa de la cultura"),
        ("asistencia_minima", "80"),
        ("nota_minima", "3,0"),
        ("municipios", "50577"),
    ];
    let path = format!("/cohortes/{id}/datos");
    staff.post(&path, &fields).await.expect(422).expect_text("inscritas o en espera por Mapiripán");
    assert_eq!(municipalities(world.app.db.read(), id).await.unwrap().len(), 2);
    let own = world.as_participant(person.0).await.actor().await;
    let place = EnrolmentParties { enrolment: placed.enrolment, person, unit: &row.unit_code };
    let permit = policy::may_withdraw(&own, place).unwrap();
    withdraw(&world.app, permit, None).await.expect("withdraws");
    staff.post(&path, &fields).await.expect(303);
    assert_eq!(municipalities(world.app.db.read(), id).await.unwrap().len(), 1);
    let public = format!("/oferta/{}", code(&world, id).await);
    world.as_anyone().get(&public).await.expect(200).expect_no_text("Mapiripán (Meta)");
    world.finish().await;
}
