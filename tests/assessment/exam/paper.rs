//! A test on paper: printed, answered far from any signal, typed when it comes back.

use formacion::assessment::exam::entity::exam::ExamId;
use formacion::assessment::exam::entity::{attempt, attempt_answer};
use formacion::assessment::exam::paper::entity::{exam_form_item, exam_sheet};
use formacion::assessment::exam::paper::{queries, rules};
use formacion::assessment::exam::queries::{bodies, order_of};
use formacion::history::entity::history_event as event;
use questions::{Answer, Kind, Question};
use rocket::futures::future::join;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::answer::every_kind;
use crate::assessment::usual_plan;
use crate::support::class::{Class, listed_name, pairs};
use crate::support::exams::{
    attempt, build, form, learner, publish, question, single, sit, tenths, with,
};
use crate::support::world::World;

pub type Typed = Vec<(String, String)>;

fn printing(forms: &str, blanks: &str) -> Vec<(&'static str, String)> {
    vec![
        ("fecha", "2026-11-20".to_owned()),
        ("hora", "08:30".to_owned()),
        ("lugar", "Escuela de la vereda El Rosario".to_owned()),
        ("formas", forms.to_owned()),
        ("sin_nombre", blanks.to_owned()),
        ("con_nombre", "si".to_owned()),
    ]
}

/// Prints as the facilitator does before leaving; answers the address of the print.
pub async fn print(class: &Class<'_>, activity: i64, forms: &str, blanks: &str) -> String {
    let fields = printing(forms, blanks);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    let page = format!("/actividades/{activity}/prueba/papel");
    let done = class.facilitator.post(&page, &fields).await;
    done.expect(303).location.expect("the print")
}

pub async fn sheets(world: &World) -> Vec<exam_sheet::Model> {
    let db = world.app.db.read();
    exam_sheet::Entity::find().order_by_asc(exam_sheet::Column::Number).all(db).await.unwrap()
}

pub async fn sheet(world: &World, number: i32) -> exam_sheet::Model {
    sheets(world).await.into_iter().find(|sheet| sheet.number == number).expect("was printed")
}

/// What a sheet's form asks, with the order of its letters.
pub async fn asked(world: &World, sheet: &exam_sheet::Model) -> Vec<(i32, Question, Vec<usize>)> {
    let db = world.app.db.read();
    let items = queries::items(db, &[sheet.form_id]).await.unwrap();
    let ids: Vec<_> = items.iter().map(|item| item.question_version_id).collect();
    let known = bodies(db, &ids).await.unwrap();
    items
        .iter()
        .map(|item| {
            let question = known[&item.question_version_id].1.clone();
            (item.position, question, order_of(&item.shown))
        })
        .collect()
}

fn field(position: i32) -> String {
    format!("respuesta[{position}]")
}

/// Everything right, as whoever reads the sheet types it.
pub async fn right(world: &World, sheet: &exam_sheet::Model) -> Typed {
    let mut typed: Typed = vec![
        ("visto".into(), sheet.revision.to_string()),
        ("fecha".into(), "2026-11-20".into()),
        ("hora".into(), "08:30".into()),
    ];
    for (position, question, order) in asked(world, sheet).await {
        let right = Answer::right(&question).unwrap_or_else(|| Answer::Open("Lo leí.".into()));
        typed.push((field(position), rules::written(&question, &order, &right)));
    }
    typed
}

fn address(sheet: &exam_sheet::Model) -> String {
    format!("/hojas/{}", sheet.code)
}

async fn position(
    world: &World,
    sheet: &exam_sheet::Model,
    wanted: impl Fn(&Kind<questions::Markdown>) -> bool,
) -> i32 {
    let all = asked(world, sheet).await;
    all.iter().find(|(_, question, _)| wanted(question.kind())).expect("is asked").0
}

