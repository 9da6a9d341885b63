//! R31, R63: what counts, since when and until when.

use chrono::{Days, Months};
use formacion::certification::batches::commands::issue_at_once;
use formacion::ledger;
use formacion::ledger::entity::holding::{self, HoldingEnd};
use formacion::people::commands::{MergeChoice, merge, undo_merge};
use formacion::people::entity::person_merge;
use formacion::people::policy::{may_merge, may_undo};
use formacion::platform::app::App;
use formacion::platform::subscribers::Subscribers;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    CAPACITY, HERE, THERE, class, confirms, figures, leaves, people, post_of, takes_back, today_of,
};
use crate::certification::{PASSED, closed};
use crate::support::figures::figure;
use crate::support::fixtures::day;
use crate::support::people::{alone, people as register, post};
use crate::support::world::World;

async fn known(world: &World) -> Vec<holding::Model> {
    holding::Entity::find()
        .filter(holding::Column::KnownUntil.is_null())
        .filter(holding::Column::CapacityCode.eq(CAPACITY))
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_certified_person_counts_from_the_day_of_the_certificate_while_in_post() {
    let world = World::new("installed").await;
    let class = class(&world, 2).await;
    assert_eq!(figures(&world, HERE, day(&world, -1)).await, people(0, 0, 0));
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(2, 0, 0));
    assert_eq!(figures(&world, THERE, day(&world, 0)).await, people(0, 0, 0));
    leaves(&world, post_of(&world, class.people[0]).await, 0).await;
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(2, 0, 0), "the last day counts");
    assert_eq!(today_of(&world, HERE, day(&world, 1)).await, people(1, 0, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_leaves_is_told_late_and_the_report_of_that_day_stays_what_it_was() {
    let world = World::new("installed late").await;
    let class = class(&world, 2).await;
    world.app.clock.advance(chrono::TimeDelta::days(40));
    let day_of = day(&world, -10);
    assert_eq!(figures(&world, HERE, day_of).await, people(2, 0, 0));
    // Ten days ago was over when it became known that one had left twenty days ago.
    leaves(&world, post_of(&world, class.people[0]).await, -20).await;
    assert_eq!(figures(&world, HERE, day_of).await, people(2, 0, 0), "as it was known then");
    assert_eq!(today_of(&world, HERE, day_of).await, people(1, 0, 1), "as it is known now");
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(1, 0, 1));
    world.finish().await;
}

#[rocket::async_test]
async fn who_moves_takes_the_capacity_along() {
    let world = World::new("installed move").await;
    let class = class(&world, 1).await;
    let old = post_of(&world, class.people[0]).await;
    post(&world, class.people[0], THERE, false).await;
    let today = day(&world, 0);
    assert_eq!(figures(&world, HERE, today).await.in_post(), 1, "two posts at once: both have her");
    assert_eq!(figures(&world, THERE, today).await.in_post(), 1);
    leaves(&world, old, -1).await;
    // She was certified today, and by then she had left.
    assert_eq!(figures(&world, HERE, today).await, people(0, 0, 0));
    assert_eq!(figures(&world, THERE, today).await, people(1, 0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn a_revocation_counts_from_its_day_and_another_certificate_of_the_capacity_keeps_the_person()
{
    let world = World::new("installed revoked").await;
    let first = class(&world, 2).await;
    world.app.clock.advance(chrono::TimeDelta::days(10));
    let again = crate::certification::taught_to(
        &world,
        Default::default(),
        vec![first.people[0]],
        &[PASSED],
        5,
    )
    .await;
    crate::certification::close(&world, &again).await;
    again.issue(&world).await.expect("issues");
    let today = day(&world, 0);
    assert_eq!(figures(&world, HERE, today).await, people(2, 0, 0), "a person counts once");
    world.app.clock.advance(chrono::TimeDelta::days(3));
    for row in first.certificates(&world).await {
        takes_back(&world, &row).await;
    }
    assert_eq!(today_of(&world, HERE, day(&world, -1)).await, people(2, 0, 0));
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(1, 0, 1));
    let why: Vec<_> = known(&world).await.into_iter().map(|row| row.ended).collect();
    assert!(
        why.contains(&Some(HoldingEnd::Revoked)) && why.contains(&Some(HoldingEnd::Continued)),
        "{why:?}"
    );
    world.finish().await;
}

#[rocket::async_test]
async fn a_post_that_nobody_confirms_for_a_year_shows_apart_until_somebody_does() {
    let world = World::new("installed unconfirmed").await;
    let class = class(&world, 1).await;
    let said = day(&world, 0);
    let year_on = said.checked_add_months(Months::new(12)).unwrap();
    let days = (year_on - said).num_days();
    world.app.clock.advance(chrono::TimeDelta::days(days));
    assert_eq!(figures(&world, HERE, year_on).await, people(0, 1, 0));
    assert_eq!(today_of(&world, HERE, year_on - Days::new(1)).await, people(1, 0, 0));
    confirms(&world, post_of(&world, class.people[0]).await).await;
    assert_eq!(figures(&world, HERE, year_on).await, people(1, 0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_that_ends_counts_on_its_last_day_and_not_on_the_next() {
    let world = World::new("installed expiry").await;
    let given = crate::certification::validity::ending(&world).await;
    let class = crate::certification::validity::issued(&world, given, 1).await;
    post(&world, class.people[0], HERE, true).await;
    let last = class.certificates(&world).await[0].valid_until.unwrap();
    let of: Vec<_> = holding::Entity::find()
        .filter(holding::Column::KnownUntil.is_null())
        .filter(holding::Column::CapacityCode.is_not_null())
        .all(world.app.db.read())
        .await
        .unwrap();
    assert!(!of.is_empty());
    let ends = of.iter().filter(|row| row.last_on == Some(last));
    assert!(
        ends.clone().count() > 0 && ends.clone().all(|row| row.ended == Some(HoldingEnd::Expired))
    );
    world.finish().await;
}

#[rocket::async_test]
async fn two_records_made_one_count_once_and_apart_again_when_it_is_undone() {
    let world = World::new("installed union").await;
    let class = class(&world, 1).await;
    let other = register(&world, 500..501, true).await[0];
    post(&world, other, THERE, true).await;
    let actor = world.as_administrator().await.actor().await;
    let today = day(&world, 0);
    assert_eq!(figures(&world, THERE, today).await, people(0, 0, 0));
    let references = formacion::assembly::person_references();
    let permit = may_merge(&actor, alone(class.people[0]), alone(other)).unwrap();
    let union = merge(&world.app, &references, permit, MergeChoice::default(), "La misma")
        .await
        .expect("merges");
    assert_eq!(figures(&world, HERE, today).await, people(1, 0, 0));
    assert_eq!(figures(&world, THERE, today).await, people(1, 0, 0), "her other post counts now");
    let union = person_merge::Entity::find_by_id(union).one(world.app.db.read()).await.unwrap();
    let permit = may_undo(&actor, alone(class.people[0]), &union.unwrap()).unwrap();
    undo_merge(&world.app, &references, permit).await.expect("is undone");
    assert_eq!(figures(&world, THERE, today).await, people(0, 0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn a_thousand_people_are_looked_at_with_as_many_statements_as_one() {
    let world = World::new("installed statements").await;
    let mut counts = Vec::new();
    for many in [1, 40] {
        let persons = register(&world, many * 100..many * 100 + many, false).await;
        let ids: Vec<i64> = persons.iter().map(|person| person.0).collect();
        let tx = world.app.db.begin().await.unwrap();
        let before = world.app.db.statements();
        ledger::refresh::refresh(&tx, &world.app, &ids).await.unwrap();
        counts.push(world.app.db.statements() - before);
        tx.commit().await.unwrap();
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] <= 4, "{counts:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn keeping_the_ledger_costs_an_issue_a_handful_of_statements() {
    let world = World::new("installed issue").await;
    let class = closed(&world, 0, &[PASSED; 2]).await;
    for person in &class.people {
        post(&world, *person, HERE, true).await;
    }
    let bare = App { subscribers: Subscribers::default(), ..world.app.clone() };
    let mut sent = Vec::new();
    for (app, enrolment) in [(&bare, class.enrolments[0]), (&world.app, class.enrolments[1])] {
        let permit = class.permit(&world).await;
        let before = world.app.db.statements();
        issue_at_once(app, permit, &[enrolment]).await.expect("issues");
        sent.push(world.app.db.statements() - before);
    }
    let more = sent[1] - sent[0];
    figure(
        "ledger",
        more as f64,
        "statements",
        more <= 6,
        &format!("what keeping the ledger adds to the {} statements of one certificate", sent[0]),
    );
    assert!(more <= 6, "{sent:?}");
    let tx = world.app.db.begin().await.unwrap();
    ledger::refresh::refresh(&tx, &world.app, &[class.people[0].0]).await.unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}

/// The control: where nobody keeps the ledger, the doctor notices.
#[rocket::async_test]
async fn a_change_that_tells_nobody_is_found_by_the_doctor() {
    let mut world =
        World::with("installed control", |app| app.subscribers = Subscribers::default()).await;
    let class = closed(&world, 0, &[PASSED]).await;
    post(&world, class.people[0], HERE, true).await;
    class.issue(&world).await.expect("issues");
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let of_ledger = findings.iter().filter(|finding| finding.capability == "ledger").count();
    assert!(of_ledger >= 2, "the post and the capacity: {findings:?}");
    // Said by hand, it is right again.
    world.app.subscribers = formacion::assembly::subscribers();
    let tx = world.app.db.begin().await.unwrap();
    ledger::refresh::refresh(&tx, &world.app, &[class.people[0].0]).await.unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}
