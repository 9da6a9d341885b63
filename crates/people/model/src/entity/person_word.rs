//! A word of a person's name, by which they are found: kept equal to `person.search_name`.

use sea_orm::entity::prelude::*;

use super::person::PersonId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_word")]
pub struct Model {
    /// Without accents or case.
    /// Personal: name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// Personal: whose name it is of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
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
