//! Verbs about posts that must look at enrolments or name an entity.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter,
};

use people_model::commands::{self as people, NewPost, PostChange};
use people_model::entity::post::{Kind, PostId};
use people_model::policy::KeepPosts;
use people_model::post_rules::lacks_kind;
use people_model::rules::PersonRefusal;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;
use territory_model::commands::find_or_add_entity;
use territory_model::entity::entity::EntityId;
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use crate::commands::Employer;
use crate::entity::enrolment;
use crate::forms::Employment;

type PostResult<T> = Result<T, Failure<PersonRefusal>>;

/// Adds a post from a day on; its entity is found or made.
pub async fn add(
    app: &App,
    permit: KeepPosts,
    work: Employment,
    starts_on: NaiveDate,
    is_principal: bool,
) -> PostResult<PostId> {
    let tx = app.db.begin().await?;
    let new = NewPost {
        entity_id: entity(&tx, app, permit.by(), work.entity).await?,
        position: work.position,
        kind: work.kind,
        municipality_code: work.municipality,
        starts_on,
        ends_on: None,
        is_principal,
    };
    let id = people::open_post(&tx, app, &permit, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Whether somebody who answers for these units corrects posts of a municipality; with `None`, anywhere.
pub async fn may_correct_there(
    db: &impl ConnectionTrait,
    units: Option<&[String]>,
    municipality: &str,
) -> Result<bool, DbErr> {
    let Some(units) = units else { return Ok(true) };
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let served = municipality::Column::Code.in_subquery(served_by(&units));
    let there = municipality::Entity::find_by_id(municipality.to_owned()).filter(served);
    Ok(there.count(db).await? > 0)
}

/// Corrects a post with which nobody has enrolled; afterwards it is part of what reports count.
pub async fn correct(
    app: &App,
    permit: KeepPosts,
    id: PostId,
    work: Employment,
    starts_on: NaiveDate,
) -> PostResult<()> {
    let tx = app.db.begin().await?;
    let post = people::hold_post(&tx, &permit, id).await?;
    for place in [&post.municipality_code, &work.municipality] {
        if !may_correct_there(&tx, permit.units().as_deref(), place).await? {
            return refuse(PersonRefusal::PostOfAnotherUnit);
        }
    }
    let used = enrolment::Entity::find().filter(enrolment::Column::PostId.eq(id));
    if used.count(&tx).await? > 0 {
        return refuse(PersonRefusal::PostInUse);
    }
    let change = PostChange {
        entity_id: entity(&tx, app, permit.by(), work.entity).await?,
        position: work.position,
        kind: work.kind,
        municipality_code: work.municipality,
        starts_on,
    };
    people::correct_post(&tx, app, &permit, post, change).await?;
    tx.commit().await?;
    Ok(())
}

/// Says of which kind a post is that came without it, also one with which somebody enrolled: nothing that
/// was said changes. What its own person says is declared (R77).
pub async fn say_kind(app: &App, permit: KeepPosts, id: PostId, kind: Kind) -> PostResult<()> {
    let tx = app.db.begin().await?;
    let post = people::hold_post(&tx, &permit, id).await?;
    if !lacks_kind(&post) {
        return refuse(PersonRefusal::KindKnown);
    }
    if !may_correct_there(&tx, permit.units().as_deref(), &post.municipality_code).await? {
        return refuse(PersonRefusal::PostOfAnotherUnit);
    }
    let change = PostChange {
        entity_id: post.entity_id,
        position: post.position.clone(),
        kind,
        municipality_code: post.municipality_code.clone(),
        starts_on: post.starts_on,
    };
    people::correct_post(&tx, app, &permit, post, change).await?;
    tx.commit().await?;
    Ok(())
}

async fn entity(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    entity: Employer,
) -> Result<EntityId, AppError> {
    match entity {
        Employer::Known(id) => Ok(id),
        Employer::Named(new) => find_or_add_entity(tx, app, by, new).await,
    }
}
