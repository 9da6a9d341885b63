//! Prints of a test: their list, their forms, what those ask, and what is needed to print them again.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_picture;
use assessment_model::bank::entity::question_version::{self, QuestionVersionId};
use assessment_model::entity::activity;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::CohortHead;
use people_model::entity::person::PersonId;
use platform::entity::stored_file;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use crate::entity::exam::{self, ExamId};
use crate::paper::entity::exam_form::{self, FormId};
use crate::paper::entity::exam_print::{self, PrintId};
use crate::paper::entity::{exam_form_item, exam_sheet};
use crate::paper::policy::may_see;
use crate::queries::activity_head;
use crate::rescoring::entity::rescoring::{self, RescoringId};

/// Prints that a page shows; all of them stay in the tables.
const MOST_SHOWN: u64 = 50;

/// A print with its test and cohort, for those who work on them; foreign and absent look alike.
pub struct PrintContext {
    pub print: exam_print::Model,
    pub exam: exam::Model,
    pub activity: activity::Model,
    pub head: CohortHead,
}

/// Four statements.
///
/// # Errors
/// `NotFound` out of scope, `Denial` for who only reads the cohort.
pub async fn printed(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: PrintId,
) -> Result<PrintContext, AppError> {
    let (print, exam) = exam_print::Entity::find_by_id(id)
        .find_also_related(exam::Entity)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let exam = exam.ok_or(AppError::NotFound)?;
    let (activity, head) = activity_head(db, actor, exam.activity_id).await?;
    may_see(actor, &head.access)?;
    Ok(PrintContext { print, exam, activity, head })
}

/// A print as the list shows it.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct PrintSummary {
    pub id: PrintId,
    pub sits_at: DateTime<Utc>,
    pub place: String,
    pub printed_at: DateTime<Utc>,
    pub author: String,
    pub sheets: i64,
    pub entered: i64,
}

/// The prints of a test, newest first. One statement.
///
/// # Errors
/// The database's.
pub async fn prints(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<PrintSummary>, DbErr> {
    exam_print::Entity::find()
        .select_only()
        .columns([
            exam_print::Column::Id,
            exam_print::Column::SitsAt,
            exam_print::Column::Place,
            exam_print::Column::PrintedAt,
        ])
        .column_as(account::Column::DisplayName, "author")
        .column_as(Expr::col((exam_sheet::Entity, exam_sheet::Column::Id)).count(), "sheets")
        .column_as(
            Expr::col((exam_sheet::Entity, exam_sheet::Column::AttemptId)).count(),
            "entered",
        )
        .join(JoinType::InnerJoin, exam_print::Relation::Account.def())
        .join_rev(JoinType::InnerJoin, exam_form::Relation::Print.def())
        .join_rev(JoinType::InnerJoin, exam_sheet::Relation::Form.def())
        .filter(exam_print::Column::ExamId.eq(exam))
        .group_by(exam_print::Column::Id)
        .group_by(exam_print::Column::SitsAt)
        .group_by(exam_print::Column::Place)
        .group_by(exam_print::Column::PrintedAt)
        .group_by(account::Column::DisplayName)
        .order_by_desc(exam_print::Column::Id)
        .limit(MOST_SHOWN)
        .into_model()
        .all(db)
        .await
}

/// The forms of a print, by letter. One statement.
///
/// # Errors
/// The database's.
pub async fn forms(
    db: &impl ConnectionTrait,
    print: PrintId,
) -> Result<Vec<exam_form::Model>, DbErr> {
    exam_form::Entity::find()
        .filter(exam_form::Column::PrintId.eq(print))
        .order_by_asc(exam_form::Column::Letter)
        .all(db)
        .await
}

/// Returns the questions of forms, each form in its order. One statement.
///
/// # Errors
/// The database's.
pub async fn items(
    db: &impl ConnectionTrait,
    forms: &[FormId],
) -> Result<Vec<exam_form_item::Model>, DbErr> {
    exam_form_item::Entity::find()
        .filter(exam_form_item::Column::FormId.is_in(forms.iter().copied()))
        .order_by_asc(exam_form_item::Column::FormId)
        .order_by_asc(exam_form_item::Column::Position)
        .all(db)
        .await
}

/// The pictures of some questions, with their numbers. One statement.
///
/// # Errors
/// The database's.
pub async fn pictures(
    db: &impl ConnectionTrait,
    questions: impl IntoIterator<Item = QuestionId>,
) -> Result<HashMap<(QuestionId, i32), stored_file::Model>, DbErr> {
    let rows = question_picture::Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(question_picture::Column::QuestionId.is_in(questions))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(picture, file)| Some(((picture.question_id, picture.number), file?)))
        .collect())
}

/// Tells whether the actor learns in the cohort. One statement; none for an account without a person.
///
/// # Errors
/// The database's.
pub async fn learns(
    db: &impl ConnectionTrait,
    actor: &Actor,
    cohort: CohortId,
) -> Result<bool, DbErr> {
    match actor.person {
        Some(person) => {
            let enrolment =
                enrolment_model::queries::of_person(db, cohort, PersonId(person)).await?;
            Ok(enrolment.is_some())
        }
        None => Ok(false),
    }
}

/// Returns the decisions that score versions which were printed before them: the last decision of each
/// version. One statement.
///
/// # Errors
/// The database's.
pub async fn decided(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<QuestionVersionId, RescoringId>, DbErr> {
    let asked = (question_version::Entity, question_version::Column::Id);
    let scores = (rescoring::Entity, rescoring::Column::QuestionVersionId);
    let rows: Vec<(QuestionVersionId, RescoringId)> = rescoring::Entity::find()
        .select_only()
        .column(question_version::Column::Id)
        .column(rescoring::Column::Id)
        .join(JoinType::InnerJoin, rescoring::Relation::Question.def())
        .join_rev(JoinType::InnerJoin, question_version::Relation::Question.def())
        .filter(rescoring::Column::ExamId.eq(exam))
        .filter(
            Expr::col((question_version::Entity, question_version::Column::PublishedAt))
                .lte(Expr::col((rescoring::Entity, rescoring::Column::RecordedAt))),
        )
        .filter(Expr::col(scores).is_null().or(Expr::col(scores).ne(Expr::col(asked))))
        .order_by_asc(rescoring::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
