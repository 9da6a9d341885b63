//! Changes to posts: added, ended, confirmed, made the principal one. A post is corrected only
//! while nothing depends on it; after that a mistake is ended and the right one added, so that no
//! report of the past changes.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, Set,
};

use history_model::commands::record;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;
use sign_in_model::work::Work;
use territory_model::entity::entity::EntityId;

use super::{NewPost, PersonResult, add_post, event, lock};
use crate::entity::person::PersonId;
use crate::entity::post::{self, Kind, PostId};
use crate::entity::principal_choice;
use crate::oneself::records;
use crate::policy::{AttestPost, KeepPosts};
use crate::rules::PersonRefusal;
use crate::{post_rules, subscribers};

/// The corrected values of a post, while nothing depends on it.
#[derive(Clone, Debug)]
pub struct PostChange {
    pub entity_id: EntityId,
    pub position: String,
    pub kind: Kind,
    pub municipality_code: String,
    pub starts_on: NaiveDate,
}

/// Refuses when another post was added as the principal one of some of these days.
async fn free_of_principals(
    tx: &DatabaseTransaction,
    person: PersonId,
    but: PostId,
    span: (NaiveDate, Option<NaiveDate>),
) -> PersonResult<()> {
    let principals = post::Entity::find()
        .filter(post::Column::PersonId.eq(person))
        .filter(post::Column::IsPrincipal.eq(true))
        .filter(post::Column::Id.ne(but))
        .all(tx)
        .await?;
    post_rules::free_of_principals(&principals, span).map_err(Failure::Refused)
}

/// Adds a post to a person whose posts the caller may keep; `is_principal` makes it the first one
/// from its first day, whatever other posts last.
pub async fn open_post(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &KeepPosts,
    new: NewPost,
) -> PersonResult<PostId> {
    let (from, chosen) = (new.starts_on, new.is_principal);
    // A choice, not a mark: the posts before it keep the days that were theirs.
    let new = NewPost { is_principal: false, ..new };
    let id = add_post(tx, app, permit.by(), *permit.person(), new).await?;
    if chosen {
        keep_choice(tx, app, permit.by(), id, from).await?;
    }
    Ok(id)
}

/// Makes a post the principal one from a day on; no day before it changes (R29).
pub async fn choose_principal(
    app: &App,
    permit: KeepPosts,
    id: PostId,
    from: NaiveDate,
) -> PersonResult<()> {
    let tx = app.db.begin().await?;
    let post = held_by(&tx, *permit.person(), id).await?;
    post_rules::may_choose(&post, from, app.clock.today()).map_err(Failure::Refused)?;
    keep_choice(&tx, app, permit.by(), id, from).await?;
    tx.commit().await?;
    Ok(())
}

async fn keep_choice(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    id: PostId,
    from: NaiveDate,
) -> Result<(), AppError> {
    principal_choice::ActiveModel {
        post_id: Set(id),
        from_on: Set(from),
        made_at: Set(app.clock.now()),
        made_by: Set(by.account),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let detail = json!({ "from": from });
    Ok(record(tx, event(app, by, "people.choose_principal", ("post", id.0), detail)).await?)
}

/// Corrects a post that [`hold_post`] has locked, after the caller has made sure that nothing
/// depends on it: an enrolment that was about to waits for the lock.
pub async fn correct_post(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &KeepPosts,
    post: post::Model,
    change: PostChange,
) -> PersonResult<()> {
    let id = post.id;
    if post.ends_on.is_some_and(|end| end < change.starts_on) {
        return refuse(PersonRefusal::PostEndsBeforeStart);
    }
    if post.is_principal {
        let span = (change.starts_on, post.ends_on);
        free_of_principals(tx, post.person_id, id, span).await?;
    }
    let mut fields = Vec::new();
    let mut note = |name: &'static str, differs: bool| {
        if differs {
            fields.push(name);
        }
    };
    note("entity", post.entity_id != change.entity_id);
    note("position", post.position != change.position);
    note("kind", post.kind != change.kind);
    note("municipality", post.municipality_code != change.municipality_code);
    note("starts_on", post.starts_on != change.starts_on);
    if fields.is_empty() {
        return Ok(());
    }
    let is_own = records(tx, permit.by()).await?.contains(&post.person_id);
    let same_tie = post.kind == change.kind && post.entity_id == change.entity_id;
    let is_vouched = !is_own || (post.is_vouched && same_tie);
    let mut row = post.into_active_model();
    row.is_vouched = Set(is_vouched);
    row.entity_id = Set(change.entity_id);
    row.position = Set(change.position);
    row.kind = Set(change.kind);
    row.municipality_code = Set(change.municipality_code);
    row.starts_on = Set(change.starts_on);
    row.update(tx).await?;
    subscribers::on_person_changed(tx, app, [*permit.person()]).await?;
    let detail = json!({ "fields": fields });
    let event = event(app, permit.by(), "people.correct_post", ("post", id.0), detail);
    Ok(record(tx, event).await?)
}

