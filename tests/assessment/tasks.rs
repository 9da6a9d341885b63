//! What a learner finds on their pages: what to do now, what waits, what it was worth, what is needed.

use chrono::TimeDelta;

use super::activities;
use super::products::{LINK, asked, last, own};
use crate::support::exams::{build, form, publish, single, sit};
use crate::support::world::World;

#[rocket::async_test]
async fn what_can_be_done_now_stands_first_and_what_was_graded_tells_what_is_needed() {
    let world = World::new("tasks").await;
    let (class, product) = asked(&world, 2, &[]).await;
    let plan = activities(&class).await;
    let bank: Vec<_> = (1..=2).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, plan[0], &form(&[("TRI-01", 2, 1)])).await;
    let learner = class.learner(0).await;
    let progress = format!("/inscripciones/{}/avance", class.people[0]);
    let home = learner.get("/").await.expect(200).expect_text("Para hacer ahora");
    home.expect_text("Prueba inicial Prueba de").expect_text("Producto Producto de");
    learner
        .get(&progress)
        .await
        .expect(200)
        .expect_text("Presentar la prueba")
        .expect_text("Entregar el producto")
        .expect_text("En lo que falta necesita un promedio de 3,0 para llegar a 3,0.")
        .expect_text("Prueba final Sin nota 60 % —");

    sit(&world, &class, exam, 0, 1).await;
    learner.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let home = learner.get("/").await.expect(200);
    home.expect_no_text("Para hacer ahora");
    learner
        .get(&progress)
        .await
        .expect_no_text("Para hacer ahora")
        .expect_text("Prueba inicial Calificada 0 % 2,5")
        .expect_text("Producto Por calificar 40 % —");

    let entry = format!("/entregas/{}", last(&world).await.id);
    let back = [("accion", "devolver"), ("comentario_general", "Falta el responsable")];
    class.facilitator.post(&entry, &back).await.expect(303);
    learner.get("/").await.expect_text("Producto Producto de").expect_no_text("Prueba inicial");
    learner
        .get(&progress)
        .await
        .expect_text("Entregar de nuevo")
        .expect_text("Le comentaron: Falta el responsable Devuelto para mejorar");
    learner.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let entry = format!("/entregas/{}", last(&world).await.id);
    let grade = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "1")];
    class.facilitator.post(&entry, &grade).await.expect(303);
    // 0,4 × 4,2 leaves 1,27 of 2,95, which is rounded up to 3,0, for what weighs 0,6.
    learner
        .get(&progress)
        .await
        .expect_text("Calificada 40 % 4,2")
        .expect_text("En lo que falta necesita un promedio de 2,2 para llegar a 3,0.");

    // Who let the time pass is told so, and is asked for nothing that is not open.
    world.advance(TimeDelta::days(1));
    let late = class.learner(1).await;
    let progress = format!("/inscripciones/{}/avance", class.people[1]);
    late.get(&progress).await.expect_text("Prueba inicial No presentada 0 % —");
    late.get("/").await.expect_no_text("Prueba inicial").expect_text("Producto Producto de");
    world.finish().await;
}

#[rocket::async_test]
async fn another_attempt_of_a_test_stands_before_the_other_tasks() {
    let world = World::new("tasks again").await;
    let (class, _) = asked(&world, 1, &[]).await;
    let plan = activities(&class).await;
    let bank: Vec<_> = (1..=2).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let mut fields = form(&[("TRI-01", 2, 1)]);
    for (_, value) in fields.iter_mut().filter(|(name, _)| name == "intentos") {
        *value = "2".to_owned();
    }
    let exam = build(&class, plan[0], &fields).await;
    let learner = class.learner(0).await;
    let progress = format!("/inscripciones/{}/avance", class.people[0]);
    sit(&world, &class, exam, 0, 1).await;
    let page = learner.get(&progress).await.expect(200).words();
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no «{text}»: {page}"));
    assert!(at("Intentar otra vez") < at("Entregar el producto"));
    world.advance(TimeDelta::days(1));
    let learner = class.learner(0).await;
    learner.get(&progress).await.expect_no_text("Intentar otra vez");
    world.finish().await;
}
