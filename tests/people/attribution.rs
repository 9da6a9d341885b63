//! Who moves to another municipality during a cohort keeps the place, and what it counts for
//! changes only when somebody says so (R30).

use formacion::cohorts::entity::cohort::Stage as CohortStage;
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::enrolment::entity::enrolment::{self, EnrolmentId, Stage};
use formacion::people::entity::post::PostId;
use formacion::people::queries::posts_on;
use sea_orm::EntityTrait;

use crate::enrolment::asks;
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::{post, servant};
use crate::support::world::World;

async fn place(world: &World, id: EnrolmentId) -> enrolment::Model {
    enrolment::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

struct Moved {
    enrolment: EnrolmentId,
    old: PostId,
    new: PostId,
    far: PostId,
}

/// Somebody of Mapiripán with a place in a cohort of Mapiripán and Puerto Lleras, who works today
/// in Puerto Lleras and in Puerto Rico of Caquetá too.
async fn moved(world: &World) -> Moved {
    let (person, old) = servant(world, 1, "50325").await;
    let running = CohortPlan { stage: CohortStage::Confirmed, ..CohortPlan::default() };
    let cohort = cohort(world, running).await;
    let with = NewEnrolment { post: Some(old), ..NewEnrolment::default() };
    let placed = enrol(&world.app, asks(cohort, person), with).await.expect("gets a place");
    let new = post(world, person, "50577", false).await;
    let far = post(world, person, "18592", false).await;
    Moved { enrolment: placed.enrolment, old, new, far }
}

#[rocket::async_test]
async fn moving_keeps_the_place_and_what_it_counts_for() {
    let world = World::new("moved").await;
    let moved = moved(&world).await;
    let before = place(&world, moved.enrolment).await;
    assert_eq!(before.stage, Stage::Confirmed);
    assert_eq!(
        (before.municipality_code.as_deref(), before.post_id),
        (Some("50325"), Some(moved.old))
    );
    let held = posts_on(world.app.db.read(), before.person_id, day(&world, 0)).await.unwrap();
    assert_eq!(held.len(), 3, "the report of a day asks for the post of that day");
    assert_eq!(held[0].post.id, moved.old);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_counts_the_place_for_the_new_municipality_with_a_reason() {
    let world = World::new("attribute").await;
    let moved = moved(&world).await;
    let staff = world.as_coordinator("MET").await;
    let own = format!("/inscripciones/{}", moved.enrolment);
    staff.get(&own).await.expect(200).expect_text("Cambiar el municipio por el que participa");
    let path = format!("{own}/municipio");
    staff.get(&path).await.expect(200).expect_text("Mapiripán").expect_text("Puerto Lleras");
    let (old, new, far) = (moved.old.to_string(), moved.new.to_string(), moved.far.to_string());
    let why = ("motivo", "Se trasladó en noviembre");
    let nothing = staff.post(&path, &[]).await.expect(422);
    nothing.expect_text("Elija la vinculación").expect_text("Escriba por qué cambia");
    for (post, sentence) in [
        (old.as_str(), "ya cuenta para esta vinculación"),
        (far.as_str(), "La cohorte no atiende a ese municipio"),
        ("987654", "vinculaciones"),
    ] {
        let refused = staff.post(&path, &[("vinculacion", post), why]).await.expect(422);
        refused.expect_text(sentence);
    }
    let done = staff.submit(&path, &[("vinculacion", new.as_str()), why]).await.expect(200);
    done.expect_text("cuenta ahora para ese municipio")
        .expect_text("Cambió el municipio por el que participa")
        .expect_text("Puerto Lleras (Meta): Se trasladó en noviembre");
    let after = place(&world, moved.enrolment).await;
    assert_eq!(
        (after.municipality_code.as_deref(), after.post_id),
        (Some("50577"), Some(moved.new))
    );
    assert_eq!(after.stage, Stage::Confirmed);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_says_what_a_place_counts_for() {
    let world = World::new("attribute-who").await;
    let moved = moved(&world).await;
    let person = place(&world, moved.enrolment).await.person_id;
    let path = format!("/inscripciones/{}/municipio", moved.enrolment);
    let new = moved.new.to_string();
    let typed = [("vinculacion", new.as_str()), ("motivo", "x")];
    world.as_participant(person.0).await.post(&path, &typed).await.expect(403);
    world.as_coordinator("HUI").await.post(&path, &typed).await.expect(404);
    world.as_facilitator("ana").await.post(&path, &typed).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn a_seat_kept_for_others_is_not_taken_by_moving() {
    let world = World::new("attribute-quota").await;
    let plan = CohortPlan { seats: 3, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let staff = world.as_coordinator("MET").await;
    let reserve = format!("/cohortes/{cohort}/reservas");
    staff.post(&reserve, &[("cupos[m-50325]", "2")]).await.expect(303);
    let mut placed = Vec::new();
    for (n, municipality) in [(1, "50325"), (2, "50577")] {
        let (person, held) = servant(&world, n, municipality).await;
        let with = NewEnrolment { post: Some(held), ..NewEnrolment::default() };
        let done = enrol(&world.app, asks(cohort, person), with).await.expect("gets a place");
        placed.push((done.enrolment, person));
    }
    let (enrolment, person) = placed[0];
    let new = post(&world, person, "50577", false).await.to_string();
    let path = format!("/inscripciones/{enrolment}/municipio");
    let typed = [("vinculacion", new.as_str()), ("motivo", "Se trasladó")];
    let refused = staff.post(&path, &typed).await.expect(422);
    refused.expect_text("Libere primero una reserva");
    let kept = place(&world, enrolment).await;
    assert_eq!(kept.municipality_code.as_deref(), Some("50325"), "nothing half-done stays");
    world.finish().await;
}
