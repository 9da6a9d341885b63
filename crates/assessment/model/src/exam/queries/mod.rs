//! What others use of `queries`, which `crates/exams/src/queries/mod.rs` tells about.

mod own;

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::{CohortHead, cohort_head};
use platform::errors::AppError;
use sign_in_model::actor::Actor;

use super::entity::exam::{self, ExamId};
use super::entity::exam_line;
use super::rules::{BlueprintLine, DrawableQuestion};
use crate::bank;
use crate::entity::activity::{self, ActivityId, Kind};

pub use own::{
    AttemptQuestion, ExamWithAttempts, LearnerExam, attempt_question, exams_of_enrolment,
    learner_exam, order_of,
};

/// The activity's test, if it has one.
pub async fn exam_of(
    db: &impl ConnectionTrait,
    activity: ActivityId,
) -> Result<Option<exam::Model>, DbErr> {
    exam::Entity::find().filter(exam::Column::ActivityId.eq(activity)).one(db).await
}

/// What a test asks for, in order.
pub async fn lines(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<exam_line::Model>, DbErr> {
    exam_line::Entity::find()
        .filter(exam_line::Column::ExamId.eq(exam))
        .order_by_asc(exam_line::Column::Position)
        .all(db)
        .await
}

/// A kept line as rules take it.
pub fn line_of(row: &exam_line::Model) -> BlueprintLine {
    BlueprintLine {
        capacity: row.capacity_code.clone(),
        difficulty: row.difficulty.map(Into::into),
        count: usize::try_from(row.question_count).unwrap_or(0),
        points: row.points,
    }
}

/// Everything that the bank may give these lines. One statement.
pub async fn pool(
    db: &impl ConnectionTrait,
    lines: &[BlueprintLine],
) -> Result<Vec<DrawableQuestion>, DbErr> {
    let codes: BTreeSet<String> = lines.iter().map(|line| line.capacity.clone()).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let rows = bank::queries::pool(db, &codes).await?;
    Ok(rows
        .into_iter()
        .map(|one| DrawableQuestion {
            version: one.version.0,
            capacity: one.capacity,
            difficulty: one.difficulty.into(),
        })
        .collect())
}

/// The capacities of a cohort's first and last test, each in order: what is compared (R44).
pub async fn compared(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<(BTreeSet<String>, BTreeSet<String>), DbErr> {
    let rows: Vec<(Kind, String)> = exam_line::Entity::find()
        .select_only()
        .column(activity::Column::Kind)
        .column(exam_line::Column::CapacityCode)
        .join(JoinType::InnerJoin, exam_line::Relation::Exam.def())
        .join(JoinType::InnerJoin, exam::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .filter(activity::Column::Kind.is_in([Kind::PreTest, Kind::PostTest]))
        .into_tuple()
        .all(db)
        .await?;
    let of = |kind: Kind| {
        rows.iter().filter(|row| row.0 == kind).map(|(_, capacity)| capacity.clone()).collect()
    };
    Ok((of(Kind::PreTest), of(Kind::PostTest)))
}

/// An activity and its cohort, if the actor sees the cohort; foreign and absent look alike.
pub async fn activity_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ActivityId,
) -> Result<(activity::Model, CohortHead), AppError> {
    let activity = activity::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, activity.cohort_id).await?;
    Ok((activity, head))
}
