//! A word of a person's name, by which they are found: kept equal to `person.search_name`.

use sea_orm::entity::prelude::*;

use super::person::PersonId;
use platform::relations::relations;

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

relations! {
    Person: PersonId => super::person(Id),
}
