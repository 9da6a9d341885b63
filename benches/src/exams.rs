//! Three hundred people take one test. Each answers a question every six seconds and is shown the next,
//! whether the others have been answered or not.

use std::thread;
use std::time::{Duration, Instant};

use formacion::assessment::bank::entity::{question, question_version};
use formacion::assessment::entity::activity::{self, ActivityId, Kind};
use formacion::assessment::exam::entity::exam::{self, ExamId};
use formacion::cohorts::entity::session;
use formacion::platform::secrets;
use questions::{Choice, Draft, Question, Weight};
use rocket::http::{ContentType, Cookie, Header};
use rocket::local::asynchronous::Client as Local;
use rocket::tokio::task::spawn_blocking;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use serde::Serialize;

use crate::client::{Client, Shot};
use crate::cohorts;
use crate::load::{Fixture, Programme, fill_ledger};
use crate::people::{ids, people, signed_in};
use crate::product::Server;
use crate::table::Aim;

const PEOPLE: usize = 300;
const QUESTIONS: usize = 10;
/// How long all answers take together.
const WITHIN: Duration = Duration::from_secs(60);
/// Browsers with a connection each. No more people than that are on their way at once.
const BROWSERS: usize = 64;
/// What 95 of 100 people wait at most for an answer to be kept.
const MILLISECONDS: f64 = 150.0;
const STATEMENTS: f64 = 8.0;

/// How long they waited from when they pressed, in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Exams {
    pub median_ms: f64,
    pub p95_ms: f64,
    pub most_ms: f64,
    /// How long the next question's page took.
    pub page_p95_ms: f64,
    /// Statements of one answer, without those of its page.
    pub statements: u64,
    pub aims: Vec<Aim>,
}

impl Exams {
    pub fn sentence(&self) -> String {
        format!(
            "{} answers of {PEOPLE} people in {} s: median {:.0} ms, p95 {:.0} ms ({:.2} of {MILLISECONDS} ms), at most {:.0} ms, the next question's page {:.0} ms at p95; {} statements each.",
            PEOPLE * QUESTIONS,
            WITHIN.as_secs(),
            self.median_ms,
            self.p95_ms,
            self.p95_ms / MILLISECONDS,
            self.most_ms,
            self.page_p95_ms,
            self.statements,
        )
    }
}

/// Makes the room, lets everybody begin and answer.
pub async fn measure(
    local: &Local,
    server: &Server,
    programme: &Programme,
) -> Result<Exams, String> {
    let app = &programme.app;
    let tx = app.db.begin().await.expect("begins");
    // The statements of one more person are counted.
    let room = people(&tx, &programme.fixture, 210_000, PEOPLE + 1, "50001").await;
    let secrets = signed_in(&tx, &programme.fixture, &room).await;
    let session = cohorts::hall(&tx, &programme.fixture, &room).await;
    let session = session::Entity::find_by_id(session).one(&tx).await.expect("asks");
    let activity = activity::ActiveModel {
        cohort_id: Set(session.expect("was made").cohort_id),
        kind: Set(Kind::PreTest),
        name: Set("Prueba inicial".to_owned()),
        weight: Set(0),
        position: Set(1),
        ..Default::default()
    };
    let activity = activity.insert(&tx).await.expect("is written").id;
    bank(&tx, &programme.fixture).await;
    tx.commit().await.expect("commits");
    fill_ledger(app, &ids(&room)).await;
    let exam = build(server, programme, activity).await?;
    let begin = format!("/pruebas/{exam}");
    let mut client = Client::new(&server.origin);
    for secret in &secrets {
        client.expect(&Shot::post(&begin, Some(secret), String::new()))?;
    }
    let (spare, people) = secrets.split_first().expect("somebody");
    let statements = count(local, programme, server, spare, exam).await?;

    let began = Instant::now();
    let mut browsers: Vec<Vec<(usize, String)>> = vec![Vec::new(); BROWSERS];
    for (person, secret) in people.iter().cloned().enumerate() {
        browsers[person % BROWSERS].push((person, secret));
    }
    let origin = server.origin.clone();
    let walked = spawn_blocking(move || {
        let origin = origin.as_str();
        thread::scope(|scope| {
            let all: Vec<_> = browsers
                .into_iter()
                .map(|own| scope.spawn(move || walk(origin, exam, &own, began)))
                .collect();
            all.into_iter()
                .map(|browser| browser.join().expect("a browser ends"))
                .collect::<Result<Vec<_>, String>>()
        })
    });
    let walked = walked.await.expect("they end")?;
    let (mut answers, mut pages) = (Vec::new(), Vec::new());
    for (own_answers, own_pages) in walked {
        answers.extend(own_answers);
        pages.extend(own_pages);
    }
    answers.sort();
    pages.sort();
    let p95_ms = at(&answers, 0.95);
    let aims = vec![
        Aim::at_most("ms", MILLISECONDS, p95_ms),
        Aim::at_most("statements", STATEMENTS, statements as f64),
    ];
    Ok(Exams {
        median_ms: at(&answers, 0.5),
        p95_ms,
        most_ms: at(&answers, 1.0),
        page_p95_ms: at(&pages, 0.95),
        statements,
        aims,
    })
}

