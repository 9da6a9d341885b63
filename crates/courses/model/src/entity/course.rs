//! A course of the catalogue; what is taught is in its versions.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `course`.
    CourseId
}

/// The audience that the course is made for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// Public servants.
    Servidores,
    /// Training of trainers.
    Formadores,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "course")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CourseId,
    #[sea_orm(unique)]
    pub code: String,
    pub subject: String,
    pub track: Track,
    pub created_at: DateTimeUtc,
}

relations! {}
