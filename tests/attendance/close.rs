//! Closing a session.

use formacion::attendance::entity::attendance_mark::State;
use formacion::attendance::queries::current_marks;
use formacion::attendance::reopening::entity::attendance_reopening;
use formacion::cohorts::entity::session;
use sea_orm::EntityTrait;

use crate::support::class::{Class, hidden, listed_name, pairs, spoken_name};
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
        .expect_text(&listed_name(1))
        .expect_text(&listed_name(2))
        .expect_no_text(&listed_name(0));
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
    let page = class.facilitator.get(&class.closing(0)).await.expect(200);
    let missing = hidden(&page.body(), "sin_registro");
    let late = class.add(2).await;
    class.people.push(late);
    let all = [("sin_registro", missing.as_str()), ("accion", "dejar_todos"), ("antes", "si")];
    let page = class.facilitator.post(&class.closing(0), &all).await.expect(200);
    page.expect_text(&listed_name(2));
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
        .expect_text("Pase lista antes de terminarla");
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    class.facilitator.submit(&class.closing(0), &[]).await.expect_text("La lista quedó terminada");
    class
        .facilitator
        .post(&class.closing(0), &[])
        .await
        .expect(422)
        .expect_text("ya estaba terminada");
    world.finish().await;
}

#[rocket::async_test]
async fn the_others_were_absent_is_one_answer_for_all_of_them() {
    let world = World::new("close others").await;
    let class = Class::running(&world, 5, &[-1]).await;
    // The list is saved and finished with one press, which asks first.
    let mut fields = class.estados(&[(0, "presente"), (1, "presente"), (2, "tarde")]);
    fields.push(("accion".into(), "terminar".into()));
    let page = class.facilitator.submit(&class.roll_call(0), &pairs(&fields)).await.expect(200);
    let missing = hidden(&page.body(), "sin_registro");
    page.expect_text("Terminar la lista de la sesión 1")
        .expect_text("2 Presente")
        .expect_text("1 Tarde")
        .expect_text("2 personas no tienen registro")
        .expect_text("Los demás, ausentes");
    assert_eq!(stage(&world, &class).await, session::Stage::Held, "asking changes nothing");
    let others = [
        class.estados(&[(4, "excusa")]),
        vec![("sin_registro".into(), missing), ("accion".into(), "ausentes".into())],
    ]
    .concat();
    class.facilitator.submit(&class.closing(0), &pairs(&others)).await.expect_text("terminada");
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let state = |person: usize| now.get(&class.people[person]).map(|now| now.state);
    assert_eq!(state(3), Some(State::Absent));
    assert_eq!(state(4), Some(State::Excused), "what was chosen of one person counts");
    world.finish().await;
}

#[rocket::async_test]
async fn a_list_is_not_finished_before_the_end_without_saying_so() {
    let world = World::new("close early").await;
    // Ten in the morning: the session is from eight to twelve.
    let class = Class::running(&world, 1, &[0]).await;
    class.mark(0, &[(0, "presente")]).await;
    class.facilitator.get(&class.closing(0)).await.expect_text("La sesión termina a las 12:00");
    let press = [("accion", "cerrar")];
    let page = class.facilitator.post(&class.closing(0), &press).await.expect(422);
    page.expect_text("La sesión termina a las 12:00 p. m.");
    assert_eq!(stage(&world, &class).await, session::Stage::Held);
    // Until then it is under way and not held, whatever was marked.
    let cohort = format!("/cohortes/{}", class.cohort);
    class.coordinator.get(&cohort).await.expect_text("En curso").expect_no_text("Dictada");
    let press = [("accion", "cerrar"), ("antes", "si")];
    class.facilitator.post(&class.closing(0), &press).await.expect(303);
    assert_eq!(stage(&world, &class).await, session::Stage::Closed);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_finished_a_list_by_mistake_opens_it_again_for_some_hours() {
    let world = World::new("close reopened").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let open = format!("/sesiones/{}/reapertura", class.sessions[0]);
    let why = [("apertura", "Faltaba quien firmó en papel")];
    class.facilitator.post(&open, &why).await.expect(422).expect_text("no está terminada");
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    let page = class.facilitator.get(&class.roll_call(0)).await.expect(200);
    page.expect_text("Abrir la lista de nuevo").expect_no_text("Guardar asistencia");
    class.facilitator.post(&open, &[]).await.expect(422).expect_text("Escriba por qué");
    world.as_facilitator("ajeno").await.post(&open, &why).await.expect(404);
    class.facilitator.submit(&open, &why).await.expect_text("La lista está abierta de nuevo");
    assert_eq!(stage(&world, &class).await, session::Stage::Held);
    let seen = format!("visto[{}]", class.people[1]);
    let page = class.facilitator.get(&class.roll_call(0)).await.expect(200).body();
    let seen = (seen.clone(), hidden(&page, &seen));
    let fields = [class.estados(&[(1, "ausente")]), vec![seen]].concat();
    class.facilitator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    let opened = attendance_reopening::Entity::find().one(world.app.db.read()).await;
    let opened = opened.unwrap().expect("is kept");
    assert_eq!(opened.closed_by, Some(class.facilitator.account()));
    // Half a day later the coordination corrects, mark by mark.
    world.advance(chrono::TimeDelta::hours(13));
    let facilitator = world.as_facilitator("uno").await;
    facilitator.get(&class.roll_call(0)).await.expect_no_text("Abrir la lista de nuevo");
    facilitator.post(&open, &why).await.expect(422).expect_text("hace más de 12 horas");
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
async fn closing_the_cohort_finishes_the_lists_that_nobody_finished() {
    let world = World::new("close with cohort").await;
    let class = Class::running(&world, 2, &[-2, -1]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.mark(1, &[(0, "presente")]).await;
    class.facilitator.post(&class.closing(0), &[]).await.expect(303);
    let open = format!("/sesiones/{}/reapertura", class.sessions[0]);
    let why = [("apertura", "Faltaba quien firmó en papel")];
    class.close().await;
    for session in &class.sessions {
        let found = session::Entity::find_by_id(*session).one(world.app.db.read()).await;
        assert_eq!(found.unwrap().unwrap().stage, session::Stage::Closed);
    }
    // Opened again for some days, its marks change by the coordination alone, each with a reason.
    let reopening = format!("{}/reapertura", class.grid());
    let days = [("motivo", "Faltó una firma"), ("dias", "2")];
    class.coordinator.post(&reopening, &days).await.expect(303);
    let page = class.coordinator.get(&class.roll_call(1)).await.expect(200);
    page.expect_no_text("Abrir la lista de nuevo");
    class.coordinator.post(&open, &why).await.expect(422).expect_text("La cohorte está cerrada");
    let late = class.estados(&[(1, "tarde")]);
    let page = class.facilitator.post(&class.roll_call(1), &pairs(&late)).await.expect(422);
    page.expect_text("ya estaba terminada");
    class.coordinator.post(&class.roll_call(1), &pairs(&late)).await.expect(422);
    let late = [late, vec![("motivo".into(), "Firmó la planilla".into())]].concat();
    class.coordinator.post(&class.roll_call(1), &pairs(&late)).await.expect(303);
    let changes = format!("/sesiones/{}/cambios", class.sessions[1]);
    let page = class.coordinator.get(&changes).await.expect(200);
    page.expect_text("Modificado después del cierre");
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
