//! Keeping a rendered document: written once, never changed.

use sea_orm::{EntityTrait, Set, TryInsertResult};

use crate::certification::entity::certificate::CertificateId;
use crate::certification::entity::certificate_document;
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::platform::secrets;

/// Stores the bytes unless another instance did so first; both made the same ones. Answers
/// whether these were stored.
pub async fn keep_document(
    app: &App,
    certificate: CertificateId,
    pdf: Vec<u8>,
) -> Result<bool, AppError> {
    let tx = app.db.begin().await?;
    let row = certificate_document::ActiveModel {
        certificate_id: Set(certificate),
        sha256: Set(secrets::digest(&pdf)),
        pdf: Set(pdf),
        rendered_at: Set(app.clock.now()),
    };
    let inserted = certificate_document::Entity::insert(row)
        .on_conflict_do_nothing_on([certificate_document::Column::CertificateId])
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(_)))
}
