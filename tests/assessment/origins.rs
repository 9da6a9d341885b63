//! Where grades come from, and what is said of them.

use formacion::assessment::entity::grade_entry::{self, Origin};
use formacion::assessment::queries::grades;
use sea_orm::{EntityTrait, QueryOrder};

use super::{nota, usual_plan};
use crate::support::class::{Class, hidden, pairs, spoken_name};
use crate::support::exams::{asked_of, build, fields, form, give, learner, publish, single, with};
use crate::support::world::World;

async fn entries(world: &World) -> Vec<grade_entry::Model> {
    let all = grade_entry::Entity::find().order_by_asc(grade_entry::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

async fn only_grade(world: &World, class: &Class<'_>) -> Option<i32> {
    grades(world.app.db.read(), class.cohort).await.unwrap().into_values().next()
}

/// Who answers well or badly, from the cover to the end.
async fn sits(
    world: &World,
    class: &Class<'_>,
    exam: formacion::assessment::exam::entity::exam::ExamId,
    number: usize,
    well: bool,
) {
    let person = learner(world, class, 0).await;
    person.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    if well {
        for one in asked_of(world, exam, class.people[0]).await {
            let right = questions::Answer::right(&one.question).unwrap();
            let sent = fields(&one.question, &right, (i32::try_from(number).unwrap(), 0));
            give(&person, exam, one.item.position, &sent).await.expect(303);
        }
    }
    let entrega = format!("/pruebas/{exam}/entrega");
    person.post(&entrega, &[("intento", &number.to_string())]).await.expect(303);
}

#[rocket::async_test]
async fn a_grade_tells_where_it_came_from_and_what_was_decided_stands() {
    let world = World::new("grade origins").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [pre, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (1..=2).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let twice = with(form(&[("TRI-01", 2, 1)]), "intentos", "3");
    let exam = build(&class, pre, &twice).await;
    sits(&world, &class, exam, 1, false).await;
    let page = class.facilitator.get(&class.grades()).await.expect(200);
    let page =
        page.expect_text("ver cambios de Prueba inicial de").expect_text("Motivo del cambio");

    // Typing over what a test gave needs a reason; what was typed stays, with what it was.
    let seen = hidden(&page.body(), "visto");
    let (cell, other) = (nota(&class, pre, 0), nota(&class, post, 1));
    let sent = [(cell.as_str(), "2,5"), (other.as_str(), "4.1"), ("visto", seen.as_str())];
    let page = class.facilitator.post(&class.grades(), &sent).await.expect(422);
    let body = page.body();
    assert!(body.contains("value=\"2,5\"") && body.contains("value=\"4.1\""), "typed stays");
    page.expect_text(&format!(
        "Prueba inicial de {}: la nota 0,0 la puso la prueba en línea",
        spoken_name(0)
    ))
    .expect_text("escriba por qué");
    assert_eq!(entries(&world).await.len(), 1, "nothing is written");
    let long = "x".repeat(301);
    let too_long = [&sent[..], &[("motivo", long.as_str())]].concat();
    class.facilitator.post(&class.grades(), &too_long).await.expect(422).expect_text("máximo 300");
    let with_reason = [&sent[..], &[("motivo", "Se cayó la luz")]].concat();
    class.facilitator.submit(&class.grades(), &with_reason).await.expect_text("guardaron 2 notas");
    let told: Vec<_> = entries(&world)
        .await
        .into_iter()
        .map(|entry| (entry.tenths, entry.previous_tenths, entry.origin, entry.reason))
        .collect();
    assert_eq!(told[0], (Some(0), None, Origin::Test, None));
    assert!(told.contains(&(Some(25), Some(0), Origin::Typed, Some("Se cayó la luz".to_owned()))));
    // The reason speaks of what was typed over, not of the other cell.
    assert!(told.contains(&(Some(41), None, Origin::Typed, None)));

    // Another attempt does not undo what somebody decided with a reason.
    sits(&world, &class, exam, 2, true).await;
    assert_eq!(entries(&world).await.len(), 3);
    let history = format!("/actividades/{pre}/notas/{}", class.people[0]);
    class
        .facilitator
        .get(&history)
        .await
        .expect(200)
        .expect_text(&spoken_name(0))
        .expect_text("0,0 → 2,5")
        .expect_text("sin nota → 0,0")
        .expect_text("Se cayó la luz")
        .expect_text("facilitador uno")
        .expect_text("Intentos de la prueba");
    // Who decided it takes it back, and then the test counts again.
    let page = class.facilitator.get(&class.grades()).await;
    let seen = hidden(&page.body(), "visto");
    let back = [(cell.as_str(), ""), ("visto", seen.as_str())];
    class.facilitator.post(&class.grades(), &back).await.expect(303);
    let finals = grades(world.app.db.read(), class.cohort).await.unwrap();
    assert_eq!(finals.len(), 1, "taken back");
    class.facilitator.get(&history).await.expect_text("2,5 → sin nota");
    sits(&world, &class, exam, 3, true).await;
    let last = entries(&world).await.pop().unwrap();
    assert_eq!((last.tenths, last.origin), (Some(50), Origin::Test));
    world.finish().await;
}

#[rocket::async_test]
async fn the_history_of_a_grade_is_for_those_who_work_on_its_cohort() {
    let world = World::new("grade history access").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let other = Class::named(&world, "dos", 1, &[-2]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let [_, theirs, _] = usual_plan(&other).await[..] else { panic!("three") };
    let cell = [(nota(&class, post, 0), "4,0".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&cell)).await.expect(303);
    assert_eq!(only_grade(&world, &class).await, Some(40));
    let own = format!("/actividades/{post}/notas/{}", class.people[0]);
    class.coordinator.get(&own).await.expect(200).expect_text("a mano");
    other.facilitator.get(&own).await.expect(404);
    class.learner(0).await.get(&own).await.expect(404);
    world.as_gobernacion("50").await.get(&own).await.expect(403);
    // A person of another cohort has no grade here; nobody graded the other activity.
    let crossed = format!("/actividades/{post}/notas/{}", other.people[0]);
    class.coordinator.get(&crossed).await.expect(404);
    let empty = format!("/actividades/{theirs}/notas/{}", other.people[0]);
    other.facilitator.get(&empty).await.expect(200).expect_text("Nadie ha calificado");
    world.finish().await;
}
