//! Reads signature images: their list, one of them, and those that a document needs.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

use platform::prelude::*;

use super::entity::signature_drawing::{self, SignatureImageId};

/// The most images that are stored, more than a national administration needs.
pub const MOST: u64 = 100;

/// A signature image without its bytes.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct SignatureImageHead {
    pub id: SignatureImageId,
    pub sha256: String,
    pub name: String,
    pub added_at: chrono::DateTime<chrono::Utc>,
}

/// Returns the stored signature images, by name.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<SignatureImageHead>, DbErr> {
    signature_drawing::Entity::find()
        .select_only()
        .columns([
            signature_drawing::Column::Id,
            signature_drawing::Column::Sha256,
            signature_drawing::Column::Name,
            signature_drawing::Column::AddedAt,
        ])
        .order_by_asc(signature_drawing::Column::Name)
        .order_by_asc(signature_drawing::Column::Id)
        .limit(MOST)
        .into_model::<SignatureImageHead>()
        .all(db)
        .await
}

pub async fn get(
    db: &impl ConnectionTrait,
    id: SignatureImageId,
) -> Result<signature_drawing::Model, AppError> {
    signature_drawing::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Returns the digest and the bytes of each of these images; no statement when there are none.
pub async fn bytes_of(
    db: &impl ConnectionTrait,
    digests: &[String],
) -> Result<Vec<(String, Vec<u8>)>, DbErr> {
    if digests.is_empty() {
        return Ok(Vec::new());
    }
    let rows = signature_drawing::Entity::find()
        .filter(signature_drawing::Column::Sha256.is_in(digests))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.sha256, row.bytes)).collect())
}
