//! An address by which a person shares certificates, until they end it.

use sea_orm::entity::prelude::*;

use people_model::entity::person::PersonId;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `wallet_share`.
    ShareId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_share")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ShareId,
    /// Personal: whose certificates it shows.
    pub person_id: PersonId,
    /// SHA-256 of the secret in the address, which is shown once.
    #[sea_orm(unique)]
    pub token_digest: String,
    /// Shows what is active on the day it is opened; otherwise what was chosen.
    pub is_all: bool,
    pub made_at: DateTimeUtc,
    /// The last day it opens, in Colombia.
    pub until: Option<Date>,
    pub ended_at: Option<DateTimeUtc>,
}

relations! {
    Person: PersonId => people_model::entity::person(Id),
}
