//! A person answers: one question a page, saved as it is given, in any kind, from any window.

use formacion::assessment::bank::entity::question as bank_question;
use questions::{
    Answer, Draft, Kind, Matching, Pair, Question, Range, RangeAnswer, ShortText, Weight,
};
use sea_orm::EntityTrait;

use crate::assessment::usual_plan;
use crate::attendance::paper::photo;
use crate::support::class::{Class, pairs};
use crate::support::exams::{
    asked_of, attempt, build, fields, form, give, learner, publish, question, single, tenths, with,
};
use crate::support::world::World;

pub(super) fn every_kind() -> Vec<questions::Question> {
    let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let pair = |stem: &str, answer: &str| Pair { stem: stem.into(), answer: answer.into() };
    let number = "4,7".to_owned();
    let value = questions::Decimal::read(&number).unwrap();
    let tolerance = questions::Decimal::read("0,1").unwrap();
    vec![
        single(1),
        question(
            "El **presupuesto** lo aprueba el concejo.",
            Kind::TrueFalse { right: true, said_true: None, said_false: None },
        ),
        question(
            "¿Cuánto es la tarifa?",
            Kind::Numeric {
                accepted: vec![RangeAnswer {
                    range: Range::Around { value, tolerance },
                    weight: Weight::FULL,
                    feedback: None,
                }],
                otherwise: None,
            },
        ),
        question("Ordene el trámite", Kind::Ordering(owned(&["Liquidar", "Notificar", "Cobrar"]))),
        question(
            "Una cada impuesto con lo que grava",
            Kind::Matching(Matching {
                pairs: vec![pair("Predial", "Inmuebles"), pair("ICA", "Actividades")],
                extra: owned(&["Vehículos"]),
            }),
        ),
        question(
            "¿Quién liquida?",
            Kind::ShortText(ShortText {
                accepted: vec![questions::TextAnswer {
                    pattern: "la secretaría de hacienda".into(),
                    weight: Weight::FULL,
                    feedback: None,
                }],
                strictness: Default::default(),
            }),
        ),
    ]
}

#[rocket::async_test]
async fn every_kind_of_question_is_answered_without_a_script_and_scored() {
    let world = World::new("exam kinds").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &every_kind()).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 6, 1)])).await;
    let ana = learner(&world, &class, 0).await;
    let cover = format!("/pruebas/{exam}");
    ana.get(&cover)
        .await
        .expect(200)
        .expect_text("6, por 6 puntos")
        .expect_text("40 minutos desde que empiece");
    ana.get(&format!("/inscripciones/{}/pruebas", class.people[0]))
        .await
        .expect(200)
        .expect_text("Prueba inicial")
        .expect_text("Abierta");
    ana.submit(&cover, &[])
        .await
        .expect(200)
        .expect_text("Pregunta 1 de 6")
        .expect_text("0 de 6 contestadas")
        .expect_text("Quedan 40 minutos: termina a las 10:40 a. m.");
    for one in asked_of(&world, exam, class.people[0]).await {
        let position = one.item.position;
        let page = format!("/pruebas/{exam}/preguntas/{position}");
        ana.get(&page).await.expect(200).expect_text(&format!("Pregunta {position} de 6"));
        if matches!(one.question.kind(), Kind::Numeric { .. }) {
            let wrong = [("intento", "1"), ("respuesta", "cuatro"), ("ir", "siguiente")];
            let refused = ana.post(&page, &wrong).await;
            let refused = refused.expect(422).expect_text("cuatro");
            assert!(refused.body().contains("value=\"cuatro\""), "what was typed stays");
        }
        let right = Answer::right(&one.question).unwrap();
        let sent = fields(&one.question, &right, (1, 0));
        give(&ana, exam, position, &sent).await.expect(303);
        ana.get(&page).await.expect(200).expect_text("Guardada a las 10:00 a. m.");
    }
    ana.get(&cover).await.expect_text("6 de 6 contestadas").expect_text("Contestada");
    ana.get(&format!("{cover}/entrega")).await.expect(200).expect_text("6 de 6 contestadas");
    ana.submit(&format!("{cover}/entrega"), &[("intento", "1")])
        .await
        .expect(200)
        .expect_text("Su prueba quedó entregada")
        .expect_text("6 de 6 puntos, nota 5,0")
        .expect_text("Pregunta 1 Correcta")
        .expect_no_text("Puede intentarla otra vez");
    assert_eq!(tenths(&class, pre, 0).await, Some(50));
    ana.get(&format!("{cover}/preguntas/1")).await.expect(303);
    ana.submit(&cover, &[]).await.expect(422).expect_text("Ya usó lo que permite esta prueba");
    class
        .facilitator
        .get(&format!("/actividades/{pre}/prueba/intentos"))
        .await
        .expect(200)
        .expect_text("6 de 6 puntos, nota 5,0");
    world.finish().await;
}

