//! Grades of a cohort, a grid at a time.

use std::collections::{HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::{Condition, DatabaseTransaction, EntityTrait};
use serde_json::{Value, json};

use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{own_place, roll};
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};

use super::record::keep_grades;
use super::{AssessmentResult, locked};
use crate::entity::activity::ActivityId;
use crate::entity::grade_entry::{self, GradeEntryId, Origin};
use crate::policy::Grade;
use crate::queries::{self, GradeKey};
use crate::reopening::queries::writing;
use crate::rules::{self, AssessmentRefusal, GradeChange, GradeEntryMode, GradeOverride};

/// Rows in one insert; rows × columns stay far below what SQLite takes.
const BATCH: usize = 1_000;

/// Which entries the writer had seen when deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradesPrecondition {
    /// The writer looked at no grades: the demo programme, imports.
    Anything,
    /// The form showed the grades as they were after this entry.
    Until(GradeEntryId),
}

/// How grades are entered: what the writer knew, from where they come, and why they change.
#[derive(Clone, Debug)]
pub struct GradeEntryContext {
    pub seen: GradesPrecondition,
    pub origin: Origin,
    pub reason: Option<String>,
}

impl From<GradesPrecondition> for GradeEntryContext {
    /// Typed, without a reason.
    fn from(seen: GradesPrecondition) -> Self {
        Self { seen, origin: Origin::Typed, reason: None }
    }
}

/// A cell of the grid; `None` leaves it, or makes it, without a grade.
#[derive(Clone, Copy, Debug)]
pub struct NewGrade {
    pub activity: ActivityId,
    pub enrolment: EnrolmentId,
    pub tenths: Option<i32>,
}

/// How many grades were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GradeEntryOutcome {
    pub changed: usize,
    /// Cells that another person changed in between and this writer did not touch.
    pub overtaken: usize,
    /// The writer's own grades among the cells, left as they are (R80).
    pub own: usize,
}

/// Writes the cells that differ from what is there, all or none of them. A cell that
/// somebody else changed after `seen` is left alone when this writer did not touch it,
/// and refused with names when both did. Of the writer's own grades none is written (R80). What follows from a test, a product or an appeal
/// changes only with a reason.
pub async fn enter_grades(
    app: &App,
    permit: Grade,
    how: impl Into<GradeEntryContext>,
    cells: Vec<NewGrade>,
) -> AssessmentResult<GradeEntryOutcome> {
    let tx = app.db.begin().await?;
    let entered = enter_in(&tx, app, &permit, how.into(), cells, Value::Null).await?;
    tx.commit().await?;
    Ok(entered)
}

/// The same within the transaction of the caller, who says from which file they come: history tells
/// it too.
///
/// # Errors
/// As [`enter_grades`].
pub async fn enter_in(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Grade,
    how: GradeEntryContext,
    cells: Vec<NewGrade>,
    file: Value,
) -> AssessmentResult<GradeEntryOutcome> {
    let GradeEntryContext { seen, origin, reason } = how;
    let now = app.clock.now();
    let cohort = locked(tx, *permit.cohort()).await?;
    let writing = writing(tx, &cohort, now).await?.map_err(Failure::Refused)?;
    let activities: HashSet<_> =
        queries::activities(tx, cohort.id).await?.into_iter().map(|activity| activity.id).collect();
    let people: HashMap<_, _> = roll(tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .map(|row| (row.enrolment, row))
        .collect();
    let own = own_place(tx, permit.by(), cohort.id).await?.map(|place| place.id);
    let mut skipped = 0;
    let current = queries::grades(tx, cohort.id).await?;
    let origins = queries::origins(tx, cohort.id).await?;
    let later = match seen {
        GradesPrecondition::Anything => Vec::new(),
        GradesPrecondition::Until(entry) => queries::entries_after(tx, cohort.id, entry).await?,
    };
    // What each cell changed in between showed to this writer, and its last change.
    let mut shown: HashMap<GradeKey, Option<i32>> = HashMap::new();
    let mut last: HashMap<GradeKey, &queries::GradeEntryRow> = HashMap::new();
    for entry in &later {
        let cell = (entry.activity, entry.enrolment);
        shown.entry(cell).or_insert(entry.previous);
        last.insert(cell, entry);
    }

    let (mut changed, mut changes, mut overtaken) = (Vec::new(), Vec::new(), Vec::new());
    let mut over = Vec::new();
    let mut known = HashSet::new();
    for new in cells {
        let cell = (new.activity, new.enrolment);
        if current.get(&cell).copied() == new.tenths {
            continue;
        }
        if own == Some(new.enrolment) {
            skipped += 1;
            continue;
        }
        if !activities.contains(&new.activity) {
            return refuse(AssessmentRefusal::UnknownActivity);
        }
        let Some(person) = people.get(&new.enrolment).filter(|_| known.insert(cell)) else {
            return refuse(AssessmentRefusal::NotOnTheList);
        };
        if new.tenths.is_some_and(|tenths| !cohort.scale.has(tenths)) {
            return refuse(AssessmentRefusal::OutOfScale { scale: cohort.scale });
        }
        let Some(entry) = last.get(&cell) else {
            if let (Some(tenths), Some(origin)) = (current.get(&cell), origins.get(&cell))
                && rules::asks_reason(*origin)
            {
                over.push(GradeOverride {
                    activity: new.activity,
                    enrolment: new.enrolment,
                    person: person.name.full(),
                    tenths: *tenths,
                    origin: *origin,
                });
            }
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
        return refuse(AssessmentRefusal::ChangedMeanwhile { changes, overtaken });
    }
    if !over.is_empty() && reason.is_none() {
        return refuse(AssessmentRefusal::ReasonMissing { over });
    }
    let after_closing = writing == GradeEntryMode::WithReason;
    if after_closing && reason.is_none() && !changed.is_empty() {
        return refuse(AssessmentRefusal::ReasonAfterClosing);
    }
    let asked: HashSet<GradeKey> =
        over.iter().map(|over| (over.activity, over.enrolment)).collect();
    let entered =
        GradeEntryOutcome { changed: changed.len(), overtaken: overtaken.len(), own: skipped };
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
            origin: Set(origin),
            // It speaks of what follows from work, not of what was typed beside it.
            reason: Set(reason
                .clone()
                .filter(|_| after_closing || asked.contains(&(new.activity, new.enrolment)))),
            ..Default::default()
        });
        grade_entry::Entity::insert_many(rows).exec_without_returning(tx).await?;
        keep_grades(tx, batch, now).await?;
    }
    let event = Event {
        cohort_id: Some(cohort.id.0),
        detail: json!({ "changed": entered.changed, "origin": origin, "over": over.len(), "file": file }),
        ..permit.by().event(now, "assessment.enter_grades", ("cohort", cohort.id.0))
    };
    record(tx, event).await?;
    Ok(entered)
}
