//! Planning what is graded.

use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{activities, nota, usual_plan};
use crate::support::class::{Class, pairs};
use crate::support::world::World;

fn plan(rows: &[(&str, &str, &str, &str)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (row, (id, name, kind, weight)) in rows.iter().enumerate() {
        for (field, value) in
            [("actividad", id), ("nombre", name), ("tipo", kind), ("peso", weight)]
        {
            fields.push((format!("{field}[{row}]"), (*value).to_owned()));
        }
    }
    fields
}

#[rocket::async_test]
async fn a_new_cohort_is_offered_the_usual_plan() {
    let world = World::new("plan usual").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let page = class.coordinator.get(&class.activities()).await.expect(200);
    let body = page.body();
    assert!(
        body.contains("value=\"Prueba inicial\"")
            && body.contains("value=\"60\"")
            && body.contains("value=\"40\"")
    );
    page.expect_text("propuesta usual");
    assert!(activities(&class).await.is_empty(), "offering is not saving");
    assert_eq!(usual_plan(&class).await.len(), 3);
    class.facilitator.get(&class.grades()).await.expect(200).expect_text("Prueba final 60 %");
    world.finish().await;
}

#[rocket::async_test]
async fn weights_that_do_not_total_a_hundred_are_refused_and_stay_typed() {
    let world = World::new("plan weights").await;
    let class = Class::running(&world, 1, &[-1]).await;
    for (rows, sentence) in [
        (vec![("", "Ensayo", "otra", "90")], "Los pesos suman 90 %"),
        (
            vec![("", "Ensayo", "otra", "cien")],
            "el peso de la actividad 1: un número entero entre 0 y 100",
        ),
        (
            vec![("", "Ensayo", "otra", "101")],
            "el peso de la actividad 1: un número entero entre 0 y 100",
        ),
        (vec![("", "Ensayo", "", "100")], "Elija el tipo de la actividad 1."),
        (vec![("", "", "otra", "100")], "Escriba el nombre de la actividad 1."),
        (
            vec![("", "A", "prueba-final", "50"), ("", "B", "prueba-final", "50")],
            "máximo una prueba final",
        ),
        (
            vec![("", "Ensayo", "otra", "50"), ("", "ensayo", "otra", "50")],
            "Dos actividades se llaman",
        ),
        (vec![("987654", "Ensayo", "otra", "100")], "ya no existe"),
        (vec![("x", "Ensayo", "otra", "100")], "ya no existe"),
    ] {
        let fields = plan(&rows);
        let page = class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(422);
        let typed = rows[0].3;
        assert!(page.body().contains(&format!("value=\"{typed}\"")), "«{typed}» stays");
        page.expect_text(sentence);
    }
    assert!(activities(&class).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn an_activity_with_grades_can_change_its_weight_and_not_disappear() {
    let world = World::new("plan graded").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let ids = usual_plan(&class).await;
    let [pre, post, product] = [ids[0].to_string(), ids[1].to_string(), ids[2].to_string()];
    class.facilitator.post(&class.grades(), &[(&nota(&class, ids[1], 0), "4,0")]).await.expect(303);
    let without = plan(&[
        (&pre, "Prueba inicial", "prueba-inicial", "0"),
        (&post, "", "prueba-final", "60"),
        (&product, "Producto", "producto", "100"),
    ]);
    class
        .coordinator
        .post(&class.activities(), &pairs(&without))
        .await
        .expect(422)
        .expect_text("«Prueba final» ya tiene notas");
    let other_kind = plan(&[
        (&pre, "Prueba inicial", "prueba-inicial", "0"),
        (&post, "Prueba final", "otra", "60"),
        (&product, "Producto", "producto", "40"),
    ]);
    class.coordinator.post(&class.activities(), &pairs(&other_kind)).await.expect(422);
    let changed = plan(&[
        (&pre, "", "prueba-inicial", ""),
        (&post, "Prueba final", "prueba-final", "70"),
        (&product, "Producto", "producto", "30"),
        ("", "", "otra", ""),
    ]);
    class.coordinator.post(&class.activities(), &pairs(&changed)).await.expect(303);
    assert_eq!(activities(&class).await, ids[1..]);
    world.finish().await;
}

#[rocket::async_test]
async fn only_coordination_plans_and_only_until_the_cohort_closes() {
    let world = World::new("plan access").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let fields = plan(&[("", "Producto", "producto", "100")]);
    class.facilitator.post(&class.activities(), &pairs(&fields)).await.expect(403);
    class
        .facilitator
        .get(&class.activities())
        .await
        .expect(200)
        .expect_no_text("Guardar actividades");
    world.as_gobernacion("50").await.get(&class.activities()).await.expect(403);
    world.as_coordinator("HUI").await.post(&class.activities(), &pairs(&fields)).await.expect(404);
    class.mark(0, &[(0, "presente")]).await;
    class.close().await;
    class
        .coordinator
        .post(&class.activities(), &pairs(&fields))
        .await
        .expect(422)
        .expect_text("La cohorte está cerrada: sus actividades");
    assert!(activities(&class).await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn a_changed_weight_leaves_both_plans_in_history() {
    let world = World::new("plan history").await;
    let class = Class::running(&world, 1, &[-1]).await;
    for (one, other) in [("60", "40"), ("20", "80")] {
        let ids: Vec<String> = activities(&class).await.iter().map(ToString::to_string).collect();
        let id = |index: usize| ids.get(index).map_or("", String::as_str);
        let rows =
            plan(&[(id(0), "Ensayo", "otra", one), (id(1), "Plan de acción", "otra", other)]);
        class.coordinator.post(&class.activities(), &pairs(&rows)).await.expect(303);
    }
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("assessment.set_activities"))
        .order_by_desc(history_event::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("history knows it");
    let detail: serde_json::Value = serde_json::from_str(&told.detail).unwrap();
    let weights = |list: &str| -> Vec<i64> {
        detail[list].as_array().unwrap().iter().map(|a| a["weight"].as_i64().unwrap()).collect()
    };
    assert_eq!((weights("from"), weights("to")), (vec![60, 40], vec![20, 80]));
    world.finish().await;
}