#[rocket::async_test]
async fn the_older_of_two_windows_is_shown_both_answers_and_chooses() {
    let world = World::new("exam two tabs").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let ana = learner(&world, &class, 0).await;
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    // Beginning again in another window goes on with the same attempt.
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(&world, exam, class.people[0]).await;
    let one = &asked[0];
    let sent =
        |answer: usize, seen| fields(&one.question, &Answer::Single(Some(answer)), (1, seen));

    // Both windows were opened before anything was answered.
    give(&ana, exam, 1, &sent(0, 0)).await.expect(303);
    give(&ana, exam, 1, &sent(0, 0)).await.expect(303);
    let both = give(&ana, exam, 1, &sent(2, 0)).await;
    let both = both
        .expect(409)
        .expect_text("La correcta")
        .expect_text("Otra que no")
        .expect_text("ninguna se ha perdido");
    let kept = async || {
        let asked = asked_of(&world, exam, class.people[0]).await;
        let last = asked[0].answer.clone().unwrap();
        (last.sequence, last.answer)
    };
    assert_eq!(kept().await, (1, Answer::Single(Some(0))), "nothing was gone over");
    // The page of both carries what it showed.
    assert!(both.body().contains("name=\"visto\" value=\"1\""));
    give(&ana, exam, 1, &sent(2, 1)).await.expect(303);
    assert_eq!(kept().await, (2, Answer::Single(Some(2))));
    // The same question in the other attempt does not exist, nor does a stranger's.
    give(&ana, exam, 1, &with(sent(2, 1), "intento", "7")).await.expect(404);
    let stranger = world.as_administrator().await;
    give(&stranger, exam, 1, &sent(2, 1)).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn an_answer_saved_as_it_is_given_leaves_its_person_at_the_question() {
    let world = World::new("exam as given").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let ana = learner(&world, &class, 0).await;
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(&world, exam, class.people[0]).await;
    let page = format!("/pruebas/{exam}/preguntas/1");
    let shown = ana.get(&page).await.expect(200);
    let policy = shown.header("Content-Security-Policy").unwrap();
    assert!(policy.ends_with("connect-src 'self'"), "its script may ask the server: {policy}");
    let given = fields(&asked[0].question, &Answer::Single(Some(0)), (1, 0));
    let saved = give(&ana, exam, 1, &with(given, "ir", "aqui")).await.expect(303);
    assert_eq!(saved.header("Location"), Some(page.as_str()));
    let again = ana.get(&page).await.expect(200).expect_text("Guardada a las 10:00 a. m.");
    assert!(again.body().contains("name=\"visto\" value=\"1\""), "the next one follows it");
    assert!(again.body().contains("data-left=\"2400\""), "the clock has the seconds");
    world.finish().await;
}

#[rocket::async_test]
async fn an_answer_takes_few_statements_and_other_attempts_go_on() {
    let world = World::new("exam statements").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let fields_of = with(form(&[("TRI-01", 2, 1)]), "intentos", "2");
    let exam = build(&class, pre, &fields_of).await;
    let ana = learner(&world, &class, 0).await;
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(&world, exam, class.people[0]).await;
    let sent = fields(&asked[0].question, &Answer::Single(Some(0)), (1, 0));
    let before = world.app.db.statements();
    give(&ana, exam, 1, &sent).await.expect(303);
    let took = world.app.db.statements() - before;
    assert!(took <= 8, "{took} statements");
    let entrega = format!("/pruebas/{exam}/entrega");
    ana.post(&entrega, &pairs(&[("intento".into(), "1".into())])).await.expect(303);
    assert_eq!(attempt(world.app.db.read(), exam, class.people[0]).await.points, Some(1_000_000));
    // A second attempt is better, and the best one counts.
    ana.get(&format!("/pruebas/{exam}")).await.expect_text("Empezar el intento 2");
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    for one in asked_of(&world, exam, class.people[0]).await {
        let right = Answer::right(&one.question).unwrap();
        give(&ana, exam, one.item.position, &fields(&one.question, &right, (2, 0)))
            .await
            .expect(303);
    }
    // A page of the first attempt hands nothing in.
    ana.post(&entrega, &[("intento", "1")]).await.expect(303);
    ana.post(&entrega, &[("intento", "2")]).await.expect(303);
    assert_eq!(tenths(&class, pre, 0).await, Some(50));
    world.finish().await;
}

#[rocket::async_test]
async fn the_grade_of_two_attempts_is_the_last_or_their_average_where_the_test_says_so() {
    let world = World::new("exam last and average").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let ana = learner(&world, &class, 0).await;
    // Two of two points and then one: the best would be 5,0. The average of 1 and 1/2 is 3,75, rounded once.
    for (activity, counts, both) in [(pre, "ultimo", 25), (post, "promedio", 38)] {
        let twice = with(form(&[("TRI-01", 2, 1)]), "intentos", "2");
        let exam = build(&class, activity, &with(twice, "cuenta", counts)).await;
        for (number, right, grade) in [(1, 2, 50), (2, 1, both)] {
            ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
            let asked = asked_of(&world, exam, class.people[0]).await;
            for (place, one) in asked.iter().enumerate() {
                let answer = match place < right {
                    true => Answer::right(&one.question).unwrap(),
                    false => Answer::Single(Some(1)),
                };
                let sent = fields(&one.question, &answer, (number, 0));
                give(&ana, exam, one.item.position, &sent).await.expect(303);
            }
            let done = [("intento".to_owned(), number.to_string())];
            ana.post(&format!("/pruebas/{exam}/entrega"), &pairs(&done)).await.expect(303);
            assert_eq!(
                tenths(&class, activity, 0).await,
                Some(grade),
                "{counts}, attempt {number}"
            );
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_pictures_that_the_asked_text_shows_are_there_while_one_answers() {
    let world = World::new("exam pictures").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let draft = Draft {
        text: "¿Qué muestra ![el mapa](picture:imagen-1)?".to_owned(),
        general_feedback: Some("Compare con ![la respuesta](picture:imagen-2).".to_owned()),
        ..single(1).draft()
    };
    let bank = [Question::new(draft).expect("can be asked")];
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 1, 1)])).await;
    let asked = bank_question::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let add = async || {
        let path = format!("/preguntas/{}/imagenes", asked.id);
        class.coordinator.upload(&path, "mapa.jpg", &photo()).await.expect(303);
    };
    add().await;
    add().await;
    let ana = learner(&world, &class, 0).await;
    ana.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    // For the next version of the question: the one that is asked knows nothing of it.
    add().await;
    let picture = async |number: usize| {
        let path = format!("/pruebas/{exam}/intentos/1/preguntas/1/imagenes/{number}");
        ana.get(&path).await.status
    };
    assert_eq!([picture(1).await, picture(2).await, picture(3).await], [200, 404, 404]);
    let done = [("intento", "1")];
    ana.post(&format!("/pruebas/{exam}/entrega"), &done).await.expect(303);
    let result = ana.get(&format!("/pruebas/{exam}/intentos/1")).await.expect(200);
    let shows = result.body().contains("imagenes/2");
    let expected = if shows { [200, 200, 404] } else { [200, 404, 404] };
    assert_eq!([picture(1).await, picture(2).await, picture(3).await], expected);
    assert!(shows, "what is said afterwards has its picture then");
    world.finish().await;
}
