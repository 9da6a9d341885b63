//! The pattern of a cohort that a unit keeps under a name, to build others from.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `cohort_template`.
    CohortTemplateId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_template")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CohortTemplateId,
    /// The unit that keeps it; unique with `name`.
    pub unit_code: String,
    pub name: String,
    /// Fields of the builder and their values, as JSON; no person is among them.
    pub pattern: String,
    pub created_at: DateTimeUtc,
}

relations! {}
