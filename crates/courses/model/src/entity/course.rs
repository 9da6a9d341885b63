//! A course of the catalogue; what is taught is in its versions.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `course`.
    CourseId
}

/// The audience that the course is made for.
#[stored]
#[words("courses.track_")]
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
