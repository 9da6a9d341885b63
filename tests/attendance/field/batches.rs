//! Batches: sent once, sent again, cut off.

use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::entity::walk_in;
use formacion::attendance::field::entity::field_arrival;
use formacion::platform::idempotency::{self, Turn, reserve};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{Phone, batch, counting, key, minutes, moment, outcomes};
use crate::support::class::Class;
use crate::support::world::World;

async fn written(world: &World) -> (u64, u64, u64) {
    let db = world.app.db.read();
    (
        attendance_mark::Entity::find().count(db).await.unwrap(),
        field_arrival::Entity::find().count(db).await.unwrap(),
        walk_in::Entity::find().count(db).await.unwrap(),
    )
}

#[rocket::async_test]
async fn the_same_batch_five_times_is_written_once_and_answered_alike() {
    let world = World::new("field five times").await;
    let class = Class::running(&world, 3, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let mut first = phone.mark(&class, 0, 0, "present");
    first["note"] = json!("Llegó con la carta de la alcaldía");
    let marks = vec![first, phone.mark(&class, 0, 1, "late")];
    let mut body = batch(world.app.clock.now(), marks);
    body["walk_ins"] = json!([phone.walk_in(&class, 0, "Óscar Quiñones")]);
    let key = key("lote");
    let answers = [
        phone.batch(&key, &body).await.expect(200),
        phone.batch(&key, &body).await.expect(200),
        phone.batch(&key, &body).await.expect(200),
        phone.batch(&key, &body).await.expect(200),
        phone.batch(&key, &body).await.expect(200),
    ];
    assert!(answers.iter().all(|answer| answer.bytes == answers[0].bytes));
    let told = answers[0].json();
    let results = told["results"].as_array().unwrap();
    assert_eq!(outcomes(results), ["applied", "applied", "review"]);
    assert_eq!(written(&world).await, (2, 2, 1));
    let states = counting(&world, &class, 0).await;
    assert_eq!(states, [Some(State::Present), Some(State::Late), None]);
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    assert!(marks.iter().all(|mark| mark.method == Method::Offline && mark.device_id.is_some()));
    assert_eq!(marks[0].reason.as_deref(), Some("Llegó con la carta de la alcaldía"));
    // The lists now show what the telephone said, with its note.
    let lists = phone.lists().await.expect(200).json();
    assert_eq!(lists["sessions"][0]["marks"][0]["note"], "Llegó con la carta de la alcaldía");
    assert_eq!(lists["sessions"][0]["marks"][0]["mark"], results[0]["mark"]);
    // The same marks in another batch, as after a night without an answer.
    world.advance(minutes(400));
    body["sent_at"] = json!(moment(world.app.clock.now()));
    let again = phone.batch(&super::key("lote"), &body).await.expect(200).json();
    assert_eq!(again["results"], told["results"]);
    assert_eq!(written(&world).await, (2, 2, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn a_key_with_another_body_is_refused_and_one_in_flight_waits() {
    let world = World::new("field keys").await;
    let class = Class::running(&world, 2, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let now = world.app.clock.now();
    let one = batch(now, vec![phone.mark(&class, 0, 0, "present")]);
    let other = batch(now, vec![phone.mark(&class, 0, 1, "present")]);
    let used = key("lote");
    phone.batch(&used, &one).await.expect(200);
    phone.batch(&used, &other).await.problem(422, "ya se usó");
    // Somebody began with this one and has not ended, or has died.
    let begun = key("lote");
    let bytes = other.to_string();
    let account = class.facilitator.account().0;
    let turn = reserve(&world.app.db, now, account, &begun, bytes.as_bytes()).await.unwrap();
    assert!(matches!(turn, Turn::Go(_)));
    let waits = phone.batch(&begun, &other).await;
    assert!(waits.header("Retry-After").unwrap().parse::<u64>().unwrap() <= 61);
    waits.problem(409, "se está guardando");
    phone.batch(&begun, &one).await.problem(422, "ya se usó");
    world.advance(minutes(1));
    let taken = phone.batch(&begun, &other).await.expect(200).json();
    assert_eq!(taken["results"][0]["outcome"], "applied");
    // Whoever was slow and not dead cannot write its answer, nor its change.
    let Turn::Go(slow) = turn else { unreachable!() };
    let tx = world.app.db.begin().await.unwrap();
    let answer = idempotency::StoredResponse { status: 200, body: "{}".into() };
    assert!(slow.keep(&tx, world.app.clock.now(), &answer).await.is_err());
    drop(tx);
    for wrong in ["", "corta", "con espacios dentro", &"a".repeat(65)] {
        phone.batch(wrong, &one).await.problem(400, "Idempotency-Key");
    }
    // After a month nobody asks any more.
    world.advance(idempotency::KEPT);
    world.advance(minutes(2));
    idempotency::forget(&world.app.db, world.app.clock.now()).await.unwrap();
    use formacion::platform::entity::idempotent_request;
    assert_eq!(idempotent_request::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_batch_that_cannot_be_read_says_why_and_one_bad_mark_does_not_hold_back_the_others() {
    let world = World::new("field bad").await;
    let class = Class::running(&world, 2, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let now = world.app.clock.now();
    let raw = async |body: &str| {
        phone.ask("/campo/marcas", &[("Idempotency-Key", &key("lote"))], body).await
    };
    raw("{\"sent_at\"").await.problem(400, "no es JSON");
    raw("[]").await.problem(400, "no es JSON");
    let many: Vec<Value> = (0..501).map(|_| phone.mark(&class, 0, 0, "present")).collect();
    raw(&batch(now, many).to_string()).await.problem(413, "500");
    raw(&" ".repeat(800 * 1024)).await.problem(413, "grande");
    let mut unknown = phone.mark(&class, 0, 0, "quizás");
    let good = phone.mark(&class, 0, 1, "present");
    let results = phone.marks(vec![unknown.clone(), good]).await;
    assert_eq!(outcomes(&results), ["refused", "applied"]);
    assert!(results[0]["why"].as_str().unwrap().contains("estado"));
    unknown["state"] = json!("absent");
    // What was refused was not kept: corrected, it is taken.
    assert_eq!(outcomes(&phone.marks(vec![unknown]).await), ["applied"]);
    assert_eq!(written(&world).await, (2, 2, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn forty_marks_take_as_many_statements_as_four() {
    let world = World::new("field statements").await;
    let class = Class::running(&world, 40, &[0, 1]).await;
    let phone = Phone::of(&class.facilitator).await;
    // The first mark of all holds the session; the two that are compared correct others.
    let all = |people, state: &str| -> Vec<Value> {
        (0..people).map(|person| phone.mark(&class, 0, person, state)).collect()
    };
    phone.marks(all(40, "present")).await;
    let mut sent = Vec::new();
    for people in [4, 40] {
        let marks = all(people, "late");
        let before = world.app.db.statements();
        phone.marks(marks).await;
        sent.push(world.app.db.statements() - before);
    }
    assert_eq!(sent[0], sent[1]);
    assert!(sent[0] <= 26, "{sent:?}");
    world.finish().await;
}
