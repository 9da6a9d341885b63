//! An address in a letter that opens a person's certificates without an account, for some days. The
//! last one opens; those before it ended when it was made.

use sea_orm::entity::prelude::*;

use people_model::entity::person::PersonId;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `wallet_link`.
    WalletLinkId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: WalletLinkId,
    /// Personal: whose certificates it opens.
    pub person_id: PersonId,
    /// SHA-256 of the secret in the letter.
    #[sea_orm(unique)]
    pub token_digest: String,
    pub made_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// The moment when a later link replaced it; empty while it is the last one.
    pub ended_at: Option<DateTimeUtc>,
}

relations! {
    Person: PersonId => people_model::entity::person(Id),
}
