//! A question corrected after people answered it is scored anew, exactly as somebody was shown (R45).

use formacion::assessment::bank::entity::question_version::{self, QuestionVersionId};
use formacion::assessment::exam::rescoring::entity::{rescoring, rescoring_change};
use formacion::platform::secrets;
use questions::{Answer, Choice, Kind, Question, Weight};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, NotSet, PaginatorTrait, Set};

use crate::assessment::usual_plan;
use crate::support::class::{Class, hidden};
use crate::support::exams::{
    asked_of, build, fields, form, give, learner, publish, question, single, sit, tenths,
};
use crate::support::world::{Answered, World};

/// The same question with another right option.
pub fn with_key(number: usize, right: usize, options: usize) -> Question {
    let texts = ["La correcta", "Una que no", "Otra que no", "Ninguna de ellas", "Una más"];
    let option = |(place, text): (usize, &&str)| Choice {
        text: (*text).to_owned(),
        weight: if place == right { Weight::FULL } else { Weight::NOTHING },
        feedback: None,
    };
    let options = texts.iter().take(options).enumerate().map(option).collect();
    question(&format!("Pregunta {number} del banco: ¿cuál es?"), Kind::Single(options))
}

/// Publishes a correction of a version; answers the question's number.
pub async fn correct(world: &World, version: QuestionVersionId, next: &Question) -> i64 {
    let db = world.app.db.writer();
    let old = question_version::Entity::find_by_id(version).one(db).await.unwrap().unwrap();
    let body = serde_json::to_string(next).unwrap();
    let (question, number) = (old.question_id, old.number);
    let mut row = old.into_active_model();
    row.id = NotSet;
    row.number = Set(number + 1);
    row.body_sha256 = Set(Some(secrets::digest(&body)));
    row.body = Set(body);
    row.published_at = Set(Some(world.app.clock.now()));
    row.insert(db).await.unwrap();
    question.0
}

/// What the page says that was seen.
fn seen(page: &Answered) -> String {
    hidden(&page.body(), "visto")
}

#[rocket::async_test]
async fn a_corrected_key_is_scored_as_it_was_shown_and_nobody_loses_unless_somebody_decides_so() {
    let world = World::new("exam rescore").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (1..=3).map(single).collect();
    let versions = publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 3, 1)])).await;
    sit(&world, &class, exam, 0, 3).await;
    sit(&world, &class, exam, 1, 0).await;
    // Somebody is still answering.
    let last = learner(&world, &class, 2).await;
    last.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(&world, exam, class.people[2]).await;
    for one in &asked {
        let sent = fields(&one.question, &Answer::Single(Some(1)), (1, 0));
        give(&last, exam, one.item.position, &sent).await.expect(303);
    }

    let list = format!("/actividades/{pre}/prueba/recalificar");
    let question = correct(&world, versions[0], &with_key(1, 1, 4)).await;
    let page = format!("{list}/{question}");
    class
        .coordinator
        .get(&list)
        .await
        .expect(200)
        .expect_text("Corregidas después de preguntarse")
        .expect_text("versión 1 2 3 intentos Como se preguntó");
    class.facilitator.get(&page).await.expect(403);
    last.get(&page).await.expect(404);
    let shown = class.coordinator.get(&page).await.expect(200);
    let shown = shown.expect_text("1 respuesta cambia").expect_text("1 intento sigue abierto");
    let shown = shown.expect_text("0,0 → 1,7");
    let before = seen(&shown);
    let send = |seen: &str, reason: &str, keeps: bool| {
        let mut sent = vec![("como", "corregida".to_owned()), ("visto", seen.to_owned())];
        sent.push(("motivo", reason.to_owned()));
        if keeps {
            sent.push(("conserva", "si".to_owned()));
        }
        let address = page.clone();
        let coordinator = &class.coordinator;
        async move {
            let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (*n, v.as_str())).collect();
            coordinator.post(&address, &sent).await
        }
    };
    send(&before, "", true).await.expect(422).expect_text("Escriba el motivo");
    // What was shown for nobody losing is not what is done when somebody may lose.
    send(&before, "Clave errada", false).await.expect(422).expect_text("Revise de nuevo");
    let entrega = format!("/pruebas/{exam}/entrega");
    last.post(&entrega, &[("intento", "1")]).await.expect(303);
    send(&before, "Clave errada", true).await.expect(422).expect_text("Revise de nuevo");
    assert_eq!(tenths(&class, pre, 1).await, Some(0), "nothing was done");

    let now = seen(&class.coordinator.get(&page).await.expect_text("2 respuestas cambian"));
    send(&now, "La clave publicada estaba errada.", true).await.expect(303);
    for (person, grade) in [(0, 50), (1, 17), (2, 17)] {
        assert_eq!(tenths(&class, pre, person).await, Some(grade), "of person {person}");
    }
    class
        .coordinator
        .get(&list)
        .await
        .expect_no_text("Corregidas después")
        .expect_text("La clave publicada estaba errada.")
        .expect_text("nadie perdió puntos")
        .expect_text("2 respuestas");
    last.get(&format!("/pruebas/{exam}/intentos/1"))
        .await
        .expect_text("se corrigió y se recalificó")
        .expect_text("Respuesta correcta Una que no");
    // Twice is once.
    class.coordinator.get(&page).await.expect_text("Así no cambia nadie");
    send(&now, "Otra vez", true).await.expect(422).expect_text("Así no cambia nadie");

    // Strictly: who had marked the old key loses it.
    let strict = class.coordinator.get(&format!("{page}?ver=si&como=corregida")).await;
    let strict = seen(&strict.expect_text("5,0 → 3,3").expect_text("Baja"));
    send(&strict, "La coordinación decidió la clave estricta.", false).await.expect(303);
    assert_eq!(tenths(&class, pre, 0).await, Some(33));
    let db = world.app.db.read();
    assert_eq!(rescoring::Entity::find().count(db).await.unwrap(), 2);
    assert_eq!(rescoring_change::Entity::find().count(db).await.unwrap(), 3);
    world.finish().await;
}

