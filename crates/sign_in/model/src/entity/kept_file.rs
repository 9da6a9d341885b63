//! A file that came with a form in which something else was wrong, and that waits for the form. One for
//! each form of an account; what nobody sends within a day goes.

use sea_orm::entity::prelude::*;

use platform::entity::stored_file::FileId;
use platform::ids::id;
use platform::relations::relations;

use super::account::AccountId;

id! {
    /// The id of a row of `kept_file`.
    KeptFileId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: KeptFileId,
    /// Personal: whose form it is.
    pub account_id: AccountId,
    /// The address of the form.
    pub form: String,
    pub file_id: FileId,
    /// SHA-256 of the bytes as they came, hexadecimal.
    pub received_sha256: String,
    pub pages: i32,
    pub kept_at: DateTimeUtc,
}

relations! {
    Account: AccountId => super::account(Id),
    File: FileId => platform::entity::stored_file(Id),
}
