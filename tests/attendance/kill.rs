//! What was acknowledged is kept, whatever happens to the process a moment later (P3).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use formacion::attendance::entity::attendance_mark;
use formacion::attendance::queries::current_marks;
use formacion::cohorts::entity::session::{self, SessionId};
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::platform::clock::Clock;
use formacion::platform::db::Db;
use rocket::tokio;
use rocket::tokio::io::{AsyncReadExt, AsyncWriteExt};
use rocket::tokio::net::TcpStream;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use crate::support::class::Class;
use crate::support::database::{Engine, engine};
use crate::support::figures::figure;
use crate::support::long;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

const PEOPLE: usize = 40;
/// Lists that are acknowledged before each kill; four are always on their way.
const LISTS: usize = 50;

/// Somebody who passes one session's list again and again, everybody changed each time.
struct Writer {
    db: Db,
    port: u16,
    cookie: String,
    session: SessionId,
    people: Vec<EnrolmentId>,
}

/// A list that was sent: its reason, which stays with each of its marks, and whether the product
/// said that it was saved.
struct Sent {
    reason: String,
    acknowledged: bool,
}

impl Writer {
    /// Until the product is gone.
    async fn write(self, round: usize, done: Arc<AtomicUsize>) -> Vec<Sent> {
        let mut sent = Vec::new();
        for number in 0.. {
            let reason = format!("lista {round}-{}-{number}", self.session);
            let body = self.list(&reason).await;
            let answered = self.post(&body).await;
            let acknowledged =
                answered.as_deref().is_some_and(|text| text.starts_with("HTTP/1.1 303"));
            if acknowledged {
                done.fetch_add(1, Ordering::Relaxed);
            }
            sent.push(Sent { reason, acknowledged });
            match answered {
                None => break,
                Some(text) => assert!(acknowledged, "{}", text.lines().next().unwrap_or_default()),
            }
        }
        sent
    }

    async fn list(&self, reason: &str) -> String {
        let now = current_marks(self.db.read(), self.session).await.unwrap();
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for person in &self.people {
            let last = now[person];
            let other = match formacion::attendance::labels::form_value(last.state) {
                "presente" => "tarde",
                _ => "presente",
            };
            body.append_pair(&format!("estado[{person}]"), other);
            body.append_pair(&format!("visto[{person}]"), &last.mark.to_string());
        }
        body.append_pair("motivo", reason);
        body.finish()
    }

    /// The answer, or nothing when the product is gone before it answered.
    async fn post(&self, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        let head = format!(
            "POST /sesiones/{}/asistencia HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.session,
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
}

/// The binary goes by the machine's clock: nothing of the class may lie in its future.
async fn long_ago(world: &World, sessions: &[SessionId]) {
    let then = DateTime::from_timestamp(1_700_000_000, 0).expect("a time in the past");
    for (day, session) in (0..).zip(sessions) {
        let starts_at = then + TimeDelta::days(day);
        session::Entity::update_many()
            .col_expr(session::Column::StartsAt, Expr::value(starts_at))
            .col_expr(session::Column::EndsAt, Expr::value(starts_at + TimeDelta::hours(4)))
            .filter(session::Column::Id.eq(*session))
            .exec(world.app.db.writer())
            .await
            .unwrap();
    }
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::ConfirmedAt, Expr::value(then - TimeDelta::days(9)))
        .exec(world.app.db.writer())
        .await
        .unwrap();
}

async fn marks_with(world: &World, reason: &str) -> usize {
    let marks: Vec<i64> = attendance_mark::Entity::find()
        .select_only()
        .column(attendance_mark::Column::Id)
        .filter(attendance_mark::Column::Reason.eq(reason))
        .into_tuple()
        .all(world.app.db.read())
        .await
        .unwrap();
    marks.len()
}

#[rocket::async_test]
async fn lists_that_were_acknowledged_outlive_a_process_that_is_killed_in_the_middle() {
    let kills = if long() { 50 } else { 5 };
    let world = World::new("killed lists").await;
    let class = Class::running(&world, PEOPLE, &[-4, -3, -2, -1]).await;
    let everybody: Vec<_> = (0..PEOPLE).map(|person| (person, "presente")).collect();
    for session in 0..class.sessions.len() {
        class.mark(session, &everybody).await;
    }
    long_ago(&world, &class.sessions).await;
    world.app.clock.travel_to(Clock::machine().now());
    let cookie = world.as_facilitator("uno").await.cookie();
    let mail = Smtp::start();
    let mut sent = Vec::new();
    for round in 0..kills {
        let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
        let port = server.url("").rsplit(':').next().unwrap().parse().unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = class
            .sessions
            .iter()
            .map(|session| {
                let writer = Writer {
                    db: world.app.db.clone(),
                    port,
                    cookie: cookie.clone(),
                    session: *session,
                    people: class.people.clone(),
                };
                tokio::spawn(writer.write(round, Arc::clone(&done)))
            })
            .collect();
        while done.load(Ordering::Relaxed) < LISTS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // At another moment of a write each time.
        tokio::time::sleep(Duration::from_micros(1_700 * (round as u64 % 23))).await;
        tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
        for writer in writers {
            sent.extend(writer.await.unwrap());
        }
    }
    let (mut acknowledged, mut lost, mut torn, mut cut) = (0, 0, 0, 0);
    for list in &sent {
        let marks = marks_with(&world, &list.reason).await;
        torn += usize::from(marks != 0 && marks != PEOPLE);
        if list.acknowledged {
            acknowledged += marks;
            lost += PEOPLE - marks;
        } else {
            cut += usize::from(marks == 0);
        }
    }
    if engine() == Engine::Sqlite {
        let db = world.app.db.read();
        let check = Statement::from_string(db.get_database_backend(), "PRAGMA integrity_check");
        let row = db.query_one_raw(check).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "ok");
    }
    let holds = lost == 0 && torn == 0 && acknowledged >= 2_000 * kills;
    figure(
        "P3",
        lost as f64,
        "acknowledged marks lost",
        holds,
        &format!(
            "{acknowledged} marks acknowledged, kill −9 {kills} times with four lists on their way; {cut} lists cut before their end left nothing"
        ),
    );
    assert_eq!((lost, torn), (0, 0));
    assert!(acknowledged >= 2_000 * kills, "{acknowledged}");
    // The control: kills came in the middle of writes, and what was not acknowledged did get lost.
    assert!(cut > 0, "no kill came in the middle of a write");
    world.finish().await;
}
