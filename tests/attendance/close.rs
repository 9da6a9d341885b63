//! Closing a session.

use formacion::attendance::entity::attendance_mark::State;
use formacion::attendance::queries::current_marks;
use formacion::cohorts::entity::session;
use sea_orm::EntityTrait;

use crate::support::class::{Class, hidden, pairs, spoken_name};
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
    // Without an answer for each, nothing closes; what was answered stays.
    let half = [class.estados(&[(1, "ausente")]), vec![("sin_registro".into(), missing.clone())]];
    let page = class.facilitator.post(&class.closing(0), &pairs(&half.concat())).await.expect(422);
    assert!(page.body().contains("value=\"ausente\" checked"));
    page.expect_text(&format!("Elija un estado para {}", spoken_name(2)));
    assert_eq!(stage(&world, &class).await, session::Stage::Held);
    let all = [("sin_registro", missing.as_str()), ("accion", "dejar_todos")];
    class.facilitator.post(&class.closing(0), &all).await.expect(303);
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
    let all = [("sin_registro", missing.as_str()), ("accion", "dejar_todos")];
    let page = class.facilitator.post(&class.closing(0), &all).await.expect(200);
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

#[rocket::async_test]
async fn closing_writes_what_is_said_of_each_person_and_leaves_the_others_without_a_mark() {
    let world = World::new("close answers").await;
    let class = Class::running(&world, 4, &[-1]).await;
    class.mark(0, &[(0, "presente")]).await;
    let page = class.facilitator.post(&class.closing(0), &[]).await.expect(200);
    let missing = hidden(&page.body(), "sin_registro");
    // Somebody marks the last person while the names are being read: that mark stands.
    class.mark(0, &[(3, "tarde")]).await;
    let answers = [
        class.estados(&[(1, "excusa"), (2, "sin_registro"), (3, "ausente")]),
        vec![("sin_registro".into(), missing), ("accion".into(), "cerrar".into())],
    ]
    .concat();
    class.facilitator.post(&class.closing(0), &pairs(&answers)).await.expect(303);
    assert_eq!(stage(&world, &class).await, session::Stage::Closed);
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let state = |person: usize| now.get(&class.people[person]).map(|now| now.state);
    assert_eq!(state(1), Some(State::Excused));
    assert_eq!(state(2), None);
    assert_eq!(state(3), Some(State::Late));
    world.finish().await;
}
