//! Grades of a cohort, a grid at a time.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter,
};
use serde_json::json;

use super::{Done, locked};
use crate::assessment::entity::activity::ActivityId;
use crate::assessment::entity::grade_entry::GradeEntryId;
use crate::assessment::entity::{grade, grade_entry};
use crate::assessment::policy::Grade;
use crate::assessment::queries::{self, Cell};
use crate::assessment::rules::{self, AssessmentRefusal, GradeChange, HIGHEST};
use crate::attendance::queries::roll;
use crate::enrolment::entity::enrolment::EnrolmentId;
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};
use crate::sign_in::entity::account::AccountId;

/// Rows in one insert; rows × columns stay far below what SQLite takes.
const BATCH: usize = 1_000;

/// What the writer knew when deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nobody looked: the demo programme, imports.
    Anything,
    /// The form showed the grades as they were after this entry.
    Until(GradeEntryId),
}

/// A cell of the grid; `None` leaves it, or makes it, without a grade.
#[derive(Clone, Copy, Debug)]
pub struct NewGrade {
    pub activity: ActivityId,
    pub enrolment: EnrolmentId,
    pub tenths: Option<i32>,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    pub changed: usize,
    /// Cells that somebody else changed in between and this writer did not touch.
    pub overtaken: usize,
}

/// Writes the cells that differ from what is there, all or none of them. A cell that
/// somebody else changed after `seen` is left alone when this writer did not touch it,
/// and refused with names when both did.
pub async fn enter_grades(
    app: &App,
    permit: Grade,
    seen: Seen,
    cells: Vec<NewGrade>,
) -> Done<Entered> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let cohort = locked(&tx, *permit.cohort()).await?;
    rules::may_grade(cohort.stage).map_err(Failure::Refused)?;
    let activities: HashSet<_> = queries::activities(&tx, cohort.id)
        .await?
        .into_iter()
        .map(|activity| activity.id)
        .collect();
    let people: HashMap<_, _> = roll(&tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .map(|row| (row.enrolment, row))
        .collect();
    let current = queries::grades(&tx, cohort.id).await?;
    let later = match seen {
        Seen::Anything => Vec::new(),
        Seen::Until(entry) => queries::entries_after(&tx, cohort.id, entry).await?,
    };
    // What each cell changed in between showed to this writer, and its last change.
    let mut shown: HashMap<Cell, Option<i32>> = HashMap::new();
    let mut last: HashMap<Cell, &queries::Entry> = HashMap::new();
    for entry in &later {
        let cell = (entry.activity, entry.enrolment);
        shown.entry(cell).or_insert(entry.previous);
        last.insert(cell, entry);
    }

    let (mut changed, mut changes, mut overtaken) = (Vec::new(), Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for new in cells {
        let cell = (new.activity, new.enrolment);
        if current.get(&cell).copied() == new.tenths {
            continue;
        }
        if !activities.contains(&new.activity) {
            return Err(Failure::Refused(AssessmentRefusal::UnknownActivity));
        }
        let Some(person) = people.get(&new.enrolment).filter(|_| known.insert(cell)) else {
            return Err(Failure::Refused(AssessmentRefusal::NotOnTheList));
        };
        if new.tenths.is_some_and(|tenths| !(0..=HIGHEST).contains(&tenths)) {
            return Err(Failure::Refused(AssessmentRefusal::OutOfScale));
        }
        let Some(entry) = last.get(&cell) else {
            changed.push(new);
            continue;
        };
        let change = GradeChange {
            activity: new.activity,
            enrolment: new.enrolment,
            person: person.name.full(),
            author: entry.author.clone(),
            at: entry.at,
            tenths: entry.tenths,
        };
        // The form still says what it showed: this writer changed nothing here.
        if shown.get(&cell) == Some(&new.tenths) {
            overtaken.push(change);
        } else {
            changes.push(change);
        }
    }
    if !changes.is_empty() {
        return Err(Failure::Refused(AssessmentRefusal::ChangedMeanwhile { changes, overtaken }));
    }
    let entered = Entered { changed: changed.len(), overtaken: overtaken.len() };
    if changed.is_empty() {
        return Ok(entered);
    }
    let author =
        permit.by().account.ok_or_else(|| AppError::Internal("a grade needs an author".into()))?;
    for batch in changed.chunks(BATCH) {
        let rows = batch.iter().map(|new| grade_entry::ActiveModel {
            activity_id: Set(new.activity),
            enrolment_id: Set(new.enrolment),
            tenths: Set(new.tenths),
            previous_tenths: Set(current.get(&(new.activity, new.enrolment)).copied()),
            author_account_id: Set(author),
            recorded_at: Set(now),
            ..Default::default()
        });
        grade_entry::Entity::insert_many(rows).exec_without_returning(&tx).await?;
        keep_grades(&tx, batch, now).await?;
    }
    let event = Event {
        at: now,
        actor: Some(author.0),
        request: permit.by().request.as_deref(),
        action: "assessment.enter_grades",
        subject_kind: "cohort",
        subject_id: cohort.id.0,
        cohort_id: Some(cohort.id.0),
        detail: json!({ "changed": entered.changed }),
    };
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(entered)
}

/// One grade that follows from something else that was graded, within its transaction. The caller
/// holds the cohort's row and has asked whether grades may still change.
///
/// # Errors
/// The database's.
pub(in crate::assessment) async fn record_grade(
    tx: &DatabaseTransaction,
    app: &App,
    (activity, enrolment): Cell,
    tenths: i32,
    author: AccountId,
) -> Result<(), AppError> {
    let now = app.clock.now();
    let current = grade::Entity::find_by_id((activity, enrolment)).one(tx).await?;
    let current = current.map(|grade| grade.tenths);
    if current == Some(tenths) {
        return Ok(());
    }
    let row = grade_entry::ActiveModel {
        activity_id: Set(activity),
        enrolment_id: Set(enrolment),
        tenths: Set(Some(tenths)),
        previous_tenths: Set(current),
        author_account_id: Set(author),
        recorded_at: Set(now),
        ..Default::default()
    };
    grade_entry::Entity::insert(row).exec_without_returning(tx).await?;
    keep_grades(tx, &[NewGrade { activity, enrolment, tenths: Some(tenths) }], now).await?;
    Ok(())
}

/// The grade that counts is the last entry's, written beside it.
async fn keep_grades(
    tx: &DatabaseTransaction,
    batch: &[NewGrade],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), sea_orm::DbErr> {
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
