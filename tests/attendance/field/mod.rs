//! Telephones in the field, through the interface for marks.

mod batches;
mod devices;
mod document;
mod doubts;
mod review;
mod shell;
mod storm;

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rocket::http::{ContentType, Header};
use serde_json::{Value, json};

use crate::support::class::Class;
use crate::support::world::{Answered, Character, World};

/// A telephone of somebody, as the page in the browser speaks for it.
pub struct Phone<'w> {
    pub who: Character<'w>,
    pub token: String,
    pub id: String,
    sequence: AtomicU64,
}

impl<'w> Phone<'w> {
    /// Makes itself known and is given its lists.
    pub async fn of(who: &Character<'w>) -> Phone<'w> {
        let answered =
            send(who, "/campo/dispositivo", &[], r#"{"label":"Chrome en Android"}"#).await;
        let told = answered.expect(201).json();
        let word = |name: &str| told[name].as_str().unwrap().to_owned();
        let phone = Phone {
            who: who.clone(),
            token: word("token"),
            id: word("device"),
            sequence: AtomicU64::new(0),
        };
        phone.lists().await.expect(200);
        phone
    }

    pub async fn lists(&self) -> Answered {
        self.ask("/campo/listas", &[], "").await
    }

    pub async fn ask(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answered {
        let own = [("Campo-Dispositivo", self.token.as_str())];
        send(&self.who, path, &[&own[..], headers].concat(), body).await
    }

    /// Sends a batch with a key.
    pub async fn batch(&self, key: &str, body: &Value) -> Answered {
        self.ask("/campo/marcas", &[("Idempotency-Key", key)], &body.to_string()).await
    }

    /// Sends marks now, with a new key, and gives what became of each.
    pub async fn marks(&self, marks: Vec<Value>) -> Vec<Value> {
        let now = self.who.world.app.clock.now();
        let answered = self.batch(&key("lote"), &batch(now, marks)).await.expect(200);
        answered.json()["results"].as_array().unwrap().clone()
    }

    /// A mark made now.
    pub fn mark(&self, class: &Class<'_>, session: usize, person: usize, state: &str) -> Value {
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed) + 1;
        json!({
            "key": key("marca"),
            "sequence": sequence,
            "session": class.sessions[session].to_string(),
            "person": class.people[person].to_string(),
            "state": state,
            "at": moment(self.who.world.app.clock.now()),
        })
    }

    pub fn walk_in(&self, class: &Class<'_>, session: usize, name: &str) -> Value {
        let mut mark = self.mark(class, session, 0, "present");
        mark["name"] = json!(name);
        mark.as_object_mut().unwrap().remove("person");
        mark
    }
}

pub fn batch(sent_at: DateTime<Utc>, marks: Vec<Value>) -> Value {
    json!({ "sent_at": moment(sent_at), "marks": marks, "walk_ins": [] })
}

pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339()
}

/// A key that nobody used.
pub fn key(word: &str) -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    format!("{word}-0000000000-{:06}", COUNTER.fetch_add(1, Ordering::Relaxed))
}

pub async fn send(
    who: &Character<'_>,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answered {
    let mut request = who.world.client.post(path.to_owned()).header(ContentType::JSON);
    request = request.header(Header::new("Sec-Fetch-Site", "same-origin"));
    for (name, value) in headers {
        request = request.header(Header::new((*name).to_owned(), (*value).to_owned()));
    }
    who.send(request.body(body)).await
}

impl Answered {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.body()))
    }

    /// A problem with this sentence in it.
    #[track_caller]
    pub fn problem(self, status: u16, words: &str) -> Value {
        assert_eq!(
            self.header("Content-Type"),
            Some("application/problem+json"),
            "{}",
            self.body()
        );
        let told = self.expect(status).json();
        assert_eq!(told["status"], status);
        assert!(told["detail"].as_str().unwrap().contains(words), "{told}");
        told
    }
}

/// The words of what became of each mark.
pub fn outcomes(results: &[Value]) -> Vec<&str> {
    results.iter().map(|result| result["outcome"].as_str().unwrap()).collect()
}

/// What counts of the people of a session now.
pub async fn counting(
    world: &World,
    class: &Class<'_>,
    session: usize,
) -> Vec<Option<formacion::attendance::entity::attendance_mark::State>> {
    let now =
        formacion::attendance::queries::current_marks(world.app.db.read(), class.sessions[session]);
    let now = now.await.unwrap();
    class.people.iter().map(|person| now.get(person).map(|mark| mark.state)).collect()
}

pub fn minutes(amount: i64) -> TimeDelta {
    TimeDelta::minutes(amount)
}
