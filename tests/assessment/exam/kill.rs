//! An answer that was acknowledged is kept, whatever happens to the process a moment later (P3).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use formacion::assessment::exam::entity::attempt::AttemptId;
use formacion::assessment::exam::entity::attempt_answer;
use formacion::assessment::exam::entity::exam::ExamId;
use formacion::platform::clock::Clock;
use questions::{Kind, ShortText, TextAnswer, Weight};
use rocket::tokio;
use rocket::tokio::io::{AsyncReadExt, AsyncWriteExt};
use rocket::tokio::net::TcpStream;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

use crate::assessment::usual_plan;
use crate::support::class::Class;
use crate::support::database::{Engine, engine};
use crate::support::exams::{attempt, build, form, learner, publish, question, with};
use crate::support::figures::figure;
use crate::support::long;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

const QUESTIONS: i32 = 4;
/// Answers that are acknowledged before each kill; everybody has one on its way.
const ANSWERS: usize = 400;

/// Somebody who changes their answers again and again, each text of its own.
#[derive(Clone)]
struct Writer {
    exam: ExamId,
    person: usize,
    attempt: AttemptId,
    cookie: String,
    port: u16,
    /// The sequence that each page showed.
    seen: HashMap<i32, i32>,
}

struct Sent {
    attempt: AttemptId,
    position: i32,
    text: String,
    acknowledged: bool,
}

impl Writer {
    /// Until the product is gone.
    async fn write(mut self, round: usize, done: Arc<AtomicUsize>) -> Vec<Sent> {
        let mut sent = Vec::new();
        for number in 0.. {
            let position = number % QUESTIONS + 1;
            let text = format!("respuesta {round}-{}-{number}", self.person);
            let seen = self.seen.get(&position).copied().unwrap_or(0);
            let body = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("intento", "1")
                .append_pair("visto", &seen.to_string())
                .append_pair("respuesta", &text)
                .append_pair("ir", "siguiente")
                .finish();
            let answered = self.post(position, &body).await;
            let acknowledged = answered.as_deref().is_some_and(|a| a.starts_with("HTTP/1.1 303"));
            sent.push(Sent { attempt: self.attempt, position, text, acknowledged });
            match answered {
                None => break,
                Some(text) => assert!(acknowledged, "{}", text.lines().next().unwrap_or_default()),
            }
            done.fetch_add(1, Ordering::Relaxed);
            self.seen.insert(position, seen + 1);
        }
        sent
    }

    /// The answer, or nothing when the product is gone before it answered.
    async fn post(&self, position: i32, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        let head = format!(
            "POST /pruebas/{}/preguntas/{position} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.exam,
            self.port,
            self.cookie,
            body.len()
        );
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(body.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer).await;
        // Cut in the middle of the first line is no acknowledgement.
        let text = String::from_utf8_lossy(&answer).into_owned();
        (read.is_ok() && text.contains("\r\n")).then_some(text)
    }

    async fn read_seen(&mut self, world: &World) {
        let rows = attempt_answer::Entity::find()
            .filter(attempt_answer::Column::AttemptId.eq(self.attempt))
            .all(world.app.db.read())
            .await
            .unwrap();
        for row in rows {
            let seen = self.seen.entry(row.position).or_default();
            *seen = row.sequence.max(*seen);
        }
    }
}

fn short(number: usize) -> questions::Question {
    let accepted =
        vec![TextAnswer { pattern: "respuesta *".into(), weight: Weight::FULL, feedback: None }];
    question(
        &format!("¿Qué pasó en el paso {number}?"),
        Kind::ShortText(ShortText { accepted, strictness: Default::default() }),
    )
}

#[rocket::async_test]
async fn answers_that_were_acknowledged_outlive_a_process_that_is_killed_in_the_middle() {
    let (people, kills) = if long() { (300, 20) } else { (60, 3) };
    let world = World::new("killed answers").await;
    let class = Class::running(&world, people, &[-4]).await;
    let [pre, ..] = usual_plan(&class).await[..] else { panic!("three") };
    let bank: Vec<_> = (0..QUESTIONS).map(|number| short(number as usize)).collect();
    publish(&world.app, class.coordinator.account(), "TRI-01", &bank).await;
    // The binary goes by the machine's clock.
    let fields = with(form(&[("TRI-01", QUESTIONS as usize, 1)]), "abre", "2020-01-01");
    let fields = with(with(fields, "cierra", "2199-12-31"), "minutos", "");
    let exam = build(&class, pre, &fields).await;
    world.app.clock.travel_to(Clock::machine().now());
    let mut writers = Vec::new();
    for person in 0..people {
        let learner = learner(&world, &class, person).await;
        learner.post(&format!("/pruebas/{exam}"), &[]).await.expect(303);
        let attempt = attempt(world.app.db.read(), exam, class.people[person]).await.id;
        let cookie = learner.cookie();
        writers.push(Writer { exam, person, attempt, cookie, port: 0, seen: HashMap::new() });
    }
    let mail = Smtp::start();
    let mut sent = Vec::new();
    for round in 0..kills {
        let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
        let port = server.url("").rsplit(':').next().unwrap().parse().unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        let mut tasks = Vec::new();
        for writer in &mut writers {
            writer.port = port;
            writer.read_seen(&world).await;
            tasks.push(tokio::spawn(writer.clone().write(round, Arc::clone(&done))));
        }
        while done.load(Ordering::Relaxed) < ANSWERS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // At another moment of a write each time.
        tokio::time::sleep(Duration::from_micros(1_700 * (round as u64 % 23))).await;
        tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
        for task in tasks {
            sent.extend(task.await.unwrap());
        }
    }
    let kept: HashSet<(AttemptId, i32, String)> = attempt_answer::Entity::find()
        .all(world.app.db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|row| {
            let answer: questions::Answer = serde_json::from_str(&row.answer).unwrap();
            let questions::Answer::ShortText(text) = answer else { panic!("a short text") };
            (row.attempt_id, row.position, text)
        })
        .collect();
    let (mut acknowledged, mut lost, mut cut) = (0, 0, 0);
    for one in sent {
        let there = kept.contains(&(one.attempt, one.position, one.text));
        acknowledged += usize::from(one.acknowledged);
        lost += usize::from(one.acknowledged && !there);
        cut += usize::from(!one.acknowledged && !there);
    }
    if engine() == Engine::Sqlite {
        let db = world.app.db.read();
        let check = Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check");
        let row = db.query_one_raw(check).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "ok");
    }
    figure(
        "P3-exams",
        lost as f64,
        "acknowledged answers lost",
        lost == 0 && acknowledged >= ANSWERS * kills,
        &format!(
            "{acknowledged} answers of {people} people acknowledged, kill −9 {kills} times with everybody answering; {cut} that were cut left nothing"
        ),
    );
    assert_eq!(lost, 0);
    assert!(acknowledged >= ANSWERS * kills, "{acknowledged}");
    // The control: kills came in the middle of answers, and what was not acknowledged did get lost.
    assert!(cut > 0, "no kill came in the middle of an answer");
    world.finish().await;
}
