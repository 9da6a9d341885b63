//! Grades are locked with their cohort, and opened again with a reason.

use chrono::TimeDelta;
use formacion::assessment::entity::grade_entry;
use formacion::assessment::queries::grades;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{nota, usual_plan};
use crate::support::class::{Class, hidden};
use crate::support::world::World;

async fn tenths(world: &World, class: &Class<'_>) -> Vec<i32> {
    let all = grades(world.app.db.read(), class.cohort).await.unwrap();
    let mut all: Vec<i32> = all.into_values().collect();
    all.sort_unstable();
    all
}

#[rocket::async_test]
async fn closed_grades_are_opened_for_some_days_and_every_change_says_why() {
    let world = World::new("grades reopened").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let (cell, other) = (nota(&class, post, 0), nota(&class, post, 1));
    class.facilitator.post(&class.grades(), &[(&cell, "2,0")]).await.expect(303);
    let path = format!("{}/reapertura", class.grades());
    class.coordinator.get(&path).await.expect(200).expect_text("no hay que abrirlas de nuevo");
    let asked = [("motivo", "Se calificó con otra rúbrica"), ("dias", "3")];
    class.coordinator.post(&path, &asked).await.expect(422).expect_text("están abiertas");

    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    class.close().await;
    class.facilitator.post(&class.grades(), &[(&cell, "4,0")]).await.expect(422);
    // Only the coordination opens them; without a reason nobody does.
    class.facilitator.get(&path).await.expect(200).expect_no_text("Abrir las notas");
    class.facilitator.post(&path, &asked).await.expect(403);
    for (motive, days) in [("", "3"), ("Por esto", "0"), ("Por esto", "16"), ("Por esto", "tres")] {
        let page = class.coordinator.post(&path, &[("motivo", motive), ("dias", days)]).await;
        assert!(page.expect(422).body().contains(&format!("value=\"{days}\"")));
    }
    class.coordinator.submit(&path, &asked).await.expect_text("Cada cambio pide su motivo");
    class.coordinator.post(&path, &asked).await.expect(422).expect_text("ya están abiertas");
    class
        .coordinator
        .get(&path)
        .await
        .expect_text("Se calificó con otra rúbrica")
        .expect_text("Abierta hasta el 24/11/2026")
        .expect_text("Cerrar las notas ya");

    // Whoever grades writes them, and says why; what was typed stays until then.
    let seen = hidden(&class.facilitator.get(&class.grades()).await.body(), "visto");
    let typed = [(cell.as_str(), "4,0"), (other.as_str(), "3,0"), ("visto", seen.as_str())];
    let page = class.facilitator.post(&class.grades(), &typed).await.expect(422);
    assert!(page.body().contains("value=\"4,0\""));
    page.expect_text("escriba por qué las cambia");
    assert_eq!(tenths(&world, &class).await, [20]);
    let with_reason = [&typed[..], &[("motivo", "Rúbrica equivocada")]].concat();
    class.facilitator.post(&class.grades(), &with_reason).await.expect(303);
    assert_eq!(tenths(&world, &class).await, [30, 40]);
    let entries = grade_entry::Entity::find()
        .order_by_asc(grade_entry::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let reasons: Vec<_> = entries.iter().map(|entry| entry.reason.as_deref()).collect();
    assert_eq!(reasons, [None, Some("Rúbrica equivocada"), Some("Rúbrica equivocada")]);

    // By hand they close before their time; history knows both.
    let close = format!("{path}/cierre");
    class.facilitator.post(&close, &[]).await.expect(403);
    class.coordinator.submit(&close, &[]).await.expect_text("quedaron cerradas");
    class.coordinator.submit(&close, &[]).await.expect_text("ya estaban cerradas");
    let late = [(cell.as_str(), "5,0"), ("motivo", "Otra vez")];
    class.facilitator.post(&class.grades(), &late).await.expect(422).expect_text("ya no cambian");

    // And by themselves, by the clock alone, at the end of the last day.
    class.coordinator.submit(&path, &[("motivo", "Un reclamo"), ("dias", "1")]).await;
    class.facilitator.get(&class.grades()).await.expect_text("Guardar notas");
    world.advance(TimeDelta::hours(38));
    let facilitator = world.as_facilitator("uno").await;
    facilitator.get(&class.grades()).await.expect(200).expect_no_text("Guardar notas");
    facilitator.post(&class.grades(), &late).await.expect(422);
    assert_eq!(tenths(&world, &class).await, [30, 40]);
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get(&path).await.expect_text("Se cerró sola el 22/11/2026");
    coordinator.submit(&path, &asked).await.expect_text("Las notas están abiertas");
    for (action, times) in [("assessment.reopen_grades", 3), ("assessment.close_grades", 1)] {
        let told = history_event::Entity::find()
            .filter(history_event::Column::Action.eq(action))
            .count(world.app.db.read());
        assert_eq!(told.await.unwrap(), times, "{action}");
    }
    world.as_coordinator("HUI").await.get(&path).await.expect(404);
    world.finish().await;
}
