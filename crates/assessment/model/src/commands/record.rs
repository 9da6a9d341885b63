//! One grade that follows from something else, and the grade that counts beside its entries.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::entity::account::AccountId;

use super::NewGrade;
use crate::entity::activity::ActivityId;
use crate::entity::grade;
use crate::entity::grade_entry::{self, Origin};
use crate::queries::{Cell, last_of};
use crate::rules;

/// Where a grade comes from.
pub struct Cause {
    pub origin: Origin,
    pub author: AccountId,
    /// Of whoever decided it.
    pub reason: Option<String>,
}

/// One grade that follows from something else that was graded, within its transaction. The caller
/// holds the cohort's row and has asked whether grades may still change. Answers whether it was
/// written: it is not when it is so already, nor where somebody decided otherwise
/// ([`rules::stands`]).
///
/// # Errors
/// The database's.
pub async fn record_grade(
    tx: &DatabaseTransaction,
    app: &App,
    (activity, enrolment): Cell,
    tenths: i32,
    cause: Cause,
) -> Result<bool, AppError> {
    let now = app.clock.now();
    let last = last_of(tx, (activity, enrolment)).await?;
    let current = last.as_ref().and_then(|entry| entry.tenths);
    let decided = last.is_some_and(|entry| {
        entry.tenths.is_some() && rules::stands(entry.origin, entry.reason.is_some(), cause.origin)
    });
    if decided || current == Some(tenths) {
        return Ok(false);
    }
    let row = grade_entry::ActiveModel {
        activity_id: Set(activity),
        enrolment_id: Set(enrolment),
        tenths: Set(Some(tenths)),
        previous_tenths: Set(current),
        author_account_id: Set(cause.author),
        recorded_at: Set(now),
        origin: Set(cause.origin),
        reason: Set(cause.reason),
        ..Default::default()
    };
    grade_entry::Entity::insert(row).exec_without_returning(tx).await?;
    keep_grades(tx, &[NewGrade { activity, enrolment, tenths: Some(tenths) }], now).await?;
    Ok(true)
}

/// The grade that counts is the last entry's, written beside it.
pub(super) async fn keep_grades(
    tx: &DatabaseTransaction,
    batch: &[NewGrade],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    use grade::Column;
    let given = batch.iter().filter_map(|new| {
        Some(grade::ActiveModel {
            activity_id: Set(new.activity),
            enrolment_id: Set(new.enrolment),
            tenths: Set(new.tenths?),
            updated_at: Set(now),
        })
    });
    grade::Entity::insert_many(given)
        .on_conflict(
            OnConflict::columns([Column::ActivityId, Column::EnrolmentId])
                .update_columns([Column::Tenths, Column::UpdatedAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;

    let mut taken_back: HashMap<ActivityId, Vec<EnrolmentId>> = HashMap::new();
    for new in batch.iter().filter(|new| new.tenths.is_none()) {
        taken_back.entry(new.activity).or_default().push(new.enrolment);
    }
    if taken_back.is_empty() {
        return Ok(());
    }
    let mut which = Condition::any();
    for (activity, people) in taken_back {
        which = which.add(
            Condition::all()
                .add(Column::ActivityId.eq(activity))
                .add(Column::EnrolmentId.is_in(people)),
        );
    }
    grade::Entity::delete_many().filter(which).exec(tx).await?;
    Ok(())
}