/// The person leaves: the last day of the post. What it counted for before stays (R31).
pub async fn end_post(app: &App, permit: AttestPost, last: NaiveDate) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let post = held_by(&work.tx, *permit.person(), *permit.post()).await?;
    post_rules::may_end(&post, last, app.clock.today()).map_err(Failure::Refused)?;
    let id = post.id;
    let mut row = post.into_active_model();
    row.ends_on = Set(Some(last));
    row.update(&work.tx).await?;
    subscribers::on_person_changed(&work.tx, app, [*permit.person()]).await?;
    work.record("people.end_post", ("post", id.0), json!({ "last_day": last })).await?;
    Ok(work.commit().await?)
}

/// [`end_post`] as a step of another verb, for somebody who took up another post on a day: each ends the day
/// before, and none before it began. Returns them as they are then.
pub async fn end_posts_before(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    mut posts: Vec<post::Model>,
    day: NaiveDate,
) -> Result<Vec<post::Model>, AppError> {
    for post in &mut posts {
        let last = day.pred_opt().unwrap_or(day).max(post.starts_on);
        let mut row = post.clone().into_active_model();
        row.ends_on = Set(Some(last));
        row.update(tx).await?;
        post.ends_on = Some(last);
        let detail = json!({ "last_day": last });
        record(tx, event(app, by, "people.end_post", ("post", post.id.0), detail)).await?;
    }
    subscribers::on_person_changed(tx, app, posts.iter().map(|post| post.person_id)).await?;
    Ok(posts)
}

/// «Sigue en el cargo» (R31).
pub async fn confirm_post(app: &App, permit: AttestPost) -> PersonResult<()> {
    let tx = app.db.begin().await?;
    attest(&tx, app, permit.by(), *permit.person(), *permit.post()).await?;
    tx.commit().await?;
    Ok(())
}

/// [`confirm_post`] as a step of another verb.
pub async fn attest(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    person: PersonId,
    id: PostId,
) -> PersonResult<()> {
    let today = app.clock.today();
    let post = held_by(tx, person, id).await?;
    post_rules::may_confirm(&post, today).map_err(Failure::Refused)?;
    let mut row = post.into_active_model();
    row.confirmed_on = Set(Some(today));
    row.update(tx).await?;
    subscribers::on_person_changed(tx, app, [person]).await?;
    Ok(record(tx, event(app, by, "people.confirm_post", ("post", id.0), json!({}))).await?)
}

/// Notes that the person has been asked whether they still hold the post.
pub async fn ask_again(
    tx: &DatabaseTransaction,
    id: PostId,
    today: NaiveDate,
) -> Result<(), AppError> {
    let asked = post::ActiveModel { asked_on: Set(Some(today)), ..Default::default() };
    post::Entity::update_many().set(asked).filter(post::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// A post of the person of a permit, locked until the transaction ends.
pub async fn hold_post(
    tx: &DatabaseTransaction,
    permit: &KeepPosts,
    id: PostId,
) -> Result<post::Model, AppError> {
    held_by(tx, *permit.person(), id).await
}

/// A post of this person, with the person and then the post locked: changes to the posts of one
/// person wait for each other, and so does an enrolment that is about to depend on the post.
async fn held_by(
    tx: &DatabaseTransaction,
    person: PersonId,
    id: PostId,
) -> Result<post::Model, AppError> {
    lock(tx, person).await?;
    post::Entity::find_by_id(id)
        .filter(post::Column::PersonId.eq(person))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)
}
