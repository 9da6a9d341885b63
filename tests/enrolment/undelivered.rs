//! A coordination knows to whom letters do not arrive (R66).

use formacion::cohorts::entity::cohort::CohortId;
use formacion::notices::entity::outbox_message::{self, State};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::import::{imported, people as rows};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Character, World};

/// Everything that was written to an address ended so.
async fn ended(world: &World, to: &str, state: State) {
    let letters = outbox_message::Entity::find()
        .filter(outbox_message::Column::RecipientEmail.eq(to))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert!(!letters.is_empty(), "nothing to {to}");
    for letter in letters {
        let mut letter = letter.into_active_model();
        letter.state = Set(state);
        letter.update(world.app.db.writer()).await.unwrap();
    }
}

async fn marked(reader: &Character<'_>, cohort: CohortId) -> usize {
    let page = reader.get(&format!("/cohortes/{cohort}/inscritos")).await.expect(200);
    page.body().matches("Correo sin entregar").count()
}

#[rocket::async_test]
async fn a_roster_marks_whose_last_letter_did_not_arrive_for_whoever_may_correct_the_address() {
    let world = World::new("undelivered").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    imported(&staff, cohort, &rows(0..3)).await;
    assert_eq!(marked(&staff, cohort).await, 0, "what waits says nothing yet");
    ended(&world, "persona.0@pueblo.example", State::Failed).await;
    ended(&world, "persona.1@pueblo.example", State::Sent).await;
    assert_eq!(marked(&staff, cohort).await, 1);
    let page = staff.get(&format!("/cohortes/{cohort}/inscritos")).await.expect(200);
    let body = page.body();
    let link = body.split("href=\"").find(|rest| rest.contains("Correo sin entregar"));
    let path = link.and_then(|rest| rest.split('"').next()).expect("a link");
    assert!(path.ends_with("/contacto"), "{path}");
    staff.get(path).await.expect(200);
    let reader = world.as_gobernacion("50").await;
    assert_eq!(marked(&reader, cohort).await, 0, "who corrects nothing is told nothing");
    ended(&world, "persona.0@pueblo.example", State::Sent).await;
    assert_eq!(marked(&staff, cohort).await, 0);
    world.finish().await;
}
