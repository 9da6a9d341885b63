//! Closing a session.

use formacion::cohorts::entity::session;
use sea_orm::EntityTrait;

use crate::support::class::{Class, hidden, spoken_name};
use crate::support::world::World;

async fn stage(world: &World, class: &Class<'_>) -> session::Stage {
    let found = session::Entity::find_by_id(class.sessions[0]).one(world.app.db.read()).await;
    found.unwrap().unwrap().stage
}

#[rocket::async_test]
async fn closing_lists_the_people_without_a_mark_and_asks() {
    let world = World::new("close asks").await;
    let class = Class::running(&world, 3, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    assert_eq!(stage(&world, &class).await, session::Stage::Held);
    let page = class.facilitator.post(&class.closing(0), &[]).await.expect(200);
    let missing = hidden(&page.body(), "sin_registro");
    page.expect_text("2 personas no tienen registro")
        .expect_text(&spoken_name(1))
        .expect_text(&spoken_name(2))
        .expect_no_text(&spoken_name(0));
    assert_eq!(stage(&world, &class).await, session::Stage::Held, "asking changes nothing");
    class.facilitator.post(&class.closing(0), &[("sin_registro", &missing)]).await.expect(303);
    assert_eq!(stage(&world, &class).await, session::Stage::Closed);
    class.coordinator.get(&class.grid()).await.expect(200).expect_text("2 sin registro");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_was_not_on_the_list_that_was_read_is_asked_about_again() {
    let world = World::new("close again").await;
    let mut class = Class::running(&world, 2, &[0]).await;
    class.mark(0, &[(0, "presente")]).await;
    let page = class.facilitator.post(&class.closing(0), &[]).await.expect(200);
    let missing = hidden(&page.body(), "sin_registro");
    let late = class.add(2).await;
    class.people.push(late);
    let page =
        class.facilitator.post(&class.closing(0), &[("sin_registro", &missing)]).await.expect(200);
    page.expect_text(&spoken_name(2));
    assert_eq!(stage(&world, &class).await, session::Stage::Held);
    world.finish().await;
}

#[rocket::async_test]
async fn with_everybody_marked_it_closes_at_once_and_only_once() {
    let world = World::new("close once").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class
        .facilitator
        .post(&class.closing(0), &[])
        .await
        .expect(422)
        .expect_text("Pase lista antes de cerrar");
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    class.facilitator.submit(&class.closing(0), &[]).await.expect_text("La sesión quedó cerrada");
    class
        .facilitator
        .post(&class.closing(0), &[])
        .await
        .expect(422)
        .expect_text("ya estaba cerrada");
    world.finish().await;
}

#[rocket::async_test]
async fn nothing_changes_after_the_cohort_is_closed() {
    let world = World::new("close cohort").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;
    let fields = class.estados(&[(0, "ausente")]);
    let page =
        class.coordinator.post(&class.roll_call(0), &crate::support::class::pairs(&fields)).await;
    page.expect(422).expect_text("La cohorte está cerrada");
    class
        .coordinator
        .get(&class.roll_call(0))
        .await
        .expect(200)
        .expect_no_text("Guardar asistencia");
    world.finish().await;
}