#[rocket::async_test]
async fn a_test_is_printed_answered_typed_and_counts_like_any_other() {
    let world = World::new("exam paper").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &every_kind()).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 6, 1)])).await;
    let page = format!("/actividades/{pre}/prueba/papel");
    class.facilitator.get(&page).await.expect(200).expect_text("la prueba queda fija");

    let print = print(&class, pre, "2", "1").await;
    class
        .facilitator
        .get(&print)
        .await
        .expect(200)
        .expect_text("Cuadernillo B")
        .expect_text("Clave")
        .expect_text(&listed_name(2))
        .expect_text("Sin nombre")
        .expect_text("0 de 4");
    for paper in ["cuadernillo/A", "cuadernillo/B", "hojas", "clave"] {
        let paper = format!("{print}/{paper}");
        let first = class.facilitator.get(&paper).await.expect(200);
        assert!(first.bytes.starts_with(b"%PDF"), "{paper}");
        let again = class.facilitator.get(&paper).await;
        assert!(first.bytes == again.bytes, "a reprint of {paper} is identical");
    }
    class.facilitator.get(&format!("{print}/cuadernillo/C")).await.expect(404);
    // What is on paper is what everybody answers.
    class
        .coordinator
        .post(&format!("/actividades/{pre}/prueba"), &pairs(&form(&[("TRI-01", 5, 1)])))
        .await
        .expect(422)
        .expect_text("ya se imprimió");

    let first = sheet(&world, 1).await;
    let typed = right(&world, &first).await;
    let choice = position(&world, &first, |kind| matches!(kind, Kind::Single(_))).await;
    let wrong = with(with(typed.clone(), &field(choice), "ab"), "hora", "23:10");
    let refused = class.facilitator.post(&address(&first), &pairs(&wrong)).await;
    let refused = refused.expect(422).expect_text("Una sola letra");
    assert!(refused.body().contains("value=\"ab\""), "what was typed stays");
    let late = with(typed.clone(), "hora", "23:10");
    class
        .facilitator
        .post(&address(&first), &pairs(&late))
        .await
        .expect(422)
        .expect_text("Esa hora todavía no ha llegado");
    let early = with(typed.clone(), "fecha", "2026-11-19");
    class
        .facilitator
        .post(&address(&first), &pairs(&early))
        .await
        .expect(422)
        .expect_text("La prueba se presenta del 20/11/2026");
    let before = world.app.db.statements();
    class.facilitator.get(&address(&first)).await.expect(200).expect_text("1C 2A");
    let took = world.app.db.statements() - before;
    assert!(took <= 15, "{took} statements");
    let next = class.facilitator.post(&address(&first), &pairs(&typed)).await.expect(303);
    let second = sheet(&world, 2).await;
    let expected = format!("{}?fecha=2026-11-20&hora=08:30", address(&second));
    assert_eq!(next.location.as_deref(), Some(&*expected), "straight to the next sheet");
    assert_eq!(tenths(&class, pre, 0).await, Some(50));

    let ana = learner(&world, &class, 0).await;
    ana.get(&format!("/pruebas/{exam}/intentos/1"))
        .await
        .expect(200)
        .expect_text("6 de 6 puntos, nota 5,0");
    let taken = attempt(world.app.db.read(), exam, class.people[0]).await;
    class
        .coordinator
        .get(&format!("/actividades/{pre}/prueba/intentos/{}", taken.id))
        .await
        .expect(200)
        .expect_text("forma A; la digitó");

    // The form of the neighbour asks in another order; one answer cannot be read.
    let choice = position(&world, &second, |kind| matches!(kind, Kind::Single(_))).await;
    let unread = with(right(&world, &second).await, &field(choice), "?");
    let unread = with(unread, "nota", "La esquina está mojada.");
    class.facilitator.post(&address(&second), &pairs(&unread)).await.expect(303);
    let points = attempt(world.app.db.read(), exam, class.people[1]).await.points;
    assert_eq!(points, Some(5_000_000), "and no answer is guessed");
    class
        .facilitator
        .get(&print)
        .await
        .expect_text("2 de 4")
        .expect_text(&format!("No se pudo leer: {choice}. La esquina está mojada."));
    class
        .facilitator
        .get(&format!("{print}?codigo={}", second.code.to_lowercase()))
        .await
        .expect(303);
    class.facilitator.get(&format!("{print}?codigo=AAAA")).await.expect_text("Ninguna hoja tiene");
    world.finish().await;
}

