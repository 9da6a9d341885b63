//! A key that signs or signed credentials. Never deleted: what it signed is verified with it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `issuer_key`.
    IssuerKeyId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issuer_key")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: IssuerKeyId,
    /// The address that is written into what it signs; the same for ever.
    #[sea_orm(unique)]
    pub kid: String,
    /// RFC 7638; the end of the address.
    #[sea_orm(unique)]
    pub thumbprint: String,
    /// The public half, base64url.
    pub public_x: String,
    /// The private half, closed with a secret that is not in the database.
    pub sealed: Vec<u8>,
    pub created_at: DateTimeUtc,
    /// Signs nothing from then on, and stays published.
    pub retired_at: Option<DateTimeUtc>,
}

relations! {}
