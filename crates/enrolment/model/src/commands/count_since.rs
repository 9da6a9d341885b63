//! Since when somebody counts. A step of the verb that asks for the permit and holds the cohort's lock.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use platform::prelude::*;
use sign_in_model::entity::account::AccountId;

use crate::entity::enrolment::{self, EnrolmentId};
use crate::entity::enrolment_since;

/// Writes since when these people count, each time with its reason; `None` brings back the day of their
/// seat. Two statements.
pub async fn count_since(
    tx: &DatabaseTransaction,
    people: &[EnrolmentId],
    since: Option<DateTime<Utc>>,
    reason: &str,
    (given_by, now): (AccountId, DateTime<Utc>),
) -> Result<(), DbErr> {
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::CountsSince, Expr::value(since))
        .filter(enrolment::Column::Id.is_in(people.iter().copied()))
        .exec(tx)
        .await?;
    let rows = people.iter().map(|person| enrolment_since::ActiveModel {
        enrolment_id: Set(*person),
        since: Set(since),
        reason: Set(reason.to_owned()),
        given_at: Set(now),
        given_by: Set(given_by),
        ..Default::default()
    });
    enrolment_since::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
