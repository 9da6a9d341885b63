//! The end of what was opened again, written inside the transaction that ends it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition as _};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::SessionId;
use sign_in_model::entity::account::AccountId;

use super::entity::attendance_reopening::{Column, Entity};

/// When something ended, and who ended it: nobody where it ended by itself.
type Ended = (DateTime<Utc>, Option<AccountId>);

/// Ends the opening of a session's list, which somebody finished.
///
/// # Errors
/// The database's, as of the two that follow.
pub async fn end_list(
    tx: &DatabaseTransaction,
    session: SessionId,
    ended: Ended,
) -> Result<(), DbErr> {
    end(tx, Column::SessionId.eq(session).into_condition(), ended).await
}

/// Ends the opening of every list of a cohort that is closed now.
pub async fn end_lists(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    ended: Ended,
) -> Result<(), DbErr> {
    let lists =
        Condition::all().add(Column::CohortId.eq(cohort)).add(Column::SessionId.is_not_null());
    end(tx, lists, ended).await
}

/// Ends the opening of a closed cohort's whole attendance.
pub async fn end_attendance(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    ended: Ended,
) -> Result<(), DbErr> {
    let whole = Condition::all().add(Column::CohortId.eq(cohort)).add(Column::SessionId.is_null());
    end(tx, whole, ended).await
}

/// Writes the end of those that have none.
async fn end(tx: &DatabaseTransaction, which: Condition, (at, by): Ended) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(at))
        .col_expr(Column::ClosedBy, Expr::value(by))
        .filter(which)
        .filter(Column::ClosedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
