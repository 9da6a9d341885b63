//! A key that signs or signed credentials. Never deleted: what it signed is verified with it.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `issuer_key`.
    IssuerKeyId
}

/// On which curve a key signs.
#[stored]
pub enum Curve {
    /// Keys of before, with EdDSA.
    Ed25519,
    /// With ES256.
    P256,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issuer_key")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: IssuerKeyId,
    pub curve: Curve,
    /// The address under which it was first published. What is signed names the address that serves
    /// when it is signed, with the same end.
    #[sea_orm(unique)]
    pub kid: String,
    /// RFC 7638; the end of the address.
    #[sea_orm(unique)]
    pub thumbprint: String,
    /// The public half, base64url.
    pub public_x: String,
    /// The second number of the point; Ed25519 has none.
    pub public_y: Option<String>,
    /// The private half, closed with a secret that is not in the database.
    pub sealed: Vec<u8>,
    pub created_at: DateTimeUtc,
    /// Signs nothing from then on, and stays published.
    pub retired_at: Option<DateTimeUtc>,
}

relations! {}
