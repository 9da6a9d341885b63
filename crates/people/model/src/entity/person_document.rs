//! A document that a person had before (TI, PPT…): it still finds them (R28). Append-only.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::person::{DocumentType, PersonId};

id! {
    /// The id of a row of `person_document`.
    PersonDocumentId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_document")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonDocumentId,
    /// Personal: whose document it was.
    pub person_id: PersonId,
    /// Personal: identity document.
    pub document_type: DocumentType,
    /// Personal: identity document.
    pub document_number: String,
    pub replaced_at: DateTimeUtc,
    /// Personal: who replaced it.
    pub replaced_by: Option<AccountId>,
}

relations! {
    Person: PersonId => super::person(Id),
}
