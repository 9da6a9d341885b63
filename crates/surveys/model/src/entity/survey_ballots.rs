//! The ballots of a round that were taken and not handed in yet: their digests, sorted, in one row.

use sea_orm::entity::prelude::*;

use super::survey_round::RoundId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_ballots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// JSON: SHA-256 in hexadecimal, in their own order.
    pub digests: String,
}

relations! {}
