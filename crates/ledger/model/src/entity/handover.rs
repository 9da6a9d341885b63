//! A capacity that nobody certified holds in a municipality from a day on. A row means that letters told
//! of it.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `handover`.
    HandoverId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: HandoverId,
    pub capacity_code: String,
    pub municipality_code: String,
    /// The first day without anybody.
    pub from_on: NaiveDate,
    pub noticed_at: DateTimeUtc,
}

relations! {}
