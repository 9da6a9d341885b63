//! What a question asks, as somebody published it or is writing it. A published version never
//! changes (R45): people answered it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::question::QuestionId;

id! {
    /// The key of a row of `question_version`.
    QuestionVersionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: QuestionVersionId,
    pub question_id: QuestionId,
    /// From 1, without gaps.
    pub number: i32,
    /// A [`questions::Question`] as JSON.
    pub body: String,
    /// Of the body as it was published, hexadecimal; empty while it is a draft.
    pub body_sha256: Option<String>,
    /// What it corrects, in its author's words.
    pub note: Option<String>,
    pub created_at: DateTimeUtc,
    /// Personal: who wrote it.
    pub author_account_id: AccountId,
    pub published_at: Option<DateTimeUtc>,
    /// Personal: who published it.
    pub published_by_account_id: Option<AccountId>,
}

relations! {
    ;
    Question: QuestionId => super::question(Id),
}
