//! A picture that the versions of a question may show. It is never changed or taken away, because
//! a published version may name it.

use sea_orm::entity::prelude::*;

use platform::entity::stored_file::FileId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::question::QuestionId;

id! {
    /// The key of a row of `question_picture`.
    PictureId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_picture")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PictureId,
    pub question_id: QuestionId,
    /// From 1: texts name it `picture:imagen-<number>`.
    pub number: i32,
    pub file_id: FileId,
    /// The digest of the bytes as they were sent; the stored file has a digest of its own.
    pub received_sha256: String,
    pub added_at: DateTimeUtc,
    /// Personal: who added it.
    pub author_account_id: AccountId,
}

relations! {
    File: FileId => platform::entity::stored_file(Id),
}
