//! A municipality that comes sooner or later than its score says, for a capacity, and why. Withdrawn, not
//! deleted.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use platform::ids::id;
use sign_in_model::entity::account::AccountId;

id! {
    /// Of a row of `priority_override`.
    OverrideId
}

/// Where it goes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Before all those that nobody moved.
    Lift,
    /// After them.
    Lower,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "priority_override")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: OverrideId,
    /// One that stands for each municipality and capacity.
    pub municipality_code: String,
    pub capacity_code: String,
    pub direction: Direction,
    /// Personal: words of whoever decided.
    pub reason: String,
    pub made_at: DateTimeUtc,
    /// Personal: who decided.
    pub made_by: AccountId,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Personal: who withdrew it.
    pub withdrawn_by: Option<AccountId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::MadeBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    MadeBy,
}

impl ActiveModelBehavior for ActiveModel {}
