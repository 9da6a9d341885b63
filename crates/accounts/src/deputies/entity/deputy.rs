//! Somebody who is to coordinate a unit on some days: who named them, who agreed and who ended it. The
//! role itself is a row of `role_grant` with the same days.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `deputy`.
    DeputyId
}

/// What became of it; the days say whether it holds.
#[stored]
#[words("accounts.deputy_stage_")]
pub enum Stage {
    /// It waits for a second person.
    Asked,
    /// The account has the role on its days.
    Confirmed,
    /// Somebody took it back before its days were over.
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deputy")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeputyId,
    pub unit_code: String,
    /// Personal: who stands in.
    pub account_id: AccountId,
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    pub stage: Stage,
    /// Personal: who named them.
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
    /// Personal: who agreed.
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
    /// Personal: who took it back.
    pub ended_by: Option<AccountId>,
    pub ended_at: Option<DateTimeUtc>,
}

relations! {}
