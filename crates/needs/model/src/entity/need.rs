//! A request for a municipality: train so many people, for a capacity, by a day. The request is never
//! changed; how it was met is in `need_match`, or in the columns of its refusal.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use sign_in_model::entity::account::AccountId;
use territory_model::entity::entity::EntityId;

id! {
    /// The id of a row of `need`.
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
        belongs_to = "territory_model::entity::municipality::Entity",
        from = "Column::MunicipalityCode",
        to = "territory_model::entity::municipality::Column::Code"
    )]
    Municipality,
    #[sea_orm(
        belongs_to = "territory_model::entity::entity::Entity",
        from = "Column::EntityId",
        to = "territory_model::entity::entity::Column::Id"
    )]
    Entity,
    #[sea_orm(
        belongs_to = "capacities_model::entity::capacity::Entity",
        from = "Column::CapacityCode",
        to = "capacities_model::entity::capacity::Column::Code"
    )]
    Capacity,
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::RequestedBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    RequestedBy,
}

impl ActiveModelBehavior for ActiveModel {}
