//! The box of an anonymous round: everything that was answered, in one row, each sheet under a random
//! key and in the order of those keys. There is nothing beside it that could say whose one is.

use sea_orm::entity::prelude::*;

use super::survey_round::RoundId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_sheets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// JSON: random keys with the answers. They name nobody, unless people write about themselves.
    /// Personal: possibly, in comments.
    pub sheets: String,
}

relations! {}
