//! Public bodies and organisations that people work for or represent.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `entity`.
    EntityId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entity")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EntityId,
    /// Code in the catalogue `entity_type`, or [`UNSORTED`](crate::kinds::UNSORTED).
    pub kind: String,
    pub name: String,
    /// `name` without accents or case, for searching.
    pub search_name: String,
    /// Tax number with its check digit, digits only.
    pub nit: Option<String>,
    /// Empty for bodies of a whole department or the country.
    pub municipality_code: Option<String>,
    /// Where it is, always known; a gobernación's scope uses it.
    pub department_code: String,
    /// Invented for the demonstration.
    pub is_demo: bool,
    /// Whether the institution stands behind it: its staff added, used or accepted it. What registrants
    /// and participants typed is offered to nobody else before.
    pub is_reviewed: bool,
    /// The row is another name of this entity, which was merged into it or called so before. Nothing else
    /// names such a row.
    pub merged_into: Option<EntityId>,
}

relations! {
    Municipality: MunicipalityCode => super::municipality(Code),
    Department: DepartmentCode => super::department(Code),
}
