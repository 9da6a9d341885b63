//! What the coordination decides about what arrived.

use formacion::attendance::entity::attendance_mark::{self, State};
use formacion::attendance::field::entity::field_arrival;
use formacion::cohorts::entity::session;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, QueryOrder};
use serde_json::json;

use super::{Phone, batch, counting, key, outcomes};
use crate::support::class::{Class, listed_name};
use crate::support::world::World;

fn page(class: &Class<'_>) -> String {
    format!("/cohortes/{}/por-revisar", class.cohort)
}

async fn arrivals(world: &World) -> Vec<field_arrival::Model> {
    let all = field_arrival::Entity::find().order_by_asc(field_arrival::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn a_conflict_is_shown_side_by_side_and_the_coordination_says_which_counts() {
    let world = World::new("review conflict").await;
    let class = Class::running(&world, 2, &[0]).await;
    let one = Phone::of(&class.facilitator).await;
    let two = Phone::of(&class.facilitator).await;
    one.marks(vec![one.mark(&class, 0, 0, "present"), one.mark(&class, 0, 1, "late")]).await;
    two.marks(vec![two.mark(&class, 0, 0, "absent"), two.mark(&class, 0, 1, "absent")]).await;
    class
        .coordinator
        .get(&page(&class))
        .await
        .expect(200)
        .expect_text("Registros en conflicto")
        .expect_text(&listed_name(0))
        .expect_text("Lo que llegó Ausente")
        .expect_text("Lo que cuenta ahora Presente")
        .expect_text("Chrome en Android")
        .expect_text("Hora del teléfono");
    // Whoever teaches sees it and does not decide.
    class.facilitator.get(&page(&class)).await.expect(200).expect_no_text("Guardar decisiones");
    class.facilitator.post(&page(&class), &[("motivo", "yo")]).await.expect(403);
    world.as_coordinator("HUI").await.get(&page(&class)).await.expect(404);
    let waiting = arrivals(&world).await;
    let (take, leave) =
        (format!("decision[{}]", waiting[2].id), format!("decision[{}]", waiting[3].id));
    let choice = [(take.as_str(), "tomar"), (leave.as_str(), "dejar")];
    class
        .coordinator
        .post(&page(&class), &choice)
        .await
        .expect(422)
        .expect_text("Escriba el motivo");
    class
        .coordinator
        .post(&page(&class), &[("motivo", "x")])
        .await
        .expect(422)
        .expect_text("Elija");
    let fields = [&choice[..], &[("motivo", "Lo vi salir a las nueve")]].concat();
    class
        .coordinator
        .submit(&page(&class), &fields)
        .await
        .expect_text("1 registro cuenta ahora, 1 quedó como estaba")
        .expect_text("Nada por revisar");
    assert_eq!(counting(&world, &class, 0).await, [Some(State::Absent), Some(State::Late)]);
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let last = marks.last().unwrap();
    assert_eq!(marks.len(), 3, "both stay, and the decision beside them");
    assert_eq!(last.reason.as_deref(), Some("Lo vi salir a las nueve"));
    assert_eq!(last.author_account_id, Some(class.coordinator.account()));
    // Decided twice is decided once.
    class.coordinator.submit(&page(&class), &fields).await.expect_text("2 ya estaban decididos");
    assert_eq!(counting(&world, &class, 0).await, [Some(State::Absent), Some(State::Late)]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_waits_to_be_looked_at_is_accepted_together_and_what_cannot_count_stays() {
    let world = World::new("review bulk").await;
    let class = Class::running(&world, 2, &[-1, 0, 1]).await;
    let phone = Phone::of(&class.facilitator).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    for (index, stage) in [(0, session::Stage::Closed), (2, session::Stage::Cancelled)] {
        let id = Set(class.sessions[index]);
        let cancelled_at = (stage == session::Stage::Cancelled).then(|| world.app.clock.now());
        let (stage, cancelled_at) = (Set(stage), Set(cancelled_at));
        let change = session::ActiveModel { id, stage, cancelled_at, ..Default::default() };
        change.update(world.app.db.writer()).await.unwrap();
    }
    let now = world.app.clock.now();
    let mut yesterday = phone.mark(&class, 0, 0, "late");
    yesterday["at"] = json!(super::moment(now - super::minutes(24 * 60)));
    let cancelled = phone.mark(&class, 2, 0, "present");
    let told = phone.batch(&key("lote"), &batch(now, vec![yesterday, cancelled])).await.json();
    assert_eq!(outcomes(told["results"].as_array().unwrap()), ["review", "review"]);
    class
        .coordinator
        .get(&page(&class))
        .await
        .expect_text("La sesión ya estaba cerrada")
        .expect_text("La sesión fue cancelada");
    let all = [("accion", "todos"), ("motivo", "El teléfono llegó hoy")];
    class.coordinator.submit(&page(&class), &all).await.expect_text("1 registro cuenta ahora");
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(marks.last().unwrap().after_closing);
    assert_eq!(counting(&world, &class, 0).await, [Some(State::Late), Some(State::Present)]);
    let left = arrivals(&world).await;
    let decision = format!("decision[{}]", left[1].id);
    let take = [(decision.as_str(), "tomar"), ("motivo", "x")];
    class.coordinator.post(&page(&class), &take).await.expect(422).expect_text("cancelada");
    let leave = [(decision.as_str(), "dejar"), ("motivo", "No hubo sesión")];
    class.coordinator.submit(&page(&class), &leave).await.expect_text("Nada por revisar");
    world.finish().await;
}

#[rocket::async_test]
async fn a_walk_in_counts_for_nobody_until_somebody_says_who_it_is() {
    let world = World::new("review walk-in").await;
    let class = Class::running(&world, 2, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let mut body = batch(world.app.clock.now(), vec![phone.mark(&class, 0, 0, "present")]);
    body["walk_ins"] = json!([
        phone.walk_in(&class, 0, "Óscar Quiñones"),
        phone.walk_in(&class, 0, "Alguien que pasaba"),
    ]);
    phone.batch(&key("lote"), &body).await.expect(200);
    assert_eq!(counting(&world, &class, 0).await, [Some(State::Present), None]);
    class.coordinator.get(&page(&class)).await.expect_text("Óscar Quiñones");
    let list = class.coordinator.get(&class.roll_call(0)).await.expect(200);
    list.expect_text("2 registros o llegadas de esta sesión esperan una decisión");
    use formacion::attendance::entity::walk_in;
    let came = walk_in::Entity::find().order_by_asc(walk_in::Column::Id);
    let came = came.all(world.app.db.read()).await.unwrap();
    let ways: Vec<_> =
        came.iter().map(|one| format!("{}/llegadas/{}", page(&class), one.id)).collect();
    class.coordinator.post(&ways[0], &[]).await.expect(422).expect_text("Elija a la persona");
    class.facilitator.post(&ways[0], &[]).await.expect(403);
    // Not on the list at all: enrolled now, after the session began, and then matched.
    let late = class.add(2).await;
    let field = format!("persona[{}]", came[0].id);
    let late_text = late.to_string();
    let choice = [(field.as_str(), late_text.as_str())];
    class.coordinator.submit(&ways[0], &choice).await.expect_text("quedó registrada a esa persona");
    // The second press finds it done.
    class.coordinator.submit(&ways[0], &choice).await.expect_text("Ya estaba decidido");
    class.coordinator.submit(&ways[1], &[("accion", "descartar")]).await.expect_text("sin contar");
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(marks.len(), 2);
    assert_eq!((marks[1].enrolment_id, marks[1].state), (late, State::Present));
    assert!(marks[1].reason.as_deref().unwrap().contains("Óscar Quiñones"));
    class.coordinator.get(&page(&class)).await.expect_text("Nada por revisar");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_loses_a_telephone_takes_it_out_of_use() {
    let world = World::new("review devices").await;
    let class = Class::running(&world, 1, &[0]).await;
    class.facilitator.get("/mi-cuenta/dispositivos").await.expect_text("Ningún teléfono");
    let phone = Phone::of(&class.facilitator).await;
    let way = format!("/mi-cuenta/dispositivos/{}/retiro", phone.id);
    class.coordinator.post(&way, &[]).await.expect(404);
    let here = world.as_facilitator("uno").await;
    here.get("/mi-cuenta/dispositivos").await.expect_text("Chrome en Android");
    here.submit(&way, &[]).await.expect_text("Retirado");
    // Its session is over, and its token is told to wipe the lists.
    phone.who.get("/mi-cuenta/dispositivos").await.expect(303);
    assert_eq!(phone.lists().await.problem(410, "retirado")["wipe"], true);
    world.finish().await;
}
