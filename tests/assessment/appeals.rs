//! Learners ask that a grade be looked at again, and are answered.

use chrono::TimeDelta;
use formacion::assessment::appeals::entity::grade_appeal::{self, State};
use formacion::assessment::entity::grade_entry::{self, Origin};
use formacion::assessment::queries::grades;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{nota, usual_plan};
use crate::support::class::{Class, listed_name, pairs, spoken_name};
use crate::support::world::World;

/// A class with grades: 3,0 in the last test for everybody.
async fn graded<'w>(world: &'w World, people: usize) -> (Class<'w>, i64) {
    let class = Class::running(world, people, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let cells: Vec<_> =
        (0..people).map(|person| (nota(&class, post, person), "3,0".to_owned())).collect();
    class.facilitator.post(&class.grades(), &pairs(&cells)).await.expect(303);
    (class, post)
}

fn own(activity: i64) -> String {
    format!("/actividades/{activity}/mi-nota")
}

async fn letters(world: &World, kind: &str) -> Vec<outbox_message::Model> {
    let sent = outbox_message::Entity::find().filter(outbox_message::Column::Kind.eq(kind));
    sent.all(world.app.db.read()).await.unwrap()
}

async fn tenths(world: &World, class: &Class<'_>) -> Vec<i32> {
    let all = grades(world.app.db.read(), class.cohort).await.unwrap();
    let mut all: Vec<i32> = all.into_values().collect();
    all.sort_unstable();
    all
}

const WHY: &str = "La pregunta 3 admite otra respuesta";

#[rocket::async_test]
async fn a_grade_is_appealed_answered_and_changed_through_the_one_path() {
    let world = World::new("appeal changed").await;
    let (class, post) = graded(&world, 2).await;
    let learner = class.learner(0).await;
    let path = own(post);
    learner
        .get(&path)
        .await
        .expect(200)
        .expect_text("Nota 3,0")
        .expect_text("viernes 27 de noviembre de 2026")
        .expect_no_text("facilitador uno");
    learner.post(&path, &[("texto", "")]).await.expect(422).expect_text("Escriba por qué");
    class.facilitator.post(&path, &[("texto", WHY)]).await.expect(404);
    class.facilitator.get(&path).await.expect(404);
    let appeal = learner.post(&path, &[("texto", WHY)]).await.expect(303).location.unwrap();
    learner.get(&appeal).await.expect(200).expect_text(WHY).expect_text("Por responder");
    learner.post(&path, &[("texto", WHY)]).await.expect(422).expect_text("espere la respuesta");
    learner.get(&path).await.expect_no_text("Enviar el reclamo");
    class.learner(1).await.get(&appeal).await.expect(404);

    // The coordination is told by letter and on its first page; whoever grades finds it on the list.
    let told = letters(&world, "assessment/appealed").await;
    assert!(!told.is_empty() && told.iter().all(|one| !one.text_body.contains(WHY)));
    assert!(told.iter().all(|one| one.cohort_id == Some(class.cohort.0)));
    let messages = format!("/cohortes/{}/mensajes", class.cohort);
    class.coordinator.get(&messages).await.expect_text("Reclamo de una nota, a la coordinación");
    class.coordinator.get("/").await.expect_text("Responder 1 reclamo");
    class.coordinator.get("/reclamos").await.expect(200).expect_text(&listed_name(0));
    world.as_coordinator("HUI").await.get(&appeal).await.expect(404);
    let list = format!("/cohortes/{}/reclamos", class.cohort);
    class.facilitator.get(&list).await.expect(200).expect_text(&listed_name(0));
    class.facilitator.get(&appeal).await.expect(200).expect_text(&spoken_name(0)).expect_text(WHY);

    // What cannot be is said beside its field, and the answer that was typed stays.
    for (fields, said) in [
        (vec![("accion", "cambiar"), ("nota", "3,0"), ("respuesta", "Bien")], "Es la misma nota"),
        (vec![("accion", "cambiar"), ("nota", "5,5"), ("respuesta", "Bien")], "nueva"),
        (vec![("accion", "cambiar"), ("nota", "cuatro"), ("respuesta", "Bien")], "nueva"),
        (vec![("accion", "cambiar"), ("nota", ""), ("respuesta", "Bien")], "Escriba la nota nueva"),
        (vec![("accion", "mantener"), ("respuesta", "")], "Escriba la respuesta"),
        (vec![("respuesta", "Bien")], "se mantiene o cambia"),
    ] {
        class.facilitator.post(&appeal, &fields).await.expect(422).expect_text(said);
    }
    learner.post(&appeal, &[("accion", "mantener"), ("respuesta", "x")]).await.expect(403);
    assert_eq!(tenths(&world, &class).await, [30, 30]);
    let verdict = [("accion", "cambiar"), ("nota", "3,6"), ("respuesta", "La respuesta vale")];
    class.facilitator.submit(&appeal, &verdict).await.expect_text("La nota cambió");
    class.coordinator.post(&appeal, &verdict).await.expect(422).expect_text("ya no espera");
    assert_eq!(tenths(&world, &class).await, [30, 36]);
    let last = grade_entry::Entity::find().order_by_desc(grade_entry::Column::Id);
    let last = last.one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(last.origin, Origin::Appeal);
    assert_eq!(last.reason.as_deref(), Some("La respuesta vale"));
    let answered = letters(&world, "assessment/appeal_answered").await;
    assert!(answered.iter().all(|one| !one.text_body.contains("La respuesta vale")));
    learner.get(&appeal).await.expect_text("La nota cambió").expect_text("La respuesta vale");
    // It was answered: it is not asked again.
    learner.post(&path, &[("texto", WHY)]).await.expect(422).expect_text("ya tuvo respuesta");
    for action in ["assessment.appeal", "assessment.answer_appeal"] {
        let told = history_event::Entity::find()
            .filter(history_event::Column::Action.eq(action))
            .all(world.app.db.read())
            .await
            .unwrap();
        assert_eq!(told.len(), 1, "{action}");
        assert!(!told[0].detail.to_string().contains("pregunta"));
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_grade_stays_is_taken_back_or_is_asked_too_late() {
    let world = World::new("appeal kept").await;
    let (class, post) = graded(&world, 3).await;
    let learner = class.learner(0).await;
    let path = own(post);
    let appeal = learner.post(&path, &[("texto", WHY)]).await.expect(303).location.unwrap();
    let back = format!("{appeal}/retiro");
    class.facilitator.post(&back, &[]).await.expect(403);
    learner.submit(&back, &[]).await.expect_text("quedó retirado");
    learner.post(&back, &[]).await.expect(422).expect_text("ya no espera respuesta");
    // Who took it back may ask again while there is time.
    let again = learner.post(&path, &[("texto", WHY)]).await.expect(303).location.unwrap();

    // The cohort closes: the grade may stay, and changes only when its grades are opened again.
    class.mark(0, &[(0, "presente"), (1, "presente"), (2, "presente")]).await;
    class.close().await;
    let change = [("accion", "cambiar"), ("nota", "4,0"), ("respuesta", "Vale")];
    class.facilitator.post(&again, &change).await.expect(422).expect_text("no están abiertas");
    let reopening = format!("{}/reapertura", class.grades());
    let asked = [("motivo", "Un reclamo"), ("dias", "2")];
    class.coordinator.post(&reopening, &asked).await.expect(303);
    class.facilitator.submit(&again, &change).await.expect_text("La nota cambió");
    assert_eq!(tenths(&world, &class).await, [30, 30, 40]);
    class.coordinator.post(&format!("{reopening}/cierre"), &[]).await.expect(303);

    let other = class.learner(1).await;
    let theirs = own(post);
    let kept = other.post(&theirs, &[("texto", WHY)]).await.expect(303).location.unwrap();
    let stays = [("accion", "mantener"), ("respuesta", "Está bien calificada")];
    class.facilitator.submit(&kept, &stays).await.expect_text("La nota se mantiene");
    assert_eq!(tenths(&world, &class).await, [30, 30, 40]);
    other.get(&kept).await.expect_text("Está bien calificada").expect_text("La nota se mantiene");

    // Five working days later the third is too late.
    world.advance(TimeDelta::days(8));
    let third = class.learner(2).await;
    third
        .post(&own(post), &[("texto", WHY)])
        .await
        .expect(422)
        .expect_text("hasta el viernes 27 de noviembre de 2026");
    let open = grade_appeal::Entity::find()
        .filter(grade_appeal::Column::State.eq(State::Open))
        .count(world.app.db.read());
    assert_eq!(open.await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_who_answer_at_once_one_is_told_that_it_is_done() {
    let world = World::new("appeal race").await;
    let (class, post) = graded(&world, 1).await;
    let learner = class.learner(0).await;
    let path = own(post);
    // Two windows ask at once: one appeal waits.
    let (one, two) = rocket::tokio::join!(
        learner.post(&path, &[("texto", WHY)]),
        learner.post(&path, &[("texto", WHY)])
    );
    let mut asked = [one.status, two.status];
    asked.sort_unstable();
    assert_eq!(asked, [303, 422]);
    let appeal = grade_appeal::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let appeal = format!("/reclamos/{}", appeal.id);
    let first = [("accion", "cambiar"), ("nota", "4,0"), ("respuesta", "Vale")];
    let second = [("accion", "cambiar"), ("nota", "2,0"), ("respuesta", "No vale")];
    let (one, two) = rocket::tokio::join!(
        class.facilitator.post(&appeal, &first),
        class.coordinator.post(&appeal, &second)
    );
    let mut answered = [one.status, two.status];
    answered.sort_unstable();
    assert_eq!(answered, [303, 422]);
    let entries = grade_entry::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(entries, 2, "one grade and one answer");
    world.finish().await;
}