#[rocket::async_test]
async fn a_sheet_is_entered_once_and_corrected_with_its_reason() {
    let world = World::new("exam paper twice").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank = [single(1), single(2), question("Explique el recaudo.", Kind::Open)];
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 3, 2)])).await;
    print(&class, pre, "1", "0").await;
    let page = address(&sheet(&world, 1).await);
    let typed = right(&world, &sheet(&world, 1).await).await;
    // Two people type the same sheet at once: one is kept, the other is told.
    let (one, other) = join(
        class.facilitator.post(&page, &pairs(&typed)),
        class.coordinator.post(&page, &pairs(&typed)),
    )
    .await;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    class
        .facilitator
        .post(&page, &pairs(&typed))
        .await
        .expect(422)
        .expect_text("Alguien digitó o corrigió esta hoja");
    let db = world.app.db.read();
    assert_eq!(attempt::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(attempt(db, exam, class.people[0]).await.points, None, "the open answer waits");

    // Somebody reads the open answer; a correction of another question leaves its points.
    let open = position(&world, &sheet(&world, 1).await, |kind| matches!(kind, Kind::Open)).await;
    let id = attempt(db, exam, class.people[0]).await.id;
    let reading = format!("/actividades/{pre}/prueba/intentos/{id}");
    let points = format!("puntos[{open}]");
    class.facilitator.post(&reading, &[(&points, "1,5")]).await.expect(303);
    assert_eq!(attempt(db, exam, class.people[0]).await.points, Some(5_500_000));

    class.facilitator.get(&page).await.expect(200).expect_text("La digitó");
    let now = right(&world, &sheet(&world, 1).await).await;
    let choice =
        position(&world, &sheet(&world, 1).await, |kind| matches!(kind, Kind::Single(_))).await;
    let corrected = with(now, &field(choice), "");
    class
        .facilitator
        .post(&page, &pairs(&corrected))
        .await
        .expect(422)
        .expect_text("Escriba por qué se corrige");
    let corrected = with(corrected, "motivo", "Había marcado y tachado");
    class
        .facilitator
        .submit(&page, &pairs(&corrected))
        .await
        .expect(200)
        .expect_text("1 respuesta cambió");
    assert_eq!(attempt(db, exam, class.people[0]).await.points, Some(3_500_000));
    assert_eq!(tenths(&class, pre, 0).await, Some(29));
    let sequences = attempt_answer::Entity::find()
        .filter(attempt_answer::Column::Position.eq(choice))
        .all(db)
        .await
        .unwrap();
    assert_eq!(sequences.len(), 2, "what was there first stays");
    let told = event::Entity::find()
        .filter(event::Column::Action.eq("assessment.correct_sheet"))
        .one(db)
        .await
        .unwrap()
        .expect("is told");
    let detail = told.detail.to_string();
    assert!(detail.contains("Había marcado y tachado"), "{detail}");
    // Another open answer is read again.
    let now = with(right(&world, &sheet(&world, 1).await).await, &field(open), "Otra cosa");
    let now = with(with(now, "motivo", "Faltaba el reverso"), &field(choice), "");
    class.coordinator.post(&page, &pairs(&now)).await.expect(303);
    assert_eq!(attempt(db, exam, class.people[0]).await.points, None);
    world.finish().await;
}

#[rocket::async_test]
async fn a_sheet_without_a_name_is_somebodys_who_has_an_attempt_left() {
    let world = World::new("exam paper blank").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    print(&class, pre, "4", "3").await;
    sit(&world, &class, exam, 0, 1).await;
    let blank = sheet(&world, 3).await;
    assert_eq!(blank.enrolment_id, None);
    let typed = right(&world, &blank).await;
    class
        .facilitator
        .post(&address(&blank), &pairs(&typed))
        .await
        .expect(422)
        .expect_text("elija de quién es");
    let whose = |person: usize| with(typed.clone(), "persona", &class.people[person].to_string());
    class
        .facilitator
        .post(&address(&blank), &pairs(&whose(0)))
        .await
        .expect(422)
        .expect_text("Esta persona ya tiene todo lo que permite la prueba: 1 intento");
    // Whoever is answering on the page is not entered over it.
    let berta = learner(&world, &class, 1).await;
    berta.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    class
        .facilitator
        .post(&address(&blank), &pairs(&whose(1)))
        .await
        .expect(422)
        .expect_text("está respondiendo la prueba en línea");
    assert_eq!(sheet(&world, 3).await.attempt_id, None);
    world.finish().await;
}

