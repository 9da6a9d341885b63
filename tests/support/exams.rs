//! A bank of questions and tests built from it, for whoever answers.

use chrono::{DateTime, Utc};
use formacion::assessment::bank::entity::question::{self, Difficulty};
use formacion::assessment::bank::entity::question_version::{self, QuestionVersionId};
use formacion::assessment::bank::prompt;
use formacion::assessment::exam::entity::attempt;
use formacion::assessment::exam::entity::exam::{self, ExamId};
use formacion::assessment::exam::queries::{AnsweredItem, answered};
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::platform::app::App;
use formacion::platform::secrets;
use formacion::sign_in::entity::account::AccountId;
use questions::{Answer, Choice, Draft, Kind, Question, Weight};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, Set,
};

use super::class::{Class, pairs};
use super::world::{Answered as Page, Character, World};

/// A question that can be asked.
pub fn question(text: &str, kind: Kind<String>) -> Question {
    let draft = Draft { text: text.to_owned(), kind, general_feedback: None, fixed_order: false };
    Question::new(draft).expect("can be asked")
}

/// One right option of four.
pub fn single(number: usize) -> Question {
    let option = |text: &str, weight| Choice { text: text.to_owned(), weight, feedback: None };
    let options = vec![
        option("La correcta", Weight::FULL),
        option("Una que no", Weight::NOTHING),
        option("Otra que no", Weight::NOTHING),
        option("Ninguna de ellas", Weight::NOTHING),
    ];
    question(&format!("Pregunta {number} del banco: ¿cuál es?"), Kind::Single(options))
}

/// Publishes questions of a capacity; answers their versions.
pub async fn publish(
    app: &App,
    author: AccountId,
    capacity: &str,
    all: &[Question],
) -> Vec<QuestionVersionId> {
    let mut versions = Vec::new();
    for one in all {
        let now = app.clock.now();
        versions.push(published(app.db.writer(), now, author, capacity, one).await);
    }
    versions
}

/// Publishes one question.
pub async fn published(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    author: AccountId,
    capacity: &str,
    one: &Question,
) -> QuestionVersionId {
    let known = question::Entity::find().all(db).await.unwrap().len();
    let code = format!("P-{:04}", known + 1);
    let row = question::ActiveModel {
        code: Set(code.clone()),
        course_id: Set(None),
        capacity_code: Set(capacity.to_owned()),
        difficulty: Set(Difficulty::Medium),
        state: Set(question::State::Published),
        search_text: Set(code.to_lowercase()),
        created_at: Set(now),
        author_account_id: Set(author),
        ..Default::default()
    };
    let row = row.insert(db).await.unwrap();
    let body = serde_json::to_string(one).unwrap();
    let version = question_version::ActiveModel {
        question_id: Set(row.id),
        number: Set(1),
        body_sha256: Set(Some(secrets::digest(&body))),
        body: Set(body),
        note: Set(None),
        created_at: Set(now),
        author_account_id: Set(author),
        published_at: Set(Some(now)),
        published_by_account_id: Set(Some(author)),
        ..Default::default()
    };
    version.insert(db).await.unwrap().id
}

/// The fields of a test: open today from eight to six, so many questions of each capacity.
pub fn form(lines: &[(&str, usize, i32)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("abre", "2026-11-20"),
        ("abre_hora", "08:00"),
        ("cierra", "2026-11-20"),
        ("cierra_hora", "18:00"),
        ("minutos", "40"),
        ("intentos", "1"),
        ("cuenta", "mejor"),
        ("muestra", "intento"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    for (place, (capacity, count, points)) in lines.iter().enumerate() {
        fields.push((format!("capacidad[{place}]"), (*capacity).to_owned()));
        fields.push((format!("dificultad[{place}]"), String::new()));
        fields.push((format!("preguntas[{place}]"), count.to_string()));
        fields.push((format!("puntos[{place}]"), points.to_string()));
    }
    fields
}

/// The same fields with one of them otherwise.
pub fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

/// Builds the test of an activity as the coordination does.
pub async fn build(class: &Class<'_>, activity: i64, fields: &[(String, String)]) -> ExamId {
    let address = format!("/actividades/{activity}/prueba");
    class.coordinator.post(&address, &pairs(fields)).await.expect(303);
    exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity))
        .one(class.coordinator.world.app.db.read())
        .await
        .unwrap()
        .expect("is built")
        .id
}

/// The n-th person of a class, signed in.
pub async fn learner<'w>(world: &'w World, class: &Class<'_>, index: usize) -> Character<'w> {
    let place = place(world, class.people[index]).await;
    world.as_participant(place.person_id.0).await
}

async fn place(world: &World, id: EnrolmentId) -> enrolment::Model {
    enrolment::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap()
}

/// Somebody's last attempt.
pub async fn attempt(db: &DatabaseConnection, exam: ExamId, person: EnrolmentId) -> attempt::Model {
    attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt::Column::EnrolmentId.eq(person))
        .order_by_desc(attempt::Column::Number)
        .one(db)
        .await
        .unwrap()
        .expect("has begun")
}

/// What an attempt asks.
pub async fn asked_of(world: &World, exam: ExamId, person: EnrolmentId) -> Vec<AnsweredItem> {
    let db = world.app.db.read();
    let attempt = attempt(db, exam, person).await;
    answered(db, attempt.id).await.unwrap()
}

/// Somebody's grade of an activity.
pub async fn tenths(class: &Class<'_>, activity: i64, person: usize) -> Option<i32> {
    let db = class.coordinator.world.app.db.read();
    let grades = formacion::assessment::queries::grades(db, class.cohort).await.unwrap();
    let activity = formacion::assessment::entity::activity::ActivityId(activity);
    grades.get(&(activity, class.people[person])).copied()
}

/// The fields that answer a question.
pub fn fields(
    question: &Question,
    answer: &Answer,
    (number, seen): (i32, i32),
) -> Vec<(String, String)> {
    let rows = matches!(question.kind(), Kind::Ordering(_) | Kind::Matching(_));
    let mut fields = vec![
        ("intento".to_owned(), number.to_string()),
        ("visto".to_owned(), seen.to_string()),
        ("ir".to_owned(), "siguiente".to_owned()),
    ];
    for (place, value) in prompt::written(question, answer).into_iter().enumerate() {
        let name = if rows { format!("respuesta[{place}]") } else { "respuesta".to_owned() };
        fields.push((name, value));
    }
    fields
}

/// Answers a question of somebody's first attempt.
pub async fn give(
    learner: &Character<'_>,
    exam: ExamId,
    position: i32,
    fields: &[(String, String)],
) -> Page {
    learner.post(&format!("/pruebas/{exam}/preguntas/{position}"), &pairs(fields)).await
}

/// Begins, answers so many single choices right and the others wrong, and hands in.
pub async fn sit(world: &World, class: &Class<'_>, exam: ExamId, person: usize, right: usize) {
    let learner = learner(world, class, person).await;
    learner.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
    let asked = asked_of(world, exam, class.people[person]).await;
    for (place, one) in asked.iter().enumerate() {
        let answer = match place < right {
            true => Answer::right(&one.question).expect("scores itself"),
            false => Answer::Single(Some(1)),
        };
        let fields = fields(&one.question, &answer, (1, 0));
        give(&learner, exam, one.item.position, &fields).await.expect(303);
    }
    learner.post(&format!("/pruebas/{exam}/entrega"), &[("intento", "1")]).await.expect(303);
}
