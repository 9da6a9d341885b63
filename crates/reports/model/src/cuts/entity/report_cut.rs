//! The figures of a department in a month or a quarter, as they were when it was over. Rows are added,
//! never changed; nobody's name is in them.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;

id! {
    /// Of a row of `report_cut`.
    CutId
}

/// How long the period is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Month,
    Quarter,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_cut")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CutId,
    pub department_code: String,
    pub kind: Kind,
    pub year: i32,
    /// 1 to 12, or 1 to 4.
    pub number: i32,
    pub from_on: Date,
    pub to_on: Date,
    pub frozen_at: DateTimeUtc,
    /// [`crate::figures::Summary`] of the body, as JSON: lists and comparisons read it alone.
    pub summary: String,
    /// [`crate::figures::Figures`] as JSON, without people.
    pub body: String,
    /// SHA-256 of `body`, hexadecimal.
    pub digest: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
