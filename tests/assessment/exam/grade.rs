//! Open answers wait for somebody who reads them.

use questions::{Answer, Kind};

use crate::assessment::usual_plan;
use crate::support::class::Class;
use crate::support::exams::{
    asked_of, attempt, build, fields, form, give, learner, publish, question, single, tenths,
};
use crate::support::world::World;

#[rocket::async_test]
async fn an_open_answer_is_read_by_a_person_and_then_the_grade_is_written() {
    let world = World::new("exam open").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank = [single(1), question("Explique el recaudo.", Kind::Open)];
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 4)])).await;
    let ana = learner(&world, &class, 0).await;
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(&world, exam, class.people[0]).await;
    let mut open = 0;
    for one in &asked {
        let answer = match Answer::right(&one.question) {
            Some(right) => right,
            None => {
                open = one.item.position;
                Answer::Open("Es lo que el municipio recibe.\nY lo que cobra.".to_owned())
            }
        };
        let sent = fields(&one.question, &answer, (1, 0));
        give(&ana, exam, one.item.position, &sent).await.expect(303);
    }
    let entrega = format!("/pruebas/{exam}/entrega");
    ana.submit(&entrega, &[("intento", "1")])
        .await
        .expect_text("Por calificar")
        .expect_text("una persona debe leer");
    let db = world.app.db.read();
    let id = attempt(db, exam, class.people[0]).await.id;
    assert!(formacion::assessment::queries::grades(db, class.cohort).await.unwrap().is_empty());

    let page = format!("/actividades/{pre}/prueba/intentos/{id}");
    class
        .facilitator
        .get(&page)
        .await
        .expect(200)
        .expect_text("Es lo que el municipio recibe.")
        .expect_text("Y lo que cobra.");
    let points = format!("puntos[{open}]");
    let comment = format!("comentario[{open}]");
    class
        .facilitator
        .post(&page, &[(&points, "4,5"), (&comment, "Bien")])
        .await
        .expect(422)
        .expect_text("un número entre 0 y 4");
    ana.post(&page, &[(&points, "4")]).await.expect(404);
    class
        .facilitator
        .submit(&page, &[(&points, "2,4"), (&comment, "Falta el cobro coactivo.")])
        .await
        .expect(200)
        .expect_text("el intento tiene su resultado")
        .expect_text("6,4 de 8 puntos, nota 4,0");
    assert_eq!(tenths(&class, pre, 0).await, Some(40));
    ana.get(&format!("/pruebas/{exam}/intentos/1"))
        .await
        .expect_text("2,4 de 4 puntos")
        .expect_text("Falta el cobro coactivo.");
    // Reading it again corrects it.
    class.facilitator.post(&page, &[(&points, "4"), (&comment, "")]).await.expect(303);
    assert_eq!(tenths(&class, pre, 0).await, Some(50));

    // Who left the open question empty waits for nobody.
    let luis = learner(&world, &class, 1).await;
    luis.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    luis.submit(&entrega, &[("intento", "1")]).await.expect_text("0 de 8 puntos, nota 0,0");
    world.finish().await;
}
