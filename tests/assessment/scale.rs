//! On what a cohort grades: from 0 to 5,0, or from 0 to 100.

use formacion::assessment::queries::{cohort_gain, final_grades, grades};
use formacion::assessment::rules::FinalGrade;
use formacion::cohorts::scale::GradeScale;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{activities, nota, usual_plan};
use crate::support::class::{Class, pairs, spoken_name};
use crate::support::exams::{
    asked_of, build, fields, form, give, learner, publish, single, tenths,
};
use crate::support::world::World;

/// The usual plan with a scale.
fn plan(ids: &[i64], scale: &str) -> Vec<(String, String)> {
    let rows = [
        ("Prueba inicial", "prueba-inicial", "0"),
        ("Prueba final", "prueba-final", "60"),
        ("Producto", "producto", "40"),
    ];
    let mut fields = vec![("escala".to_owned(), scale.to_owned())];
    for (row, (name, kind, weight)) in rows.into_iter().enumerate() {
        let id = ids.get(row).map(i64::to_string).unwrap_or_default();
        fields.push((format!("actividad[{row}]"), id));
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    fields
}

#[rocket::async_test]
async fn a_cohort_of_a_hundred_is_graded_judged_and_gains_on_its_own_scale() {
    let world = World::new("scale hundred").await;
    let class = Class::running(&world, 3, &[-1]).await;
    class.coordinator.post(&class.activities(), &pairs(&plan(&[], "cien"))).await.expect(303);
    let [pre, post, product] = activities(&class).await[..] else { panic!("three") };
    assert_eq!(class.row().await.scale, GradeScale::Hundred);
    class
        .facilitator
        .get(&class.grades())
        .await
        .expect_text("Notas de 0 a 100")
        .expect_text("Se aprueba con 60,0.")
        .expect_text("(100 − prueba inicial)");

    // Clear sentences beside the cell, and nothing typed is lost.
    let wrong = [
        (nota(&class, post, 0), "101".to_owned()),
        (nota(&class, post, 1), "cuatro".into()),
        (nota(&class, post, 2), "1.234".into()),
        (nota(&class, product, 0), "82,5".into()),
    ];
    let page = class.facilitator.post(&class.grades(), &pairs(&wrong)).await.expect(422);
    let body = page.body();
    for typed in ["101", "cuatro", "1.234", "82,5"] {
        assert!(body.contains(&format!("value=\"{typed}\"")), "«{typed}» stays");
    }
    page.expect_text(&format!("Prueba final de {}: «101» no es una nota", spoken_name(0)))
        .expect_text("«1.234» no es una nota. Escriba un número entre 0 y 100");

    // What a test gives is on the same scale: one of two questions.
    let bank: Vec<_> = (1..=2).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let person = learner(&world, &class, 0).await;
    person.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let first = asked_of(&world, exam, class.people[0]).await.remove(0);
    let right = questions::Answer::right(&first.question).unwrap();
    let sent = fields(&first.question, &right, (1, 0));
    give(&person, exam, first.item.position, &sent).await.expect(303);
    person
        .submit(&format!("/pruebas/{exam}/entrega"), &[("intento", "1")])
        .await
        .expect_text("1 de 2 puntos, nota 50,0");
    assert_eq!(tenths(&class, pre, 0).await, Some(500));

    let typed = [
        (nota(&class, post, 0), "75".to_owned()),
        (nota(&class, product, 0), "82.5".into()),
        (nota(&class, pre, 1), "100".into()),
        (nota(&class, post, 1), "59,9".into()),
        (nota(&class, product, 1), "59,9".into()),
    ];
    let page = class.facilitator.submit(&class.grades(), &pairs(&typed)).await;
    page.expect_text("1 aprueban con 60,0 o más").expect_text("78,0").expect_text("59,9");
    let db = world.app.db.read();
    let finals = final_grades(db, class.cohort).await.unwrap();
    assert_eq!(finals[&class.people[0]], FinalGrade::Grade(780));
    let gain = cohort_gain(db, class.cohort, GradeScale::Hundred).await.unwrap();
    assert_eq!((gain.n, gain.mean), (1, Some(0.5)), "who began with everything had nothing left");

    // The certificate's rule and the person's own page say the same.
    class.mark(0, &[(0, "presente"), (1, "presente"), (2, "presente")]).await;
    let own = |person: usize| format!("/inscripciones/{}/avance", class.people[person]);
    person
        .get(&own(0))
        .await
        .expect(200)
        .expect_text("Notas de 0 a 100")
        .expect_text("78,0")
        .expect_text("60,0");
    class.close().await;
    let page = class.coordinator.get(&format!("/cohortes/{}/certificados", class.cohort)).await;
    page.expect(200).expect_text("nota final mínima de 60,0").expect_text("78,0");
    class
        .coordinator
        .get(&format!("/cohortes/{}", class.cohort))
        .await
        .expect_text("60,0 o más, sobre 100");
    world.finish().await;
}

#[rocket::async_test]
async fn the_scale_stands_once_somebody_was_graded_or_asked_on_it() {
    let world = World::new("scale frozen").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let ids = usual_plan(&class).await;
    // Until then it is changed at will, and history says so.
    for scale in ["cien", "cinco", "cien"] {
        class.coordinator.post(&class.activities(), &pairs(&plan(&ids, scale))).await.expect(303);
    }
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("assessment.set_activities"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 4);
    let cell = [(nota(&class, ids[1], 0), "70".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&cell)).await.expect(303);
    let back = [(nota(&class, ids[1], 0), String::new())];
    class.facilitator.post(&class.grades(), &pairs(&back)).await;
    class
        .coordinator
        .post(&class.activities(), &pairs(&plan(&ids, "cinco")))
        .await
        .expect(422)
        .expect_text("con la escala actual: ya no cambia");
    assert_eq!(class.row().await.scale, GradeScale::Hundred);
    // The rest of the plan still changes with the scale that is there.
    class.coordinator.post(&class.activities(), &pairs(&plan(&ids, "cien"))).await.expect(303);
    class
        .coordinator
        .post(&class.activities(), &pairs(&plan(&ids, "mil")))
        .await
        .expect(422)
        .expect_text("Elija la escala.");
    assert!(grades(world.app.db.read(), class.cohort).await.is_ok());
    world.finish().await;
}

#[rocket::async_test]
async fn a_rubric_is_on_the_scale_of_its_cohort_and_keeps_it() {
    let world = World::new("scale rubric").await;
    let class = Class::running(&world, 1, &[-1, 3]).await;
    class.coordinator.post(&class.activities(), &pairs(&plan(&[], "cien"))).await.expect(303);
    let ids = activities(&class).await;
    let path = format!("/actividades/{}/producto", ids[2]);
    let page = class.coordinator.get(&path).await.expect(200);
    assert!(page.body().contains("value=\"100,0\"") && page.body().contains("value=\"80,0\""));
    page.expect_text("Sobre 100; por ejemplo 6,0");
    let asking = |best: &str| {
        [
            ("instrucciones", "Escriba el plan"),
            ("tarde", "si"),
            ("descuento", "0"),
            ("recibe", "ambos"),
            ("calificadores", "1"),
            ("diferencia", "20"),
            ("nivel[0]", "Excelente"),
            ("puntos[0]", best),
            ("nivel[1]", "Insuficiente"),
            ("puntos[1]", "10"),
            ("criterio[0]", "Pertinencia"),
            ("peso[0]", "100"),
            ("espera[0]", "Con datos\nSin datos"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    class.coordinator.post(&path, &pairs(&asking("100,5"))).await.expect(422);
    class.coordinator.post(&path, &pairs(&asking("100"))).await.expect(303);
    class
        .coordinator
        .post(&class.activities(), &pairs(&plan(&ids, "cinco")))
        .await
        .expect(422)
        .expect_text("productos pedidos");
    world.finish().await;
}
