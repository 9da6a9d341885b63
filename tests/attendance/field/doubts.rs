//! What cannot simply count: two who disagree, clocks that are wrong, sessions and people that
//! changed meanwhile. Everything is kept (R37).

use formacion::attendance::entity::attendance_mark::State;
use formacion::attendance::field::entity::field_arrival::{self, ArrivalOutcome, Resolution};
use formacion::cohorts::entity::session;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{Phone, batch, counting, key, minutes, moment, outcomes};
use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn two_telephones_that_disagree_are_both_kept_and_the_first_counts_until_somebody_decides() {
    let world = World::new("field conflict").await;
    let class = Class::running(&world, 3, &[0]).await;
    let one = Phone::of(&class.facilitator).await;
    let two = Phone::of(&class.facilitator).await;
    one.marks(vec![one.mark(&class, 0, 0, "present"), one.mark(&class, 0, 1, "late")]).await;
    let agree = two.mark(&class, 0, 0, "present");
    let differ = two.mark(&class, 0, 1, "absent");
    let alone = two.mark(&class, 0, 2, "excused");
    let results = two.marks(vec![agree, differ, alone]).await;
    assert_eq!(outcomes(&results), ["agrees", "conflict", "applied"]);
    assert!(results[1]["why"].as_str().unwrap().contains("«Tarde»"));
    let states = [Some(State::Present), Some(State::Late), Some(State::Excused)];
    assert_eq!(counting(&world, &class, 0).await, states);
    // The second telephone thinks again: only its last word waits for a decision.
    let again = two.mark(&class, 0, 1, "excused");
    assert_eq!(outcomes(&two.marks(vec![again]).await), ["conflict"]);
    let waiting = field_arrival::Entity::find()
        .filter(field_arrival::Column::Outcome.eq(ArrivalOutcome::Conflict))
        .all(world.app.db.read())
        .await
        .unwrap();
    let settled: Vec<_> = waiting.iter().map(|arrival| arrival.settled_as).collect();
    assert_eq!(settled, [Some(Resolution::Superseded), None]);
    // Whoever has the other mark in sight decides.
    let lists = two.lists().await.json();
    let seen = lists["sessions"][0]["marks"][1]["mark"].clone();
    let mut decided = two.mark(&class, 0, 1, "absent");
    decided["seen"] = seen;
    assert_eq!(outcomes(&two.marks(vec![decided]).await), ["applied"]);
    assert_eq!(counting(&world, &class, 0).await[1], Some(State::Absent));
    world.finish().await;
}

#[rocket::async_test]
async fn one_telephones_marks_in_the_wrong_order_end_with_its_last_word() {
    let world = World::new("field order").await;
    let class = Class::running(&world, 1, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let first = phone.mark(&class, 0, 0, "present");
    let second = phone.mark(&class, 0, 0, "absent");
    let third = phone.mark(&class, 0, 0, "present");
    assert_eq!(outcomes(&phone.marks(vec![third]).await), ["applied"]);
    let results = phone.marks(vec![second, first]).await;
    assert_eq!(outcomes(&results), ["superseded", "superseded"]);
    assert_eq!(counting(&world, &class, 0).await, [Some(State::Present)]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_clock_two_days_ahead_goes_to_review_with_both_times() {
    let world = World::new("field clock").await;
    let class = Class::running(&world, 1, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let now = world.app.clock.now();
    let ahead = now + minutes(2 * 24 * 60);
    let mut mark = phone.mark(&class, 0, 0, "present");
    mark["at"] = json!(moment(ahead));
    let told = phone.batch(&key("lote"), &batch(ahead, vec![mark])).await.expect(200).json();
    assert_eq!(told["results"][0]["outcome"], "review");
    assert!(told["results"][0]["why"].as_str().unwrap().contains("reloj"));
    let kept = field_arrival::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.device_at, kept.sent_at, kept.arrived_at), (ahead, ahead, now));
    assert_eq!(counting(&world, &class, 0).await, [None]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_known_key_with_other_content_is_refused_and_nothing_of_it_applies() {
    let world = World::new("field same key").await;
    let class = Class::running(&world, 2, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let first = phone.mark(&class, 0, 0, "present");
    let mut other = phone.mark(&class, 0, 0, "absent");
    other["key"] = first["key"].clone();
    assert_eq!(outcomes(&phone.marks(vec![first.clone()]).await), ["applied"]);
    let results = phone.marks(vec![other]).await;
    assert_eq!(outcomes(&results), ["refused"]);
    assert!(results[0]["why"].as_str().unwrap().contains("ya llegó otro registro"));
    assert_eq!(counting(&world, &class, 0).await[..1], [Some(State::Present)]);
    assert_eq!(outcomes(&phone.marks(vec![first]).await), ["applied"], "the same is repeated");
    world.finish().await;
}

#[rocket::async_test]
async fn what_changed_meanwhile_is_looked_at_and_strangers_are_refused() {
    let world = World::new("field meanwhile").await;
    let class = Class::running(&world, 2, &[-1, 0, 1]).await;
    let other = Class::named(&world, "dos", 1, &[0]).await;
    let phone = Phone::of(&class.facilitator).await;
    let stage = async |index: usize, stage: session::Stage| {
        let id = Set(class.sessions[index]);
        let cancelled_at = (stage == session::Stage::Cancelled).then(|| world.app.clock.now());
        let (stage, cancelled_at) = (Set(stage), Set(cancelled_at));
        let change = session::ActiveModel { id, stage, cancelled_at, ..Default::default() };
        change.update(world.app.db.writer()).await.unwrap();
    };
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    stage(0, session::Stage::Closed).await;
    stage(2, session::Stage::Cancelled).await;
    // The person withdraws while the telephone has no network.
    let gone = format!("/inscripciones/{}/retiro", class.people[1]);
    class.coordinator.post(&gone, &[("motivo", "Se trasladó")]).await.expect(303);
    let closed = phone.mark(&class, 0, 0, "absent");
    let cancelled = phone.mark(&class, 2, 0, "present");
    let withdrawn = phone.mark(&class, 1, 1, "present");
    let mut strange = phone.mark(&class, 1, 0, "present");
    strange["person"] = json!(other.people[0].to_string());
    let foreign = phone.mark(&other, 0, 0, "present");
    let mut deleted = phone.mark(&class, 1, 0, "present");
    deleted["session"] = json!("987654321");
    let fine = phone.mark(&class, 1, 0, "present");
    let all = vec![closed, cancelled, withdrawn, strange, foreign, deleted, fine];
    let results = phone.marks(all).await;
    assert_eq!(
        outcomes(&results),
        ["review", "review", "review", "refused", "refused", "refused", "applied"]
    );
    for (index, word) in
        [(0, "cerrada"), (1, "cancelada"), (2, "cupo"), (3, "persona"), (4, "sesión")]
    {
        let why = results[index]["why"].as_str().unwrap();
        assert!(why.contains(word), "{why}");
    }
    let kept = field_arrival::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 4, "what is refused is not kept");
    world.finish().await;
}
