//! The coordination builds a test, and it stays what it is once somebody has begun.

use crate::assessment::usual_plan;
use crate::support::class::{Class, pairs};
use crate::support::exams::{build, form, publish, single, sit, with};
use crate::support::world::World;

#[rocket::async_test]
async fn a_test_asks_only_what_the_bank_can_give() {
    let world = World::new("exam build").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let author = class.coordinator.account();
    publish(&world.app, author, "TRI-01", &[single(1), single(2), single(3)]).await;
    let address = format!("/actividades/{pre}/prueba");

    let refused = class.coordinator.post(&address, &pairs(&form(&[("TRI-01", 4, 1)]))).await;
    let refused = refused
        .expect(422)
        .expect_text("Pide 4 preguntas y el banco tiene 3 publicadas para este renglón")
        .expect_text("El banco tiene 3 publicadas");
    assert!(refused.body().contains("value=\"4\""), "what was typed stays");
    let backwards = with(form(&[("TRI-01", 2, 1)]), "cierra_hora", "07:00");
    class
        .coordinator
        .post(&address, &pairs(&backwards))
        .await
        .expect(422)
        .expect_text("debe cerrar después de abrir");
    class
        .coordinator
        .post(&address, &pairs(&form(&[])))
        .await
        .expect(422)
        .expect_text("Pida al menos una pregunta");
    class
        .coordinator
        .post(&format!("/actividades/{product}/prueba"), &pairs(&form(&[("TRI-01", 1, 1)])))
        .await
        .expect(422)
        .expect_text("Un producto se califica con una rúbrica");
    class.facilitator.post(&address, &pairs(&form(&[("TRI-01", 1, 1)]))).await.expect(403);

    build(&class, pre, &form(&[("TRI-01", 2, 3)])).await;
    class.coordinator.get(&address).await.expect(200).expect_text("El banco tiene 3 publicadas");
    class
        .facilitator
        .get(&format!("{address}/vista-previa"))
        .await
        .expect(200)
        .expect_text("Pregunta 2")
        .expect_text("Movilizar recursos propios, 3 puntos");

    publish(&world.app, author, "TRI-02", &[single(4)]).await;
    build(&class, post, &form(&[("TRI-01", 1, 1), ("TRI-02", 1, 1)])).await;
    class.coordinator.get(&address).await.expect_text("no piden las mismas capacidades");
    build(&class, post, &form(&[("TRI-01", 3, 1)])).await;
    class.coordinator.get(&address).await.expect_no_text("no piden las mismas capacidades");
    world.finish().await;
}

#[rocket::async_test]
async fn a_test_that_somebody_began_gets_more_time_and_nothing_else() {
    let world = World::new("exam frozen").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let fields = form(&[("TRI-01", 2, 1)]);
    let exam = build(&class, pre, &fields).await;
    let address = format!("/actividades/{pre}/prueba");
    sit(&world, &class, exam, 0, 1).await;

    class
        .coordinator
        .post(&address, &pairs(&with(fields.clone(), "minutos", "90")))
        .await
        .expect(422)
        .expect_text("Alguien ya empezó esta prueba");
    let window = format!("{address}/plazo");
    let asked = |closes: &str, reason: &str| {
        with(with(fields.clone(), "cierra_hora", closes), "motivo", reason)
    };
    class
        .coordinator
        .post(&window, &pairs(&asked("17:00", "Se cayó la red")))
        .await
        .expect(422)
        .expect_text("El plazo solo se amplía");
    class
        .coordinator
        .post(&window, &pairs(&asked("20:00", "")))
        .await
        .expect(422)
        .expect_text("Escriba por qué se amplía");
    class.facilitator.post(&window, &pairs(&asked("20:00", "Se cayó la red"))).await.expect(403);
    class
        .coordinator
        .submit(&window, &pairs(&asked("20:00", "Se cayó la red")))
        .await
        .expect(200)
        .expect_text("El plazo quedó ampliado")
        .expect_text("20/11/2026, 8:00 p. m.");
    // Its activity is part of the plan as long as the test is there.
    let rows = [("nombre[0]", "Otra"), ("tipo[0]", "otra"), ("peso[0]", "100")];
    class.coordinator.post(&class.activities(), &rows).await.expect(422);
    world.finish().await;
}
