//! What a municipality must be able to do.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

use crate::labels::TRANSVERSAL;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "capacity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    pub dimension: String,
    /// The subject of the courses that build it.
    pub subject: String,
    /// The number of the current revision of its texts: 1, 2, …
    pub revision: i32,
    /// A retired capacity stays in the courses that have it; no other course takes it.
    pub retired: bool,
}

relations! {}

impl Model {
    /// Whether courses of a subject of its own build it, so that a municipality can be said to lack it:
    /// nobody is taught a transversal capacity alone, nor one that is retired.
    pub fn is_taught(&self) -> bool {
        !self.retired && self.subject != TRANSVERSAL.0
    }
}
