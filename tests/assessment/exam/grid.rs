//! Thirty sheets on one page: a line each, kept one by one.

use formacion::assessment::exam::paper::entity::exam_sheet;
use formacion::assessment::exam::paper::rules;
use questions::Answer;

use super::answer::every_kind;
use super::paper::{asked, print, sheet, sheets};
use crate::assessment::usual_plan;
use crate::support::class::{Class, pairs};
use crate::support::exams::{build, form, publish, tenths};
use crate::support::world::World;

/// The right answers of a sheet as one line.
pub async fn line(world: &World, sheet: &exam_sheet::Model) -> String {
    let mut parts = Vec::new();
    for (_, question, order) in asked(world, sheet).await {
        let right = Answer::right(&question).unwrap_or_else(|| Answer::Open("Lo leí.".into()));
        parts.push(rules::written(&question, &order, &right));
    }
    parts.join("; ")
}

#[rocket::async_test]
async fn lines_are_kept_one_by_one_and_a_wrong_one_stays_as_it_was_typed() {
    let world = World::new("paper grid").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &every_kind()).await;
    build(&class, pre, &form(&[("TRI-01", 6, 1)])).await;
    let print = print(&class, pre, "2", "1").await;
    let grid = format!("{print}/planilla");
    class.facilitator.get(&print).await.expect(200).expect_text("Digitar en planilla");
    let page = class.facilitator.get(&grid).await.expect(200);
    assert_eq!(page.expect_text("6 respuestas").body().matches("name=\"hoja[").count(), 3);

    let (first, second) = (sheet(&world, 1).await, sheet(&world, 2).await);
    let (right, other) = (line(&world, &first).await, line(&world, &second).await);
    let sent = |hour: &str, two: &str| {
        vec![
            ("fecha".to_owned(), "2026-11-20".to_owned()),
            ("hora".to_owned(), hour.to_owned()),
            ("hoja[1]".to_owned(), right.clone()),
            ("hoja[2]".to_owned(), two.to_owned()),
            ("hoja[3]".to_owned(), String::new()),
        ]
    };
    let early = class.facilitator.post(&grid, &pairs(&sent("23:10", &other))).await.expect(422);
    let early = early.expect_text("Esa hora todavía no ha llegado");
    assert_eq!(
        early.body().matches("Esa hora todavía").count(),
        2,
        "said once, and in the summary"
    );

    let wrong = format!("{other}; A; B; C");
    let page = class.facilitator.post(&grid, &pairs(&sent("08:30", &wrong))).await.expect(422);
    let page = page.expect_text("Se guardó 1 hoja.").expect_text("la hoja tiene 6 preguntas");
    let body = page.body();
    assert!(body.contains("name=\"hoja[2]\"") && !body.contains("name=\"hoja[1]\""));
    assert!(body.contains("; A; B; C"), "what was typed stays");
    assert!(sheet(&world, 1).await.attempt_id.is_some());

    let done = class.facilitator.submit(&grid, &pairs(&sent("08:30", &other))).await.expect(200);
    done.expect_text("Se guardó 1 hoja.").expect_text("2 de 4");
    let entered = sheets(&world).await.iter().filter(|one| one.attempt_id.is_some()).count();
    assert_eq!(entered, 2, "an empty line touches nothing");
    for person in 0..2 {
        assert_eq!(tenths(&class, pre, person).await, Some(50), "on either form");
    }

    // Who does not teach there finds nothing; the access matrix asks everybody else.
    for who in [world.as_coordinator("HUI").await, class.learner(0).await] {
        who.get(&grid).await.expect(404);
        who.post(&grid, &pairs(&sent("08:30", &other))).await.expect(404);
    }
    world.finish().await;
}
