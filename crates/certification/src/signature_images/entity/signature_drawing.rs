//! The image of a drawn signature, as documents print it.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `signature_drawing`.
    SignatureImageId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature_drawing")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SignatureImageId,
    /// The SHA-256 of `bytes`, hexadecimal; templates and certificates name the image by it.
    #[sea_orm(unique)]
    pub sha256: String,
    /// `image/png` or `image/svg+xml`.
    pub content_type: String,
    /// Personal: how somebody signs.
    pub bytes: Vec<u8>,
    /// Personal: whose signature.
    pub name: String,
    pub added_at: DateTimeUtc,
    pub added_by: Option<AccountId>,
}

relations! {}
