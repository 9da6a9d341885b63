//! The server's clock decides when an attempt is over.

use chrono::TimeDelta;
use formacion::assessment::exam::entity::attempt::State;
use formacion::assessment::exam::worker;
use questions::Answer;

use crate::assessment::usual_plan;
use crate::support::class::{Class, pairs};
use crate::support::exams::{
    asked_of, attempt, build, fields, form, give, learner, publish, single, with,
};
use crate::support::world::World;

#[rocket::async_test]
async fn what_was_saved_is_handed_in_when_time_is_over_and_what_comes_later_is_told() {
    let world = World::new("exam time").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let cover = format!("/pruebas/{exam}");
    let db = world.app.db.read();
    for person in 0..2 {
        let learner = learner(&world, &class, person).await;
        learner.post(&cover, &[]).await.expect(303);
        let asked = asked_of(&world, exam, class.people[person]).await;
        let sent = fields(&asked[0].question, &Answer::Single(Some(0)), (1, 0));
        give(&learner, exam, 1, &sent).await.expect(303);
    }
    world.advance(TimeDelta::minutes(39));
    worker::round(&world.app).await.unwrap();
    assert_eq!(attempt(db, exam, class.people[0]).await.state, State::Open);

    world.advance(TimeDelta::minutes(1));
    let ana = learner(&world, &class, 0).await;
    let asked = asked_of(&world, exam, class.people[0]).await;
    let late = fields(&asked[1].question, &Answer::Single(Some(0)), (1, 0));
    give(&ana, exam, 2, &late)
        .await
        .expect(422)
        .expect_text("El tiempo de este intento terminó el 20/11/2026, 10:40 a. m.")
        .expect_text("todo lo que guardó antes cuenta")
        .expect_text("La correcta");
    let ended = attempt(db, exam, class.people[0]).await;
    assert_eq!((ended.state, ended.points), (State::Expired, Some(1_000_000)));
    ana.get(&cover).await.expect_text("1 de 2 puntos, nota 2,5").expect_text("Terminó el tiempo");

    // Nobody comes by: the worker does.
    worker::round(&world.app).await.unwrap();
    let other = attempt(db, exam, class.people[1]).await;
    assert_eq!((other.state, other.points), (State::Expired, Some(1_000_000)));
    assert_eq!(other.submitted_at, Some(other.ends_at));
    let grades = formacion::assessment::queries::grades(db, class.cohort).await.unwrap();
    let mut tenths: Vec<i32> = grades.into_values().collect();
    tenths.sort_unstable();
    assert_eq!(tenths, [25, 25]);
    world.finish().await;
}

#[rocket::async_test]
async fn handing_in_after_the_time_hands_in_what_was_saved() {
    let world = World::new("exam late hand in").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let ana = learner(&world, &class, 0).await;
    let cover = format!("/pruebas/{exam}");
    ana.post(&cover, &[]).await.expect(303);
    world.advance(TimeDelta::minutes(41));
    ana.get(&cover).await.expect(200).expect_text("Lo que guardó se entrega solo");
    ana.submit(&format!("{cover}/entrega"), &[("intento", "1")])
        .await
        .expect(200)
        .expect_text("se entregó lo que había guardado")
        .expect_text("0 de 2 puntos, nota 0,0");
    world.finish().await;
}

#[rocket::async_test]
async fn more_time_reaches_those_who_are_answering() {
    let world = World::new("exam more time").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let short = with(form(&[("TRI-01", 2, 1)]), "cierra_hora", "10:20");
    let exam = build(&class, pre, &short).await;
    let ana = learner(&world, &class, 0).await;
    let cover = format!("/pruebas/{exam}");
    ana.submit(&cover, &[]).await.expect_text("termina a las 10:20 a. m.");
    let longer = with(with(short, "cierra_hora", "12:00"), "motivo", "Se cayó la red");
    let window = format!("/actividades/{pre}/prueba/plazo");
    class.coordinator.post(&window, &pairs(&longer)).await.expect(303);
    ana.get(&cover).await.expect_text("termina a las 10:40 a. m.");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_begins_outside_the_window_or_without_a_place() {
    let world = World::new("exam window").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1)]).await;
    let later = with(form(&[("TRI-01", 1, 1)]), "abre_hora", "11:00");
    let exam = build(&class, pre, &later).await;
    let ana = learner(&world, &class, 0).await;
    let cover = format!("/pruebas/{exam}");
    ana.post(&cover, &[])
        .await
        .expect(422)
        .expect_text("La prueba abre el 20/11/2026, 11:00 a. m.");
    world.advance(TimeDelta::hours(9));
    let ana = learner(&world, &class, 0).await;
    ana.post(&cover, &[])
        .await
        .expect(422)
        .expect_text("La prueba cerró el 20/11/2026, 6:00 p. m.");
    world.as_administrator().await.get(&cover).await.expect(404);
    world.finish().await;
}