#[rocket::async_test]
async fn a_sheet_without_a_name_gets_its_person_when_it_is_entered() {
    let world = World::new("exam paper owner").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    publish(&world.app, class.coordinator.account(), "TRI-01", &[single(1), single(2)]).await;
    let exam = build(&class, pre, &form(&[("TRI-01", 2, 1)])).await;
    let print = print(&class, pre, "1", "1").await;
    let blank = sheet(&world, 2).await;
    let typed = with(right(&world, &blank).await, "persona", &class.people[0].to_string());
    let typed = with(typed, "ir", "lista");
    let done = class.facilitator.post(&address(&blank), &pairs(&typed)).await.expect(303);
    assert_eq!(done.location.as_deref(), Some(&*print));
    assert_eq!(tenths(&class, pre, 0).await, Some(50));
    // Their printed sheet has nothing left to be entered for.
    let named = sheet(&world, 1).await;
    class
        .facilitator
        .post(&address(&named), &pairs(&right(&world, &named).await))
        .await
        .expect(422)
        .expect_text("ya tiene todo lo que permite");
    assert_eq!(attempt(world.app.db.read(), exam, class.people[0]).await.number, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_prints_outside_the_days_nor_reads_the_papers_of_others() {
    let world = World::new("exam paper refused").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let other = Class::named(&world, "dos", 1, &[-1]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let emoji = question("¿Cuál de los dos 😀 es?", Kind::Open);
    let bank = [single(1), single(2), single(3)];
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    build(&class, pre, &form(&[("TRI-01", 3, 1)])).await;
    let page = format!("/actividades/{pre}/prueba/papel");
    let refused = async |name: &'static str, value: &'static str, sentence: &str| {
        let mut fields = printing("2", "0");
        fields.retain(|(known, _)| *known != name);
        fields.push((name, value.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, &**v)).collect();
        class.facilitator.post(&page, &fields).await.expect(422).expect_text(sentence);
    };
    refused("fecha", "2026-11-21", "La prueba se presenta del 20/11/2026").await;
    refused("lugar", "", "Escriba el lugar").await;
    refused("sin_nombre", "51", "entre 0 y 50").await;
    refused("formas", "5", "entre 1 y 4").await;
    refused("con_nombre", "", "pida al menos una hoja sin nombre").await;
    assert!(sheets(&world).await.is_empty());
    let print = print(&class, pre, "2", "0").await;

    let ana = learner(&world, &class, 0).await;
    let sheet = sheet(&world, 1).await;
    for address in [print.clone(), format!("{print}/clave"), address(&sheet)] {
        ana.get(&address).await.expect(404);
        other.facilitator.get(&address).await.expect(404);
        world.as_gobernacion("50").await.get(&address).await.expect(403);
    }
    // The two forms ask the same questions.
    let items = exam_form_item::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(items.len(), 6);

    publish(&world.app, class.coordinator.account(), "TRI-02", &[emoji]).await;
    let [_, post, _] = usual_plan_of(&class).await[..] else { panic!("three") };
    build(&class, post, &form(&[("TRI-02", 1, 1)])).await;
    let fields = printing("1", "0");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, &**v)).collect();
    class
        .facilitator
        .post(&format!("/actividades/{post}/prueba/papel"), &fields)
        .await
        .expect(422)
        .expect_text("tiene el carácter «😀», que no se puede imprimir");
    world.finish().await;
}

async fn usual_plan_of(class: &Class<'_>) -> Vec<i64> {
    crate::assessment::activities(class).await
}

#[rocket::async_test]
async fn the_gain_counts_those_who_answered_on_paper() {
    let world = World::new("exam paper gain").await;
    let class = Class::running(&world, 6, &[-1]).await;
    let [pre, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (1..=4).map(single).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    let fields = form(&[("TRI-01", 4, 1)]);
    build(&class, pre, &fields).await;
    let last = build(&class, post, &fields).await;
    print(&class, pre, "2", "0").await;
    for (person, number) in (0..).zip(1..=6) {
        let sheet = sheet(&world, number).await;
        // Two of four on paper, three of four on the page: a half of what was left.
        let mut typed = right(&world, &sheet).await;
        for position in [1, 2] {
            typed = with(typed, &field(position), "");
        }
        class.facilitator.post(&address(&sheet), &pairs(&typed)).await.expect(303);
        sit(&world, &class, last, person, 3).await;
    }
    class.facilitator.get(&class.grades()).await.expect(200).expect_text("6 50 % → 75 % 0,50");
    let _: ExamId = last;
    world.finish().await;
}
