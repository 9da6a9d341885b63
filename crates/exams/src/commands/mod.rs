//! Building a test, answering it, handing it in, grading what no rule can. History knows what was done
//! with which test, never what was answered.

mod answer;
mod build;
mod finish;
mod grade;
mod start;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::{AppError, Failure};

use super::entity::attempt;
use super::entity::exam::{self, ExamId};
use super::refusals::ExamRefusal;

pub use answer::{AnswerOutcome, NewAnswer, answer};
pub use build::{build, extend};
pub(crate) use finish::{end, write_grade};
pub use finish::{expire, submit};
pub use grade::{OpenAnswerGrade, grade};
pub use start::start;

type ExamResult<T> = Result<T, Failure<ExamRefusal>>;

/// The test with its row locked: what it is and who begins come one after the other.
pub(crate) async fn locked(tx: &DatabaseTransaction, id: ExamId) -> Result<exam::Model, AppError> {
    exam::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

/// One attempt with its row locked, and nothing else: three hundred people answer side by side.
async fn attempt_of(
    tx: &DatabaseTransaction,
    (exam, enrolment, number): (ExamId, EnrolmentId, i32),
) -> Result<attempt::Model, AppError> {
    attempt::Entity::find()
        .filter(attempt::Column::ExamId.eq(exam))
        .filter(attempt::Column::EnrolmentId.eq(enrolment))
        .filter(attempt::Column::Number.eq(number))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)
}
