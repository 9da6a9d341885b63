//! A subscription: an account receives a report by mail, each month or each quarter.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use reports_model::cuts::entity::report_cut::Kind as Every;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `report_subscription`.
    SubscriptionId
}

/// The reports that can be received by mail.
#[stored]
#[words("reports.executive_")]
pub enum Report {
    Operation,
    Quality,
    Capacity,
    /// The attendance report of a department.
    Attendance,
}

/// Why a subscription ended.
#[stored]
pub enum EndReason {
    Stopped,
    /// Its receiver lost the right to read the report.
    Lost,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_subscription")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SubscriptionId,
    pub account_id: AccountId,
    pub report: Report,
    /// As in the report's address: «unidad-MET».
    pub ambit: String,
    pub every: Every,
    pub made_at: DateTimeUtc,
    /// The period of the last letter: «2026-10», «2026-T3».
    pub last_term: Option<String>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended: Option<EndReason>,
}

relations! {
    Account: AccountId => sign_in_model::entity::account(Id),
}
