//! Pairs that may be one person (R27): noticed when the second is registered or begins to work
//! where the first does, so that the queue is read and never computed over the whole country.

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Set,
};
use serde_json::json;

use super::{Done, lock, remember};
use crate::people::entity::person::{self, PersonId};
use crate::people::entity::possible_duplicate::{self, Likeness, Outcome};
use crate::people::entity::post;
use crate::people::policy::SettlePair;
use crate::people::rules;
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::sign_in::actor::By;

/// Persons compared with a new one; an office whose whole staff shares a telephone is no queue.
const COMPARED: u64 = 20;

/// Notes who may be the person just registered, by mail or telephone.
pub(super) async fn notice_contacts(
    tx: &DatabaseTransaction,
    app: &App,
    new: &person::Model,
) -> Result<(), DbErr> {
    let mut same = Condition::any();
    if let Some(email) = &new.email {
        same = same.add(person::Column::Email.eq(email));
    }
    if let Some(phone) = &new.phone {
        same = same.add(person::Column::Phone.eq(phone));
    }
    if same.is_empty() {
        return Ok(());
    }
    let known = others(new).filter(same).all(tx).await?;
    note(tx, app, new, known, false).await
}

/// Notes who may be a person, by name, among those who work in the same municipality.
pub(super) async fn notice_neighbours(
    tx: &DatabaseTransaction,
    app: &App,
    new: &person::Model,
    municipality: &str,
) -> Result<(), DbErr> {
    if new.name_key.is_empty() {
        return Ok(());
    }
    let there = post::Entity::find()
        .select_only()
        .column(post::Column::PersonId)
        .filter(post::Column::MunicipalityCode.eq(municipality))
        .filter(post::Column::PersonId.into_expr().equals((person::Entity, person::Column::Id)))
        .into_query();
    let known = others(new)
        .filter(person::Column::NameKey.eq(&new.name_key))
        .filter(Expr::exists(there))
        .all(tx)
        .await?;
    note(tx, app, new, known, true).await
}

fn others(new: &person::Model) -> sea_orm::Select<person::Entity> {
    person::Entity::find()
        .filter(person::Column::Id.ne(new.id))
        .filter(person::Column::MergedInto.is_null())
        .order_by_asc(person::Column::Id)
        .limit(COMPARED)
}

async fn note(
    tx: &DatabaseTransaction,
    app: &App,
    new: &person::Model,
    known: Vec<person::Model>,
    neighbours: bool,
) -> Result<(), DbErr> {
    let pairs: Vec<_> = known
        .iter()
        .filter_map(|other| {
            let likeness = rules::likeness(new, other, neighbours)?;
            Some(pair(app, (new.id, other.id), likeness))
        })
        .collect();
    if pairs.is_empty() {
        return Ok(());
    }
    insert(tx, pairs).await
}

fn pair(
    app: &App,
    (one, other): (PersonId, PersonId),
    likeness: Likeness,
) -> possible_duplicate::ActiveModel {
    let (first, second) = ordered(one, other);
    possible_duplicate::ActiveModel {
        one_id: Set(first),
        other_id: Set(second),
        likeness: Set(likeness),
        noted_at: Set(app.clock.now()),
        ..Default::default()
    }
}

/// A pair in the order it is kept in.
fn ordered(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}

/// A pair that is known already stays as it is, settled or not.
async fn insert(
    tx: &DatabaseTransaction,
    pairs: Vec<possible_duplicate::ActiveModel>,
) -> Result<(), DbErr> {
    let known = OnConflict::columns([
        possible_duplicate::Column::OneId,
        possible_duplicate::Column::OtherId,
    ])
    .do_nothing()
    .to_owned();
    possible_duplicate::Entity::insert_many(pairs)
        .on_conflict(known)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// «No son la misma persona»: the pair never comes back to the queue.
pub async fn keep_apart(app: &App, permit: SettlePair) -> Done<()> {
    let tx = app.db.begin().await?;
    let (one, other) = (*permit.one(), *permit.other());
    let (first, second) = ordered(one, other);
    lock(&tx, first).await?;
    lock(&tx, second).await?;
    settle_pair(&tx, app, permit.by(), (one, other), Outcome::Distinct).await?;
    let detail = json!({ "other": other });
    remember(&tx, app, permit.by(), "people.keep_apart", "person", one.0, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Settles a pair, noticed or not: what somebody found out is remembered.
pub(super) async fn settle_pair(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    (one, other): (PersonId, PersonId),
    outcome: Outcome,
) -> Result<(), AppError> {
    let (first, second) = ordered(one, other);
    insert(tx, vec![pair(app, (one, other), Likeness::ByHand)]).await?;
    possible_duplicate::Entity::update_many()
        .set(possible_duplicate::ActiveModel {
            settled_at: Set(Some(app.clock.now())),
            settled_by: Set(by.account),
            outcome: Set(Some(outcome)),
            ..Default::default()
        })
        .filter(possible_duplicate::Column::OneId.eq(first))
        .filter(possible_duplicate::Column::OtherId.eq(second))
        .exec(tx)
        .await?;
    Ok(())
}
