//! The four minimum activities: planned to publish, shown to close (R10).

use formacion::cohorts::entity::cohort::Stage;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{draft, post, session_fields};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

#[rocket::async_test]
async fn a_cohort_without_method_or_knowledge_is_not_published_and_its_page_lists_the_four() {
    let world = World::new("minimum").await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let bare = [("metodo", String::new()), ("conocimiento", String::new())];
    let address = draft(&world, &bare).await;
    let fields = session_fields("2027-02-02", "08:00", "12:00", &ana);
    post(&coordinator, &format!("{address}/sesiones"), &fields).await.expect(303);
    coordinator
        .get(&address)
        .await
        .expect(200)
        .expect_text("Planeación y agendamiento")
        .expect_text("Agenda de 1 sesión")
        .expect_text("Falta");
    coordinator
        .post(&format!("{address}/publicacion"), &[])
        .await
        .expect(422)
        .expect_text("falta: la metodología; la gestión del conocimiento.");
    let path = format!("{address}/minimas");
    coordinator.get(&path).await.expect(200).expect_text("Son cuatro");
    let texts = [("metodo", "Taller con <b>datos</b>"), ("conocimiento", "Guías")];
    coordinator.post(&path, &texts).await.expect(303);
    let page = coordinator.get(&address).await.expect(200);
    page.expect_text("Taller con <b>datos</b>").expect_text("Planeada");
    coordinator.post(&format!("{address}/publicacion"), &[]).await.expect(303);
    // Published, it keeps both plans.
    coordinator
        .post(&path, &[("metodo", ""), ("conocimiento", "Guías")])
        .await
        .expect(422)
        .expect_text("Una cohorte publicada dice con qué método se enseña.");
    coordinator
        .post(&path, &[("metodo", "Taller"), ("conocimiento", " ")])
        .await
        .expect(422)
        .expect_text("Una cohorte publicada dice qué conocimiento queda");
    let long = "a".repeat(1_001);
    coordinator
        .post(&path, &[("metodo", long.as_str())])
        .await
        .expect(422)
        .expect_text("Use máximo 1000 caracteres.");
    // History says that they changed and not what they say.
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("cohorts.save_minimum"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].detail, r#"{"changed":["method","knowledge"]}"#);
    world.finish().await;
}

#[rocket::async_test]
async fn only_who_runs_the_cohort_writes_them() {
    let world = World::new("minimum scope").await;
    let id = cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let path = format!("/cohortes/{id}/minimas");
    for (who, status) in [
        (world.as_coordinator("HUI").await, 404),
        (world.as_facilitator("ana").await, 403),
        (world.as_gobernacion("50").await, 403),
    ] {
        who.get(&path).await.expect(if status == 403 { 403 } else { 404 });
        who.post(&path, &[("metodo", "Otro")]).await.expect(status);
    }
    world.finish().await;
}
