//! A document that a person had before (TI, PPT…): it still finds them (R28). Append-only.

use sea_orm::entity::prelude::*;

use platform::ids::id;
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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
