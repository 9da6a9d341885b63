//! A drawn signature, as it stands on documents.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use sign_in_model::entity::account::AccountId;

id! {
    /// Of a row of `signature_drawing`.
    DrawingId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature_drawing")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DrawingId,
    /// Of `bytes`, hexadecimal; templates and certificates name it so.
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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