#[rocket::async_test]
async fn a_question_taken_out_gives_its_points_to_all_who_are_asked_it_before_during_and_after() {
    let world = World::new("exam take out").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank = [single(1), question("Explique el recaudo.", Kind::Open)];
    let versions = publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let begin = async |person: usize| {
        let learner = learner(&world, &class, person).await;
        learner.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
        for one in asked_of(&world, exam, class.people[person]).await {
            let answer = match one.question.kind() {
                Kind::Open => Answer::Open("Lo que entra.".to_owned()),
                _ => Answer::right(&one.question).expect("scores itself"),
            };
            let sent = fields(&one.question, &answer, (1, 0));
            give(&learner, exam, one.item.position, &sent).await.expect(303);
        }
        learner
    };
    let entrega = format!("/pruebas/{exam}/entrega");
    let before = begin(0).await;
    before.submit(&entrega, &[("intento", "1")]).await.expect_text("Por calificar");
    let during = begin(1).await;

    let db = world.app.db.read();
    let open = question_version::Entity::find_by_id(versions[1]).one(db).await.unwrap().unwrap();
    let page = format!("/actividades/{pre}/prueba/recalificar/{}", open.question_id);
    class
        .coordinator
        .get(&format!("{page}?como=corregida"))
        .await
        .expect(200)
        .expect_text("La pregunta no se ha corregido");
    let shown = class.coordinator.get(&page).await.expect_text("por calificar → 1");
    let sent = [("como", "anulada"), ("conserva", "si"), ("motivo", "No se entendía.")];
    let mut sent = sent.to_vec();
    let saw = seen(&shown);
    sent.push(("visto", &saw));
    class.coordinator.post(&page, &sent).await.expect(303);
    assert_eq!(tenths(&class, pre, 0).await, Some(50), "nobody has to read it any more");
    during.submit(&entrega, &[("intento", "1")]).await.expect_text("2 de 2 puntos, nota 5,0");
    let after = begin(2).await;
    after
        .submit(&entrega, &[("intento", "1")])
        .await
        .expect_text("2 de 2 puntos, nota 5,0")
        .expect_text("Esta pregunta se anuló");
    world.finish().await;
}

#[rocket::async_test]
async fn answers_are_not_scored_with_a_correction_that_has_other_options() {
    let world = World::new("exam other options").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let versions =
        publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    sit(&world, &class, exam, 0, 1).await;
    let question = correct(&world, versions[0], &with_key(1, 1, 5)).await;
    let page = format!("/actividades/{pre}/prueba/recalificar/{question}");
    class.coordinator.get(&page).await.expect(200).expect_text("tiene más o menos opciones");
    let sent = [("como", "corregida"), ("motivo", "Clave"), ("visto", "x")];
    class.coordinator.post(&page, &sent).await.expect(422);
    let never = format!("/actividades/{pre}/prueba/recalificar/999999");
    class.coordinator.get(&never).await.expect(404);
    world.finish().await;
}
