//! Somebody receives a report by mail.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;
use reports_model::cuts::entity::report_cut::Kind as Every;
use sign_in_model::entity::account::AccountId;

id! {
    /// Of a row of `report_subscription`.
    SubscriptionId
}

/// Which report.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// A department's.
    Attendance,
    Operation,
    Quality,
    Capacity,
}

/// Why there are no more letters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Stopped,
    /// Its receiver may not read the report any more.
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
    pub ended: Option<Ended>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::AccountId",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Account,
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
