//! A cut: the report of a department for a month or a quarter, frozen a few days after its end. Rows are
//! added and never changed, and hold no names of people.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `report_cut`.
    CutId
}

/// How long the period is.
#[stored]
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
    /// [`crate::figures::ReportFigures`] as JSON, without people.
    pub body: String,
    /// SHA-256 of `body`, hexadecimal.
    pub digest: String,
}

relations! {}
