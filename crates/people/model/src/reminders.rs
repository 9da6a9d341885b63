//! Once a year people are asked whether they still hold their post (R31): a loop that queues one
//! letter a post. Whoever has no account cannot answer by a page; their entity's focal point does.

use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef,
};

use notices_model::commands::queue;
use notices_model::letters::Recipient;
use platform::prelude::*;
use platform::workers::{Round, Worker};
use sign_in_model::entity::account;
use territory_model::entity::entity;

use super::commands::ask_again;
use super::entity::{person, post};
use super::letters::PostConfirmationRequest;
use super::post_rules::{is_unconfirmed, last_said, too_old};
use super::rules::full_name;

/// Letters queued in one transaction; the others wait for the next round.
const AT_ONCE: u64 = 50;
/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("post confirmations", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Asks the next people, at most [`AT_ONCE`].
pub async fn round(app: &App) -> Result<Round, AppError> {
    let today = app.clock.today();
    let due = due(app.db.read(), today).await?;
    let asked = !due.is_empty();
    for (post, account) in due {
        ask(app, post.id, &account, today).await?;
    }
    Ok(if asked { Round::More } else { Round::Idle })
}

/// Rows of `post` that last and that nobody has confirmed for a year.
pub fn unconfirmed(today: NaiveDate) -> Condition {
    let limit = too_old(today);
    let added = dates::from_bogota(limit.succ_opt().unwrap_or(limit), NaiveTime::MIN);
    Condition::all()
        .add(post::Column::StartsOn.lte(limit))
        .add(post::Column::EndsOn.is_null().or(post::Column::EndsOn.gte(today)))
        .add(post::Column::CreatedAt.lt(added))
        .add(post::Column::ConfirmedOn.is_null().or(post::Column::ConfirmedOn.lte(limit)))
}

/// Those among them whose person has an account and has not been asked for a year.
async fn due(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<(post::Model, account::Model)>, DbErr> {
    let limit = too_old(today);
    let of_person: RelationDef = post::Entity::belongs_to(account::Entity)
        .from(post::Column::PersonId)
        .to(account::Column::PersonId)
        .into();
    let rows = post::Entity::find()
        .select_also(account::Entity)
        .join(JoinType::InnerJoin, of_person)
        .filter(unconfirmed(today))
        .filter(account::Column::IsActive.eq(true))
        .filter(post::Column::AskedOn.is_null().or(post::Column::AskedOn.lte(limit)))
        .order_by_asc(post::Column::Id)
        .limit(AT_ONCE)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(post, account)| Some((post, account?))).collect())
}

async fn ask(
    app: &App,
    id: post::PostId,
    account: &account::Model,
    today: NaiveDate,
) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let row = post::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    // Another instance may have asked, or the person may have answered, since it was found.
    let Some(post) = row.filter(|post| {
        is_unconfirmed(post, today) && post.asked_on.is_none_or(|on| on <= too_old(today))
    }) else {
        return Ok(());
    };
    let person = person::Entity::find_by_id(post.person_id).one(&tx).await?;
    let person = person.ok_or(AppError::NotFound)?;
    let entity = entity::Entity::find_by_id(post.entity_id).one(&tx).await?;
    let to = Recipient {
        email: person.email.clone().unwrap_or_else(|| account.email.clone()),
        name: full_name(&person),
        person: Some(person.id.0),
        account: Some(account.id.0),
    };
    let since = dates::long(last_said(&post));
    let entity = entity.map(|entity| entity.name).unwrap_or_default();
    let letter = PostConfirmationRequest { position: post.position.clone(), entity, since };
    queue(&tx, app, to, format!("people/still-there:{}:{today}", post.id), &letter).await?;
    ask_again(&tx, post.id, today).await?;
    tx.commit().await?;
    Ok(())
}
