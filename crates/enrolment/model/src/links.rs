//! Addresses in letters that stand for a person's enrolment without a password; of their secret
//! only a digest is kept. Later capabilities ask which enrolment an address stands for and decide
//! what it opens.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect, QueryTrait, Set,
};

use people_model::entity::person;
use platform::db::Db;
use platform::errors::AppError;
use platform::secrets;
use platform::workers::{Round, prune};

use super::entity::enrolment::{self, EnrolmentId, Stage};
use super::entity::place_link::{self, Column, Entity};

/// Makes an address for an enrolment and returns its secret: a step of the letter that carries it.
///
/// # Errors
/// The database or the source of randomness does not answer.
pub async fn make(
    tx: &DatabaseTransaction,
    enrolment: EnrolmentId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<String, AppError> {
    let token = secrets::public_code()?.to_lowercase();
    place_link::ActiveModel {
        enrolment_id: Set(enrolment),
        token_digest: Set(secrets::digest(&token)),
        made_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(token)
}

/// Returns the enrolment and the person that a secret stands for; `None` when it ran out or the
/// enrolment is no longer confirmed.
pub async fn whose(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<(enrolment::Model, person::Model)>, DbErr> {
    let linked = Entity::find()
        .select_only()
        .column(Column::EnrolmentId)
        .filter(Column::TokenDigest.eq(secrets::digest(token)))
        .filter(Column::ExpiresAt.gt(now))
        .into_query();
    let found = enrolment::Entity::find()
        .find_also_related(person::Entity)
        .filter(enrolment::Column::Id.in_subquery(linked))
        .filter(enrolment::Column::Stage.eq(Stage::Confirmed))
        .one(db)
        .await?;
    Ok(found.and_then(|(enrolment, person)| Some((enrolment, person?))))
}

/// Deletes the oldest addresses that have run out.
pub async fn forget(db: &Db, now: DateTime<Utc>) -> Result<Round, AppError> {
    prune::<Entity>(db, Column::Id, Column::ExpiresAt.lt(now)).await
}