fn at(took: &[Duration], part: f64) -> f64 {
    let index = ((took.len() as f64 - 1.0) * part).round() as usize;
    took.get(index).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
}

/// One connection answers for its people, each when their turn comes.
fn walk(
    origin: &str,
    exam: ExamId,
    own: &[(usize, String)],
    began: Instant,
) -> Result<(Vec<Duration>, Vec<Duration>), String> {
    let mut client = Client::new(origin);
    let (mut answers, mut pages) = (Vec::new(), Vec::new());
    for question in 0..QUESTIONS {
        for (person, secret) in own {
            let turn = u32::try_from(question * PEOPLE + person).expect("few");
            let due = WITHIN * turn / u32::try_from(QUESTIONS * PEOPLE).expect("few");
            thread::sleep(due.saturating_sub(began.elapsed()));
            client.expect(&given(exam, question + 1, person % 4, secret))?;
            // Time spent behind others counts too.
            answers.push(began.elapsed().saturating_sub(due));
            if question + 1 < QUESTIONS {
                let asked = Instant::now();
                client.expect(&Shot::get(address(exam, question + 2), Some(secret)))?;
                pages.push(asked.elapsed());
            }
        }
    }
    Ok((answers, pages))
}

fn address(exam: ExamId, position: usize) -> String {
    format!("/pruebas/{exam}/preguntas/{position}")
}

fn body(option: usize) -> String {
    format!("intento=1&visto=0&respuesta={option}&ir=siguiente")
}

fn given(exam: ExamId, position: usize, option: usize, secret: &str) -> Shot {
    Shot::post(address(exam, position), Some(secret), body(option))
}

/// Writes thirty published questions of four options.
async fn bank(tx: &DatabaseTransaction, fixture: &Fixture) {
    for number in 1..=30 {
        let option = |text: &str, weight| Choice { text: text.to_owned(), weight, feedback: None };
        let draft = Draft {
            text: format!("Pregunta {number}: ¿quién aprueba el presupuesto del municipio?"),
            kind: questions::Kind::Single(vec![
                option("El concejo", Weight::FULL),
                option("La contraloría", Weight::NOTHING),
                option("La personería", Weight::NOTHING),
                option("La gobernación", Weight::NOTHING),
            ]),
            general_feedback: None,
            fixed_order: false,
        };
        let body = serde_json::to_string(&Question::new(draft).expect("can be asked"));
        let body = body.expect("is JSON");
        let row = question::ActiveModel {
            code: Set(format!("B-{number}")),
            course_id: Set(None),
            capacity_code: Set("TRI-01".to_owned()),
            difficulty: Set(question::Difficulty::Medium),
            state: Set(question::State::Published),
            search_text: Set(format!("b-{number}")),
            created_at: Set(fixture.now),
            author_account_id: Set(fixture.coordinator),
            ..Default::default()
        };
        let row = row.insert(tx).await.expect("is written");
        let version = question_version::ActiveModel {
            question_id: Set(row.id),
            number: Set(1),
            body_sha256: Set(Some(secrets::digest(&body))),
            body: Set(body),
            note: Set(None),
            created_at: Set(fixture.now),
            author_account_id: Set(fixture.coordinator),
            published_at: Set(Some(fixture.now)),
            published_by_account_id: Set(Some(fixture.coordinator)),
            ..Default::default()
        };
        version.insert(tx).await.expect("is written");
    }
}

/// Builds the test as the coordination does.
async fn build(
    server: &Server,
    programme: &Programme,
    activity: ActivityId,
) -> Result<ExamId, String> {
    let form = format!(
        "abre=2020-01-01&abre_hora=08:00&cierra=2199-12-31&cierra_hora=18:00&minutos=60&intentos=1\
         &cuenta=mejor&muestra=cierre&capacidad[0]=TRI-01&dificultad[0]=\
         &preguntas[0]={QUESTIONS}&puntos[0]=1"
    );
    let shot =
        Shot::post(format!("/actividades/{activity}/prueba"), Some(&programme.coordinator), form);
    Client::new(&server.origin).expect(&shot)?;
    let exam = exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity))
        .one(programme.app.db.read())
        .await
        .expect("asks");
    Ok(exam.expect("was built").id)
}

/// Counts the statements of one answer, sent inside this process.
async fn count(
    local: &Local,
    programme: &Programme,
    server: &Server,
    secret: &str,
    exam: ExamId,
) -> Result<u64, String> {
    let before = programme.app.db.statements();
    let answer = local
        .post(address(exam, 1))
        .header(ContentType::Form)
        .header(Header::new("Origin", server.origin.clone()))
        .cookie(Cookie::new("sesion", secret.to_owned()))
        .body(body(0))
        .dispatch()
        .await;
    match answer.status().code {
        303 => Ok(programme.app.db.statements() - before),
        other => Err(format!("one answer got {other}")),
    }
}
