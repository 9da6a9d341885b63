//! Keeping a rendered document: written once, never changed.

use sea_orm::{EntityTrait, Set, TryInsertResult};

use platform::app::App;
use platform::errors::AppError;
use platform::secrets;

use crate::entity::certificate::CertificateId;
use crate::entity::certificate_document;
use crate::signatures::CertificatePdf;

/// Stores the bytes and returns whether these were stored. Another instance may have been first: with
/// the same bytes or, where a service signs, with the same document and another signature. Then these
/// bytes are dropped; nobody was given them.
pub async fn keep_document(
    app: &App,
    certificate: CertificateId,
    CertificatePdf { pdf, signature }: CertificatePdf,
) -> Result<bool, AppError> {
    let (provider, sha256, length) = match signature {
        Some(signed) => {
            (Some(signed.provider), Some(signed.rendered_sha256), Some(signed.rendered_length))
        }
        None => (None, None, None),
    };
    let tx = app.db.begin().await?;
    let row = certificate_document::ActiveModel {
        certificate_id: Set(certificate),
        sha256: Set(secrets::digest(&pdf)),
        pdf: Set(pdf),
        rendered_at: Set(app.clock.now()),
        signing_provider: Set(provider),
        rendered_sha256: Set(sha256),
        rendered_length: Set(length),
    };
    let inserted = certificate_document::Entity::insert(row)
        .on_conflict_do_nothing_on([certificate_document::Column::CertificateId])
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(_)))
}
