//! Tests: built, given more time, marked, entered from paper, scored anew.

use formacion::assessment::bank::entity::question_version::QuestionVersionId;
use formacion::assessment::exam::entity::exam::ExamId;
use questions::{Answer, Kind};

use super::{Trials, done, person_of, says_no};
use crate::assessment::exam::grid::line;
use crate::assessment::exam::paper::{print, right, sheet};
use crate::assessment::exam::rescore::{correct, with_key};
use crate::assessment::usual_plan;
use crate::support::class::{Class, hidden, pairs};
use crate::support::exams::{
    asked_of, attempt, build, fields, form, give, publish, question, single, sit, with,
};
use crate::support::world::{Character, World};

const LINES: [(&str, usize, i32); 1] = [("TRI-01", 2, 4)];

/// A class with a test of one choice and one open question.
async fn examined(class: &Class<'_>) -> (i64, ExamId) {
    let pre = usual_plan(class).await[0];
    (pre, build(class, pre, &form(&LINES)).await)
}

async fn bank(world: &World, class: &Class<'_>) -> Vec<QuestionVersionId> {
    let bank = [single(1), question("Explique el recaudo.", Kind::Open)];
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await
}

/// Answers a test and hands it in; returns the address where its open answer is marked, and the field.
async fn answered(
    class: &Class<'_>,
    (pre, exam): (i64, ExamId),
    who: &Character<'_>,
    person: usize,
) -> (String, String) {
    let place = class.people[person];
    who.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let mut open = 0;
    for one in asked_of(who.world, exam, place).await {
        let right = Answer::right(&one.question).unwrap_or_else(|| {
            open = one.item.position;
            Answer::Open("Lo que el municipio cobra.".to_owned())
        });
        give(who, exam, one.item.position, &fields(&one.question, &right, (1, 0)))
            .await
            .expect(303);
    }
    who.post(&format!("/pruebas/{exam}/entrega"), &[("intento", "1")]).await.expect(303);
    let id = attempt(who.world.app.db.read(), exam, place).await.id;
    (format!("/actividades/{pre}/prueba/intentos/{id}"), format!("puntos[{open}]"))
}

pub async fn tests(trials: &mut Trials) {
    let world = World::new("oneself tests").await;
    let mine = Class::running(&world, 2, &[-1]).await;
    let theirs = Class::named(&world, "dos", 1, &[-1]).await;
    bank(&world, &mine).await;
    let (pre, exam) = examined(&mine).await;
    let (other, _) = examined(&theirs).await;
    let me = &mine.coordinator;
    me.is_also(person_of(&world, mine.people[0]).await.0).await;

    let build = |activity: i64| format!("/actividades/{activity}/prueba");
    let plan = with(form(&LINES), "minutos", "60");
    let refused = says_no(&me.post(&build(pre), &pairs(&plan)).await);
    let served = done(&me.post(&build(other), &pairs(&plan)).await);
    trials.tried("/actividades/<activity>/prueba", refused, served);

    let more = with(with(form(&LINES), "cierra_hora", "20:00"), "motivo", "Se cayó la red");
    let window = |activity: i64| format!("{}/plazo", build(activity));
    let refused = says_no(&me.post(&window(pre), &pairs(&more)).await);
    let served = done(&me.post(&window(other), &pairs(&more)).await);
    trials.tried("/actividades/<activity>/prueba/plazo", refused, served);

    let own = answered(&mine, (pre, exam), me, 0).await;
    let learner = mine.learner(1).await;
    let another = answered(&mine, (pre, exam), &learner, 1).await;
    let mark = async |(page, points): &(String, String)| me.post(page, &[(points, "4")]).await;
    let (refused, served) = (says_no(&mark(&own).await), done(&mark(&another).await));
    trials.tried("/actividades/<activity>/prueba/intentos/<attempt>", refused, served);
    world.finish().await;

    rescored(trials).await;
}

async fn rescored(trials: &mut Trials) {
    let world = World::new("oneself rescoring").await;
    let mine = Class::running(&world, 2, &[-1]).await;
    let theirs = Class::named(&world, "dos", 1, &[-1]).await;
    let bank: Vec<_> = (1..=2).map(single).collect();
    let versions = publish(&world.app, mine.coordinator.account(), "TRI-01", &bank).await;
    let mut activities = Vec::new();
    for (class, person) in [(&mine, 1), (&theirs, 0)] {
        let (activity, exam) = examined(class).await;
        sit(&world, class, exam, person, 0).await;
        activities.push(activity);
    }
    let me = &mine.coordinator;
    me.is_also(person_of(&world, mine.people[0]).await.0).await;
    let question = correct(&world, versions[0], &with_key(1, 1, 4)).await;
    let rescore = async |activity: i64| {
        let page = format!("/actividades/{activity}/prueba/recalificar/{question}");
        let seen = hidden(&me.get(&page).await.expect(200).body(), "visto");
        let fields = [("como", "corregida"), ("visto", &seen), ("motivo", "La clave era otra")];
        me.post(&page, &fields).await
    };
    let refused = says_no(&rescore(activities[0]).await);
    let served = done(&rescore(activities[1]).await);
    let path = "/actividades/<activity>/prueba/recalificar/<question>";
    trials.tried(path, refused, served);
    world.finish().await;
}

pub async fn papers(trials: &mut Trials) {
    let world = World::new("oneself papers").await;
    let class = Class::running(&world, 3, &[-1]).await;
    bank(&world, &class).await;
    let (pre, _) = examined(&class).await;
    let print = print(&class, pre, "1", "0").await;
    let me = &class.coordinator;
    me.is_also(person_of(&world, class.people[0]).await.0).await;
    let enter = async |number: i32| {
        let sheet = sheet(&world, number).await;
        me.post(&format!("/hojas/{}", sheet.code), &pairs(&right(&world, &sheet).await)).await
    };
    let (refused, served) = (says_no(&enter(1).await), done(&enter(2).await));
    trials.tried("/hojas/<paper>", refused, served);

    let (one, three) = (sheet(&world, 1).await, sheet(&world, 3).await);
    let (own, other) = (line(&world, &one).await, line(&world, &three).await);
    let lines = [
        ("fecha", "2026-11-20"),
        ("hora", "08:30"),
        ("hoja[1]", own.as_str()),
        ("hoja[3]", other.as_str()),
    ];
    let page = me.post(&format!("{print}/planilla"), &lines).await;
    let refused = says_no(&page) && sheet(&world, 1).await.attempt_id.is_none();
    let served = sheet(&world, 3).await.attempt_id.is_some();
    trials.tried("/impresiones/<printing>/planilla", refused, served);
    world.finish().await;
}
