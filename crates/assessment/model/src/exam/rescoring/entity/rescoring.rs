//! A question of a test scored anew, by whom and why. Append-only: the last one of a question counts.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::bank::entity::question::QuestionId;
use crate::bank::entity::question_version::QuestionVersionId;
use crate::exam::entity::exam::ExamId;

id! {
    /// The key of a row of `rescoring`.
    RescoringId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rescoring")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RescoringId,
    pub exam_id: ExamId,
    pub question_id: QuestionId,
    /// The version that scores the answers. `None` means that everybody is given all points.
    pub question_version_id: Option<QuestionVersionId>,
    /// Who would earn less keeps what they had.
    pub keeps_points: bool,
    pub reason: String,
    /// Personal: who decided.
    pub author_account_id: AccountId,
    pub recorded_at: DateTimeUtc,
}

relations! {
    Version: QuestionVersionId => crate::bank::entity::question_version(Id),
    ;
    Question: QuestionId => crate::bank::entity::question(Id),
    AuthorAccount: AuthorAccountId => sign_in_model::entity::account(Id),
}
