//! One value that a merge changed: where it was, what it was and what it became.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::person_merge::PersonMergeId;

id! {
    /// The id of a row of `person_merge_row`.
    PersonMergeRowId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_merge_row")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonMergeRowId,
    pub merge_id: PersonMergeId,
    pub table_name: String,
    pub row_id: i64,
    pub column_name: String,
    /// JSON: a number, a truth, a text or nothing.
    /// Personal: possibly name, identity document, contact.
    pub old_value: String,
    /// Personal: possibly name, identity document, contact.
    pub new_value: String,
}

relations! {}
