//! Two records of one person made one (R28): the absorbed record stays as another name of the
//! survivor, and what moved is in the journal (`person_merge_row`) that undoes it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::person::PersonId;

id! {
    /// The id of a row of `person_merge`.
    PersonMergeId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_merge")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonMergeId,
    /// Personal: whose records they are.
    pub survivor_id: PersonId,
    /// Personal: whose records they are.
    pub absorbed_id: PersonId,
    /// Personal: how it was found out, in free text.
    pub note: String,
    pub merged_at: DateTimeUtc,
    /// Personal: who did it.
    pub merged_by: Option<AccountId>,
    pub undone_at: Option<DateTimeUtc>,
    /// Personal: who undid it.
    pub undone_by: Option<AccountId>,
}

// Joined is the absorbed record: the survivor is the one that is asked about.
relations! {
    Absorbed: AbsorbedId => super::person(Id),
}
