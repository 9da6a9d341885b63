//! What somebody asks for a municipality: so many people, for a capacity, by a day. What is asked stays
//! as it was asked; what became of it is in `need_match`, or a refusal.

use sea_orm::entity::prelude::*;

use crate::platform::ids::id;
use crate::sign_in::entity::account::AccountId;
use crate::territory::entity::entity::EntityId;

id! {
    /// Of a row of `need`.
    NeedId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: NeedId,
    /// Where the people work; scopes start here.
    pub municipality_code: String,
    /// The public body that asks.
    pub entity_id: EntityId,
    pub capacity_code: String,
    /// How many people.
    pub people: i32,
    /// The last day on which it still serves.
    pub deadline_on: Date,
    /// Personal: words of whoever asks.
    pub note: Option<String>,
    pub requested_at: DateTimeUtc,
    /// Personal: who asks.
    pub requested_by: AccountId,
    /// Set with the two that follow, once.
    pub refused_at: Option<DateTimeUtc>,
    /// Personal: who decided.
    pub refused_by: Option<AccountId>,
    /// Personal: words of whoever decided.
    pub refusal_reason: Option<String>,
    /// Invented for the demonstration.
    pub is_demo: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::territory::entity::municipality::Entity",
        from = "Column::MunicipalityCode",
        to = "crate::territory::entity::municipality::Column::Code"
    )]
    Municipality,
    #[sea_orm(
        belongs_to = "crate::territory::entity::entity::Entity",
        from = "Column::EntityId",
        to = "crate::territory::entity::entity::Column::Id"
    )]
    Entity,
    #[sea_orm(
        belongs_to = "crate::capacities::entity::capacity::Entity",
        from = "Column::CapacityCode",
        to = "crate::capacities::entity::capacity::Column::Code"
    )]
    Capacity,
    #[sea_orm(
        belongs_to = "crate::sign_in::entity::account::Entity",
        from = "Column::RequestedBy",
        to = "crate::sign_in::entity::account::Column::Id"
    )]
    RequestedBy,
}

impl ActiveModelBehavior for ActiveModel {}
