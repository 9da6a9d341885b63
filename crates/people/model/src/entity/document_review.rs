//! A note that a document came with another name (R27), settled by the person who looked into it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::person::PersonId;

id! {
    /// The id of a row of `document_review`.
    DocumentReviewId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DocumentReviewId,
    /// Personal: whose document it is.
    pub person_id: PersonId,
    pub noted_at: DateTimeUtc,
    /// `None` while nobody has looked into it.
    pub settled_at: Option<DateTimeUtc>,
    pub settled_by: Option<AccountId>,
    /// Personal: what was found out, in free text.
    pub note: Option<String>,
}

relations! {
    Person: PersonId => super::person(Id),
    SettledBy: SettledBy => sign_in_model::entity::account(Id),
}
