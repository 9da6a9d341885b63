//! How a test did: told from ten people on, and what a hand computes.

use crate::assessment::usual_plan;
use crate::support::class::Class;
use crate::support::exams::{build, form, learner, publish, single, sit};
use crate::support::world::World;

/// Six people have all four questions right and six have none: every question divides them alike.
/// Its variance is 1/4, that of the totals 4: alpha is 4/3 · (1 − 1/4) = 1. The grades are 5,0 and
/// 0,0: their mean is 2,5, their deviation 25·√(12/11) tenths, and by Student's 2,200985 (eleven
/// degrees, 95 %) the mean lies between 0,84 and 4,16.
#[rocket::async_test]
async fn the_figures_of_a_test_are_those_that_a_hand_computes() {
    let world = World::new("exam statistics").await;
    let class = Class::running(&world, 12, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (1..=4).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 4, 1)])).await;
    let page = format!("/actividades/{pre}/prueba/resultados");
    class.facilitator.get(&page).await.expect(200).expect_text("Todavía no hay resultados");
    let all_or_nothing = async |people: std::ops::Range<usize>| {
        for person in people {
            sit(&world, &class, exam, person, if person % 2 == 0 { 4 } else { 0 }).await;
        }
    };
    all_or_nothing(0..4).await;
    class
        .facilitator
        .get(&page)
        .await
        .expect(200)
        .expect_text("Nota media Se muestra desde 5 respuestas")
        .expect_no_text("Personas por nota");
    all_or_nothing(4..9).await;
    class
        .facilitator
        .get(&page)
        .await
        .expect(200)
        .expect_text("de 0,8 a 4,8 (n")
        .expect_text("Se muestra desde 10 respuestas")
        .expect_no_text("La correcta");
    all_or_nothing(9..12).await;
    let before = world.app.db.statements();
    let told = class.facilitator.get(&page).await.expect(200);
    let took = world.app.db.statements() - before;
    assert!(took <= 15, "{took} statements");
    let told = told
        .expect_text("2,5, con 95 % de confianza de 0,8 a 4,2 (n")
        .expect_text("Confiabilidad (alfa de Cronbach) 1,00 (n")
        .expect_text("Desde 0,70 las preguntas miden juntas lo mismo.")
        .expect_text("De 0,0 a 0,9 6 50 %")
        .expect_text("De 4,0 a 5,0 6 50 %")
        .expect_text("12 50 % 1,00")
        .expect_text("La correcta Correcta 6 50 % 100 % 0 %")
        .expect_text("Una que no 6 50 % 0 % 100 %")
        .expect_text("Nadie la elige: no distrae.");
    assert!(!told.body().contains("/preguntas/"), "the bank is the coordination's");
    let told = class.coordinator.get(&page).await.expect(200);
    assert!(told.body().contains("/preguntas/"));
    class
        .facilitator
        .get(&format!("/actividades/{pre}/prueba/intentos"))
        .await
        .expect(200)
        .expect_text("Resultados");
    learner(&world, &class, 0).await.get(&page).await.expect(404);
    world.as_gobernacion("50").await.get(&page).await.expect(403);
    world.finish().await;
}
