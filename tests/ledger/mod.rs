//! Installed capacity: who is certified and still in post, on any day, as known then or now.

mod files;
mod handover;
mod installed;
mod lacking;
mod model;
mod pages;
mod random;
mod targets;
mod upgrade;

use chrono::NaiveDate;
use formacion::certification::commands::revoke;
use formacion::certification::policy::{CertificateFacts, may_revoke};
use formacion::ledger::as_of::AsOf;
use formacion::ledger::figures::Count;
use formacion::ledger::queries::{CountScope, by_municipality};
use formacion::people::commands::{confirm_post, end_post};
use formacion::people::entity::post::{self, PostId};
use formacion::people::policy::may_attest;
use formacion::territory::entity::municipality;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{EntityTrait, QuerySelect, QueryTrait};

use crate::certification::{Class, PASSED, closed};
use crate::support::fixtures::day;
use crate::support::people::{alone, post as works};
use crate::support::world::World;

/// What the course of [`class`] builds.
pub const CAPACITY: &str = "TRI-01";
pub const HERE: &str = "50325";
pub const THERE: &str = "50577";

/// A class of people who work in [`HERE`], certified today.
pub async fn class(world: &World, people: usize) -> Class {
    let class = closed(world, 0, &vec![PASSED; people]).await;
    for person in &class.people {
        works(world, *person, HERE, true).await;
    }
    class.issue(world).await.expect("issues");
    class
}

/// Every municipality.
pub fn everywhere() -> SelectStatement {
    municipality::Entity::find().select_only().column(municipality::Column::Code).into_query()
}

/// A day's figures of a capacity in a municipality, as known at its end.
pub async fn figures(world: &World, place: &str, on: NaiveDate) -> Count {
    let as_of = AsOf::new(on, world.app.clock.now(), None);
    at(world, place, &as_of).await
}

/// The same as known now.
pub async fn today_of(world: &World, place: &str, on: NaiveDate) -> Count {
    at(world, place, &AsOf::known_now(on, world.app.clock.now())).await
}

async fn at(world: &World, place: &str, as_of: &AsOf) -> Count {
    let db = world.app.db.read();
    let all = by_municipality(db, as_of, everywhere(), CountScope::One(CAPACITY)).await.unwrap();
    all.get(place).copied().unwrap_or_default()
}

pub fn people(confirmed: i64, unconfirmed: i64, left: i64) -> Count {
    Count { confirmed, unconfirmed, left }
}

/// The person's latest post.
pub async fn post_of(world: &World, person: formacion::people::entity::person::PersonId) -> PostId {
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
    let found = post::Entity::find()
        .filter(post::Column::PersonId.eq(person))
        .order_by_desc(post::Column::Id)
        .one(world.app.db.read())
        .await;
    found.unwrap().expect("works somewhere").id
}

async fn attests(world: &World, id: PostId) -> formacion::people::policy::AttestPost {
    let row = post::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    let actor = world.as_administrator().await.actor().await;
    may_attest(&actor, alone(row.person_id), &row).unwrap()
}

/// They leave the post; the offset is of its last day.
pub async fn leaves(world: &World, id: PostId, offset: i64) {
    let permit = attests(world, id).await;
    end_post(&world.app, permit, day(world, offset)).await.expect("ends");
}

pub async fn confirms(world: &World, id: PostId) {
    let permit = attests(world, id).await;
    confirm_post(&world.app, permit).await.expect("is confirmed");
}

pub async fn takes_back(world: &World, row: &formacion::certification::entity::certificate::Model) {
    let actor = world.as_administrator().await.actor().await;
    let permit = may_revoke(&actor, &CertificateFacts::from(row)).unwrap();
    revoke(&world.app, permit, "La nota era de otra persona.").await.expect("is revoked");
}
