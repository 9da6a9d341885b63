//! A request for a municipality: train so many people, for a capacity, by a day. The request is never
//! changed; how it was met is in `need_match`, or in the columns of its refusal.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
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

relations! {
    ;
    Municipality: MunicipalityCode => territory_model::entity::municipality(Code),
    Entity: EntityId => territory_model::entity::entity(Id),
    Capacity: CapacityCode => capacities_model::entity::capacity(Code),
    RequestedBy: RequestedBy => sign_in_model::entity::account(Id),
}
