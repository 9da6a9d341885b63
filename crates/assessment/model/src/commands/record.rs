//! Records a grade that follows from a test, a product or an appeal, and keeps the grade that counts
//! beside the entries.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::prelude::*;
use sign_in_model::entity::account::AccountId;

use super::NewGrade;
use crate::entity::activity::ActivityId;
use crate::entity::grade;
use crate::entity::grade_entry::{self, Origin};
use crate::queries::{GradeKey, last_of};
use crate::rules;

/// Where a recorded grade comes from, and who answers for it.
pub struct GradeCause {
    pub origin: Origin,
    pub author: AccountId,
    /// The reason of the person who decided it. `None` means that no person decided.
    pub reason: Option<String>,
}

/// Records one grade that follows from graded work, within the caller's transaction. The caller holds
/// the cohort's row and has checked that grades may still change. Returns whether an entry was written:
/// none is written if the grade is that already, or if a person decided otherwise with a reason
/// ([`rules::stands`]).
///
/// # Errors
/// The database's.
pub async fn record_grade(
    tx: &DatabaseTransaction,
    app: &App,
    (activity, enrolment): GradeKey,
    tenths: i32,
    cause: GradeCause,
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

/// Writes the grades that count beside their last entries, and deletes those that were removed.
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
