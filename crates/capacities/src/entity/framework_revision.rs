//! What a capacity or an indicator said, from one change to the next. Rows are added, never changed.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `framework_revision`.
    RevisionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "framework_revision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RevisionId,
    /// [`crate::framework::rules::RevisionSubject`] as text.
    pub about: String,
    /// The capacity on whose page it is told.
    pub capacity_code: String,
    /// 1, 2, … of what it is about.
    pub number: i32,
    /// [`crate::framework::rules::RevisionBody`] as JSON: everything it said from then on.
    pub body: String,
    /// Why it changed; the first has none.
    pub reason: Option<String>,
    pub at: DateTimeUtc,
    /// The author; `None` means the file that the program brings.
    pub account_id: Option<AccountId>,
}

relations! {}
