//! Two who match the same remainder at once: one gets it, on both databases.

use std::sync::Arc;

use formacion::cohorts::entity::cohort::CohortId;
use formacion::cohorts::policy::CohortFacts;
use formacion::needs::commands::match_need;
use formacion::needs::entity::need::NeedId;
use formacion::needs::entity::need_match;
use formacion::needs::policy::may_match;
use formacion::needs::queries::{figures, find};
use formacion::platform::app::App;
use formacion::sign_in::actor::Actor;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{HERE, stated};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

const CROWD: usize = 6;
const ASKED: i32 = 10;

async fn ground(world: &World) -> (NeedId, Vec<CohortId>, Actor) {
    let met = world.as_coordinator("MET").await;
    let need = stated(&met, HERE, &[("personas", &ASKED.to_string())]).await;
    let mut cohorts = Vec::new();
    for facilitator in ["ana", "beto", "carla", "dora", "elias", "fabio"].into_iter().take(CROWD) {
        cohorts.push(cohort(world, CohortPlan { facilitator, ..CohortPlan::default() }).await);
    }
    (need, cohorts, met.actor().await)
}

/// The product's way: all of the remainder.
async fn matches(app: App, actor: Actor, need: NeedId, id: CohortId) -> bool {
    let row = find(app.db.read(), &actor, need).await.unwrap();
    let unit = "MET".to_owned();
    let stage = formacion::cohorts::entity::cohort::Stage::Tentative;
    let permit = may_match(&actor, row.facts(), &CohortFacts { id, unit, stage }).unwrap();
    match_need(&app, permit, ASKED).await.is_ok()
}

/// The same question asked before the transaction, without the lock.
async fn matches_without_lock(
    app: App,
    actor: Actor,
    (need, id): (NeedId, CohortId),
    asked: Arc<tokio::sync::Barrier>,
) -> bool {
    let taken = figures(app.db.read(), [need]).await.unwrap().get(&need).map_or(0, |sum| sum.0);
    asked.wait().await;
    if taken > 0 {
        return false;
    }
    let tx = app.db.begin().await.unwrap();
    let row = need_match::ActiveModel {
        need_id: Set(need),
        cohort_id: Set(id),
        people: Set(ASKED),
        matched_at: Set(app.clock.now()),
        matched_by: Set(actor.account),
        ..Default::default()
    };
    row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    true
}

#[rocket::async_test]
async fn of_several_who_match_the_same_remainder_at_once_one_gets_it() {
    let world = World::new("need race").await;
    let (need, cohorts, actor) = ground(&world).await;
    let asking: Vec<_> = cohorts
        .iter()
        .map(|id| tokio::spawn(matches(world.app.clone(), actor.clone(), need, *id)))
        .collect();
    let mut got = 0;
    for one in asking {
        got += usize::from(one.await.expect("the task ends"));
    }
    assert_eq!(got, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn without_the_lock_several_would_and_the_doctor_sees_it() {
    let world = World::new("need race control").await;
    let (need, cohorts, actor) = ground(&world).await;
    let asked = Arc::new(tokio::sync::Barrier::new(CROWD));
    let asking: Vec<_> = cohorts
        .iter()
        .map(|id| {
            let barrier = Arc::clone(&asked);
            let of = (need, *id);
            tokio::spawn(matches_without_lock(world.app.clone(), actor.clone(), of, barrier))
        })
        .collect();
    let mut got = 0;
    for one in asking {
        got += usize::from(one.await.expect("the task ends"));
    }
    assert!(got > 1, "the control shows nothing: {got}");
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let told = findings.iter().any(|finding| finding.text.contains("more are matched"));
    assert!(told, "the doctor does not see it: {findings:?}");
    let tx = world.app.db.begin().await.unwrap();
    need_match::Entity::delete_many()
        .filter(need_match::Column::NeedId.eq(need))
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}
