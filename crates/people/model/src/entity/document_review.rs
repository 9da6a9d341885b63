//! A note that a document came with another name (R27), settled by the person who looked into it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::SettledBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    SettledBy,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SettledBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
