//! P5 and P6: everything sent several times, in any order, cut off after it was written.

use std::collections::{HashMap, HashSet};

use formacion::attendance::entity::attendance_mark;
use formacion::attendance::field::entity::field_arrival::{self, ArrivalOutcome};
use formacion::attendance::queries::current_marks;
use formacion::history::entity::history_event;
use formacion::platform::app::App;
use formacion::platform::idempotency::{StoredResponse, Turn, reserve};
use rocket::futures::future::join_all;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::{Value, json};

use super::{Phone, batch, key};
use crate::support::class::Class;
use crate::support::figures::figure;
use crate::support::long;
use crate::support::world::World;

/// Chance with a seed, so that a failure can be walked again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

const STATES: [&str; 4] = ["present", "late", "absent", "excused"];

/// Marks of three telephones, each sent one to five times in batches of any size and order; of one
/// answer in five the telephone hears nothing and sends the same bytes again. Gives the answers
/// of every mark, and how many batches were cut.
async fn storm(
    phones: &[Phone<'_>],
    class: &Class<'_>,
    marks: usize,
    dice: &mut Dice,
    keyless: bool,
) -> (HashMap<String, HashSet<String>>, usize) {
    let mut sends: Vec<(usize, Value)> = Vec::new();
    for _ in 0..marks {
        let (phone, person) = (dice.below(phones.len()), dice.below(class.people.len()));
        let mark = phones[phone].mark(class, 0, person, STATES[dice.below(STATES.len())]);
        for _ in 0..=dice.below(5) {
            sends.push((phone, mark.clone()));
        }
    }
    dice.shuffle(&mut sends);
    let mut batches: Vec<(usize, String, Value)> = Vec::new();
    let now = class.facilitator.world.app.clock.now();
    let mut bags: Vec<Vec<Value>> = phones.iter().map(|_| Vec::new()).collect();
    for (phone, mut mark) in sends {
        if keyless {
            mark["key"] = json!(key("otra"));
        }
        bags[phone].push(mark);
        if dice.below(20) == 0 || bags[phone].len() == 60 {
            let body = batch(now, std::mem::take(&mut bags[phone]));
            batches.push((phone, key("lote"), body));
        }
    }
    for (phone, bag) in bags.into_iter().enumerate().filter(|(_, bag)| !bag.is_empty()) {
        batches.push((phone, key("lote"), batch(now, bag)));
    }
    let mut told: HashMap<String, HashSet<String>> = HashMap::new();
    let mut first: HashMap<String, Vec<u8>> = HashMap::new();
    let mut cuts = 0;
    while let Some((phone, key, body)) = batches.pop() {
        let answered = phones[phone].batch(&key, &body).await.expect(200);
        if let Some(before) = first.insert(key.clone(), answered.bytes.clone()) {
            assert_eq!(before, answered.bytes, "the same bytes are answered with the same");
        }
        if dice.below(5) == 0 {
            cuts += 1;
            let place = dice.below(batches.len() + 1);
            batches.insert(place, (phone, if keyless { super::key("lote") } else { key }, body));
            continue;
        }
        for result in answered.json()["results"].as_array().unwrap() {
            let key = result["key"].as_str().unwrap().to_owned();
            let outcome = result["outcome"].as_str().unwrap().to_owned();
            told.entry(key).or_default().insert(outcome);
        }
    }
    (told, cuts)
}

#[rocket::async_test]
async fn a_thousand_marks_sent_again_and_again_are_in_once_and_those_that_disagree_are_flagged() {
    let world = World::new("field storm").await;
    let class = Class::running(&world, 40, &[0]).await;
    let phones = [
        Phone::of(&class.facilitator).await,
        Phone::of(&class.facilitator).await,
        Phone::of(&class.facilitator).await,
    ];
    let (marks, rounds) = if long() { (1_000, 5) } else { (1_000, 1) };
    let mut dice = Dice(0x5eed_cafe_f00d_0001);
    let (mut sent, mut all_cuts) = (0, 0);
    for _ in 0..rounds {
        let (told, cuts) = storm(&phones, &class, marks, &mut dice, false).await;
        assert_eq!(told.len(), marks);
        let two: Vec<_> = told.iter().filter(|(_, answers)| answers.len() > 1).collect();
        assert!(two.is_empty(), "answered once so and once otherwise: {two:?}");
        sent += marks;
        all_cuts += cuts;
    }
    let db = world.app.db.read();
    let arrivals = field_arrival::Entity::find()
        .order_by_asc(field_arrival::Column::Sequence)
        .all(db)
        .await
        .unwrap();
    let written = attendance_mark::Entity::find().all(db).await.unwrap();
    let applied = arrivals.iter().filter(|one| one.outcome == ArrivalOutcome::Applied).count();
    assert_eq!(written.len(), applied, "what counts was written once");
    // The last word of every telephone about every person counts, agrees, or waits in sight.
    let now = current_marks(db, class.sessions[0]).await.unwrap();
    let last: HashMap<_, _> =
        arrivals.iter().map(|one| ((one.device_id, one.enrolment_id), one)).collect();
    let unseen: Vec<_> = last
        .values()
        .filter(|one| now[&one.enrolment_id].state != one.state)
        .filter(|one| one.outcome != ArrivalOutcome::Conflict || one.settled_at.is_some())
        .collect();
    assert!(unseen.is_empty(), "disagree and nobody is told: {unseen:?}");
    let flagged = arrivals
        .iter()
        .filter(|one| one.outcome == ArrivalOutcome::Conflict && one.settled_at.is_none())
        .count();
    assert!(flagged > 0 && all_cuts > 0);
    figure(
        "P5",
        arrivals.len() as f64,
        "marks in",
        arrivals.len() == sent,
        &format!(
            "{sent} marks of 3 telephones sent 1 to 5 times in any order, {all_cuts} answers cut after the change: {applied} count, {flagged} disagreements wait with both kept"
        ),
    );
    assert_eq!(arrivals.len(), sent);
    world.finish().await;
}

#[rocket::async_test]
async fn without_keys_the_same_storm_doubles() {
    let world = World::new("field storm control").await;
    let class = Class::running(&world, 10, &[0]).await;
    let phones = [Phone::of(&class.facilitator).await, Phone::of(&class.facilitator).await];
    let mut dice = Dice(0x5eed_cafe_f00d_0002);
    storm(&phones, &class, 60, &mut dice, true).await;
    let arrivals = field_arrival::Entity::find().all(world.app.db.read()).await.unwrap().len();
    assert!(arrivals > 90, "the negative control: {arrivals} of 60 marks");
    world.finish().await;
}

/// What somebody does who sends a request: works, stops in the middle, or is not heard.
async fn attempt(
    app: &App,
    account: i64,
    key: &str,
    number: i64,
    body: &str,
    fate: usize,
) -> Option<StoredResponse> {
    let now = app.clock.now();
    match reserve(&app.db, now, account, key, body.as_bytes()).await.unwrap() {
        Turn::Done(answer) => Some(answer),
        Turn::OtherBody | Turn::InFlight { .. } => None,
        Turn::Go(_) if fate == 0 => None,
        Turn::Go(mine) => {
            let tx = app.db.begin().await.unwrap();
            let event = history_event::ActiveModel {
                at: Set(now),
                action: Set("test.effect".into()),
                subject_kind: Set("key".into()),
                subject_id: Set(number),
                detail: Set("{}".into()),
                ..Default::default()
            };
            event.insert(&tx).await.unwrap();
            if fate == 1 {
                // Stopped before the commit.
                return None;
            }
            let answer = StoredResponse { status: 200, body: format!("{key} {body}") };
            mine.keep(&tx, now, &answer).await.ok()?;
            tx.commit().await.unwrap();
            // Cut off after it.
            (fate != 2).then_some(answer)
        }
    }
}

#[rocket::async_test]
async fn requests_sent_at_random_with_keys_change_nothing_twice() {
    let world = World::new("field retries").await;
    let account = world.as_administrator().await.account().0;
    let sends = if long() { 10_000 } else { 1_000 };
    let mut dice = Dice(0x5eed_cafe_f00d_0003);
    let (mut done, mut keys) = (0, 0_i64);
    let mut answers: HashMap<String, StoredResponse> = HashMap::new();
    while done < sends {
        keys += 1;
        let key = format!("key-0000000000-{keys}");
        for _ in 0..=dice.below(3) {
            let together = 1 + dice.below(4);
            let fates: Vec<usize> = (0..together).map(|_| dice.below(6)).collect();
            let attempts = fates.into_iter().map(|fate| {
                let body = if dice.below(10) == 0 { "otro" } else { "uno" };
                attempt(&world.app, account, &key, keys, body, fate)
            });
            let attempts: Vec<_> = attempts.collect();
            done += together;
            for answer in join_all(attempts).await.into_iter().flatten() {
                let first = answers.entry(key.clone()).or_insert_with(|| answer.clone());
                assert_eq!(*first, answer);
            }
            world.advance(chrono::TimeDelta::seconds(61));
        }
    }
    let effects = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("test.effect"))
        .all(world.app.db.read())
        .await
        .unwrap();
    let once: HashSet<i64> = effects.iter().map(|event| event.subject_id).collect();
    let doubles = effects.len() - once.len();
    assert!(answers.len() * 2 > once.len(), "most were answered");
    figure(
        "P6",
        doubles as f64,
        "duplicates",
        doubles == 0,
        &format!(
            "{done} requests with {keys} keys, up to 4 at once, stopped before, during and after the change; {} changes",
            effects.len()
        ),
    );
    assert_eq!(doubles, 0);
    world.finish().await;
}
